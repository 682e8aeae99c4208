"""`steward timeline`, through the door, on a small registry of its own."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelsteward.report import timeline_text
from modelsteward.report.styled import columns
from modelsteward.report.timeline_signs import SIGNS
from modelsteward.usecases.lives import Mark, Row, Span
from modelsteward.usecases.timeline import Timeline, around
from tests.conftest import MODEL, STEWARD_YAML, Steward, git, write

TODAY = "2030-01-01"


def model(version: str, stage: str, life: str, name: str = "scorer", more: str = "") -> str:
    """A model card, as short as it may be."""
    return f"""\
card: model/1
name: {name}
version: {version}
stage: {stage}
summary: Scores what comes in.
owner: data-science
origin: in-house
lifecycle: {{{life}}}
{more}"""


BYTES = "artifacts:\n  - {role: weights, uri: s3://m/x}\n"
HOSTED = "source: {host: acme, model: great-1}\n"
LATER = "released: 2027-03-01, deprecated: 2028-03-01, sunset: 2028-09-01, retired: 2028-09-02"

FILES = {
    "steward.yaml": STEWARD_YAML,
    "models/scorer/0.9.0.yaml": model("0.9.0", "destroyed", f"{LATER}, destroyed: 2028-12-01"),
    "models/scorer/1.0.0.yaml": model(
        "1.0.0", "retired", "released: 2027-06-01, deprecated: 2029-02-01, sunset: 2029-06-30, retired: 2029-07-01, "
        "destroy_by: 2030-06-30", more=BYTES,
    ),
    "models/scorer/1.1.0.yaml": model(
        "1.1.0", "deprecated", "released: 2029-02-01, deprecated: 2029-10-01, sunset: 2030-03-31, review_by: 2030-02-01"
    ),
    "models/scorer/1.2.0.yaml": model("1.2.0", "production", "released: 2029-09-15, review_by: 2030-09-15"),
    "models/scorer/1.3.0.yaml": model("1.3.0", "staging", ""),
    "models/scorer/2.0.0.yaml": model("2.0.0", "draft", "review_by: 2030-05-01"),
    "models/reader/1.0.0.yaml": model(
        "1.0.0", "suspended", "released: 2028-01-01, suspension: {on: 2029-12-01, was: production, reason: Wrong.}",
        name="reader",
    ),
    "models/great/1.0.0.yaml": model(
        "1.0.0", "production", "released: 2029-05-01, review_by: 2030-11-01", name="great", more=HOSTED
    ),
    "vendors/acme/great-1.yaml": (
        "card: vendor/1\nhost: acme\nmodel: great-1\n"
        "observations:\n  - {source: a page, read_on: 2029-11-01, ends: 2030-07-15}\n"
    ),
    "use-cases/scoring.yaml": """\
card: usecase/1
name: scoring
status: live
summary: Orders the queue.
serving: {main: scorer@1.2.0, read: reader@1.0.0}
suspended:
  - {ref: scorer@1.2.0, on: 2029-12-20, reason: Drift.}
served:
  - {slot: main, ref: scorer@0.9.0, from: 2027-03-01, to: 2027-12-31}
  - {slot: main, ref: scorer@1.0.0, from: 2028-01-01, to: 2029-03-31}
  - {slot: main, ref: scorer@1.1.0, from: 2029-04-01, to: 2029-11-30}
  - {slot: main, ref: scorer@1.2.0, from: 2029-12-01, to: null}
""",
    "use-cases/writing.yaml": """\
card: usecase/1
name: writing
status: live
summary: Writes letters.
serving: {main: great@1.0.0}
served:
  - {slot: main, ref: great@1.0.0, from: 2029-06-01, to: null}
""",
    "use-cases/plans.yaml": "card: usecase/1\nname: plans\nstatus: proposed\nsummary: Not yet.\n",
}  # fmt: skip


@pytest.fixture
def drawn(tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Draw the registry at a width of 80."""
    write(tmp_path, FILES)
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *options: steward("timeline", "-C", str(tmp_path), "--today", TODAY, *options)


