"""Whether a series of measured values still behaves as it did: a control chart, and three tests on it.

The chart is Shewhart's for individual values (NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2): the centre is
the mean of a baseline, and one sigma the mean of its moving ranges over 1.128, so that three of them are the familiar
2.66 moving ranges. The tests look at the last values, and at the bad side only:

- `outlier`: the last value lies beyond 3 sigma (Shewhart 1931; Western Electric 1956, test 1; Nelson 1984, test 1).
- `step`: the last eight all lie on the bad side of the centre (Western Electric 1956, test 4).
- `trend`: each of the last six is worse than the one before (Nelson 1984, test 3). It needs no baseline.

The baseline is what came before the values under test: ten values at least, and no more than the first 25, so that a
slow decline does not become what it is measured by. With less the chart says nothing. docs/still-good.md has
the sources in full, and how often chance alone raises each.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import fsum, isclose
from typing import Literal, NamedTuple

LEAST = 10
"""Values that a baseline needs: with fewer, its limits are so rough that chance passes them too often."""
MOST = 25
"""Values after which a baseline stands: 20 to 25 is what handbooks advise."""
TREND = 6
STEP = 8
_PER_SIGMA = 1.128
"""Mean moving range of two values from a normal distribution with sigma 1: the constant d2 for n = 2."""

Kind = Literal["outlier", "step", "trend"]


class Chart(NamedTuple):
    """What a series was like: where it lay, and how far its values strayed."""

    centre: float
    sigma: float
    runs: int
    """How many values that was worked out from."""

    def limit(self, better: str, sigmas: float = 3) -> float:
        """The value so many sigma away from the centre, on the bad side."""
        return self.centre - _sign(better) * sigmas * self.sigma


class Signal(NamedTuple):
    """Something that chance alone seldom does."""

    kind: Kind
    runs: int
    """How many of the last values it is about."""
    chart: Chart | None
    """What they were held against; a trend is held against itself."""


def chart(values: Sequence[float], increment: float = 0.0) -> Chart | None:
    """The chart of a baseline, which is at most the first of these values; None where there are too few.

    Sigma is no smaller than the `increment` in which values are recorded: where they were all rounded to the same
    number, the next number is no surprise.
    """
    kept = values[:MOST]
    if len(kept) < LEAST:
        return None
    ranges = [abs(now - then) for then, now in pairwise(kept)]
    return Chart(_mean(kept), max(_mean(ranges) / _PER_SIGMA, increment), len(kept))


def _mean(values: Sequence[float]) -> float:
    """The mean, taken so that the sum of very large values does not overflow."""
    return fsum(value / len(values) for value in values)


def signals(values: Sequence[float], better: str) -> list[Signal]:
    """What the tests say of the last values of a series, the oldest first. `better`: `higher` or `lower`."""
    increment = _increment(values)
    found: list[Signal] = []
    for kind, runs, sigmas in _TESTS:
        before = chart(values[:-runs], increment)
        if before and all(_worse(value, before.limit(better, sigmas), better) for value in values[-runs:]):
            found.append(Signal(kind, runs, before))
    last = values[-TREND:]
    if len(last) == TREND and all(_worse(now, then, better) for then, now in pairwise(last)):
        found.append(Signal("trend", TREND, None))
    return found


_TESTS: tuple[tuple[Kind, int, float], ...] = (("outlier", 1, 3), ("step", STEP, 0))
"""Name, how many last values it looks at, and beyond how many sigma all of them must lie."""


def _worse(value: float, than: float, better: str) -> bool:
    """Whether it is worse; what differs only in the last bits, as a mean of equal numbers may, is the same."""
    return _sign(better) * value < _sign(better) * than and not isclose(value, than, rel_tol=1e-9)


def _sign(better: str) -> int:
    return 1 if better == "higher" else -1


def _increment(values: Sequence[float]) -> float:
    """The smallest step in which values are recorded, by their decimals: 0.001 for 0.81 and 0.812."""
    exponents = [Decimal(repr(value)).normalize().as_tuple().exponent for value in values]
    whole = [exponent for exponent in exponents if isinstance(exponent, int)]
    return float(Decimal(1).scaleb(min(*whole, 0, 0)))
