"""Why a measured value cannot be held against what is required of it, however good it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.packs import Packs
from modelsteward.rules.engine import Context
from modelsteward.rules.evaluations import SPOILT, run_of, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelsteward.domain.cards.records import Evaluation
    from modelsteward.domain.cards.usecase import Suite
    from modelsteward.domain.evidence import Run
    from modelsteward.domain.registry import Entry, Registry

Why = tuple[str, str]
"""What is the case, and what would mend it."""


def doubt(registry: Registry, use: str, suite: Suite, run: Run) -> Why | None:
    """The first thing that stands against a value; None where it can be held against what a use requires."""
    return next(_doubts(registry, use, suite, run), None)


def _doubts(registry: Registry, use: str, suite: Suite, run: Run) -> Iterator[Why]:
    result = run.result
    wanted, unit = unit_of(registry, suite, None), unit_of(registry, suite, run)
    if wanted is not None and unit is not None and unit != wanted:
        yield f"it is in {unit}, and {wanted} is required", f"record it in {wanted}"
    if wanted is None and unit == "%":
        where = f"write `unit` beside the threshold in {use}, or with the metric under `suites` in steward.yaml"
        yield f"it is in %, and nobody says in what {suite.threshold:g} is", where
    definition = registry.policy.suites.get(suite.suite)
    meant = definition.metrics.get(suite.metric) if definition else None
    better = result.better or (meant.better if meant else None)
    if better is not None and better != suite.better:
        yield (
            f"its report says that {better} is better, and {use} that {suite.better} is",
            f"mend `better` in {use}, or in the record's suite in steward.yaml",
        )
    yield from _spoilt(registry, run)
    yield from _told_otherwise(registry, run)


def unit_of(registry: Registry, suite: Suite, run: Run | None) -> str | None:
    """The unit of a value, or, of none, that of the threshold: as each says itself, else as steward.yaml does."""
    definition = registry.policy.suites.get(suite.suite)
    meant = definition.metrics.get(suite.metric) if definition else None
    said = suite.unit if run is None else run.result.unit
    return said or (meant.unit if meant else None)


def _spoilt(registry: Registry, run: Run) -> Iterator[Why]:
    """What the rules find in the record that is about this value."""
    context = Context(registry, run.entry, None, Packs(tuple), {})
    same = (run.result.metric, run.result.slice)
    for check in SPOILT:
        for problem in check(run.entry.card, context):
            about = run.entry.card.results[int(problem.path[1])]
            if (about.metric, about.slice) == same:
                yield problem.message, problem.hint or "record it anew"


def _told_otherwise(registry: Registry, run: Run) -> Iterator[Why]:
    """Other records of the same run that have another value: nobody knows which of them is wrong."""
    key, mine = run_of(run.entry.card), (run.result.metric, run.result.slice)
    others: list[Entry[Evaluation]] = registry.filed(f"evaluation {run.entry.card.ref}") if key else []
    for entry in others:
        theirs = values_of(entry.card) if run_of(entry.card) == key else {}
        if theirs.get(mine, run.value) != run.value:
            said = f"{run.result.metric} is {run.value:g} by it, and {theirs[mine]:g} by {entry.file}, of the same run"
            yield said, "see which is right, and remove the other"
