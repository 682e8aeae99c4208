"""A checklist to be looked at: the one there is, or what would be on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.checklist_items import MOVE
from modelsteward.domain.packs import Packs
from modelsteward.domain.registry import Registry
from modelsteward.usecases.checklist import PURPOSES, Chosen, checklist_of, choose

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Checklist, Item


class ShownItem(NamedTuple):
    """One item, as a checklist or its pack has it."""

    id: str
    phase: str | None
    text: str
    gate: bool
    wanted: str | None
    check: str | None
    source: str | None
    asked_because: str | None
    state: str = "open"
    evidence: str | None = None
    reason: str | None = None
    by: str | None = None
    on: date | None = None


class ShownChecklist(NamedTuple):
    """A checklist with what can be counted on it."""

    ref: str
    purpose: str
    file: str | None
    """None where it was not made yet, and this is what would be on it."""
    opened: date | None
    closed: date | None
    items: tuple[ShownItem, ...]

    @property
    def move(self) -> str:
        """The command it leads to, as `steward retire no-show@1.4.0`."""
        return f"steward {MOVE[self.purpose]} {self.ref}"

    @property
    def gates_open(self) -> tuple[str, ...]:
        """The items that the move waits for."""
        return tuple(item.id for item in self.items if item.gate and item.state == "open")

    @property
    def phases(self) -> dict[str, list[ShownItem]]:
        """The items by phase; phases in the order in which they first come."""
        groups: dict[str, list[ShownItem]] = {}
        for item in self.items:
            groups.setdefault(item.phase or "items", []).append(item)
        return groups

    def count(self, state: str) -> int:
        """How many items are `open`, `done` or `skipped`."""
        return sum(item.state == state for item in self.items)


def purpose_meant(registry: Registry, model: ModelCard) -> str:
    """The checklist that is meant where none is named: the next move's, else the one there is."""
    if model.stage == "retired":
        return "destruction"
    if model.stage == "destroyed":
        return next((p for p in reversed(PURPOSES) if checklist_of(registry, model.ref, p)), "destruction")
    return "retirement"


def shown_checklist(registry: Registry, model: ModelCard, purpose: str) -> ShownChecklist | None:
    """The checklist of a version as it stands; None where there is none."""
    entry = checklist_of(registry, model.ref, purpose)
    if entry is None:
        return None
    card: Checklist = entry.card
    items = tuple(map(_as_written, card.items))
    return ShownChecklist(card.ref, card.purpose, entry.file, card.opened, card.closed, items)


def foreseen_checklist(registry: Registry, model: ModelCard, purpose: str, packs: Packs,
                       today: date) -> ShownChecklist:  # fmt: skip
    """What would be on a version's checklist if it were made now."""
    items = tuple(_as_chosen(one) for one in choose(registry, model, purpose, packs, today))
    return ShownChecklist(model.ref, purpose, None, None, None, items)


def _as_written(item: Item) -> ShownItem:
    return ShownItem(*(getattr(item, name) for name in ShownItem._fields))


def _as_chosen(chosen: Chosen) -> ShownItem:
    item = chosen.item
    source = None if item.source == "house" else item.source
    return ShownItem(
        item.id, item.phase, item.title, item.gate, item.evidence, item.verification, source, chosen.because
    )
