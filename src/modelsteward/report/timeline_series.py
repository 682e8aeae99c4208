"""What was measured, below a timeline: a small chart for each thing that a use asks for, on the same axis of days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from modelsteward.report.cells import safe
from modelsteward.report.series_text import SIGNALS, bound_of, figure
from modelsteward.report.sparks import share
from modelsteward.report.timeline_axis import Axis, Cells
from modelsteward.usecases.series import Point, Series
from modelsteward.usecases.timeline import Timeline

HEIGHT = 5
"""Lines of a chart."""


class Chart(NamedTuple):
    """One series within the range of days, and what lies highest and lowest in it."""

    series: Series
    points: tuple[Point, ...]
    least: float
    most: float

    @property
    def margin(self) -> int:
        """Columns that its longest label takes."""
        return max(map(len, self._labels().values()))

    def title(self, boxes: bool) -> str:
        """Use, metric and suite, what is asked, and what the tests of a control chart say."""
        one = self.series
        use = (one.use or "").removeprefix("use:") + (f"/{', '.join(one.slots)}" if one.slots else "")
        told = "".join(f", {SIGNALS[kind]}" for kind in one.signals)
        return f"{safe(use)}: {safe(one.metric)} in {safe(one.suite)}, {bound_of(one, boxes)}{told}"

    def lines(self, axis: Axis) -> Iterator[tuple[str, Cells]]:
        """A label and the cells of each line, from the top."""
        grid = [axis.cells(None) for _ in range(HEIGHT)]
        if self.series.bound is not None:
            line = grid[self._row(self.series.bound)]
            line[1:-1] = [sign or "bound" for sign in line[1:-1]]
        for point in sorted(self.points, key=self._rank):
            grid[self._row(point.value)][axis.at(point.on)] = self._sign(point)
        labels = self._labels()
        for row, cells in enumerate(grid):
            yield labels.get(row, ""), cells

    def _labels(self) -> dict[int, str]:
        """What stands left of a line; of several values the one that is asked for."""
        bound = [] if self.series.bound is None else [self.series.bound]
        return {self._row(value): figure(value, None) for value in (self.most, self.least, *bound)}

    def _row(self, value: float) -> int:
        return HEIGHT - 1 - round(share(value, self.least, self.most) * (HEIGHT - 1))

    def _sign(self, point: Point) -> str:
        if self.series.good(point.value) is False:
            return "missed"
        return "good" if point.ref == self.series.ref else "earlier"

    def _rank(self, point: Point) -> int:
        """What is drawn last hides what falls on the same place: a miss is never hidden."""
        return ("earlier", "good", "missed").index(self._sign(point))


def charts(timeline: Timeline) -> list[Chart]:
    """The charts to draw: of what was measured of all; groups have no chart of their own."""
    drawn: list[Chart] = []
    for series in timeline.series or ():
        points = tuple(point for point in series.points if timeline.start <= point.on <= timeline.end)
        if points and series.slice is None:
            values = [point.value for point in points] + ([] if series.bound is None else [series.bound])
            drawn.append(Chart(series, points, min(values), max(values)))
    return drawn


def unmeasured(timeline: Timeline) -> list[str]:
    """What uses ask for and has no value at all."""
    return [
        f"{one.use}: {one.metric}{f' for {one.slice}' if one.slice else ''} in {one.suite} ({one.ref})"
        for one in timeline.series or ()
        if not one.points
    ]
