"""What was measured, as `show` and `timeline --series` draw it and as data, through the door."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from modelsteward.report import timeline_json
from modelsteward.report.sparks import BARS, MOST, sparkline
from tests.conftest import HOUSE, Steward, write

TODAY = "2030-01-01"
USE = """\
card: usecase/1
name: scoring
status: live
summary: Orders the queue.
owner: data-science
jurisdictions: [US]
risk: {own: low, eu_tier: minimal}
serving: {main: scorer@1.2.0}
candidates: {main: [scorer@1.3.0]}
served:
  - {slot: main, ref: scorer@1.1.0, from: 2029-01-01, to: 2029-05-31, why: first version}
  - {slot: main, ref: scorer@1.2.0, from: 2029-06-01, to: null, why: promoted}
requires:
  suites:
    - {suite: holdout, metric: auroc, threshold: 0.75, max_age: P180D, slices: ["age:65+"]}
monitoring:
  - {suite: drift, metric: drifted_columns, unit: share, limit: 0.3, max_age: P30D}
guardrails:
  notice: Written by software.
  do_not_enter: ["names", "[bold]record numbers[/bold]"]
  block: ["(?i)ssn"]
training:
  required: true
  max_age: P1Y
  completed:
    - {group: nurses, on: 2028-01-01, people: 12, of: 12}
    - {group: nurses, on: 2029-10-01, people: 11, of: 12}
"""


def evaluation(version: str, on: str, results: str, suite: str = "holdout", more: str = "") -> dict[str, str]:
    path = f"records/models/scorer/{version}/{on}-evaluation-0a1b2c3d.yaml"
    if suite != "holdout":
        path = path.replace("0a1b2c3d", "1b2c3d4e")
    return {
        path: f"card: evaluation/1\nref: scorer@{version}\non: {on}\nby: job\nsuite: {suite}\nresults:\n{results}{more}"
    }


def both(value: float, old: float) -> str:
    return (
        f"  - {{metric: auroc, value: {value}, low: {value - 0.02:.3f}, high: {value + 0.02:.3f}, samples: 4000}}\n"
        f'  - {{metric: auroc, value: {old}, slice: "age:65+", samples: 900}}\n'
    )


FILES = {
    **HOUSE,
    "use-cases/scoring.yaml": USE,
    "models/scorer/1.1.0.yaml": HOUSE["models/scorer/1.2.0.yaml"].replace("1.2.0", "1.1.0").replace("2c26b", "2c26c"),
    "models/scorer/1.3.0.yaml": "card: model/1\nname: scorer\nversion: 1.3.0\nstage: staging\nsummary: Newer.\n"
    "owner: data-science\norigin: in-house\n",
    **evaluation("1.1.0", "2029-02-01", both(0.77, 0.76)),
    **evaluation("1.2.0", "2029-06-01", both(0.84, 0.81)),
    **evaluation("1.2.0", "2029-09-01", both(0.82, 0.78)),
    **evaluation("1.2.0", "2029-12-01", both(0.79, 0.74)),
    **evaluation("1.2.0", "2029-12-15", "  - {metric: drifted_columns, value: 0.4, unit: share, samples: 20}\n", "drift"),
    **evaluation("1.2.0", "2029-07-01", "  - {metric: words, value: 1200, unit: s}\n", "speed", "use: use:other\n"),
}  # fmt: skip


@pytest.fixture
def asked(tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ask a command of the registry, at a width of 80."""
    write(tmp_path, FILES)
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *words: steward(*words, "-C", str(tmp_path), "--today", TODAY)


def section(text: str, title: str) -> str:
    """A section of a shown card, without its title."""
    return text.split(f"\n{title}\n", 1)[1].split("\n\n", 1)[0]


