"""The gate `checklist`, for both ends: nothing that the move waits for is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.packs import Packs
from modelsteward.domain.plan import Gate
from modelsteward.domain.registry import Registry
from modelsteward.domain.texts import amount
from modelsteward.usecases.checklist import gate_items_open
from modelsteward.usecases.gates import gate
from modelsteward.usecases.refreshing import lacking

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist


def checklist_gate(registry: Registry, checklist: Checklist, today: date, packs: Packs,
                   phase: str | None = None) -> list[Gate]:  # fmt: skip
    """Nothing that the move waits for is open, and what the pack would have it wait for stands on the list.

    With `phase` only the items of that part of the work are waited for.
    """
    purpose, ref, against = checklist.purpose, checklist.ref, []
    waited = [item for item in gate_items_open(checklist) if phase in (None, item.phase)]
    if waited:
        what = f"{amount(len(waited), 'gate item')} of the {purpose} checklist open"
        part = f" in the phase {phase}" if phase else ""
        message = f"{what}{part}: {', '.join(item.id for item in waited)}"
        against.append((message, f"steward checklist {ref} --purpose {purpose} shows them; tick or skip each"))
    phases = {item.id: item.phase for item in packs.items(purpose).items}
    less = [name for name in lacking(registry, checklist, today, packs) if phase in (None, phases[name])]
    if less:
        message = (
            f"{amount(len(less), 'gate item')} not on the {purpose} checklist, or no gate there: {', '.join(less)}"
        )
        against.append((message, f"steward checklist {ref} refresh --purpose {purpose} puts them right"))
    return gate("checklist", against)


def open_besides(checklist: Checklist) -> Iterator[str]:
    """What is open on a list and holds nothing up, as a note."""
    left = [item.id for item in checklist.items if item.state == "open" and not item.gate]
    if left:
        yield f"open in its checklist, none of them a gate: {', '.join(left)}"
