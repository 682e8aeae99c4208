"""What a list has rows of: a model version, a data set or a use, with what it is filtered and sorted by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from modelsteward.domain.cards.dataset import Contains, DataSetCard
from modelsteward.domain.cards.model import ModelCard
from modelsteward.domain.cards.usecase import UseCaseCard
from modelsteward.domain.registry import Registry
from modelsteward.domain.secrets import masked
from modelsteward.domain.stages import ENDED_STAGES, FIXED_STAGES
from modelsteward.domain.vendors.joining import said_of
from modelsteward.domain.vendors.saying import firm_end
from modelsteward.usecases.tombstone import gone

KindName = Literal["model", "data", "use"]
Cell = str | int | float | date | tuple[str, ...] | None
Row = dict[str, Cell]
"""Cells by column. None is unknown or none; an empty tuple is none."""

NOUNS: dict[KindName, tuple[str, str, str]] = {
    "model": ("model", "models", "stage"),
    "data": ("data set", "data sets", "status"),
    "use": ("use case", "use cases", "status"),
}
"""What one is called, what several are, and what its state is."""

TOMBSTONE = ("destroyed", "certificate", "certified_by")
"""Columns of what is destroyed: when, the day of the certificate that shows it, and who issued that."""

COLUMNS: dict[KindName, tuple[str, ...]] = {
    "model": ("ref", "stage", "owner", "origin", "serves", "ends", "ends_by", "review_by", "license", *TOMBSTONE),
    "data": ("ref", "status", "owner", "origin", "contains", "delete_by", "models", "license", *TOMBSTONE),
    "use": ("ref", "status", "owner", "risk", "jurisdictions", "serving", "ends", "review_by"),
}
"""The columns of each list, in order. Programs rely on these names: add, never rename."""

HOME = "registry"
"""The column that is there only where other registries are included: the name of the one that a card belongs to."""

ORIGINS = ("in-house", "open", "vendor", "synthetic")
ENDED: dict[KindName, tuple[str, ...]] = {
    "model": ("retired", "destroyed"),
    "data": ("destroyed",),
    "use": ("ended",),
}
"""States that are listed only when asked for."""


class Listed(Protocol):
    """Rows that were asked for, as the formats of lists print them, and what a reader must know to trust them."""

    @property
    def rows(self) -> Sequence[Row]: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def total(self) -> int:
        """How many there are, listed or not."""

    @property
    def hidden(self) -> int:
        """How many more would be listed if what has ended were shown."""

    @property
    def over(self) -> Sequence[str]:
        """The states in which a thing has ended."""

    @property
    def noun(self) -> str:
        """What its rows are called: as many as there are."""

    @property
    def place(self) -> str:
        """Where they are sought: `this registry`."""

    @property
    def filters(self) -> Mapping[str, int]:
        """What was asked for, in words, and how many each lets through by itself."""

    @property
    def unreadable_at(self) -> Mapping[str, int]:
        """How many files could not be read, by the registry they are in; ours has no name."""

    @property
    def today(self) -> date: ...
    @property
    def soon(self) -> date:
        """What ends by then, a reader should see at once."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row, and what it is filtered and sorted by."""

    row: Row
    ref: str
    state: str
    owner: str | None
    origin: str | None = None
    uses: frozenset[str] = frozenset()
    ends: date | None = None
    review_by: date | None = None

    @property
    def soonest(self) -> date | None:
        """The first day somebody must act by."""
        return min((day for day in (self.ends, self.review_by) if day), default=None)


def states(registry: Registry, kind: KindName) -> tuple[str, ...]:
    """Every state one of this kind may be in, in order."""
    if kind == "model":
        policies = (registry.policy, *(guest.policy for guest in registry.guests.registries))
        early = dict.fromkeys(stage for policy in policies for stage in policy.stages)
        return (*early, *FIXED_STAGES)
    return ("active", "withdrawn", "destroyed") if kind == "data" else ("proposed", "live", "ended")