def shown(text: str) -> str:
    """A picture as it stands in a test: without the first line feed."""
    return text.removeprefix("\n")


def test_versions_are_drawn_with_what_ends_first_first(drawn: Any) -> None:
    ran = drawn()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == shown("""
              2029                            2030
              Q1      Q2      Q3      Q4      Q1      Q2      Q3      Q4      Q1
              ┬───────┬───────┬───────┬───────┼───────┬───────┬───────┬───────┬
great  1.0.0            ██████████████████████│████████████████V
reader 1.0.0 ◄█████████████████████████████░░░│░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░►
scorer 1.0.0 ◄██▒▒▒▒▒▒▒▒▒▒▒▒▒▒x┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈│┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈D
       1.1.0    ██████████████████████▒▒▒▒▒▒▒▒│▒▒R▒▒▒▒S
       1.2.0                        ██████████│██████████████████████R█████████►
       2.0.0                                  ○          R

█ production  ▒ deprecated  ░ suspended  ┈ retired, bytes kept
○ not in production yet  R review by  S sunset  V vendor ends it  x retired
D destroy by  │ today (2030-01-01)  ◄ since earlier  ► goes on

no dates yet: scorer@1.3.0 (staging)
outside this range: scorer@0.9.0
""")


def test_champions_are_drawn_below_their_use_and_slot(drawn: Any) -> None:
    assert drawn("--by", "use").out == shown("""
                2029                           2030
                Q1     Q2      Q3      Q4      Q1      Q2      Q3     Q4      Q1
                ┬──────┬───────┬───────┬───────┼───────┬───────┬──────┬───────┬
scoring/main                                   │
  scorer@1.0.0 ◄██▒▒▒▒▒▒                       │
  scorer@1.1.0         ████████████████▒▒▒▒▒▒  │
  scorer@1.2.0                              ██░│░░░░░░░░░░░░░░░░░░░░░R░░░░░░░░░►
writing/main                                   │
  great@1.0.0                ██████████████████│████████████████V

█ serves  ▒ deprecated  ░ suspended  R review by  V vendor ends it
│ today (2030-01-01)  ◄ since earlier  ► goes on

no dates yet: use:plans, use:scoring/read reader@1.0.0
outside this range: use:scoring/main scorer@0.9.0
""")


def test_a_short_range_has_days_above_it_and_arrows_at_its_edges(drawn: Any) -> None:
    assert drawn("scorer", "--from", "2029-11-01", "--to", "+P59D").out == shown("""
              2029                            2030
              Nov             Dec             Jan              Feb
              1  8   15  22   1  8   15  22   1   8   15  22   1   8  15  22  1
              ┬──┬───┬───┬────┬──┬───┬───┬────┼───┬───┬───┬────┬───┬──┬───┬───┬
scorer 1.0.0 ◄┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈│┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈►
       1.1.0 ◄▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒│▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒R▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒►
       1.2.0 ◄████████████████████████████████│████████████████████████████████►

█ production  ▒ deprecated  ┈ retired, bytes kept  R review by
│ today (2030-01-01)  ◄ since earlier  ► goes on

no dates yet: scorer@1.3.0 (staging)
outside this range: scorer@0.9.0, scorer@2.0.0
""")


def test_a_long_range_has_years_above_it_and_no_line_for_a_today_that_it_misses(drawn: Any) -> None:
    assert drawn("scorer@0.9.0", "--from", "2000-01-01", "--to", "2029-12-31").out == shown("""
              2000      2005       2010       2015       2020       2025
              ┬─────────┬──────────┬──────────┬──────────┬──────────┬──────────
scorer 0.9.0                                                            ███▒xX

█ production  ▒ deprecated  x retired  X destroyed
""")


def test_one_day_fills_the_picture(drawn: Any) -> None:
    lines = drawn("great", "--from", "2029-12-03", "--to", "2029-12-03").out.splitlines()
    assert [line.strip() for line in lines[:3]] == ["2029", "Dec", "3"]
    assert lines[4] == "great 1.0.0 ◄" + "█" * 66 + "►"


