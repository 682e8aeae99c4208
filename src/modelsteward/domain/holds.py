"""What orders a version to be kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.relations import HOLDS

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Hold
    from modelsteward.domain.registry import Entry, Registry


def holds_on(registry: Registry, ref: str, today: date) -> list[Entry[Hold]]:
    """The holds that order a version to be kept today: those that name it, or the whole registry.

    A hold whose release is announced for a later day holds until then.
    """
    entries: list[Entry[Hold]] = registry.filed(HOLDS)
    mine = (entry for entry in entries if {ref, "registry"} & set(entry.card.refs))
    return [entry for entry in mine if entry.card.released is None or entry.card.released > today]
