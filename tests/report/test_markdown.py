"""markdown: a comment that can be posted, whatever the cards hold."""

from __future__ import annotations

from datetime import date

import pytest
from markdown_it import MarkdownIt

from modelsteward.domain.findings import Pass, Place, Report, Severity
from modelsteward.report.as_markdown import LIMIT, render
from tests.report.awkward import AWKWARD, EMPTY, finding, report

WAIVED = Pass("w-1", "soon | gone", date(2030, 2, 1))


def test_one_finding_reads_like_this() -> None:
    one = finding("unknown key `ownr`", hint="did you mean `owner`?", place=Place(6, 1, 5, "ownr: team"))
    assert render(report(one, finding("old", waived=WAIVED))) == (
        "### ❌ Test house: 1 error in 1 of 34 files, 1 waived (judged as of 2030-01-01)\n"
        "\n"
        "**`registry/models/m/1.0.0.yaml`**\n"
        "\n"
        "| line | | rule | finding |\n"
        "| --: | --- | --- | --- |\n"
        "| 6 | error | RD103 | unknown key `ownr`<br>did you mean `owner`? |\n"
        "\n"
        "`steward explain RD103` tells more.\n"
        "\n"
        "<details><summary>1 waived</summary>\n"
        "\n"
        "| place | rule | finding | until | reason |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| `registry/models/m/1.0.0.yaml:1` | RD103 | old | 2030-02-01 | soon &#124; gone |\n"
        "\n"
        "</details>\n"
    )


@pytest.mark.parametrize(("severity", "sign"), [(Severity.NOTE, "ℹ️"), (Severity.WARNING, "⚠️"), (Severity.ERROR, "❌")])
def test_the_verdict_is_the_worst(severity: Severity, sign: str) -> None:
    assert render(report(finding(severity=Severity.NOTE), finding(severity=severity))).startswith(f"### {sign} ")


def test_nothing_found_is_said() -> None:
    assert render(EMPTY) == "### ✅ Test house: 34 files, nothing to report (judged as of 2030-01-01)\n"


def test_the_awkward_report_makes_only_headings_tables_and_code() -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(render(AWKWARD))
    blocks = {token.type.removesuffix("_open") for token in tokens if token.nesting == 1}
    assert blocks == {"heading", "paragraph", "table", "thead", "tbody", "tr", "th", "td"}
    raw = [child for token in tokens for child in token.children or [] if child.type == "html_inline"]
    assert {child.content for child in raw} == {"<br>"}
    html = [token.content for token in tokens if token.type == "html_block"]
    assert html == ["<details><summary>1 waived</summary>\n", "</details>\n"]
    rows = [i for i, token in enumerate(tokens) if token.type == "tr_open"]
    for start in rows:
        end = next(i for i in range(start, len(tokens)) if tokens[i].type == "tr_close")
        assert sum(token.type in ("td_open", "th_open") for token in tokens[start:end]) in (4, 5)


@pytest.mark.parametrize("letter", ["x", "é", "|", "東", "😀"])
def test_a_comment_is_never_longer_than_github_takes(letter: str) -> None:
    many = [finding(f"number {i} {letter * 300}", file=f"models/m/{i // 3}.0.0.yaml") for i in range(900)]
    text = render(report(*many, *(finding("old", waived=WAIVED) for _ in range(900))))
    assert len(text) <= LIMIT
    assert len(text.encode("utf-16-le")) // 2 <= LIMIT
    shown = text.count("| error | RD103 |")
    assert 0 < shown < 900
    assert f"\n{900 - shown} findings more did not fit into a comment: `steward check` shows them all.\n" in text
    assert text.endswith("\n</details>\n")


def test_waived_findings_that_do_not_fit_are_counted() -> None:
    text = render(report(*(finding(f"number {i} {'x' * 500}", waived=WAIVED) for i in range(300))))
    shown = text.count("| RD103 | number")
    assert 0 < shown < 300
    assert f"\n{300 - shown} more did not fit into a comment" in text
    assert len(text) <= LIMIT


def test_one_endless_message_is_cut() -> None:
    text = render(Report((finding("x " * 100_000),), "r " * 1000, 1))
    assert len(text) < 1500
    assert "x..." in text