@pytest.mark.parametrize("width", [40, 61, 80, 140, 300])
@pytest.mark.parametrize("by", ["version", "use"])
def test_no_line_is_wider_than_the_terminal(drawn: Any, monkeypatch: pytest.MonkeyPatch, width: int, by: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = drawn("--by", by).out.splitlines()
    assert max(map(columns, lines)) == width
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["great"], ["great@1.0.0"]),
        (["scorer@1.1.0", "great"], ["great@1.0.0", "scorer@1.1.0"]),
        (["use:writing"], ["great@1.0.0"]),
        (["use:scoring"], ["reader@1.0.0", "scorer@1.0.0", "scorer@1.1.0", "scorer@1.2.0"]),
        (["use:writing", "--by", "use"], ["great@1.0.0"]),
        (["scorer@1.1.0", "--by", "use"], ["scorer@1.1.0"]),
        (["scorer", "--from", "2027-01-01", "--to", "2027-05-31"], ["scorer@0.9.0"]),
        (["scorer", "--to", "2027-03-01"], ["scorer@0.9.0"]),
        (["scorer", "--from", "2030-08-01"], ["scorer@1.2.0"]),
    ],
)
def test_refs_and_the_range_choose_the_rows(drawn: Any, options: list[str], expected: list[str]) -> None:
    document = json.loads(drawn("--format", "json", *options).out)
    assert [row["ref"] for row in document["rows"]] == expected


def test_json_has_whole_spans_and_every_kind_of_row(drawn: Any) -> None:
    ran = drawn(
        "--format", "json", "--by", "use", "--from", "2029-06-15", "--to", "2030-12-31", "use:writing", "use:plans"
    )
    assert json.loads(ran.out) == {
        "format": "steward-timeline/1",
        "by": "use",
        "today": TODAY,
        "from": "2029-06-15",
        "to": "2030-12-31",
        "rows": [
            {
                "ref": "great@1.0.0",
                "group": "use:writing/main",
                "stage": "production",
                "spans": [{"phase": "serves", "from": "2029-06-01", "to": "2030-07-15"}],
                "marks": [{"what": "vendor_end", "day": "2030-07-15"}],
            }
        ],
        "outside": [],
        "undated": [{"ref": None, "group": "use:plans", "stage": None, "spans": [], "marks": []}],
        "unreadable": [],
    }


@pytest.mark.parametrize("by", ["version", "use"])
def test_json_is_as_its_published_schema_says(drawn: Any, by: str) -> None:
    text = (resources.files("modelsteward.report") / "timeline.schema.json").read_text(encoding="utf-8")
    schema = Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)
    schema.check_schema(schema.schema)
    document = json.loads(drawn("--format", "json", "--by", by).out)
    schema.validate(document)
    assert not schema.is_valid({**document, "from": "soon"})
    row = {**document["rows"][0], "spans": [{"phase": "asleep", "from": TODAY, "to": None}]}
    assert not schema.is_valid({**document, "rows": [row]})


def test_phases_follow_each_other_day_by_day(drawn: Any) -> None:
    (row,) = json.loads(drawn("--format", "json", "scorer@1.0.0").out)["rows"]
    assert [tuple(span.values()) for span in row["spans"]] == [
        ("production", "2027-06-01", "2029-01-31"),
        ("deprecated", "2029-02-01", "2029-06-30"),
        ("retired", "2029-07-01", "2030-06-30"),
    ]
    assert [mark["what"] for mark in row["marks"]] == ["retired", "destroy_by"]


def test_bytes_that_should_be_gone_go_on(drawn: Any) -> None:
    (row,) = json.loads(drawn("--format", "json", "scorer@1.0.0", "--today", "2030-07-01").out)["rows"]
    assert row["spans"][-1] == {"phase": "retired", "from": "2029-07-01", "to": None}


