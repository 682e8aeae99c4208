"""EV, evaluations: the edges of what can be meant."""

from __future__ import annotations

import pytest

from tests.rules.worlds import messages, paths, problems, read_world

FILE = "records/models/m/1.0.0/2029-12-01-evaluation-0a1b2c3d.yaml"
LATER = "records/models/m/1.0.0/2029-12-02-evaluation-1a1b2c3d.yaml"
SUITES = "registry: {suites: {s: {about: Holdout., metrics: {auroc: {better: higher, unit: share}, brier: {better: lower}}}}}\n"
ASKS = "use:u: {requires: {suites: [{suite: s, metric: auroc, threshold: 0.7, unit: share}]}}\n"
WATCHES = "use:u: {monitoring: [{suite: s, metric: drift, limit: 0.3, unit: share}]}\n"


def evaluation(results: str, more: str = "", file: str = FILE) -> str:
    """A record, as an example writes it."""
    day = file.rpartition("/")[2][:10]
    return f"{file}: {{card: evaluation/1, ref: m@1.0.0, on: {day}, by: job, suite: s, {more}results: [{results}]}}\n"


def test_a_suite_is_known_by_steward_yaml_or_by_any_use_that_requires_or_watches_it() -> None:
    record = evaluation("{metric: auroc, value: 0.8}")
    for known in (SUITES, ASKS, WATCHES):
        assert messages("EV101", known + record) == []
    assert paths("EV101", record) == [("suite",)]


def test_a_slip_in_a_suite_s_name_is_told_with_what_was_meant() -> None:
    record = evaluation("{metric: auroc, value: 0.8}", "use: use:u, ").replace("suite: s,", "suite: no-show-hodlout,")
    defined = "registry: {suites: {no-show-holdout: {about: Holdout.}}}\n"
    asked = "use:u: {requires: {suites: [{suite: no-show-holdout, metric: a, threshold: 1}]}}\n"
    for known in (defined, asked):
        (seen,) = problems("EV101", known + record)
        assert seen.hint == "did you mean `no-show-holdout`?"


@pytest.mark.parametrize(
    ("known", "result", "said"),
    [
        (SUITES, "{metric: auroc, value: 0.8, better: lower}", "auroc is better when lower here, and by steward.yaml when higher"),
        (SUITES, "{metric: brier, value: 0.8, better: lower}", None),
        (SUITES, "{metric: other, value: 0.8, better: lower}", None),
        (SUITES, "{metric: auroc, value: 0.8}", None),
        (ASKS, "{metric: auroc, value: 0.8, better: lower}", "auroc is better when lower here, and by use:u when higher"),
        (WATCHES, "{metric: drift, value: 0.8, better: higher}", "drift is better when higher here, and by use:u when lower"),
    ],
)  # fmt: skip
def test_a_direction_is_that_of_the_suite_and_of_the_use(known: str, result: str, said: str | None) -> None:
    found = messages("EV102", known + evaluation(result, "use: use:u, "))
    assert found == ([said] if said else [])


def test_one_metric_has_one_direction_in_a_record() -> None:
    results = "{metric: a, value: 1, better: lower}, {metric: a, value: 1, slice: x, better: higher}"
    assert paths("EV102", evaluation(results)) == [("results", 1, "better")]


@pytest.mark.parametrize(
    ("known", "result", "said"),
    [
        (SUITES, "{metric: auroc, value: 81, unit: '%'}", "auroc is in %, and steward.yaml has it in share"),
        (ASKS, "{metric: auroc, value: 81, unit: '%'}", "auroc is in %, and use:u has it in share"),
        (SUITES, "{metric: auroc, value: 0.81}", None),
        (SUITES, "{metric: brier, value: 0.81, unit: points}", None),
    ],
)
def test_a_unit_is_that_of_the_suite_and_of_the_use(known: str, result: str, said: str | None) -> None:
    found = messages("EV103", known + evaluation(result, "use: use:u, "))
    assert found == ([said] if said else [])


A, B = "{metric: a, value: 1}", "{metric: a, value: 2}"


