"""The control chart: its limits, its three tests, and how often chance alone raises them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelsteward.domain.series import LEAST, MOST, chart, signals

STEADY = [0.81, 0.80, 0.82, 0.81, 0.81, 0.80, 0.82, 0.81, 0.80, 0.82]


def kinds(values: list[float], better: str = "higher") -> list[str]:
    return [signal.kind for signal in signals(values, better)]


def test_limits_are_the_mean_and_266_mean_moving_ranges() -> None:
    """The worked example of the NIST/SEMATECH e-Handbook, 6.3.2.2: flow rates of ten batches."""
    flows = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    found = chart(flows)
    assert found is not None
    assert found.centre == pytest.approx(50.81)
    assert 3 * found.sigma == pytest.approx(2.66 * 1.8778, rel=1e-3)
    assert found.limit("higher") == pytest.approx(45.8, abs=0.05)
    assert found.limit("lower") == pytest.approx(55.8, abs=0.05)


def test_too_few_values_have_no_chart() -> None:
    assert chart(STEADY[:-1]) is None
    assert len(STEADY) == LEAST
    assert kinds([*STEADY[:-1], 0.1]) == []


def test_the_baseline_is_at_most_the_first_25() -> None:
    early = [0.8, 0.82] * 13
    found = chart([*early, *[0.1] * 10])
    assert found is not None
    assert found.runs == MOST
    assert found.centre == pytest.approx(sum(early[:MOST]) / MOST)


def test_a_value_beyond_three_sigma_on_the_bad_side_is_an_outlier() -> None:
    assert kinds([*STEADY, 0.76]) == ["outlier"]
    assert kinds([*STEADY, 0.79]) == []
    assert kinds([*STEADY, 0.99]) == []


def test_the_side_that_is_bad_depends_on_the_metric() -> None:
    assert kinds([*STEADY, 0.99], "lower") == ["outlier"]
    assert kinds([*STEADY, 0.76], "lower") == []


def test_eight_on_the_bad_side_are_a_step() -> None:
    low = [0.805, 0.8, 0.806, 0.803, 0.808, 0.801, 0.807, 0.804]
    assert kinds([*STEADY, *low]) == ["step"]
    assert kinds([*STEADY, *low[:-1], 0.815]) == []
    assert kinds([*STEADY, 0.815, *low[1:]]) == [], "seven are too few"


def test_six_that_each_are_worse_are_a_trend_without_any_baseline() -> None:
    assert kinds([0.82, 0.81, 0.80, 0.79, 0.78, 0.77]) == ["trend"]
    assert kinds([0.82, 0.81, 0.80, 0.79, 0.78]) == []
    assert kinds([0.82, 0.81, 0.80, 0.80, 0.79, 0.78]) == [], "one of them is no worse"
    assert kinds([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]) == []
    assert kinds([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], "lower") == ["trend"]


@pytest.mark.parametrize("value", [0.81, 0.1 + 0.2, 1e-9, 123456789.123, 0.0, -0.07])
@pytest.mark.parametrize("better", ["higher", "lower"])
def test_a_value_that_never_changes_raises_nothing(value: float, better: str) -> None:
    assert kinds([value] * 40, better) == []


def test_a_step_of_rounding_is_no_surprise_after_values_that_were_all_alike() -> None:
    assert kinds([*[0.81] * 12, 0.80]) == []
    assert kinds([*[0.81] * 12, 0.79]) == []
    assert kinds([*[0.81] * 12, 0.77]) == ["outlier"]
    assert kinds([*[1.0] * 12, 0.95]) == ["outlier"]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=60), st.sampled_from(["higher", "lower"]))
def test_any_numbers_can_be_judged(values: list[float], better: str) -> None:
    assert set(kinds(values, better)) <= {"outlier", "step", "trend"}


@given(st.lists(st.integers(-999, 999), max_size=40))
def test_turned_around_the_tests_say_the_same(values: list[int]) -> None:
    numbers = [float(value) for value in values]
    assert kinds(numbers) == kinds([-value for value in numbers], "lower")


def test_chance_alone_raises_about_one_alarm_in_a_hundred_runs() -> None:
    """The figures of docs/still-good.md, on a smaller number of series."""
    alarms = {(first, last): _rate(first, last) for first, last in ((1, 10), (11, 17), (18, 33), (34, 60))}
    assert alarms[1, 10] < 0.0025
    assert 0.004 < alarms[11, 17] < 0.015
    assert 0.008 < alarms[18, 33] < 0.02
    assert 0.007 < alarms[34, 60] < 0.02


def test_a_fall_of_three_sigma_is_found_within_eight_runs() -> None:
    random = Random(2)
    found = 0
    for _ in range(200):
        values = [random.gauss(0, 1) for _ in range(24)]
        fallen = [random.gauss(-3, 1) for _ in range(8)]
        found += any(kinds([*values, *fallen[: count + 1]]) for count in range(8))
    assert found >= 196


def _rate(first: int, last: int) -> float:
    """Which share of runs, from the first to the last of a series, raises any alarm where nothing changes."""
    random = Random(1)
    rows = [[random.gauss(0, 1) for _ in range(last)] for _ in range(250)]
    judged = [bool(kinds(row[:count])) for row in rows for count in range(first, last + 1)]
    return sum(judged) / len(judged)
