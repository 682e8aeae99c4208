"""The gate `checklist`, for both ends: nothing that the move waits for is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.answers import Asked
from modelsteward.domain.plan import Gate
from modelsteward.domain.texts import amount
from modelsteward.usecases.gates import gate
from modelsteward.usecases.refreshing import lacking
from modelsteward.usecases.standings import Standing

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist


def checklist_gate(asked: Asked, checklist: Checklist, standings: list[Standing],
                   phase: str | None = None) -> list[Gate]:  # fmt: skip
    """Nothing that the move waits for is open, and what the pack would have it wait for stands on the list.

    With `phase` only the items of that part of the work are waited for.
    """
    purpose, ref, against = checklist.purpose, checklist.ref, []
    blocking = [one for one in standings if one.blocks and phase in (None, one.item.phase)]
    if blocking:
        what = f"{amount(len(blocking), 'gate item')} of the {purpose} checklist open"
        part = f" in the phase {phase}" if phase else ""
        message = f"{what}{part}: {', '.join(one.item.id for one in blocking)}"
        against.append((message, f"steward checklist {ref} --purpose {purpose} shows them; tick or skip each"))
    against += [(f"{one.item.id}: {one.answer.evidence}", one.answer.hint) for one in blocking
                if one.answer is not None and one.answer.done is False]  # fmt: skip
    phases = {item.id: item.phase for item in asked.packs.items(purpose).items}
    less = [name for name in lacking(asked, checklist) if phase in (None, phases[name])]
    if less:
        message = (
            f"{amount(len(less), 'gate item')} not on the {purpose} checklist, or no gate there: {', '.join(less)}"
        )
        against.append((message, f"steward checklist {ref} refresh --purpose {purpose} puts them right"))
    return gate("checklist", against)


def open_besides(standings: list[Standing]) -> Iterator[str]:
    """What is open on a list and holds nothing up, as a note."""
    left = [one.item.id for one in standings if one.state == "open" and not one.item.gate]
    if left:
        yield f"open in its checklist, none of them a gate: {', '.join(left)}"
