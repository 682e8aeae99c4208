"""What a use requires of a version, and what was found. Missing is not passing."""

from __future__ import annotations

from typing import Any

import pytest

from modelsteward.domain.requirement import Outcome, Requirement
from tests.required.worlds import HOUSE, USE, approval, evaluation, facts, required
from tests.rules.worlds import world


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


def test_a_value_that_misses_narrowly_is_not_written_as_the_threshold() -> None:
    one = only(asking() + evaluation("m@1.1.0", {"metric": "auroc", "value": 0.74999999}))
    assert one.why == "auroc is 0.74999999, and at least 0.75 is required"


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


def meaning(unit: str, better: str = "higher") -> str:
    """What steward.yaml says of the suite, as the first lines of a house."""
    return f"registry:\n  suites: {{holdout: {{about: Kept back., metrics: {{auroc: {{better: {better}, unit: '{unit}'}}}}}}}}\n"


@pytest.mark.parametrize(
    ("suite", "said", "result", "why"),
    [
        ({}, meaning("share"), {"value": 60, "unit": "%"}, "it is in %, and share is required"),
        ({"unit": "share"}, meaning("%"), {"value": 0.8, "unit": "share"}, "auroc is in share, and steward.yaml has it in %"),
        ({}, meaning("share", "lower"), {"value": 0.8, "better": "higher"}, "auroc is better when higher here, and by steward.yaml when lower"),
        ({}, "registry:\n", {"value": 80, "unit": "share"}, "auroc is 80, and its unit, share, goes from 0 to 1"),
        ({}, "registry:\n", {"value": 0.8, "low": 0.9, "high": 0.7}, "the interval of auroc goes from 0.9 down to 0.7"),
        ({}, "registry:\n", {"value": 0.8, "samples": 0}, "auroc is of no case"),
    ],
    ids=["unit of steward.yaml", "units disagree", "directions disagree", "no share", "interval upside down", "no case"],
)  # fmt: skip
def test_what_cannot_be_meant_is_void_though_it_reaches_the_threshold(
    suite: dict[str, Any], said: str, result: dict[str, Any], why: str
) -> None:
    example = asking(**suite).replace("registry:\n", said)
    one = only(example + evaluation("m@1.1.0", {"metric": "auroc"} | result))
    assert (one.outcome, one.why) == (Outcome.VOID, why)
    assert one.hint


def test_a_metric_with_two_values_in_one_record_is_void_and_others_in_it_are_not() -> None:
    twice = [{"metric": "auroc", "value": value, "slice": "old"} for value in (0.9, 0.1)]
    fine: dict[str, Any] = {"metric": "auroc", "value": 0.8}
    whole, old = required(asking(slices=["old"]) + evaluation("m@1.1.0", *twice, fine))
    assert (whole.outcome, old.outcome) == (Outcome.PASSES, Outcome.VOID)
    assert old.why == "auroc on old is here twice"


@pytest.mark.parametrize("order", [1, -1])
def test_a_run_with_two_values_is_void_whichever_record_comes_first(order: int) -> None:
    days = ["2029-11-01", "2029-12-01"][::order]
    told = [
        evaluation("m@1.1.0", {"metric": "auroc", "value": value}, on=day, run="r1")
        for value, day in zip((0.9, 0.1), days, strict=True)
    ]
    one = only(asking() + "".join(told))
    assert one.outcome is Outcome.VOID
    assert "of the same run" in one.why


def test_an_evaluation_of_other_facts_does_not_speak_for_a_version_that_is_not_sealed_yet() -> None:
    other = {"seal": f"sha256:{'1' * 64}"}
    assert only(asking() + evaluation("m@1.1.0", {"metric": "auroc", "value": 0.9}, **other)).outcome is Outcome.MISSING
    own = {"seal": facts(asking())["seal"]}
    assert only(asking() + evaluation("m@1.1.0", {"metric": "auroc", "value": 0.9}, **own)).passed


def test_values_in_two_units_are_not_held_against_each_other() -> None:
    mine = evaluation("m@1.1.0", {"metric": "auroc", "value": 76, "unit": "points", "samples": 1000})
    theirs = evaluation("m@1.0.0", {"metric": "auroc", "value": 0.95, "unit": "share", "samples": 1000})
    _, fall = required(asking(max_fall=0.03) + mine + theirs)
    assert (fall.outcome, fall.why) == (Outcome.VOID, "it is in points, and m@1.0.0's in share")


def test_a_champion_whose_card_is_missing_is_no_reason_to_pass() -> None:
    example = asking(**FALL).replace("m@1.0.0: {}\n", "")
    _, fall = required(example + evaluation("m@1.1.0", share(0.9)))
    assert (fall.outcome, fall.why) == (Outcome.CANNOT_TELL, "there is no card of m@1.0.0 that can be read")


@pytest.mark.parametrize(("kind", "asks"), [("evaluation", "suites"), ("approval", "approvals")])
def test_a_record_that_cannot_be_read_may_say_no(kind: str, asks: str) -> None:
    file = f"records/models/m/1.1.0/2029-12-20-{kind}-0a1b2c3d.yaml"
    needs = "[{suite: holdout, metric: auroc, threshold: 0.75}]" if asks == "suites" else "[safety]"
    example = f"{HOUSE}{USE}  requires: {{{asks}: {needs}}}\n"
    good = evaluation("m@1.1.0", {"metric": "auroc", "value": 0.9}) + approval("m@1.1.0", **facts(example))
    assert only(example + good).passed
    _, unread = required(world(example + good, raw={file: "results: [{value: .nan"}))
    assert (unread.gate, unread.outcome) == (f"{kind}s", Outcome.CANNOT_TELL)
    assert unread.hint == f"steward validate {file}"
    assert [row.outcome for row in required(world(HOUSE + USE, raw={file: "results: ["}))] == []


def test_of_one_day_the_worst_counts() -> None:
    """Nobody can tell which of them came later."""
    for better, outcome in (("higher", Outcome.FAILS), ("lower", Outcome.FAILS)):
        values = [{"metric": "auroc", "value": 0.7}, {"metric": "auroc", "value": 0.8}]
        for first, second in (values, values[::-1]):
            example = asking(better=better) + evaluation("m@1.1.0", first) + evaluation("m@1.1.0", second)
            assert only(example).outcome is outcome


def test_a_per_cent_is_not_held_against_a_threshold_of_no_unit() -> None:
    one = only(asking() + evaluation("m@1.1.0", {"metric": "auroc", "value": 60, "unit": "%"}))
    assert (one.outcome, one.why) == (Outcome.VOID, "it is in %, and nobody says in what 0.75 is")
