"""Two measured values side by side: better, worse, or cannot tell. Never only the difference of two numbers.

Each value comes with a 95 % interval: as it was recorded, or for a part of n samples by Wilson's score method. The
interval of the difference is worked out from both by the method of variance estimates recovery (Zou and Donner 2008),
which for two proportions is Newcombe's hybrid score method (1998, no. 10). Samples are taken to be independent: for two
models on the same cases that is cautious, for what they share would make the interval narrower.
"""

from __future__ import annotations

from enum import StrEnum
from math import hypot, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from modelsteward.domain.cards.records import Result

CONFIDENCE = 0.95
Z = 1.959963984540054
"""The normal distribution's quantile at (1 + CONFIDENCE) / 2; a test holds it to `statistics.NormalDist`."""

PARTS = {"share": 1.0, "%": 100.0}
"""Units that say that a value is a part of its samples, with the whole."""


class Verdict(StrEnum):
    """How one value compares with another, or with a limit."""

    BETTER = "better"
    WORSE = "worse"
    CANNOT_TELL = "cannot tell"


class Estimate(NamedTuple):
    """A measured value with its 95 % interval, where one is known."""

    value: float
    low: float | None = None
    high: float | None = None
    basis: str = ""
    """Where the interval comes from: `recorded`, or `from n = 400`; empty where none is known."""

    @property
    def known(self) -> bool:
        """Whether there is an interval."""
        return self.low is not None and self.high is not None


class Difference(NamedTuple):
    """How much better one value is than another; above 0 is better, whichever way the metric improves."""

    gain: float
    low: float | None
    high: float | None

    @property
    def verdict(self) -> Verdict:
        """Better or worse where the interval leaves no doubt."""
        if self.low is not None and self.low > 0:
            return Verdict.BETTER
        if self.high is not None and self.high < 0:
            return Verdict.WORSE
        return Verdict.CANNOT_TELL


def estimate(result: Result, unit: str | None = None) -> Estimate:
    """A result with its interval. `unit` is that of the metric, where the result does not name one itself.

    An interval that its value lies outside of is a slip of the pen (EV105), and tells nothing.
    """
    if result.low is not None and result.high is not None:
        held = result.low <= result.value <= result.high
        return Estimate(result.value, result.low, result.high, "recorded") if held else Estimate(result.value)
    whole = PARTS.get(result.unit or unit or "")
    if whole is None or not result.samples or not 0 <= result.value <= whole:
        return Estimate(result.value)
    low, high = wilson(result.value / whole, result.samples)
    return Estimate(result.value, low * whole, high * whole, f"from n = {result.samples}")


def beside(value: float, limit: float) -> str:
    """A value in few digits, or in all it has where it would look like the limit that it misses."""
    short = f"{value:g}"
    return repr(value) if short == f"{limit:g}" and value != limit else short


def wilson(share: float, samples: int) -> tuple[float, float]:
    """The 95 % score interval of a share of `samples` (above 0) independent cases (Wilson 1927)."""
    squared = Z * Z
    middle = (share + squared / (2 * samples)) / (1 + squared / samples)
    half = Z / (1 + squared / samples) * sqrt(share * (1 - share) / samples + squared / (4 * samples * samples))
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def difference(mine: Estimate, theirs: Estimate, better: str) -> Difference:
    """How much better `mine` is than `theirs` on a metric that improves `higher` or `lower`."""
    sign = 1.0 if better == "higher" else -1.0
    gain = sign * (mine.value - theirs.value)
    if mine.low is None or mine.high is None or theirs.low is None or theirs.high is None:
        return Difference(gain, None, None)
    down = hypot(mine.value - mine.low, theirs.high - theirs.value)
    up = hypot(mine.high - mine.value, theirs.value - theirs.low)
    low, high = (down, up) if sign > 0 else (up, down)
    return Difference(gain, gain - low, gain + high)
