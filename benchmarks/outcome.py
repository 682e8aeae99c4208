"""What a benchmark found, as a value: lines that compare two figures of one run, and curves over growing sizes."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from timing import Run


class Line(NamedTuple):
    """One comparison. Of the figures on either side the median counts; less is better."""

    key: str
    """What the line is known by from one run to the next."""
    work: str
    ours: tuple[float, ...]
    other_name: str
    other: tuple[float, ...]
    limit: float | None = None
    """The greatest ratio that is good enough."""
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """Ours, as a multiple of the other's."""
        return statistics.median(self.ours) / statistics.median(self.other)

    @property
    def holds(self) -> bool | None:
        """Whether the target is met; None when there is none."""
        return None if self.limit is None else self.ratio <= self.limit


class Curve(NamedTuple):
    """How a figure grows with the number of model cards."""

    name: str
    unit: str
    points: tuple[tuple[int, float], ...]


class Outcome(NamedTuple):
    """A whole run."""

    made: dict[str, Any]
    """When, where and with which tools."""
    lines: tuple[Line, ...]
    curves: tuple[Curve, ...]

    @property
    def missed(self) -> list[Line]:
        """The lines that miss their target."""
        return [line for line in self.lines if line.holds is False]


def line(
    key: str, work: str, ours: Sequence[Run], other_name: str, other: Sequence[Run], limit: float | None = None
) -> Line:
    """A line that compares times."""
    columns = (tuple(round(run.seconds, 4) for run in runs) for runs in (ours, other))
    mine, theirs = columns
    return Line(key, work, mine, other_name, theirs, limit)


def to_json(outcome: Outcome) -> str:
    """A run as JSON, a comparison on each line, so that git shows which changed.

    Ratios are written for people; reading works them out again.
    """
    lines = [{**one._asdict(), "ratio": round(one.ratio, 4), "holds": one.holds} for one in outcome.lines]
    curves = [curve._asdict() for curve in outcome.curves]
    parts = (f'"made": {json.dumps(outcome.made)}', f'"lines": {_listed(lines)}', f'"curves": {_listed(curves)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _listed(values: Sequence[object]) -> str:
    return "[\n" + ",\n".join(f"  {json.dumps(value)}" for value in values) + "\n]"


def from_json(text: str) -> Outcome:
    """The run that was written."""
    told = json.loads(text)
    lines = []
    for one in told["lines"]:
        given = {key: one[key] for key in Line._fields if key in one}
        lines.append(Line(**given | {"ours": tuple(one["ours"]), "other": tuple(one["other"])}))
    curves = [Curve(c["name"], c["unit"], tuple((size, value) for size, value in c["points"])) for c in told["curves"]]
    return Outcome(told["made"], tuple(lines), tuple(curves))


def read(path: Path) -> Outcome:
    """The run that a file holds."""
    return from_json(path.read_text(encoding="utf-8"))
