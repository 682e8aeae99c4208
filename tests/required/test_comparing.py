"""Better, worse, or cannot tell."""

from __future__ import annotations

from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelsteward.domain import comparing
from modelsteward.domain.cards.records import Result
from modelsteward.domain.comparing import Estimate, Verdict, difference, estimate, wilson


def test_the_quantile_is_the_normal_distributions() -> None:
    assert pytest.approx(NormalDist().inv_cdf((1 + comparing.CONFIDENCE) / 2), abs=1e-12) == comparing.Z


@pytest.mark.parametrize(
    ("hits", "samples", "low", "high"),
    [(0, 10, 0.0, 0.277533), (1, 10, 0.017876, 0.40415), (81, 100, 0.722212, 0.874852), (400, 400, 0.990488, 1.0),
     (3, 1200, 0.000851, 0.007324)],
)  # fmt: skip
def test_the_interval_of_a_share_is_that_of_statsmodels(hits: int, samples: int, low: float, high: float) -> None:
    """By `proportion_confint(…, method="wilson")` of statsmodels 0.15.0."""
    assert wilson(hits / samples, samples) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [((56, 70, 48, 80), 0.052431, 0.333873), ((9, 10, 3, 10), 0.170523, 0.809018), ((10, 10, 0, 20), 0.679086, 1.0),
     ((450, 500, 455, 500), -0.046772, 0.026679), ((0, 30, 0, 30), -0.113513, 0.113513)],
)  # fmt: skip
def test_the_difference_of_two_shares_is_that_of_statsmodels(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    """By `confint_proportions_2indep(…, method="newcomb")` of statsmodels 0.15.0."""
    hits, samples, others, total = counts
    gap = difference(part(hits / samples, samples), part(others / total, total), "higher")
    assert (gap.low, gap.high) == pytest.approx((low, high), abs=1e-6)


def part(value: float, samples: int, unit: str = "share") -> Estimate:
    return estimate(Result(metric="accuracy", value=value, unit=unit, samples=samples))


@pytest.mark.parametrize(
    ("mine", "theirs", "better", "verdict"),
    [
        (part(0.80, 2000), part(0.70, 2000), "higher", Verdict.BETTER),
        (part(0.70, 2000), part(0.80, 2000), "higher", Verdict.WORSE),
        (part(0.70, 2000), part(0.80, 2000), "lower", Verdict.BETTER),
        (part(0.80, 50), part(0.75, 50), "higher", Verdict.CANNOT_TELL),
        (part(80, 2000, "%"), part(70, 2000, "%"), "higher", Verdict.BETTER),
        (Estimate(3.1, 3.0, 3.2), Estimate(3.6, 3.4, 3.8), "lower", Verdict.BETTER),
        (Estimate(3.1), Estimate(3.6, 3.4, 3.8), "lower", Verdict.CANNOT_TELL),
        (Estimate(0.9), Estimate(0.1), "higher", Verdict.CANNOT_TELL),
        (Estimate(0.5, 0.4, 0.6), Estimate(0.5, 0.4, 0.6), "higher", Verdict.CANNOT_TELL),
    ],
)
def test_a_verdict_needs_more_than_two_numbers(mine: Estimate, theirs: Estimate, better: str, verdict: Verdict) -> None:
    assert difference(mine, theirs, better).verdict is verdict


def test_an_interval_comes_from_the_record_before_it_is_worked_out() -> None:
    both = Result(metric="accuracy", value=0.8, unit="share", samples=100, low=0.7, high=0.9)
    assert estimate(both) == Estimate(0.8, 0.7, 0.9, "recorded")


@pytest.mark.parametrize(("low", "high"), [(0.81, 0.9), (0.7, 0.79), (0.9, 0.7), (0.99, 0.85)])
def test_an_interval_that_its_value_lies_outside_of_is_none(low: float, high: float) -> None:
    """Cut to the value it would look narrow, and one version better than another for a slip of the pen."""
    assert estimate(Result(metric="accuracy", value=0.8, low=low, high=high, samples=100)) == Estimate(0.8)


def test_what_is_no_share_gets_no_interval_from_its_samples() -> None:
    """An AUROC lies between 0 and 1 too, and is no part of its cases."""
    assert estimate(Result(metric="auroc", value=0.8, samples=100)) == Estimate(0.8)
    assert estimate(Result(metric="accuracy", value=0.8, samples=100), "share").known
    assert not estimate(Result(metric="accuracy", value=0.8, unit="share")).known
    assert not estimate(Result(metric="accuracy", value=80, unit="share", samples=100)).known


shares = st.tuples(st.integers(1, 5000), st.floats(0, 1)).map(
    lambda pair: part(round(pair[0] * pair[1]) / pair[0], pair[0])
)


@given(shares, shares, st.sampled_from(["higher", "lower"]))
def test_who_is_better_does_not_depend_on_who_is_asked_first(one: Estimate, other: Estimate, better: str) -> None:
    there, back = difference(one, other, better), difference(other, one, better)
    assert there.gain == pytest.approx(-back.gain)
    assert there.low is not None
    assert back.high is not None
    assert there.low == pytest.approx(-back.high)
    assert there.low <= there.gain + 1e-12
    opposite = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER, Verdict.CANNOT_TELL: Verdict.CANNOT_TELL}
    assert back.verdict is opposite[there.verdict]
