"""Which evaluations speak for a version in a use, in the order they were made.

A record counts for a use when it was made for it, or for none in particular; when it is about the technical facts that
the version has now, by its seal, or names none; and when its day has come. A result counts when it names no other unit
than what is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.seal import seal_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.records import Evaluation, Result
    from modelsteward.domain.entries import Entry
    from modelsteward.domain.registry import Registry


class Run(NamedTuple):
    """One measured value, and the record it stands in."""

    entry: Entry[Evaluation]
    result: Result

    @property
    def on(self) -> date:
        """The day it was measured."""
        return self.entry.card.on

    @property
    def value(self) -> float:
        """What was measured."""
        return self.result.value


def runs_of(registry: Registry, ref: str, use: str | None, suite: str, today: date) -> list[Entry[Evaluation]]:
    """The evaluations of a version in a suite that count for a use, the oldest first; those of one day by file.

    For the use None: those that were made for no use in particular.
    """
    model = registry.model(ref)
    counting = [
        entry
        for entry in registry.filed(f"evaluation {ref}")
        if entry.card.suite == suite
        and entry.card.use in (None, use)
        and (model is None or not of_other_facts(entry.card, model))
        and entry.card.on <= today
    ]
    return sorted(counting, key=lambda entry: (entry.card.on, entry.file))


def of_other_facts(card: Evaluation, model: ModelCard) -> bool:
    """Whether an evaluation was of other technical facts than a version has now, sealed or not."""
    return card.seal is not None and card.seal != (model.seal or seal_of(model))


def measured(
    entries: Iterable[Entry[Evaluation]], metric: str, slice_: str | None = None, unit: str | None = None
) -> list[Run]:
    """The values of a metric on a slice (None: on all), one a record, in the order of the records."""
    found = ((entry, _result(entry.card, metric, slice_, unit)) for entry in entries)
    return [Run(entry, result) for entry, result in found if result is not None]


def newest(
    entries: Iterable[Entry[Evaluation]], metric: str, slice_: str | None = None, unit: str | None = None
) -> Run | None:
    """The last of the values, if there is one."""
    runs = measured(entries, metric, slice_, unit)
    return runs[-1] if runs else None


def _result(card: Evaluation, metric: str, slice_: str | None, unit: str | None) -> Result | None:
    for result in card.results:
        fits = unit is None or result.unit is None or result.unit == unit
        if result.metric == metric and result.slice == slice_ and fits:
            return result
    return None