@pytest.mark.parametrize(
    "life",
    [
        model("1.0.0", "suspended", "released: 2029-01-01", name="odd"),
        model("1.0.0", "deprecated", "released: 2029-01-01", name="odd"),
        model("1.0.0", "retired", "released: 2029-01-01", name="odd"),
        model("1.0.0", "draft", "released: 2029-01-01", name="odd"),
    ],
)
def test_no_bar_says_that_something_serves_when_nobody_knows_since_when_it_does_not(
    drawn: Any, tmp_path: Path, life: str
) -> None:
    write(tmp_path, {"models/odd/1.0.0.yaml": life})
    document = json.loads(drawn("--format", "json", "odd").out)
    assert (document["rows"], [row["ref"] for row in document["undated"]]) == ([], ["odd@1.0.0"])


@pytest.mark.parametrize(
    ("stage", "life", "more", "spans", "marks"),
    [
        ("production", "", "", [], []),
        ("production", "review_by: 2030-05-01", "", [], ["review_by"]),
        ("production", "sunset: 2030-05-01", BYTES, [], ["sunset"]),
        ("retired", "retired: 2029-11-01", "", [], ["retired"]),
        ("retired", "retired: 2029-11-01, destroy_by: 2030-06-01", BYTES, ["retired"], ["retired", "destroy_by"]),
        ("destroyed", "retired: 2029-11-01, destroyed: 2029-12-01", BYTES, ["retired"], ["retired", "destroyed"]),
    ],
)
@pytest.mark.parametrize("by", ["version", "use"])
def test_a_version_that_no_date_says_was_ever_released_is_drawn_with_the_days_it_has(
    drawn: Any, tmp_path: Path, by: str, stage: str, life: str, more: str, spans: list[str], marks: list[str]
) -> None:
    odd = {"models/odd/1.0.0.yaml": model("1.0.0", stage, life, name="odd", more=more)}
    odd["use-cases/writing.yaml"] = FILES["use-cases/writing.yaml"].replace("great@1.0.0", "odd@1.0.0")
    write(tmp_path, odd)
    assert (ran := drawn("--by", by)).code == 0, ran.err
    document = json.loads(drawn("--format", "json", "odd").out)
    (row,) = document["rows"] or document["undated"]
    assert [span["phase"] for span in row["spans"]] == spans
    assert [mark["what"] for mark in row["marks"]] == marks


@pytest.mark.parametrize("stage", ["draft", "staging"])
def test_what_was_retired_before_it_was_released_is_drawn(repo: Path, steward: Steward, stage: str) -> None:
    card = MODEL.replace("version: 1.2.0", "version: 2.0.0").replace("stage: production", f"stage: {stage}")
    card = card.replace("lifecycle: {released: 2029-06-01, review_by: 2030-05-01}\n", "")
    write(repo / "registry", {"models/scorer/2.0.0.yaml": card})
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Another version")
    retire = ("retire", "scorer@2.0.0", "--force", "--reason", "Nobody wants it.", "--today", TODAY, "--yes")
    assert [steward(*retire).code for _ in ("its checklist", "the move")] == [4, 0]
    ran = steward("timeline", "scorer", "--today", TODAY)
    assert (ran.code, ran.err) == (0, "")
    assert "\n       2.0.0 " in ran.out


def test_an_ended_use_is_over_on_its_last_day_of_use(drawn: Any, tmp_path: Path) -> None:
    use = FILES["use-cases/writing.yaml"].replace("status: live", "status: ended\nlast_use: 2029-11-11")
    write(tmp_path, {"use-cases/writing.yaml": use})
    (row,) = json.loads(drawn("--format", "json", "use:writing", "--by", "use").out)["rows"]
    assert row["spans"] == [{"phase": "serves", "from": "2029-06-01", "to": "2029-11-11"}]
    assert row["marks"] == []