@pytest.mark.parametrize(
    ("first", "second", "disagree", "twice"),
    [
        (evaluation(A, "run: r, "), evaluation(B, "run: r, ", LATER), 1, 0),
        (evaluation(A, "run: r, "), evaluation(A, "run: r, ", LATER), 0, 1),
        (evaluation(A, "run: r, "), evaluation(B, "run: q, ", LATER), 0, 0),
        (evaluation(A, "run: r, "), evaluation("{metric: b, value: 2}", "run: r, ", LATER), 0, 0),
        (evaluation(A, "run: r, "), evaluation("{metric: a, value: 2, slice: x}", "run: r, ", LATER), 0, 0),
        (evaluation(A, "run: r, "), evaluation(B, "run: r, ", LATER).replace("suite: s", "suite: t"), 0, 0),
        (evaluation(A, "run: r, "), evaluation(A, "run: r, use: use:u, ", LATER), 0, 0),
        (evaluation(A), evaluation(B, file=LATER), 0, 0),
    ],
    ids=["other values", "the same", "another run", "another metric", "another slice", "another suite", "another use", "no run"],
)  # fmt: skip
def test_one_run_of_a_suite_measures_a_value_once(first: str, second: str, disagree: int, twice: int) -> None:
    assert paths("EV104", f"use:u: {{}}\n{first}{second}") == [("run",)] * disagree
    assert paths("EV109", f"use:u: {{}}\n{first}{second}") == [("run",)] * twice


def test_without_a_run_s_id_a_report_is_known_by_its_day_and_digest() -> None:
    digest = "report_digest: 'sha256:" + "0" * 64 + "', "
    same_day = LATER.replace("12-02", "12-01")
    assert paths("EV104", evaluation(A, digest) + evaluation(B, digest, same_day)) == [("report_digest",)]
    assert paths("EV104", evaluation(A, digest) + evaluation(B, digest, LATER)) == []


@pytest.mark.parametrize(
    ("result", "path"),
    [
        ("{metric: a, value: 1.01, unit: share}", ("results", 0, "value")),
        ("{metric: a, value: -0.01, unit: share}", ("results", 0, "value")),
        ("{metric: a, value: 100.5, unit: '%'}", ("results", 0, "value")),
        ("{metric: a, value: 0.5, unit: share, low: -0.1}", ("results", 0, "low")),
        ("{metric: a, value: 0.5, unit: share, high: 1.1}", ("results", 0, "high")),
        ("{metric: a, value: 5, low: 6, high: 4}", ("results", 0, "low")),
        ("{metric: a, value: 5, low: 6}", ("results", 0, "value")),
        ("{metric: a, value: 5, high: 4}", ("results", 0, "value")),
        ("{metric: auroc, value: 81}", ("results", 0, "value")),
    ],
)
def test_a_value_lies_where_its_unit_and_its_interval_are(result: str, path: tuple[str, int, str]) -> None:
    assert paths("EV105", SUITES + evaluation(result)) == [path]


@pytest.mark.parametrize("unit", ["", ", unit: share, low: 0, high: 1", ", unit: ms", ", unit: '%'"])
def test_a_value_at_the_end_of_its_range_is_within(unit: str) -> None:
    assert messages("EV105", evaluation(f"{{metric: a, value: 1{unit}}}")) == []


def test_a_requirement_of_a_suite_that_is_not_defined_contradicts_nothing() -> None:
    for code in ("EV107", "EV108"):
        assert messages(code, ASKS) == []
        assert messages(code, "registry: {suites: {s: {about: Holdout.}}}\n" + ASKS) == []


def test_a_direction_that_a_use_leaves_to_the_default_can_contradict_as_well() -> None:
    asks = ASKS.replace("auroc", "brier").replace(", unit: share", "")
    assert messages("EV108", SUITES + asks) == [
        "brier is better when higher here, for nothing else is written, and by steward.yaml when lower"
    ]


def test_a_threshold_in_another_unit_than_its_suite_s_contradicts() -> None:
    assert messages("EV108", SUITES + ASKS.replace("unit: share", "unit: '%'")) == [
        "auroc is in % here, and by steward.yaml in share"
    ]
    watches = WATCHES.replace("metric: drift", "metric: auroc, better: higher").replace("share", "points")
    assert paths("EV108", SUITES + watches) == [("monitoring", 0, "unit")]


def test_an_evaluation_of_tomorrow_s_year_is_found() -> None:
    record = evaluation(A, file=FILE.replace("2029-12-01", "2030-12-01"))
    assert paths("TM116", record) == [("on",)]


@pytest.mark.parametrize("value", [".nan", ".inf", "-.inf"])
def test_a_value_that_is_no_number_cannot_be_read(value: str) -> None:
    raw = f"card: evaluation/1\nref: m@1.0.0\non: 2029-12-01\nby: job\nsuite: s\nresults:\n  - {{metric: a, value: {value}}}\n"
    (reading,) = read_world("m@1.0.0: {}", {FILE: raw}).failed
    assert ("RD104", ("results", 0, "value")) in [(code, problem.path) for code, problem in reading.problems]