def items(registry: Registry, kind: KindName) -> Iterator[Item]:
    """Every readable card of a kind."""
    if kind == "model":
        yield from (_model(registry, entry.card) for entry in registry.models.values())
    elif kind == "data":
        yield from _data_sets(registry)
    else:
        yield from (_use(registry, entry.card) for entry in registry.uses.values())


def end_of(registry: Registry, card: ModelCard) -> tuple[date, str] | None:
    """When a version ends, and by whose word: the earliest of its own end and its vendor's firm one."""
    life = card.lifecycle
    if card.stage in ENDED_STAGES:
        own = [(day, word) for day, word in ((life.retired, "retired"), (life.destroyed, "destroyed")) if day]
        if own:
            return min(own)
    firm = firm_end(said_of(registry, card))
    ends = [(life.sunset, "sunset"), (firm[0] if firm else None, "vendor")]
    return min(((day, word) for day, word in ends if day), default=None)


def flags(contains: Contains) -> tuple[str, ...]:
    """What a data set is known to hold: `personal`, `special category`, …"""
    return tuple(name.replace("_", " ") for name in Contains.model_fields if getattr(contains, name))


def _model(registry: Registry, card: ModelCard) -> Item:
    uses = sorted({use.ref for use, _ in registry.serves.get(card.ref, ())})
    end, word = end_of(registry, card) or (None, None)
    row: Row = {
        "ref": card.ref,
        "stage": card.stage,
        "owner": card.owner,
        "origin": card.origin,
        "serves": tuple(uses),
        "ends": end,
        "ends_by": word,
        "review_by": card.lifecycle.review_by,
        "license": masked(card.license) if card.license else None,
        **_tombstone(registry, card.ref),
    }
    return Item(row, card.ref, card.stage, card.owner, card.origin, frozenset(uses), end, card.lifecycle.review_by)


def _data_sets(registry: Registry) -> Iterator[Item]:
    """Data sets, each with the models it reaches through any lineage, and the uses those serve."""
    reached: Counter[str] = Counter()
    uses: dict[str, set[str]] = {}
    for ref in registry.models:
        served = {use.ref for use, _ in registry.serves.get(ref, ())}
        for hop in registry.lineage(ref):
            reached[hop.ref] += 1
            if served:
                uses.setdefault(hop.ref, set()).update(served)
    for entry in registry.datasets.values():
        yield _data(registry, entry.card, reached[entry.ref], frozenset(uses.get(entry.ref, ())))


def _tombstone(registry: Registry, ref: str) -> Row:
    """Of what is destroyed when it went and what shows that."""
    it = gone(registry, ref)
    cells = (it.on, it.certificate, it.by) if it else (None, None, None)
    return dict(zip(TOMBSTONE, cells, strict=True))


def _data(registry: Registry, card: DataSetCard, models: int, uses: frozenset[str]) -> Item:
    delete_by = card.retention.delete_by if card.retention else None
    row: Row = {
        "ref": card.ref,
        "status": card.status,
        "owner": card.owner,
        "origin": card.origin,
        "contains": flags(card.contains),
        "delete_by": delete_by,
        "models": models,
        "license": masked(card.license) if card.license else None,
        **_tombstone(registry, card.ref),
    }
    return Item(row, card.ref, card.status, card.owner, card.origin, uses, delete_by)


def _use(registry: Registry, card: UseCaseCard) -> Item:
    champions = [model for ref in card.serving.values() if (model := registry.model(ref))]
    ends = [end for model in champions if (end := end_of(registry, model))]
    last = card.last_use if card.status == "ended" else min((day for day, _ in ends), default=None)
    review = min((m.lifecycle.review_by for m in champions if m.lifecycle.review_by), default=None)
    row: Row = {
        "ref": card.ref,
        "status": card.status,
        "owner": card.owner,
        "risk": card.risk.own if card.risk else None,
        "jurisdictions": card.jurisdictions,
        "serving": tuple(f"{slot}={ref or 'nothing'}" for slot, ref in card.serving.items()),
        "ends": last,
        "review_by": review,
    }
    return Item(row, card.ref, card.status, card.owner, uses=frozenset((card.ref,)), ends=last, review_by=review)
