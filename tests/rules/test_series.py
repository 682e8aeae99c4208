"""Edges of the rules on whether what serves is still good, beyond their examples."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.worlds import messages, paths, problems

RULES = ("EV140", "EV141", "EV142", "EV143", "EV144", "EV145", "EV146", "EV147")


def record(on: str, results: str, ref: str = "m@1.0.0", suite: str = "holdout", more: str = "", number: int = 1) -> str:
    name, _, version = ref.partition("@")
    return (
        f"records/models/{name}/{version}/{on}-evaluation-{number:08x}.yaml:\n"
        f"  {{card: evaluation/1, ref: {ref}, on: {on}, by: job, suite: {suite}, results: [{results}]{more}}}\n"
    )


def auroc(value: float, more: str = "") -> str:
    return f"{{metric: auroc, value: {value}{more}}}"


SUITE = "{suite: holdout, metric: auroc, threshold: 0.75, max_age: P180D}"


def use(suite: str = SUITE, more: str = "", status: str = "live", stage: str = "production") -> str:
    return f"""
m@1.0.0: {{stage: {stage}}}
use:u:
  status: {status}
  serving: {{main: m@1.0.0}}
  requires: {{suites: [{suite}]}}
{more}"""


OLD = record("2029-01-01", auroc(0.5))


@pytest.mark.parametrize("code", RULES)
@pytest.mark.parametrize("status", ["proposed", "ended"])
def test_only_live_uses_are_asked(code: str, status: str) -> None:
    assert messages(code, use(status=status) + OLD) == []


@pytest.mark.parametrize("code", RULES)
@pytest.mark.parametrize("stage", ["suspended", "retired", "staging"])
def test_only_what_answers_now_is_judged(code: str, stage: str) -> None:
    assert messages(code, use(stage=stage) + OLD) == []
    halted = "  suspended: [{ref: m@1.0.0, on: 2029-12-01, reason: Drift.}]\n"
    assert messages(code, use(more=halted) + OLD) == []


@pytest.mark.parametrize("code", RULES)
def test_a_slot_that_nothing_readable_serves_is_other_rules_matter(code: str) -> None:
    example = use().replace("m@1.0.0: {stage: production}\n", "")
    assert messages(code, example) == []


def test_the_newest_evaluation_counts_and_not_the_last_that_was_filed() -> None:
    both = record("2029-12-01", auroc(0.8)) + record("2029-06-01", auroc(0.7), number=2)
    assert messages("EV142", use() + both) == []
    assert messages("EV140", use() + both) == []


def test_an_evaluation_of_a_day_to_come_does_not_count_yet() -> None:
    example = use() + record("2030-01-02", auroc(0.8))
    assert len(messages("EV141", example)) == 1
    assert messages("EV141", example, today=date(2030, 1, 2)) == []


def test_an_evaluation_for_another_use_does_not_count_and_one_for_none_does() -> None:
    assert len(messages("EV141", use() + record("2029-12-01", auroc(0.8), more=", use: use:other"))) == 1
    assert messages("EV141", use() + record("2029-12-01", auroc(0.8), more=", use: use:u")) == []
    assert messages("EV141", use() + record("2029-12-01", auroc(0.8))) == []


def test_an_evaluation_of_another_seal_does_not_count() -> None:
    seals = ["sha256:" + letter * 64 for letter in "ab"]
    sealed = use().replace("stage: production", f"stage: production, seal: '{seals[0]}'")
    assert len(messages("EV141", sealed + record("2029-12-01", auroc(0.8), more=f", seal: '{seals[1]}'"))) == 1
    assert messages("EV141", sealed + record("2029-12-01", auroc(0.8), more=f", seal: '{seals[0]}'")) == []
    assert messages("EV141", sealed + record("2029-12-01", auroc(0.8))) == []


def test_a_value_in_another_unit_does_not_count() -> None:
    asked = use("{suite: holdout, metric: latency, threshold: 200, better: lower, unit: ms}")
    seconds = record("2029-12-01", "{metric: latency, value: 0.3, unit: s}")
    assert messages("EV142", asked + seconds) == []
    assert len(messages("EV141", asked + seconds)) == 1
    assert len(messages("EV142", asked + record("2029-12-01", "{metric: latency, value: 300, unit: ms}"))) == 1
    assert len(messages("EV142", asked + record("2029-12-01", "{metric: latency, value: 300}"))) == 1


def test_each_group_must_reach_the_threshold_and_is_named_at_its_place() -> None:
    grouped = use("{suite: holdout, metric: auroc, threshold: 0.75, slices: ['age:65+', 'sex:f']}")
    values = f"{auroc(0.8)}, {auroc(0.7, ', slice: sex:f')}, {auroc(0.8, ', slice: age:65+')}"
    (seen,) = problems("EV142", grouped + record("2029-12-01", values))
    assert seen.path == ("requires", "suites", 0, "slices", 1)
    assert "auroc for sex:f in holdout is 0.7" in seen.message
    (missing,) = problems("EV141", grouped + record("2029-12-01", auroc(0.8)))
    assert "for age:65+ and sex:f" in missing.message


def test_the_threshold_itself_is_enough_and_lower_may_be_better() -> None:
    errors = use("{suite: holdout, metric: errors, threshold: 0.2, better: lower}")
    assert messages("EV142", errors + record("2029-12-01", "{metric: errors, value: 0.2}")) == []
    assert (
        "at most 0.2 is required"
        in messages("EV142", errors + record("2029-12-01", "{metric: errors, value: 0.21}"))[0]
    )


def test_a_miss_is_told_with_its_interval_and_whom_to_ask() -> None:
    example = f"""