def test_a_version_is_shown_with_what_was_measured_and_what_is_asked(asked: Any) -> None:
    ran = asked("show", "scorer@1.2.0")
    assert ran.code == 0
    assert (
        section(ran.out, "Evaluations")
        == """\
  holdout for use:scoring as main
  2029-12-01, 31 days ago; counts until 2030-05-30
    auroc           0.79  ≥ 0.75 met     █▅▁  0.77 to 0.81, n = 4,000
    auroc, age:65+  0.74  ≥ 0.75 missed  █▅▁  n = 900
  drift for use:scoring as main
  2029-12-15, 17 days ago; counts until 2030-01-14
    drifted_columns  0.4  ≤ 0.3 missed  0.2188 to 0.6134, n = 20
  speed for use:other
  2029-07-01, 184 days ago
    words  1200 s"""
    )


def test_a_candidate_is_shown_with_what_it_still_has_to_show(asked: Any) -> None:
    told = section(asked("show", "scorer@1.3.0").out, "Evaluations")
    assert "    auroc           not measured  ≥ 0.75\n" in told
    assert "    auroc, age:65+  not measured  ≥ 0.75" in told


def test_a_use_is_shown_with_its_guardrails_training_and_what_is_watched(asked: Any) -> None:
    out = asked("show", "use:scoring").out
    assert section(out, "Guardrails") == (
        "  do not enter  names\n  do not enter  [bold]record numbers[/bold]\n  blocked       (?i)ssn"
    )
    assert section(out, "Training") == (
        "  nurses  2029-10-01  11 of 12  counts until 2030-10-01\n"
        "  nurses  2028-01-01  12 of 12  counted until 2029-01-01"
    )
    assert section(out, "What is watched") == "  report  drift: drifted_columns at most 0.3, no older than P30D"
    assert "holdout of scorer@1.2.0 as main" in out
    assert "  notice to people     Written by software.\n" in out


def test_json_has_every_value_of_every_series(asked: Any) -> None:
    series = json.loads(asked("show", "scorer@1.2.0", "--format", "json").out)["series"]
    assert [(one["suite"], one["slice"], one["met"]) for one in series] == [
        ("holdout", None, True), ("holdout", "age:65+", False), ("drift", None, False), ("speed", None, None),
    ]  # fmt: skip
    first, drift = series[0], series[2]
    assert (first["threshold"], first["limit"], first["counts_until"]) == (0.75, None, "2030-05-30")
    assert (drift["threshold"], drift["limit"], drift["better"]) == (None, 0.3, "lower")
    assert first["points"][0] == {
        "on": "2029-06-01", "value": 0.84, "low": 0.82, "high": 0.86, "samples": 4000, "ref": "scorer@1.2.0",
        "file": "records/models/scorer/1.2.0/2029-06-01-evaluation-0a1b2c3d.yaml",
    }  # fmt: skip
    assert drift["points"][0]["low"] == pytest.approx(0.2188, abs=1e-4), "worked out from the samples"


def test_text_of_a_card_does_nothing_on_the_screen(tmp_path: Path, steward: Steward) -> None:
    bad = "\\e[31m[red]\\u202e"
    use = (
        HOUSE["use-cases/scoring.yaml"]
        + f'requires: {{suites: [{{suite: "s{bad}", metric: "m{bad}", unit: "u{bad}", threshold: 1}}]}}\n'
        + f'monitoring: [{{suite: "t{bad}", metric: "n{bad}", limit: 1}}]\n'
    )
    results = f'  - {{metric: "m{bad}", unit: "u{bad}", value: 2}}\n'
    record = evaluation("1.2.0", "2029-12-01", results).popitem()
    text = record[1].replace("suite: holdout", f'suite: "s{bad}"')
    write(tmp_path, {**HOUSE, "use-cases/scoring.yaml": use, record[0]: text})
    for words in (["show", "scorer@1.2.0"], ["show", "use:scoring"], ["timeline", "--series"], ["check"]):
        ran = steward(*words, "-C", str(tmp_path), "--today", TODAY)
        assert "\\x1b[31m[red]\\u202e in " in " ".join(ran.out.split()) or "m\\x1b[31m[red]\\u202e" in ran.out, words
        assert "\x1b" not in ran.out, words
        assert "\u202e" not in ran.out, words


