"""A version in one use: since when it served there, until when, and what is known of both together."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from modelsteward.domain.facts import Told
from modelsteward.domain.facts.subject import Subject, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import Met, UseCaseCard
    from modelsteward.domain.registry import Registry

Role = Literal["serves", "served", "stands by", "no use"]


class Pair:
    """One version in one use; `use` is None where no use is known that it serves or served."""

    def __init__(self, registry: Registry, model: ModelCard, use: UseCaseCard | None, today: date) -> None:
        self.registry = registry
        self.model = model
        self.use = use
        self.today = today

    @cached_property
    def subject(self) -> Subject:
        """All that bears on both."""
        return subject_of(self.registry, self.model, self.today, self.use)

    @cached_property
    def facts(self) -> Told:
        """What is known of both."""
        return Told(self.subject)

    @property
    def _lines(self) -> list[tuple[date, date | None]]:
        served = self.use.served if self.use else ()
        return [(line.from_, line.to) for line in served if line.ref == self.model.ref]

    @cached_property
    def role(self) -> Role:
        """What it is to the use."""
        if self.use is None:
            return "no use"
        if self.use.status != "ended" and self.model.ref in self.use.serving.values():
            return "serves"
        return "served" if self._lines or self.model.ref in self.use.serving.values() else "stands by"

    @cached_property
    def started(self) -> date | None:
        """First day it served here; None where it did not, or nobody wrote that down."""
        if self.use is None:
            return self.model.lifecycle.released
        return min((start for start, _ in self._lines), default=None)

    @cached_property
    def stopped(self) -> date | None:
        """Last day it served here; None while it serves, where it never did, and where nobody wrote that down."""
        if self.use is None:
            return self.model.lifecycle.retired
        if self.role != "served":
            return None
        ends = [end for _, end in self._lines]
        last = self.use.last_use if self.use.status == "ended" else None
        days = [end for end in ends if end is not None]
        if len(days) < len(ends) or not days:
            return last
        return min(max(days), last) if last else max(days)

    @property
    def runs(self) -> bool:
        """Whether it may be at work today."""
        return self.role == "serves" or (self.role in ("served", "no use") and self.stopped is None)

    def met(self, duty: str) -> Met | None:
        """What the use says of how a duty is met; of several the last counts."""
        entries = self.use.duties if self.use else ()
        return next((one for one in reversed(entries) if one.duty == duty), None)


def pairs_of(registry: Registry, model: ModelCard, today: date) -> Iterator[Pair]:
    """A version in each use that it serves, served or stands by for, those that are over included, by name of use.

    Where there is none, the version by itself.
    """
    uses = subject_of(registry, model, today).uses
    if not uses:
        yield Pair(registry, model, None, today)
    yield from (Pair(registry, model, use, today) for use in sorted(uses, key=lambda use: use.name))


def pairs_in(registry: Registry, use: UseCaseCard, today: date) -> Iterator[Pair]:
    """Each version that serves a use, served it or stands by for it, that has a card."""
    for ref in refs_in(use):
        if model := registry.model(ref):
            yield Pair(registry, model, use, today)


def refs_in(use: UseCaseCard) -> list[str]:
    """The versions that serve a use, served it or stand by for it, each once, whether or not they have a card."""
    named = (*use.serving.values(), *use.fallback.values(), *(line.ref for line in use.served))
    return list(dict.fromkeys(ref for ref in named if ref))
