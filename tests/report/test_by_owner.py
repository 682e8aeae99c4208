"""Who answers for what was found, and the post that says so to each."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from modelsteward.domain.findings import Owner, Pass, Place, Severity
from modelsteward.report.as_markdown import LIMIT, render
from modelsteward.usecases.owning import Owners
from tests.conftest import MODEL, Steward, git, write
from tests.report.awkward import AWKWARD, EMPTY, finding, report
from tests.rules.worlds import world

OPS, WARD = Owner("ops", "ops@example.org"), Owner("ward", "")


def test_each_owner_has_a_table_with_the_worst_first() -> None:
    found = [
        finding("late", Severity.WARNING, owner=OPS, place=Place(2), file="models/a/1.0.0.yaml"),
        finding("gone", owner=OPS, place=Place(9), file="models/b/1.0.0.yaml", hint="move"),
        finding("odd", owner=None, place=Place(1), file="steward.yaml"),
        finding("worn", Severity.NOTE, owner=WARD, place=Place(4), file="use-cases/u.yaml"),
    ]
    text = render(report(*found), by_owner=True)
    head = "\n| place | | rule | finding |\n| --- | --- | --- | --- |\n"
    assert text == (
        "### ❌ Test house: 2 errors, 1 warning, 1 note in 4 of 34 files (judged as of 2030-01-01)\n"
        f"\n#### ops (`ops@example.org`): 1 error, 1 warning\n{head}"
        "| `registry/models/b/1.0.0.yaml:9` | error | RD103 | gone<br>move |\n"
        "| `registry/models/a/1.0.0.yaml:2` | warning | RD103 | late |\n"
        f"\n#### ward: 1 note\n{head}"
        "| `registry/use-cases/u.yaml:4` | note | RD103 | worn |\n"
        f"\n#### Nobody answers for these: 1 error\n{head}"
        "| `registry/steward.yaml:1` | error | RD103 | odd |\n"
        "\n`steward explain RD103` tells more.\n"
    )
    assert render(EMPTY, by_owner=True) == render(EMPTY)


def test_hostile_text_makes_no_markup_in_groups_either() -> None:
    nasty = Owner("te|am <b>", "x | @everyone\n# y \u202e <script>")
    found = AWKWARD._replace(findings=tuple(one._replace(owner=nasty) for one in AWKWARD.findings))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(render(found, by_owner=True))
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h3", "h4"]
    raw = {child.content for token in tokens for child in token.children or [] if child.type == "html_inline"}
    assert raw == {"<br>"}
    assert "\u202e" not in render(found, by_owner=True)


def test_a_post_by_owner_is_never_longer_than_github_takes() -> None:
    many = [finding(f"number {i} {'é' * 300}", owner=Owner(f"team-{i % 40}", "x" * 300)) for i in range(900)]
    text = render(report(*many, finding("old", waived=Pass("w", "so", EMPTY.today))), by_owner=True)  # type: ignore[arg-type]
    assert len(text.encode()) <= LIMIT
    shown = text.count("| error | RD103 |")
    assert f"\n{900 - shown} findings more did not fit" in text


def test_who_has_many_findings_does_not_push_out_who_has_one() -> None:
    many = [finding(f"number {i} {'é' * 300}", owner=OPS) for i in range(900)]
    text = render(report(*many, finding("late", Severity.WARNING, owner=WARD)), by_owner=True)
    assert len(text.encode()) <= LIMIT
    assert text.index("#### ops") < text.index("#### ward: 1 warning") < text.index("| late |")
    assert text.count("| error | RD103 |") > 90


HOUSE = """
registry: {teams: {ops: {contact: ops@example.org, members: []}, ward: {contact: ward@example.org, members: []}}}
m@1.0.0: {owner: ops, origin: vendor, hosting: [vendor_api], source: {host: azure, model: big}}
n@1.0.0: {owner: ops, origin: vendor, hosting: [vendor_api], source: {host: acme, model: small}}
n@2.0.0: {owner: ward, origin: vendor, hosting: [vendor_api], source: {host: acme, model: small}}
data:d@1.0.0: {owner: ward}
use:u: {owner: ward, serving: {main: m@1.0.0}}
vendor:azure-openai/big: {observations: [{source: page, read_on: 2029-12-01}]}
vendor:acme/small: {observations: [{source: page, read_on: 2029-12-01}]}
waiver:w: {rule: AR102, ref: m@1.0.0, reason: "So.", on: 2029-12-01, until: 2030-01-15, by: ada}
cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-12-20, due: 2030-01-20}
incidents/i.yaml: {card: incident/1, id: i, refs: ["use:u"], severity: serious, opened: 2029-12-25, by: ada}
checklists/m/1.0.0/retirement.yaml: {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
  items: [{id: one, text: Look.}]}
records/uses/u/2029-06-01-review-44444444.yaml:
  {card: review/1, ref: "use:u", on: 2029-06-01, until: 2031-02-01, outcome: keep, by: ada}
"""


@pytest.mark.parametrize(
    ("file", "team"),
    [
        ("models/m/1.0.0.yaml", "ops"),
        ("models/n/2.0.0.yaml", "ward"),
        ("datasets/d/1.0.0.yaml", "ward"),
        ("use-cases/u.yaml", "ward"),
        ("vendors/azure-openai/big.yaml", "ops"),
        ("vendors/acme/small.yaml", None),
        ("waivers/w.yaml", "ops"),
        ("cases/c.yaml", "ward"),
        ("incidents/i.yaml", "ward"),
        ("checklists/m/1.0.0/retirement.yaml", "ops"),
        ("records/uses/u/2029-06-01-review-44444444.yaml", "ward"),
        ("models/m/2.0.0.yaml", "ops"),
        ("models/n/3.0.0.yaml", None),
        ("steward.yaml", None),
    ],
)
def test_who_answers_for_a_file(file: str, team: str | None) -> None:
    broken = {"models/m/2.0.0.yaml": "card: [", "models/n/3.0.0.yaml": "card: ["}
    registry = world(HOUSE, broken)
    (one,) = [text for text in registry.texts if text.file == file]
    expected = Owner(team, f"{team}@example.org") if team else None
    assert Owners(registry.texts, registry).of(one) == expected


def test_check_says_who_must_act_and_a_pull_request_is_told_by_file(house: Path, steward: Steward) -> None:
    card = MODEL.replace("1.2.0", "1.3.0") + "ownr: x\n"
    write(house, {"models/scorer/1.3.0.yaml": card})
    for _ in range(2):  # the second time from what is kept
        ran = steward("check", "--format", "markdown", "--today", "2030-01-01")
        assert "\n#### data-science (`" in ran.out
        assert "| `models/scorer/1.3.0.yaml:" in ran.out
    by_file = steward("check", "--format", "markdown", "--group-by", "file", "--today", "2030-01-01")
    assert "####" not in by_file.out
    assert "\n**`models/scorer/1.3.0.yaml`**\n" in by_file.out
    git(house, "init", "-q")
    git(house, "add", ".")
    git(house, "commit", "-qm", "all")
    assert "####" not in steward("check", "--format", "markdown", "--since", "HEAD", "--today", "2030-01-01").out
    refused = steward("check", "--group-by", "owner")
    assert (refused.code, "text has no groups" in refused.err) == (2, True)