@pytest.mark.parametrize(
    ("options", "code", "said", "hint"),
    [
        (["scorrer"], 4, "nothing is called `scorrer` here", "did you mean `scorer`?"),
        (["scorer@9.9.9"], 4, "nothing is called `scorer@9.9.9` here", "its versions are 0.9.0"),
        (["use:writting"], 4, "there is no use:writting here", "did you mean `use:writing`?"),
        (["writing"], 4, "nothing is called `writing` here", "did you mean `use:writing`?"),
        (["data:rows"], 4, "a timeline is of models and uses, not of data", "steward show data:rows"),
        (["--from", "2030-02-01", "--to", "2030-01-31"], 2, "2030-02-01 is after 2030-01-31", "--from is the earlier"),
        (["--from", "tomorrow"], 2, "`tomorrow` is no day", "2027-01-31"),
        (["--from", "P30D"], 2, "`P30D` is no day", "write 2027-01-31, or -P30D and +P30D for a time before and after"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_way_on(
    drawn: Any, options: list[str], code: int, said: str, hint: str
) -> None:
    ran = drawn(*options)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert hint in ran.err


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["use:plans"], "use:plans: no version serves it, and none did\n"),
        (["scorer@1.3.0", "--by", "use"], "scorer@1.3.0: serves no use, and never did\n"),
        (["scorer@1.3.0"], "nothing to draw from 2029-01-01 to 2031-01-01\nno dates yet: scorer@1.3.0 (staging)\n"),
        (
            ["great", "--to", "2020-01-01"],
            "nothing to draw from 2019-01-01 to 2020-01-01\noutside this range: great@1.0.0\n",
        ),
    ],
)
def test_where_there_is_nothing_to_draw_it_says_why(drawn: Any, options: list[str], expected: str) -> None:
    ran = drawn(*options)
    assert (ran.code, ran.out) == (0, expected)


@pytest.mark.parametrize(("by", "noun"), [("version", "models"), ("use", "uses")])
def test_an_empty_registry_says_so(tmp_path: Path, steward: Steward, by: str, noun: str) -> None:
    write(tmp_path, {"steward.yaml": STEWARD_YAML})
    ran = steward("timeline", "-C", str(tmp_path), "--by", by)
    assert (ran.code, ran.out) == (0, f"this registry has no {noun} yet\n")


def test_what_has_no_readable_card_is_named(drawn: Any, tmp_path: Path) -> None:
    lost = FILES["use-cases/writing.yaml"].replace("great@1.0.0", "lost@1.0.0")
    write(tmp_path, {"models/bad/1.0.0.yaml": "card: [", "use-cases/worse.yaml": "[", "use-cases/writing.yaml": lost})
    told = "no card that can be read (see `steward check`): "
    assert drawn().out.replace("\n", " ").endswith(f"{told}bad@1.0.0, lost@1.0.0 ")
    assert drawn("--by", "use").out.replace("\n", " ").endswith(f"{told}lost@1.0.0, use:worse ")
    assert "  lost@1.0.0" in drawn("use:writing", "--by", "use").out, "what served stays in the picture"
    assert told not in drawn("scorer").out