@pytest.mark.parametrize("columns", ["60", "80", "100", "200"])
def test_lines_are_no_wider_than_the_screen(asked: Any, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    told = [section(asked("show", "scorer@1.2.0").out, "Evaluations"), asked("timeline", "--series").out]
    assert [max(map(len, text.splitlines())) <= int(columns) for text in told] == [True, True]


def test_data_has_no_series(asked: Any) -> None:
    assert json.loads(asked("show", "data:rows", "--format", "json").out)["series"] == []


def test_the_timeline_draws_what_was_measured_of_all_that_served_a_use(asked: Any) -> None:
    ran = asked("timeline", "--series", "use:scoring", "--from", "2029-01-01", "--to", "2030-03-01")
    assert (ran.code, ran.err) == (0, "")
    chart = ran.out.split("\n\n")[1]
    assert [line.rstrip() for line in chart.splitlines()] == [
        "scoring/main: auroc in holdout, ≥ 0.75",
        "          0.84                        ●                               │",
        "                                                    ●                 │",
        "                                                                 ●    │",
        "                    ◇                                                 │",
        "          0.75  ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌│╌╌╌╌╌╌╌╌",
    ]
    assert "drifted_columns in drift, ≤ 0.3" in ran.out
    assert "✗ not good enough" in ran.out
    assert "◇ measured of an earlier version" in " ".join(ran.out.split())


def test_a_terminal_without_block_characters_gets_ascii(asked: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    def printed(*words: str) -> str:
        raw = io.BytesIO()
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setattr(sys, "stdout", Terminal(raw, encoding="ascii", newline="\n"))
        asked(*words)
        sys.stdout.flush()
        return raw.getvalue().decode("ascii")

    drawn = printed("timeline", "--series")
    assert "scoring/main: auroc in holdout, >= 0.75" in drawn
    assert "@ measured" in drawn
    told = section(printed("show", "scorer@1.2.0"), "Evaluations")
    assert ">= 0.75 met" in told
    assert "@*." in told or "@+." in told


def test_the_timelines_series_are_as_the_schema_says(asked: Any) -> None:
    document = json.loads(asked("timeline", "--series", "--format", "json").out)
    schema = Path(timeline_json.__file__).with_name("timeline.schema.json")
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(document)
    assert document["by"] == "use"
    assert [len(one["points"]) for one in document["series"]] == [4, 4, 1]
    assert "series" not in json.loads(asked("timeline", "--format", "json").out)


def test_a_registry_that_asks_for_nothing_says_so(tmp_path: Path, steward: Steward) -> None:
    write(tmp_path, HOUSE)
    ran = steward("timeline", "--series", "-C", str(tmp_path), "--today", TODAY)
    assert ran.code == 0
    assert "no charts: no use that is meant asks for evaluations" in ran.out.replace("\n", " ")


def test_what_was_never_measured_is_named_below(tmp_path: Path, steward: Steward) -> None:
    write(tmp_path, {**HOUSE, "use-cases/scoring.yaml": USE})
    ran = steward("timeline", "--series", "-C", str(tmp_path), "--today", TODAY)
    assert "not measured yet: use:scoring: auroc in holdout (scorer@1.2.0)" in ran.out


def test_a_line_of_bars_goes_from_the_least_to_the_greatest() -> None:
    assert sparkline([1, 2, 3, 4, 5, 6, 7, 8]) == BARS
    assert sparkline([0.5, 0.5, 0.5]) == "▅▅▅"
    assert sparkline([1, 8], boxes=False) == ".@"
    assert sparkline([1.0]) == "", "one value has no course"
    assert len(sparkline(list(range(100)))) == MOST


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=40))
def test_any_numbers_make_a_line_of_bars(values: list[float]) -> None:
    assert len(sparkline(values)) == (min(len(values), MOST) if len(values) > 1 else 0)
