"""Dates as a line from left to right, with today on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from modelsteward.domain.dates import ago
from modelsteward.report.cells import safe
from modelsteward.report.styled import Line
from modelsteward.usecases.shown import Moment

_PAST, _TODAY, _AHEAD, _LINE = "●", "┃", "○", "─"


def lifeline(moments: tuple[Moment, ...], today: date, width: int) -> Iterator[Line]:
    """The line, and under each day on it what happens, the date, and how far off it is.

    Where the days do not fit one line, the line goes on below.
    """
    columns = [_column(moment, today) for moment in moments]
    if len(columns) == 1:
        yield [("  no dates known", "")]
        return
    while columns:
        fit = _that_fit(columns, width - 2)
        band, columns = columns[:fit], columns[fit:]
        yield [("  ", ""), *_drawn(band, more=bool(columns))]
        for row in range(1, 4):
            cells = [(texts[row].ljust(_width(texts)), _style(texts)) for texts in band]
            yield [("  ", ""), *cells]


Column = tuple[str, str, str, str]
"""The mark on the line, and the three texts under it."""


def _column(moment: Moment, today: date) -> Column:
    if moment.what == "today":
        return (_TODAY, "today", moment.day.isoformat(), "")
    mark = _PAST if moment.day <= today else _AHEAD
    return (mark, safe(moment.what), moment.day.isoformat(), ago(moment.day, today))


def _width(column: Column) -> int:
    return max(map(len, column)) + 2


def _that_fit(columns: list[Column], width: int) -> int:
    """How many columns fit in one line; always one."""
    used = 0
    for count, column in enumerate(columns):
        used += _width(column)
        if used - 2 > width and count:
            return count
    return len(columns)


def _drawn(band: list[Column], more: bool) -> Line:
    line: Line = []
    for number, column in enumerate(band, start=1):
        goes_on = more or number < len(band)
        line.append((column[0], _style(column)))
        line.append((_LINE * (_width(column) - 1) if goes_on else "", "dim"))
    return line


def _style(column: Column) -> str:
    return {_TODAY: "bold", _PAST: "", _AHEAD: "cyan"}[column[0]]
