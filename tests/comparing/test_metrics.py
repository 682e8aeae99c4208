"""compare: which records count, what is compared with what, and every verdict with its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from modelsteward.domain.comparing import Verdict
from modelsteward.usecases.compare_metrics import Pair, is_latency, metric_rows
from modelsteward.usecases.compared import MetricRow
from tests.rules.worlds import world

TODAY = date(2030, 1, 1)
SEALS = {"1": f"sha256:{'1' * 64}", "2": f"sha256:{'2' * 64}"}
HOUSE = f"""
a@1.0.0: {{seal: "{SEALS["1"]}"}}
b@1.0.0: {{seal: "{SEALS["1"]}"}}
use:u:
  serving: {{main: a@1.0.0}}
  requires: {{suites: [SUITES]}}
use:v: {{}}
registry:
  suites: {{s: {{about: A suite., metrics: {{known: {{better: lower, unit: ms}}, part: {{better: higher, unit: share}}}}}}}}
"""


def record(name: str, results: str, *, on: str = "2029-12-01", more: str = "", number: int = 1) -> str:
    path = f"records/models/{name}/1.0.0/{on}-evaluation-{number:08d}.yaml"
    return (
        f"{path}: {{card: evaluation/1, ref: {name}@1.0.0, on: {on}, by: job, suite: s, results: [{results}]{more}}}\n"
    )


def rows(*records: str, suites: str = "", use: str | None = None) -> dict[str, MetricRow]:
    """What is compared, by metric and slice."""
    registry = world(HOUSE.replace("SUITES", suites) + "".join(records))
    a, b = (registry.models[f"{name}@1.0.0"].card for name in "ab")
    pair = Pair(registry, a, b, registry.use(use), "main" if use else None, TODAY)
    return {row.metric + (f"/{row.slice}" if row.slice else ""): row for row in metric_rows(pair)}


def one(a: str, b: str, metric: str = "part", more_a: str = "", more_b: str = "", **how: Any) -> MetricRow:
    """The row where the two have one result each."""
    results = (f"{{metric: {metric}, {said}}}" for said in (a, b))
    both = zip("ab", results, (more_a, more_b), strict=True)
    return rows(*(record(name, result, more=more) for name, result, more in both), **how)[metric]


NARROW = "value: 0.8, low: 0.79, high: 0.81"
HIGHER = "value: 0.9, low: 0.89, high: 0.91"


@pytest.mark.parametrize(
    ("a", "b", "metric", "verdict", "why"),
    [
        (NARROW, HIGHER, "part", "better", ""),
        (HIGHER, NARROW, "part", "worse", ""),
        (NARROW, "value: 0.9, low: 0.91, high: 0.92", "part", "cannot tell", "no interval is known for B"),
        (NARROW, HIGHER, "known", "worse", ""),
        (HIGHER, NARROW, "known", "better", ""),
        (NARROW, NARROW, "part", "cannot tell", "B may be 0.0141 worse or 0.0141 better"),
        ("value: 0.8", HIGHER, "part", "cannot tell", "no interval is known for A"),
        (NARROW, "value: 0.9", "part", "cannot tell", "no interval is known for B"),
        ("value: 0.8", "value: 0.9", "part", "cannot tell", "no interval is known for A and B"),
        ("value: 0.8, samples: 4000", "value: 0.9, samples: 4000", "part", "better", ""),
        ("value: 0.8, samples: 10", "value: 0.9, samples: 10", "part", "cannot tell", "B may be"),
        ("value: 0.8, samples: 4000", "value: 0.9, samples: 4000", "known", "cannot tell", "no interval is known"),
        (NARROW, HIGHER, "else", "cannot tell", "nobody says which way it improves"),
        (f"{NARROW}, better: higher", HIGHER, "else", "better", ""),
        (f"{NARROW}, better: higher", f"{HIGHER}, better: lower", "else", "cannot tell", "the records disagree"),
        (f"{NARROW}, better: lower", f"{HIGHER}, better: lower", "part", "better", ""),
        (f"{NARROW}, unit: ms", f"{HIGHER}, unit: s", "known", "cannot tell", "the units differ: A in ms, B in s"),
        (f"{NARROW}, unit: '%'", HIGHER, "part", "cannot tell", "the units differ: A in %, B in share"),
        (f"{NARROW}, unit: ms", HIGHER, "else", "cannot tell", "A in ms, B in an unnamed one"),
        (NARROW, HIGHER, "p95_latency", "worse", ""),
    ],
)  # fmt: skip
def test_a_verdict_is_given_where_nothing_is_in_doubt(a: str, b: str, metric: str, verdict: str, why: str) -> None:
    row = one(a, b, metric)
    assert row.verdict == Verdict(verdict)
    assert (why in row.why) if why else row.why == ""


@pytest.mark.parametrize(
    ("more_a", "more_b", "verdict", "why"),
    [
        (", dataset: x", ", dataset: y", "cannot tell", "measured on different data: A on x, B on y"),
        (", dataset: 'data:x@1.0.0'", ", dataset: 'data:x@1.1.0'", "better", "measured on two versions of the data"),
        (", dataset: x", ", dataset: x", "better", ""),
        (", dataset: x", "", "better", ""),
        (f", seal: '{SEALS['2']}'", "", "cannot tell", "what was measured of A is of another seal"),
        ("", f", seal: '{SEALS['2']}'", "cannot tell", "what was measured of B is of another seal"),
        ("", f", seal: '{SEALS['1']}'", "better", ""),
    ],
)
def test_what_was_measured_of_something_else_is_not_compared(more_a: str, more_b: str, verdict: str, why: str) -> None:
    row = one(NARROW, HIGHER, more_a=more_a, more_b=more_b)
    assert row.verdict == Verdict(verdict)
    assert (why in row.why) if why else row.why == ""


def test_what_only_one_has_is_told_as_not_measured() -> None:
    found = rows(record("a", "{metric: x, value: 1}"), record("b", "{metric: y, value: 1, slice: k}"))
    assert {key: row.why for key, row in found.items()} == {"x": "B was not measured", "y/k": "A was not measured"}


def test_the_newest_record_counts_and_one_of_the_present_seal_before_that() -> None:
    old, new = record("a", "{metric: x, value: 1}"), record("a", "{metric: x, value: 2}", on="2029-12-02")
    assert (row := rows(old, new)["x"].a) is not None
    assert row.estimate.value == 2
    other = record("a", "{metric: x, value: 3}", on="2029-12-03", more=f", seal: '{SEALS['2']}'")
    assert (row := rows(old, new, other)["x"].a) is not None
    assert (row.estimate.value, row.other_seal) == (2, False)
    assert (row := rows(other)["x"].a) is not None
    assert (row.estimate.value, row.other_seal) == (3, True)


def test_for_a_use_only_its_own_records_and_those_for_none_count() -> None:
    own = record("a", "{metric: x, value: 1}", more=", use: 'use:u'")
    none = record("a", "{metric: y, value: 2}", number=3)
    other = record("a", "{metric: z, value: 3}", more=", use: 'use:v'", number=2)
    assert set(rows(own, none, other, use="use:u")) == {"x", "y"}
    assert set(rows(own, none, other)) == {"x", "y", "z"}


REQUIRED = "{suite: s, metric: part, threshold: 0.85, MORE}"


def needs(more: str = "better: higher") -> str:
    return REQUIRED.replace("MORE", more)


def test_what_is_required_stands_first_and_is_there_even_where_nobody_measured_it() -> None:
    found = rows(record("a", "{metric: a, value: 1}"), suites=needs("slices: [k]"), use="use:u")
    assert list(found) == ["part", "part/k", "a"]
    assert found["part"].why == "neither was measured"
    assert found["part"].standing_a is not None
    assert found["part"].standing_a.outcome == "missing"
    assert found["a"].required is None


@pytest.mark.parametrize(
    ("suite", "a", "more", "outcome", "why"),
    [
        (needs(), HIGHER, "", "passes", ""),
        (needs(), NARROW, "", "fails", "part is 0.8, and at least 0.85 is required"),
        (needs(), "value: 0.85", "", "passes", ""),
        (needs("better: lower"), NARROW, "", "void", "higher is better"),
        (needs("unit: '%'"), HIGHER, "", "void", "it is in share, and % is required"),
        (needs("max_age: P31D"), HIGHER, "", "passes", ""),
        (needs("max_age: P30D"), HIGHER, "", "too old", "it counted until 2029-12-31"),
        (needs(), HIGHER, f", seal: '{SEALS['2']}'", "missing", "no evaluation of a@1.0.0 says part"),
        (needs("slots: [main]"), HIGHER, "", "passes", ""),
    ],
)
def test_each_stands_to_what_is_required_as_a_promotion_would_be_told(
    suite: str, a: str, more: str, outcome: str, why: str
) -> None:
    stands = one(a, HIGHER, more_a=more, suites=suite, use="use:u").standing_a
    assert stands is not None
    assert stands.outcome == outcome
    assert stands.met is {"passes": True, "fails": False}.get(outcome)
    assert why in stands.why
    assert bool(why) == bool(stands.why) == bool(stands.todo)


def test_what_another_slot_must_show_is_not_asked_here() -> None:
    assert one(HIGHER, HIGHER, suites=needs("slots: [other]"), use="use:u").required is None


@pytest.mark.parametrize(
    ("b", "outcome"),
    [
        ("value: 0.95, low: 0.94, high: 0.96", "passes"),
        ("value: 0.86, low: 0.855, high: 0.865", "fails"),
        ("value: 0.89, low: 0.88, high: 0.9", "cannot tell"),
        ("value: 0.95", "cannot tell"),
        ("value: 0.8, low: 0.79, high: 0.81", "fails"),
    ],
)
def test_the_fall_against_the_champion_counts_for_the_other(b: str, outcome: str) -> None:
    row = one(HIGHER, b, suites=needs("max_fall: 0.02"), use="use:u")
    assert row.standing_a is not None
    assert row.standing_b is not None
    assert (row.standing_a.outcome, row.standing_b.outcome) == ("passes", outcome)


def test_a_use_that_has_it_the_other_way_round_than_its_suite_is_not_believed() -> None:
    row = one(f"{NARROW}, better: higher", HIGHER, suites=needs("better: lower"), use="use:u")
    assert row.verdict == Verdict.CANNOT_TELL
    assert row.why == "the use says that lower is better, and its suite that it is not"


def test_what_was_measured_after_the_day_does_not_count() -> None:
    assert rows(record("a", "{metric: x, value: 1}", on="2030-01-02")) == {}


@pytest.mark.parametrize(
    ("metric", "unit", "is_one"),
    [
        ("latency", "", True),
        ("p95_latency", "", True),
        ("Latency_ms", "", True),
        ("wait", ", unit: ms", True),
        ("part", "", False),
    ],
)
def test_how_long_an_answer_takes_is_told_apart(metric: str, unit: str, is_one: bool) -> None:
    assert is_latency(one(NARROW + unit, NARROW + unit, metric)) is is_one
