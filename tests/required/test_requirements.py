"""What a use requires of a version, and what was found. Missing is not passing."""

from __future__ import annotations

from typing import Any

import pytest

from modelsteward.domain.requirement import Outcome, Requirement
from tests.required.worlds import HOUSE, USE, evaluation, required


def asking(**suite: Any) -> str:
    """A house whose use asks for one suite."""
    wanted = {"suite": "holdout", "metric": "auroc", "threshold": 0.75} | suite
    return HOUSE + USE + f"  requires: {{suites: [{wanted!r}]}}\n"


def only(example: str, **how: Any) -> Requirement:
    (one,) = required(example, **how)
    return one


def test_what_passes_says_what_was_found_when_and_by_whom() -> None:
    example = asking() + evaluation("m@1.1.0", {"metric": "auroc", "value": 0.81, "low": 0.79, "high": 0.83})
    one = only(example)
    assert one.passed
    assert (one.required, one.found) == ("holdout: auroc at least 0.75", "0.81 (0.79 to 0.83)")
    assert (str(one.on), one.by) == ("2029-12-01", "nightly")
    assert one.file.startswith("records/models/m/1.1.0/2029-12-01-evaluation-")


@pytest.mark.parametrize(
    ("suite", "result", "outcome"),
    [
        ({}, {"value": 0.75}, Outcome.PASSES),
        ({}, {"value": 0.7499}, Outcome.FAILS),
        ({"better": "lower"}, {"value": 0.75}, Outcome.PASSES),
        ({"better": "lower"}, {"value": 0.76}, Outcome.FAILS),
        ({"unit": "share"}, {"value": 75, "unit": "%"}, Outcome.VOID),
        ({"unit": "share"}, {"value": 0.8}, Outcome.PASSES),
        ({}, {"value": 0.8, "better": "lower"}, Outcome.VOID),
        ({}, {"value": 0.8, "metric": "auprc"}, Outcome.MISSING),
        ({}, {"value": 0.8, "slice": "age:65+"}, Outcome.MISSING),
    ],
)
def test_a_value_is_held_against_the_threshold(suite: dict[str, Any], result: dict[str, Any], outcome: Outcome) -> None:
    one = only(asking(**suite) + evaluation("m@1.1.0", {"metric": "auroc"} | result))
    assert one.outcome is outcome
    assert bool(one.why) is bool(one.hint) is (outcome is not Outcome.PASSES)


@pytest.mark.parametrize(
    "more",
    [{"on": "2030-01-02"}, {"use": "use:other"}, {"suite": "holdout-2"}, {"seal": f"sha256:{'1' * 64}"}],
    ids=["from ahead", "for another use", "in another suite", "of another seal"],
)
def test_what_does_not_speak_for_the_version_here_is_missing(more: dict[str, Any]) -> None:
    seal = f"sha256:{'2' * 64}"
    example = asking().replace("m@1.1.0: {", f"m@1.1.0: {{seal: '{seal}', ")
    one = only(example + "use:other: {}\n" + evaluation("m@1.1.0", {"metric": "auroc", "value": 0.9}, **more))
    assert one.outcome is Outcome.MISSING
    assert "steward record evaluation m@1.1.0 --for use:u --suite holdout" in one.hint
    if "use" in more or "seal" in more:
        assert "other technical facts, or for another use" in one.why


@pytest.mark.parametrize(("on", "outcome"), [("2029-12-02", Outcome.PASSES), ("2029-12-01", Outcome.TOO_OLD)])
def test_the_last_day_of_its_age_still_counts(on: str, outcome: Outcome) -> None:
    example = asking(max_age="P30D") + evaluation("m@1.1.0", {"metric": "auroc", "value": 0.8}, on=on)
    assert only(example).outcome is outcome


def test_the_newest_counts_though_an_older_one_was_better() -> None:
    good = evaluation("m@1.1.0", {"metric": "auroc", "value": 0.9}, on="2029-10-01")
    bad = evaluation("m@1.1.0", {"metric": "auroc", "value": 0.6}, on="2029-11-01")
    assert only(asking() + good + bad).outcome is Outcome.FAILS


def test_each_slice_must_pass_by_itself() -> None:
    results: list[dict[str, Any]] = [
        {"metric": "auroc", "value": 0.8},
        {"metric": "auroc", "value": 0.6, "slice": "old"},
    ]
    rows = required(asking(slices=["old", "young"]) + evaluation("m@1.1.0", *results))
    assert [(row.required, row.outcome) for row in rows] == [
        ("holdout: auroc at least 0.75", Outcome.PASSES),
        ("holdout: auroc on old at least 0.75", Outcome.FAILS),
        ("holdout: auroc on young at least 0.75", Outcome.MISSING),
    ]


def test_a_suite_is_asked_of_its_slots_alone() -> None:
    example = asking(slots=["speech"])
    assert required(example, slot="main") == []
    assert len(required(example, slot="speech")) == 1


def test_a_unit_that_the_record_leaves_out_is_the_suites() -> None:
    suites = "  suites: {holdout: {about: Rows kept back., metrics: {auroc: {better: higher, unit: '%'}}}}\n"
    example = asking(unit="share").replace("registry:\n", "registry:\n" + suites)
    one = only(example + evaluation("m@1.1.0", {"metric": "auroc", "value": 0.8}))
    assert (one.outcome, one.why) == (Outcome.VOID, "it is in %, and share is required")


def share(value: float, samples: int | None = 2000) -> dict[str, Any]:
    more = {} if samples is None else {"samples": samples}
    return {"metric": "accuracy", "value": value, "unit": "share"} | more


FALL: dict[str, Any] = {"metric": "accuracy", "threshold": 0.5, "max_fall": 0.03}


@pytest.mark.parametrize(
    ("mine", "theirs", "outcome", "verdict"),
    [
        (share(0.80), share(0.70), Outcome.PASSES, "better"),
        (share(0.70), share(0.70), Outcome.PASSES, "cannot tell which is better"),
        (share(0.66), share(0.70), Outcome.CANNOT_TELL, "worse"),
        (share(0.69), share(0.70), Outcome.CANNOT_TELL, "cannot tell which is better"),
        (share(0.60), share(0.70), Outcome.FAILS, "worse"),
        (share(0.70, 20), share(0.70, 20), Outcome.CANNOT_TELL, "cannot tell which is better"),
        (share(0.90, None), share(0.70), Outcome.CANNOT_TELL, "cannot tell which is better"),
    ],
)
def test_a_fall_is_judged_with_what_may_be_chance(
    mine: dict[str, Any], theirs: dict[str, Any], outcome: Outcome, verdict: str
) -> None:
    example = asking(**FALL) + evaluation("m@1.1.0", mine) + evaluation("m@1.0.0", theirs)
    _, fall = required(example)
    assert fall.required == "holdout: accuracy at most 0.03 worse than m@1.0.0"
    assert (fall.outcome, fall.found.rpartition(", ")[2]) == (outcome, verdict)
    assert bool(fall.hint) is (outcome is not Outcome.PASSES)


def test_a_champion_that_was_never_measured_is_no_reason_to_pass() -> None:
    _, fall = required(asking(**FALL) + evaluation("m@1.1.0", share(0.9)))
    assert (fall.outcome, fall.why) == (Outcome.MISSING, "no evaluation of m@1.0.0 says accuracy")


def test_where_nothing_serves_there_is_nothing_to_fall_below() -> None:
    example = asking(**FALL).replace("main: m@1.0.0}", "main: null}")
    assert len(required(example + evaluation("m@1.1.0", share(0.9)))) == 1