registry: {{teams: {{science: {{contact: science@example.org, members: []}}}}}}
{use().replace("stage: production", "owner: science")}{record("2029-12-01", auroc(0.7, ", low: 0.66, high: 0.74"))}"""
    (seen,) = problems("EV142", example)
    assert "is 0.7 (0.66 to 0.74) by the evaluation of 2029-12-01, and at least 0.75 is required" in seen.message
    assert seen.hint.startswith("team (team@example.org) must ")
    assert seen.hint.endswith("m@1.0.0 belongs to science (science@example.org)")


def test_a_line_for_some_slots_asks_nothing_of_the_others() -> None:
    example = """
m@1.0.0: {}
n@1.0.0: {}
use:u:
  serving: {speech: m@1.0.0, language: n@1.0.0}
  requires: {suites: [{suite: holdout, slots: [speech], metric: auroc, threshold: 0.75}]}
"""
    assert ["m@1.0.0 serves speech" in text for text in messages("EV141", example)] == [True]
    assert len(messages("EV141", example.replace("slots: [speech], ", ""))) == 2
    one = example.replace("n@1.0.0", "m@1.0.0").replace("m@1.0.0: {}\nm@1.0.0: {}", "m@1.0.0: {}")
    assert [
        "serves speech and language" in text for text in messages("EV141", one.replace("slots: [speech], ", ""))
    ] == [True]


def test_age_is_that_of_the_oldest_part_and_the_part_is_named() -> None:
    grouped = use("{suite: holdout, metric: auroc, threshold: 0.75, max_age: P180D, slices: ['sex:f']}")
    records = record("2029-12-01", auroc(0.8)) + record("2029-03-01", auroc(0.8, ", slice: sex:f"), number=2)
    (seen,) = problems("EV140", grouped + records)
    assert seen.message == (
        "m@1.0.0: auroc for sex:f in holdout was last measured 2029-03-01, and counted until 2029-08-28 (126 days ago)"
    )
    assert seen.path == ("requires", "suites", 0, "max_age")


def test_without_a_greatest_age_nothing_is_too_old() -> None:
    timeless = use("{suite: holdout, metric: auroc, threshold: 0.4}")
    assert messages("EV140", timeless + OLD) == []
    assert messages("EV147", timeless + OLD) == []


def test_what_is_measured_each_month_is_told_of_in_its_last_week_only() -> None:
    monthly = use("{suite: holdout, metric: auroc, threshold: 0.75, max_age: P30D}")
    assert messages("EV147", monthly + record("2029-12-15", auroc(0.8))) == []
    assert len(messages("EV147", monthly + record("2029-12-05", auroc(0.8)))) == 1
    assert messages("EV147", monthly + record("2029-12-01", auroc(0.8))) == [], "EV140 tells"


def test_what_ends_before_its_evaluation_ages_out_needs_no_other() -> None:
    ending = use().replace("stage: production", "stage: deprecated, lifecycle: {sunset: 2030-01-20}")
    assert messages("EV147", ending + record("2029-08-10", auroc(0.8))) == []
    assert len(messages("EV147", use() + record("2029-08-10", auroc(0.8)))) == 1


MONITOR = """
m@1.0.0: {}
use:u:
  serving: {main: m@1.0.0}
  served: [{slot: main, ref: m@1.0.0, from: %s, to: null}]
  monitoring: [{suite: drift, metric: share, limit: 0.3%s}]
