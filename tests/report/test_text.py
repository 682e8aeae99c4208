"""text: the caret stands under the place, whatever the line holds."""

from __future__ import annotations

import re
from datetime import date

import pytest

from modelsteward.domain.findings import Pass, Place, Report, Severity
from modelsteward.report.as_text import render
from modelsteward.report.excerpt import cells, excerpt
from tests.report.awkward import AWKWARD, EMPTY, TODAY, finding, report


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("ownr: team", "ownr"),
        ("東京: x", "x"),
        ("東京: x", "東京"),
        ("😀 x", "x"),
        ("e\u0301a\u0300 x", "x"),
        ("\t\tx: 1", "x"),
        ("\u202e\x1b[1mx", "x"),
        ("ｆｕｌｌ half", "half"),
        ("##[error] x", "x"),
    ],
)
def test_the_caret_stands_under_the_place(line: str, marked: str) -> None:
    start = line.index(marked)
    shown = excerpt(Place(1, start + 1, start + 1 + len(marked), line), 100)
    assert shown is not None
    text, marker = shown
    before = next(i for i in range(len(text) + 1) if cells(text[:i]) == len(marker) - marker.count("^"))
    assert text[before:].startswith(marked)
    assert marker.count("^") == cells(marked)


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("column", [1, 15, 500, 996, 1000])
def test_a_long_line_is_cut_around_the_place(width: int, column: int) -> None:
    line = "".join(chr(ord("a") + i % 26) for i in range(1000))
    shown = excerpt(Place(1, column, column + 3, line), width)
    assert shown is not None
    text, marker = shown
    assert cells(text) <= width
    assert text[marker.index("^")] == line[column - 1]
    assert len(marker) <= width
    assert text.startswith("...") or text.startswith(line[:column])


def test_a_place_that_runs_over_the_line_is_marked_to_its_end() -> None:
    assert excerpt(Place(1, 3, 99, "abcd"), 80) == ("abcd", "  ^^")


def test_a_place_without_an_end_gets_one_caret() -> None:
    assert excerpt(Place(1, 5, None, "abcd"), 80) == ("abcd", "    ^")


@pytest.mark.parametrize("place", [Place(), Place(1, 1, None, "   \t"), Place(1, 9, 12, "abc")])
def test_nothing_is_shown_where_there_is_nothing_to_mark(place: Place) -> None:
    assert excerpt(place, 80) is None


def test_one_finding_reads_like_this() -> None:
    place = Place(6, 1, 5, "ownr: data-science")
    text = render(report(finding("unknown key `ownr`", hint="did you mean `owner`?", place=place)))
    assert text == (
        "registry/models/m/1.0.0.yaml\n"
        "  6:1  error    RD103  unknown key `ownr`\n"
        "     6 | ownr: data-science\n"
        "       | ^^^^\n"
        "       = help: did you mean `owner`?\n"
        "\n"
        "1 error in 1 of 34 files (judged as of 2030-01-01)\n"
        "`steward explain RD103` tells more\n"
    )


def test_a_file_is_named_once() -> None:
    found = [finding(f"number {i}", file=file) for i, file in enumerate(["a.yaml", "b.yaml", "a.yaml"])]
    assert render(report(*found)).count("registry/a.yaml\n") == 1


def test_nothing_found_is_said() -> None:
    assert render(EMPTY) == "34 files, nothing to report (judged as of 2030-01-01)\n"


def test_without_rules_of_time_no_day_is_named() -> None:
    assert render(Report((), "r", 1)) == "1 file, nothing to report\n"


def test_what_is_only_waived_does_not_count() -> None:
    waived = finding("old", waived=Pass("w-1", "soon gone", date(2030, 2, 1)))
    assert render(report(waived)) == (
        "registry/models/m/1.0.0.yaml\n"
        "  1:1  error    RD103  old (waived until 2030-02-01: soon gone)\n"
        "\n"
        "34 files, nothing to report, 1 waived (judged as of 2030-01-01)\n"
    )


def test_the_next_step_is_about_the_worst() -> None:
    found = report(finding(severity=Severity.NOTE), finding(code="RD105"))
    assert render(found).endswith("\n`steward explain RD105` tells more\n")


def test_colour_changes_nothing_but_styles() -> None:
    assert re.sub(r"\x1b\[[0-9;]*m", "", render(AWKWARD, colour=True)) == render(AWKWARD)


@pytest.mark.parametrize(
    ("root", "shown"),
    [("", "a.yaml"), ("registry/", "registry/a.yaml"), ("registry", "registry/a.yaml"), ("/", "/a.yaml")],
)
def test_a_path_starts_where_the_reader_stands(root: str, shown: str) -> None:
    text = render(Report((finding(file="a.yaml"),), "r", 1, TODAY, root))
    assert text.splitlines()[0] == shown
