"""The days of one version, or of one champion's spell in a slot: spans in which it lives, marks of what ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from modelsteward.domain.cards.model import ModelCard
from modelsteward.domain.cards.usecase import Served, UseCaseCard
from modelsteward.domain.lifespan import vendor_end
from modelsteward.domain.registry import Registry
from modelsteward.domain.stages import ENDED_STAGES, FIXED_STAGES

_A_DAY = timedelta(days=1)


class Span(NamedTuple):
    """Days that belong together; both ends count."""

    phase: str
    """`production`, `serves` (of a use), `deprecated`, `suspended`, or `retired` while bytes remain."""
    start: date
    end: date | None
    """None where nothing says when it ends."""


class Mark(NamedTuple):
    """A day on which something ends or is due."""

    what: str
    """`review_by`, `sunset`, `vendor_end`, `retired`, `destroy_by` or `destroyed`."""
    day: date


@dataclass(frozen=True, slots=True)
class Row:
    """One version, or one spell of a champion."""

    ref: str
    group: str
    """The model's name; of a spell the use's ref and the slot, as `use:letters/main`."""
    state: str
    """The version's stage; empty where it has no card that can be read."""
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]

    @property
    def early(self) -> bool:
        """Whether it has not been in production yet."""
        return bool(self.state) and self.state not in FIXED_STAGES

    @property
    def dated(self) -> bool:
        """Whether any day is known of it."""
        return bool(self.spans or self.marks)

    def within(self, start: date, end: date) -> bool:
        """Whether any of it lies between two days; both count."""
        lives = any(span.start <= end and (span.end is None or span.end >= start) for span in self.spans)
        return lives or any(start <= mark.day <= end for mark in self.marks)


def version_row(registry: Registry, card: ModelCard, today: date) -> Row:
    """A version's life."""
    spans = (*_life(registry, card), *_kept(card, today))
    return Row(card.ref, card.name, card.stage, spans, tuple(_marks(registry, card)))


def spell_rows(registry: Registry, use: UseCaseCard) -> Iterator[Row]:
    """A row for each line of a use's `served`; one without days for a champion without a line, or a use without any."""
    for served in use.served:
        yield _spell(registry, use, served)
    told = {(served.slot, served.ref) for served in use.served if served.to is None}
    untold = [(slot, ref) for slot, ref in use.serving.items() if ref and (slot, ref) not in told]
    for slot, ref in untold:
        model = registry.model(ref)
        yield Row(ref, f"{use.ref}/{slot}", model.stage if model else "", (), ())
    if not use.served and not untold:
        yield Row("", use.ref, "", (), ())


def _life(registry: Registry, card: ModelCard) -> Iterator[Span]:
    """Each phase up to the day before the next, and none past the last day on which a version may answer.

    Nothing where no date tells since when it is in its stage: a bar would say that it still serves.
    """
    life = card.lifecycle
    held = life.suspension.on if life.suspension else None
    stops = life.retired or life.destroyed
    needed = {"deprecated": life.deprecated, "suspended": held, "retired": stops, "destroyed": stops}
    if card.stage in FIXED_STAGES and needed.get(card.stage, date.max):
        phases = (("production", life.released), ("deprecated", life.deprecated), ("suspended", held))
        last = _earliest(_before(stops), life.sunset, _vendor_end(registry, card))
        yield from _spans([(phase, day) for phase, day in phases if day], last)


def _kept(card: ModelCard, today: date) -> Iterator[Span]:
    """The days on which a retired version's bytes remain."""
    life = card.lifecycle
    if life.retired and card.artifacts and (life.destroyed or card.stage == "retired"):
        due = life.destroy_by if life.destroy_by and life.destroy_by >= today else None
        yield from _spans([("retired", life.retired)], _before(life.destroyed) or due)


def _spans(begun: list[tuple[str, date]], last: date | None) -> Iterator[Span]:
    """Spans from when each begins to the day before the next begins, none of them past `last`."""
    begun = sorted(begun, key=lambda beginning: beginning[1])
    follows = (*(_before(day) for _, day in begun[1:]), None)
    for (phase, day), until in zip(begun, follows, strict=False):  # of none at all, there is no end either
        end = _earliest(until, last)
        if end is None or day <= end:
            yield Span(phase, day, end)


def _marks(registry: Registry, card: ModelCard) -> Iterator[Mark]:
    """What ends or is due, but no review after the end. Of a version that ended, what became of it and of its bytes."""
    life = card.lifecycle
    living = card.stage not in ENDED_STAGES
    vendor = _vendor_end(registry, card)
    last = _earliest(life.sunset, vendor, life.review_by)
    days = {
        "review_by": life.review_by if living and life.review_by == last else None,
        "sunset": life.sunset if living else None,
        "vendor_end": vendor if living else None,
        "retired": life.retired,
        "destroy_by": None if life.destroyed else life.destroy_by,
        "destroyed": life.destroyed,
    }
    yield from (Mark(what, day) for what, day in days.items() if day)


def _spell(registry: Registry, use: UseCaseCard, served: Served) -> Row:
    """One champion's days in a slot: what its version's end cuts short, and what stopped it in between."""
    model = registry.model(served.ref)
    to = served.to or (use.last_use if use.status == "ended" else None)
    begun, last = [("serves", served.from_)], to
    marks: tuple[Mark, ...] = ()
    if model is not None:
        halts = (span for span in _life(registry, model) if span.phase in ("deprecated", "suspended"))
        begun += [(span.phase, max(span.start, served.from_)) for span in halts]
        if to is None:
            last = _earliest(model.lifecycle.sunset, _vendor_end(registry, model), _before(model.lifecycle.retired))
            marks = tuple(mark for mark in _marks(registry, model) if mark.what != "destroy_by")
    if to is None:
        begun += [("suspended", max(halt.on, served.from_)) for halt in use.suspended if halt.ref == served.ref]
    group = f"{use.ref}/{served.slot}"
    return Row(served.ref, group, model.stage if model else "", tuple(_spans(begun, last)), marks)


def _vendor_end(registry: Registry, card: ModelCard) -> date | None:
    end = vendor_end(card, registry)
    return end[0] if end else None


def _earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def _before(day: date | None) -> date | None:
    return day - _A_DAY if day and day > date.min else day