"""


def test_a_new_champion_may_be_without_a_report_for_a_while() -> None:
    assert messages("EV146", MONITOR % ("2029-12-10", ", max_age: P30D")) == []
    (text,) = messages("EV146", MONITOR % ("2029-11-10", ", max_age: P30D"))
    assert "there is no report yet, and it serves since 2029-11-10" in text
    assert len(messages("EV146", MONITOR % ("2029-12-31", ""))) == 1, "nothing says how long it may be without"


def test_a_limit_may_be_reached_and_not_passed() -> None:
    drift = MONITOR % ("2029-12-10", "")
    assert messages("EV145", drift + record("2029-12-20", "{metric: share, value: 0.3}", suite="drift")) == []
    (seen,) = problems("EV145", drift + record("2029-12-20", "{metric: share, value: 0.31}", suite="drift"))
    assert seen.path == ("monitoring", 0, "limit")
    assert "above the limit of 0.3" in seen.message
    assert paths("EV142", drift + record("2029-12-20", "{metric: share, value: 0.31}", suite="drift")) == []


def monthly(*values: float, ref: str = "m@1.0.0") -> str:
    days = [f"20{28 + month // 12}-{month % 12 + 1:02}-01" for month in range(len(values))]
    return "".join(record(day, auroc(value), ref) for day, value in zip(days, values, strict=True))


STEADY = (0.81, 0.80, 0.82, 0.81, 0.81, 0.80, 0.82, 0.81, 0.80, 0.82)


def test_an_outlier_is_told_with_what_it_is_held_against() -> None:
    (text,) = messages("EV144", use() + monthly(*STEADY, 0.76))
    assert "is 0.76 by the evaluation of 2028-11-01: the 10 runs that it is held against lay around 0.81" in text
    assert "chance seldom goes past 0.7775" in text


def test_a_step_is_told_as_one() -> None:
    low = (0.805, 0.8, 0.806, 0.803, 0.808, 0.801, 0.807, 0.804)
    (text,) = messages("EV144", use() + monthly(*STEADY, *low))
    assert "the last 8 runs are all worse than the mean before" in text


def test_past_its_threshold_that_is_told_and_no_trend_besides() -> None:
    falling = use() + monthly(0.79, 0.78, 0.77, 0.76, 0.751, 0.74)
    assert len(messages("EV142", falling)) == 1
    assert messages("EV143", falling) == []
    assert len(messages("EV143", use() + monthly(0.8, 0.79, 0.78, 0.77, 0.76, 0.751))) == 1


def test_a_new_version_starts_a_series_of_its_own() -> None:
    example = (use() + "\nm@0.9.0: {}\n" + monthly(0.82, 0.81, 0.8, ref="m@0.9.0")) + monthly(0.79, 0.78, 0.77)
    assert messages("EV143", example) == []


def test_what_is_watched_has_trends_too() -> None:
    drift = MONITOR % ("2029-01-01", "")
    days = [f"2029-{month:02}-01" for month in range(1, 7)]
    rising = "".join(
        record(day, f"{{metric: share, value: {0.1 + 0.02 * number:.2f}}}", suite="drift")
        for number, day in enumerate(days)
    )
    (seen,) = problems("EV143", drift + rising)
    assert seen.path == ("monitoring", 0, "metric")
