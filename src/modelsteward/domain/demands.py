"""What a use asks of the evaluations of what serves it: line by line of its card, for each version in a slot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.evidence import Run, measured, runs_of
from modelsteward.domain.findings import Path

if TYPE_CHECKING:
    from modelsteward.domain.cards.usecase import Monitor, Suite, UseCaseCard
    from modelsteward.domain.registry import Registry


class Demand(NamedTuple):
    """One line of `requires.suites` or `monitoring`, asked of one version."""

    use: str
    path: Path
    """Where the line stands in the use's card."""
    line: Suite | Monitor
    ref: str
    slots: tuple[str, ...]
    """The slots of the use that this version serves, as far as the line asks for them."""

    @property
    def watched(self) -> bool:
        """Whether it is watched while a version serves, rather than shown before."""
        return self.path[0] == "monitoring"

    @property
    def bound(self) -> float:
        """The threshold to reach, or the limit not to pass."""
        bound: float = getattr(self.line, "limit" if self.watched else "threshold")
        return bound

    @property
    def slices(self) -> tuple[str | None, ...]:
        """What it is asked for: all (None), and each group that must reach the threshold by itself."""
        return (None, *getattr(self.line, "slices", ()))

    def met(self, value: float) -> bool:
        """Whether a value is good enough; the bound itself is."""
        return value >= self.bound if self.line.better == "higher" else value <= self.bound

    def runs(self, registry: Registry, today: date) -> dict[str | None, list[Run]]:
        """What was measured, the oldest first: of all, and of each group."""
        line = self.line
        defined = registry.policy.suites.get(line.suite)
        meant = defined.metrics.get(line.metric) if defined else None
        unit = line.unit or (meant.unit if meant else None)
        entries = runs_of(registry, self.ref, self.use, line.suite, today)
        return {part: measured(entries, line.metric, part, unit) for part in self.slices}


def demands(use: UseCaseCard, serving: Mapping[str, str | None] | None = None) -> Iterator[Demand]:
    """What a use asks of each version that serves it (or would, by `serving`), in the order of its card."""
    slots = use.serving if serving is None else serving
    for path, line in _lines(use):
        asked: dict[str, list[str]] = {}
        for slot, ref in slots.items():
            if ref is not None and (not line.slots or slot in line.slots):
                asked.setdefault(ref, []).append(slot)
        for ref, served in asked.items():
            yield Demand(use.ref, path, line, ref, tuple(served))


def _lines(use: UseCaseCard) -> Iterator[tuple[Path, Suite | Monitor]]:
    for number, suite in enumerate(use.requires.suites if use.requires else ()):
        yield ("requires", "suites", number), suite
    for number, monitor in enumerate(use.monitoring):
        yield ("monitoring", number), monitor
