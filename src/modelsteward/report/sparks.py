"""A series of numbers as a line of bars, each one character wide."""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
_ASCII = ".:-=+*#@"
MOST = 16
"""How many of the last values are drawn."""


def sparkline(values: Sequence[float], boxes: bool = True) -> str:
    """The last values, each as high as it lies between the least and the greatest of them; in ASCII without `boxes`.

    Nothing for fewer than two: one value has no course.
    """
    shown = values[-MOST:]
    if len(shown) < 2:
        return ""
    bars = BARS if boxes else _ASCII
    least, most = min(shown), max(shown)
    if least == most:
        return bars[len(bars) // 2] * len(shown)
    return "".join(bars[min(int(share(value, least, most) * len(bars)), len(bars) - 1)] for value in shown)


def share(value: float, least: float, most: float) -> float:
    """How far up a value lies between two others, from 0 to 1; halves are taken first, so that nothing overflows."""
    return (value / 2 - least / 2) / (most / 2 - least / 2) if most > least else 0.5
