"""Measured values for eyes: the newest of each series with its interval, what is asked of it, and how it went."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from modelsteward.domain.dates import ago
from modelsteward.report.cells import safe
from modelsteward.report.sparks import sparkline
from modelsteward.report.styled import Line, Piece, columns, padded
from modelsteward.usecases.series import Point, Series

SIGNALS = {
    "trend": "worse from run to run",
    "step": "worse than it used to be",
    "outlier": "far worse than before",
}
"""What the tests of a control chart tell, in words."""
Dates = tuple[date | None, date | None]


def series_lines(many: tuple[Series, ...], about: str, today: date, width: int, boxes: bool = True) -> Iterator[Line]:
    """Under each suite, use and version, a line for each metric and group. `about`: the ref that need not be named."""
    for _, group in groupby(many, key=lambda one: (one.ref, one.suite, one.use)):
        members = list(group)
        days = {_days(one) for one in members}
        for number, line in enumerate(_heading(members[0], about, days, today, width)):
            yield [("  ", ""), (line, "dim" if number else "")]
        rows = [_cells(one, boxes) for one in members]
        yield from _table(rows, [_details(one, "" if len(days) == 1 else _when(one, today)) for one in members], width)


def _table(rows: list[list[Piece]], details: list[str], width: int) -> Iterator[Line]:
    """Rows in columns; what is to be said of each behind it where that fits, else below it."""
    widths = [max(columns(text) for text, _ in column) for column in zip(*rows, strict=True)]
    wide = 4 + sum(one + 2 for one in widths if one)
    beside = wide + max(map(columns, details)) <= width
    for row, detail in zip(rows, details, strict=True):
        line: Line = [("    ", "")]
        line += [(padded(text, one + 2), look) for (text, look), one in zip(row, widths, strict=True) if one]
        yield [*line, (detail, "dim")] if beside else line
        yield from ([("      ", ""), (more, "dim")] for more in textwrap.wrap("" if beside else detail, width - 6))


def _heading(one: Series, about: str, days: set[Dates], today: date, width: int) -> Iterator[str]:
    """Suite, use and version; and the day of the newest values, where all have the same."""
    use = f" for {one.use}" if one.use and one.use != about else ""
    version = f" of {one.ref}" if one.ref != about else ""
    slots = f" as {', '.join(one.slots)}" if one.slots else ""
    text = f"{one.suite}{use}{version}{slots}"
    yield from textwrap.wrap(safe(text), width - 2, break_on_hyphens=False)
    if len(days) == 1 and one.newest is not None:
        yield from textwrap.wrap(_when(one, today), width - 2)


def _days(one: Series) -> Dates:
    return (one.newest.on if one.newest else None, one.due)


def _cells(one: Series, boxes: bool) -> list[Piece]:
    name, newest = safe(one.metric) + (f", {safe(one.slice)}" if one.slice else ""), one.newest
    if newest is None:
        return [(name, ""), ("not measured", "yellow"), (bound_of(one, boxes), ""), ("", "")]
    style = "red" if one.met is False else ""
    verdict = f"{bound_of(one, boxes)} {'missed' if one.met is False else 'met'}" if one.met is not None else ""
    values = [point.value for point in one.points if point.ref == one.ref]
    return [
        (name, ""), (figure(newest.value, one.unit), style or "bold"), (verdict, style),
        (sparkline(values, boxes), "yellow" if one.signals else "cyan"),
    ]  # fmt: skip


def _details(one: Series, when: str) -> str:
    """How sure the newest value is, its day, and what a control chart says."""
    sure = _how_sure(one.newest) if one.newest else ""
    return "; ".join(filter(None, (sure, when, *(SIGNALS[kind] for kind in one.signals))))


def figure(value: float, unit: str | None) -> str:
    """A value with its unit: `0.81`, `12 %`, `420 ms`."""
    return f"{value:.4g}" + (f" {safe(unit)}" if unit and unit != "share" else "")


def bound_of(one: Series, boxes: bool = True) -> str:
    """What is asked of a series: `≥ 0.75`, `≤ 0.3`; nothing where nothing is."""
    if one.bound is None:
        return ""
    signs = ("≥", "≤") if boxes else (">=", "<=")
    return f"{signs[one.better != 'higher']} {figure(one.bound, one.unit)}"


def _how_sure(point: Point) -> str:
    """The interval and the number of samples, as far as they are known."""
    parts = [f"{point.low:.4g} to {point.high:.4g}"] if point.low is not None and point.high is not None else []
    return ", ".join([*parts, *([f"n = {point.samples:,}"] if point.samples is not None else [])])


def _when(one: Series, today: date) -> str:
    if one.newest is None:
        return ""
    text = f"{one.newest.on}, {ago(one.newest.on, today)}"
    if one.due is None:
        return text
    return f"{text}; {'counts' if one.due >= today else 'counted'} until {one.due}"
