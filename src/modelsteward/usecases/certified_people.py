"""Who took part in a destruction: by its records, and by those who ticked the items of its checklist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist
    from modelsteward.domain.registry import Registry

_DID = {"authorise": "decided"}
"""What ticking an item of a phase means; of one item it is told by its id."""
_ITEMS = {"des-accepted": "accepted", "des-two-people": "approved", "des-approved": "approved"}
Deed = tuple[str, str, date, str | None]
"""Who, what they did, when, and in which role."""


def people_of(
    registry: Registry, ref: str, checklist: Checklist | None, by: str, today: date, witness: str | None = None
) -> list[dict[str, Any]]:
    """Each person with what they did, on which day and in which role; in the order in which it was done."""
    deeds = [*_of_checklist(checklist), *_of_records(registry, ref), (by, "issued", today, None)]
    deeds += [(witness, "witnessed", today, None)] if witness else []
    order = ("decided", "approved", "erased", "looked", "accepted", "issued", "witnessed")
    unique = sorted(dict.fromkeys(deeds), key=lambda deed: (order.index(deed[1]), deed[2], deed[0]))
    return [{"who": who, "did": did, "on": on, **({"role": role} if role else {})} for who, did, on, role in unique]


def _of_checklist(checklist: Checklist | None) -> Iterator[Deed]:
    for item in checklist.items if checklist else ():
        did = _ITEMS.get(item.id) or _DID.get(item.phase or "")
        if did and item.state == "done" and item.by and item.on:
            yield item.by, did, item.on, None
    for one in checklist.decisions if checklist else ():
        yield one.by, "decided", one.on, one.role


def _of_records(registry: Registry, ref: str) -> Iterator[Deed]:
    for entry in registry.filed(f"approval {ref}"):
        if entry.card.of == "end" and entry.card.decision == "approved":
            yield entry.card.by, "approved", entry.card.on, entry.card.role
    for kind, did in (("erasure", "erased"), ("verification", "looked")):
        for entry in registry.filed(f"{kind} {ref}"):
            yield entry.card.by, did, entry.card.on, None
