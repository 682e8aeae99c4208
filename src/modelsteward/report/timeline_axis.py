"""Days as columns: where on the screen a day stands, the ticks above, and a row's signs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from modelsteward.report.styled import Line
from modelsteward.usecases.lives import Row

Cells = list[str]
"""One key of a sign for each column, the arrows' columns at both ends included."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YEARS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000)
"""How many years may lie between two labels."""
_DIM = "dim"


class Axis:
    """The days from `start` to `end` on `wide` columns."""

    def __init__(self, start: date, end: date, today: date, wide: int) -> None:
        self.start, self.end, self.today, self.wide = start, end, today, wide
        self._days = (end - start).days + 1

    def at(self, day: date) -> int:
        """The column of a day of the range; the arrow's column before the first is 0."""
        return 1 + (day - self.start).days * self.wide // self._days

    def _until(self, day: date) -> int:
        """The last column of a day of the range; where days are narrower than columns, its only one."""
        return max(self.at(day), ((day - self.start).days + 1) * self.wide // self._days)

    def shows(self, day: date) -> bool:
        """Whether a day lies in the range."""
        return self.start <= day <= self.end

    def fits(self, days: int, columns: int) -> bool:
        """Whether so many days take as many columns at least."""
        return days * self.wide >= columns * self._days

    def cells(self, row: Row | None) -> Cells:
        """A row's signs; of nothing, only today's line."""
        cells = [""] * (self.wide + 2)
        for span in row.spans if row else ():
            self._draw(cells, span.phase, span.start, span.end)
        if self.shows(self.today):
            cells[self.at(self.today)] = "early" if row and row.early else "today"
        for column, what in self._marked(row).items() if row else ():
            cells[column] = what
        return cells

    def _marked(self, row: Row) -> dict[int, str]:
        """A row's marks by column. What falls on a column that is taken stands right of it, if there is room."""
        marked: dict[int, str] = {}
        for mark in sorted(row.marks, key=lambda mark: mark.day):
            if self.shows(mark.day):
                column = self.at(mark.day)
                while column in marked and column < self.wide:
                    column += 1
                marked[column] = "several" if column in marked else mark.what
        return marked

    def _draw(self, cells: Cells, phase: str, start: date, end: date | None) -> None:
        if start > self.end or (end is not None and end < self.start):
            return
        if start < self.start:
            cells[0] = "before"
        if end is None or end > self.end:
            cells[-1] = "after"
        first = self.at(max(start, self.start))
        last = self._until(self.end if end is None else min(end, self.end))
        sign = "retired_bytes" if phase == "retired" else phase
        cells[first : last + 1] = [sign] * (last + 1 - first)


Tick = tuple[date, str]


def heads(axis: Axis, boxes: bool) -> Iterator[Line]:
    """The lines above the picture: years; months or quarters, and days, where they fit; and the ruler."""
    every = next(step for step in _YEARS if axis.fits(365 * step, 5))
    ticks = [(day, f"{day.year}") for day in _starts(axis, 12) if day.year % every == 0]
    yield [(_placed(axis, ticks), "")]
    if axis.fits(28, 4):
        ticks = [(day, _MONTHS[day.month - 1]) for day in _starts(axis, 1)]
        yield [(_placed(axis, ticks), _DIM)]
    elif axis.fits(90, 3):
        ticks = [(day, f"Q{(day.month + 2) // 3}") for day in _starts(axis, 3)]
        yield [(_placed(axis, ticks), _DIM)]
    if axis.fits(7, 3):
        ticks = list(_days(axis))
        yield [(_placed(axis, ticks), _DIM)]
    yield [(_ruler(axis, ticks, boxes), _DIM)]


def _days(axis: Axis) -> Iterator[Tick]:
    """Every day where there is room, else the 1st, 8th, 15th and 22nd of each month."""
    named = range(1, 32) if axis.fits(1, 3) else (1, 8, 15, 22)
    for ahead in range((axis.end - axis.start).days + 1):
        day = axis.start + timedelta(days=ahead)
        if day.day in named:
            yield day, f"{day.day}"


def _starts(axis: Axis, months: int) -> Iterator[date]:
    """First days in the range of each period of so many months (1, 3 or 12)."""
    year, month = axis.start.year, (axis.start.month - 1) // months * months + 1
    while (year, month) <= (axis.end.year, axis.end.month):
        yield max(date(year, month, 1), axis.start)
        year, month = (year, month + months) if month + months <= 12 else (year + 1, 1)


def _placed(axis: Axis, ticks: list[Tick]) -> str:
    """Labels at their days; none where one would touch the next, as where the range cuts a period short."""
    line = ""
    for (day, text), following in zip(ticks, [*(axis.at(day) for day, _ in ticks[1:]), axis.wide + 3], strict=True):
        if axis.at(day) + len(text) < following:
            line = line.ljust(axis.at(day)) + text
    return line


def _ruler(axis: Axis, ticks: list[Tick], boxes: bool) -> str:
    line, tick, now = ("─", "┬", "┼") if boxes else ("-", "+", "|")
    drawn = [" ", *line * axis.wide]
    for day, _ in ticks:
        if day > axis.start or day.day == 1:
            drawn[axis.at(day)] = tick
    if axis.shows(axis.today):
        drawn[axis.at(axis.today)] = now
    return "".join(drawn)
