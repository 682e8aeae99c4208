"""Series of measured values, for eyes and programs: what was measured when, and what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from modelsteward.domain.cards.records import Evaluation, Result
from modelsteward.domain.cards.registry import MetricDefinition, RegistryCard
from modelsteward.domain.cards.usecase import UseCaseCard
from modelsteward.domain.comparing import estimate
from modelsteward.domain.demands import Demand, demands
from modelsteward.domain.evidence import Run
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.series import signals


@dataclass(frozen=True, slots=True)
class Point:
    """One measured value."""

    on: date
    value: float
    low: float | None
    high: float | None
    samples: int | None
    ref: str
    file: str
    """The record it stands in."""


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one metric, the oldest first; those of one version, or of all that served a use."""

    ref: str
    """The version that it is about; of a use, its champion."""
    use: str | None
    """The use that asks for it, else the one it was measured for."""
    slots: tuple[str, ...]
    suite: str
    metric: str
    slice: str | None
    unit: str | None
    better: str | None
    """Which way it improves; None where nobody says."""
    bound: float | None
    """What is asked of it: a threshold, or a limit where it is `watched`."""
    watched: bool
    due: date | None
    """Last day on which the newest value counts for the use."""
    points: tuple[Point, ...]

    @property
    def newest(self) -> Point | None:
        """The last of the version's own values."""
        return next((point for point in reversed(self.points) if point.ref == self.ref), None)

    @property
    def met(self) -> bool | None:
        """Whether the newest value is good enough; None where nothing is asked, or nothing was measured."""
        return None if self.newest is None else self.good(self.newest.value)

    def good(self, value: float) -> bool | None:
        """Whether a value is good enough; None where nothing is asked."""
        if self.bound is None or self.better is None:
            return None
        return value >= self.bound if self.better == "higher" else value <= self.bound

    @property
    def signals(self) -> tuple[str, ...]:
        """What the tests of a control chart say of the version's own values: `outlier`, `step`, `trend`."""
        values = [point.value for point in self.points if point.ref == self.ref]
        return tuple(signal.kind for signal in signals(values, self.better)) if self.better else ()


def of_model(registry: Registry, ref: str, today: date) -> tuple[Series, ...]:
    """What was measured of a version: first what the uses that name it ask for, then all else."""
    asked = [
        series
        for entry in registry.filed(f"uses {ref}")
        if entry.card.status != "ended"
        for demand in demands(entry.card, _named(entry.card, ref))
        for series in of_demand(registry, demand, today)
    ]
    told = {(point.file, one.metric, one.slice) for one in asked for point in one.points}
    return (*asked, *_untold(registry, ref, today, told))


def of_use(registry: Registry, use: UseCaseCard, today: date) -> tuple[Series, ...]:
    """What was measured of a use's champions, as far as the use asks for it."""
    return tuple(series for demand in demands(use) for series in of_demand(registry, demand, today))


def of_demand(registry: Registry, demand: Demand, today: date) -> Iterator[Series]:
    """What was measured of a version for one line of a use's card: of all, and of each group that it names."""
    for part, runs in demand.runs(registry, today).items():
        age = demand.line.max_age
        yield _series(demand, part, age.after(runs[-1].on) if runs and age else None, _points(runs, demand.line.unit))


def over_time(registry: Registry, use: UseCaseCard, today: date) -> Iterator[Series]:
    """What each line of a use's card asks for, over all versions that served the slots it is about."""
    for demand in demands(use):
        refs = dict.fromkeys(served.ref for served in use.served if served.slot in demand.slots)
        now = demand.runs(registry, today)
        for part in demand.slices:
            runs = [
                run
                for ref in {**refs, demand.ref: None}
                for run in (now if ref == demand.ref else demand._replace(ref=ref).runs(registry, today))[part]
            ]
            runs.sort(key=lambda run: (run.on, run.entry.file))
            age = demand.line.max_age
            due = age.after(now[part][-1].on) if now[part] and age else None
            yield _series(demand, part, due, _points(runs, demand.line.unit))


def _series(demand: Demand, part: str | None, due: date | None, points: tuple[Point, ...]) -> Series:
    line = demand.line
    return Series(
        demand.ref, demand.use, demand.slots, line.suite, line.metric, part, line.unit, line.better, demand.bound,
        demand.watched, due, points,
    )  # fmt: skip


def _named(use: UseCaseCard, ref: str) -> Mapping[str, str | None]:
    """The slots of a use that name a version, whatever it is in them."""
    slots = {
        slot: of for part in (use.serving, use.fallback, use.replacement) for slot, of in part.items() if of == ref
    }
    return slots | {slot: ref for slot, refs in use.candidates.items() if ref in refs}


def _points(runs: Iterable[Run], unit: str | None) -> tuple[Point, ...]:
    return tuple(_point(run.entry, run.result, unit) for run in runs)


def _point(entry: Entry[Evaluation], result: Result, unit: str | None) -> Point:
    known = estimate(result, unit)
    return Point(entry.card.on, result.value, known.low, known.high, result.samples, entry.card.ref, entry.file)


Kind = tuple[str | None, str, str, str | None, str | None]
"""The use, suite, metric, slice and unit of a value."""


def _untold(registry: Registry, ref: str, today: date, told: set[tuple[str, str, str | None]]) -> Iterator[Series]:
    """What was measured and nobody asks for, in the order of first records."""
    found: dict[Kind, list[tuple[Entry[Evaluation], Result]]] = {}
    entries = [entry for entry in registry.filed(f"evaluation {ref}") if entry.card.on <= today]
    for entry in sorted(entries, key=lambda entry: (entry.card.on, entry.file)):
        for result in entry.card.results:
            if (entry.file, result.metric, result.slice) not in told:
                kind = (entry.card.use, entry.card.suite, result.metric, result.slice, result.unit)
                found.setdefault(kind, []).append((entry, result))
    for (use, suite, metric, part, told_unit), results in found.items():
        meant = _defined(registry.policy, suite, metric)
        unit = told_unit or (meant.unit if meant else None)
        points = tuple(_point(entry, result, unit) for entry, result in results)
        better = meant.better if meant else results[-1][1].better
        yield Series(ref, use, (), suite, metric, part, unit, better, None, False, None, points)


def _defined(policy: RegistryCard, suite: str, metric: str) -> MetricDefinition | None:
    return policy.suites[suite].metrics.get(metric) if suite in policy.suites else None