def test_a_terminal_without_block_characters_gets_ascii(drawn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    raw = io.BytesIO()
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", Terminal(raw, encoding="ascii", newline="\n"))
    assert drawn("scorer", "reader").code == 0
    assert raw.getvalue().decode("ascii") == shown("""
              2029                            2030
              Q1      Q2      Q3      Q4      Q1      Q2      Q3      Q4      Q1
              +-------+-------+-------+-------|-------+-------+-------+-------+
reader 1.0.0 <=============================!!!|!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!>
scorer 1.0.0 <==~~~~~~~~~~~~~~x...............|...............D
       1.1.0    ======================~~~~~~~~|~~R~~~~S
       1.2.0                        ==========|======================R=========>
       2.0.0                                  o          R

= production  ~ deprecated  ! suspended  . retired, bytes kept
o not in production yet  R review by  S sunset  x retired  D destroy by
| today (2030-01-01)  < since earlier  > goes on

no dates yet: scorer@1.3.0 (staging)
outside this range: scorer@0.9.0
""")


def test_colours_change_nothing_but_the_colour(drawn: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = drawn().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = drawn().out
    assert "\x1b[32m█" in coloured
    stripped = "".join(part.partition("m")[2] if i else part for i, part in enumerate(coloured.split("\x1b[")))
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


def of_rows(*rows: Row, **more: Any) -> Timeline:
    """A timeline of 2029 with these rows."""
    known: dict[str, Any] = {"by": "version", "asked": (), "outside": (), "undated": (), "unreadable": ()} | more
    return Timeline(today=date(2029, 7, 1), start=date(2029, 1, 1), end=date(2029, 12, 31), rows=rows, **known)


def a_row(ref: str, group: str, *marks: Mark) -> Row:
    """A row that lives all through 2029."""
    return Row(ref, group, "production", (Span("production", date(2029, 1, 1), date(2029, 12, 31)),), marks)


def test_names_that_are_not_what_they_seem_are_shown_as_text_and_cut() -> None:
    evil = "\x1b[2Jbad\u202e\nname" + "x" * 90
    for by in ("version", "use"):
        text = timeline_text.render(
            of_rows(a_row(f"{evil}@1.0.0", evil), by=by, unreadable=(evil,), outside=(a_row(f"{evil}@2.0.0", evil),)),
            width=60,
        )
        assert not set(text) & {"\x1b", "\u202e"}
        assert "\\x1b[2Jbad\\u202e" in text
        assert "…" in text.splitlines()[3]
        assert max(map(columns, text.splitlines())) <= 60


def test_wide_characters_keep_the_columns_straight() -> None:
    text = timeline_text.render(of_rows(a_row("模型@1.0.0", "模型"), a_row("ab@1.0.0", "ab")), width=60)
    assert {columns(line) for line in text.splitlines()[3:5]} == {59}


def test_marks_that_fall_together_stand_side_by_side_while_there_is_room() -> None:
    def bar(*days: tuple[str, date]) -> str:
        row = a_row("a@1.0.0", "a", *(Mark(what, day) for what, day in days))
        return timeline_text.render(of_rows(row), width=33).splitlines()[-5][8:].strip()

    spring, last = date(2029, 4, 1), date(2029, 12, 31)
    assert "SVR" in bar(("sunset", spring), ("vendor_end", spring), ("review_by", spring))
    assert bar(("sunset", last), ("vendor_end", last)).endswith("*")


@pytest.mark.parametrize(
    ("today", "start", "end", "expected"),
    [
        (date(2028, 2, 29), None, None, (date(2027, 2, 28), date(2029, 2, 28))),
        (date(2030, 1, 1), date(2035, 1, 1), None, (date(2035, 1, 1), date(2036, 1, 1))),
        (date(2030, 1, 1), None, date(2020, 1, 1), (date(2019, 1, 1), date(2020, 1, 1))),
        (date(9999, 12, 31), None, None, (date(9998, 12, 31), date(9999, 12, 31))),
        (date(1, 1, 1), None, None, (date(1, 1, 1), date(2, 1, 1))),
    ],
)
def test_the_range_is_a_year_to_each_side_as_far_as_the_calendar_goes(
    today: date, start: date | None, end: date | None, expected: tuple[date, date]
) -> None:
    assert around(today, start, end) == expected


@pytest.mark.parametrize(
    "days", [("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31"), ("0001-01-01", "0001-01-01")]
)
def test_the_ends_of_the_calendar_can_be_drawn(drawn: Any, days: tuple[str, str]) -> None:
    assert drawn("--from", days[0], "--to", days[1]).code == 0


def test_every_sign_is_one_column_and_its_ascii_is_its_own() -> None:
    assert all(columns(sign.block) == 1 and sign.ascii.isascii() and len(sign.ascii) == 1 for sign in SIGNS.values())
    shared = {"serves", "production"}  # never in one picture
    ascii_signs = [sign.ascii for key, sign in SIGNS.items() if key not in shared]
    assert len(set(ascii_signs)) == len(ascii_signs)
