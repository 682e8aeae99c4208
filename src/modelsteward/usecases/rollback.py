"""Going back to what served a use before."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from modelsteward.domain.edits import Edit
from modelsteward.domain.moves import MOVES, find_move
from modelsteward.domain.plan import Gate, Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.errors import Refused
from modelsteward.usecases.gates import Situation, answered, ask
from modelsteward.usecases.naming import the_model
from modelsteward.usecases.promote import slot_of, swap

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.domain.cards.usecase import Served, UseCaseCard
    from modelsteward.domain.packs import Packs

_MOVE = next(move for move in MOVES if move.action == "rollback")


def plan_rollback(registry: Registry, use: Entry[UseCaseCard], today: date, packs: Packs, *, slot: str | None = None,
                  to: str | None = None, reason: str | None = None) -> Proposal:  # fmt: skip
    """Let what served a slot before serve it again: the latest in `served` that was not itself rolled back from.

    Raises Refused where that cannot be told from the history alone, until `to` names it.
    """
    card = use.card
    name = slot_of(card, slot)
    now = card.serving.get(name)
    target = the_model(registry, to).ref if to else _before(registry, card, name)
    if target == now:
        raise Refused(f"{target} serves {name} of {card.ref} already", f"steward show {card.ref}")
    model = the_model(registry, target).card
    situation = Situation(registry, model, today, packs, card)
    edits: list[Edit] = [*swap(card, name, target, situation, why="rolled back to", left="rolled back")]
    fallback = card.fallback.get(name)
    notes = (
        [f"{now} stays {registry.models[now].card.stage}; suspend it if it does harm"] if now in registry.models else []
    )
    if fallback == target:
        notes.append(f"{target} is also the fallback of {name}: name another one")
    trailers = [("Steward-Slot", name), ("Steward-From", str(now)), ("Steward-To", target)]
    if reason:
        trailers.append(("Steward-Reason", reason))
    title = (
        f"roll back {card.ref} to {target}"
        + ("" if name == "main" else f" (slot {name})")
        + (f", from {now}" if now else "")
    )
    return Proposal("rollback", (card.ref, target), title, {use.file: tuple(edits)},
                    gates=ask(_MOVE, situation, _from_where(situation)), trailers=tuple(trailers),
                    notes=tuple(notes))  # fmt: skip


def _from_where(s: Situation) -> dict[str, list[Gate]]:
    """Its own `alive` where the table knows no such move: from there not even force leads back."""
    if find_move("rollback", s.model.stage, None, s.registry.policy.stages):
        return {}
    return {"alive": [alive._replace(firm=True) for alive in answered("alive", s)]}


def _before(registry: Registry, use: UseCaseCard, slot: str) -> str:
    """What served before what serves now. Raises Refused where the history does not say, or says two things."""
    history = [entry for entry in use.served if entry.slot == slot]
    now = use.serving.get(slot)
    bad = {entry.ref for entry in history if entry.left == "rolled back"} - _promoted_again(history)
    past = [entry for entry in history if entry.ref != now and entry.to is not None and entry.ref not in bad]
    if doubt := _doubt(registry, history, past):
        known = ", ".join(dict.fromkeys(entry.ref for entry in reversed(past))) or "none"
        raise Refused(f"what to go back to cannot be told: {doubt}", f"name it with --to; it served before: {known}")
    if not past:
        gone = f"; rolled back from before: {', '.join(sorted(bad))}" if bad else ""
        raise Refused(f"nothing served {slot} of {use.ref} before {now or 'now'}{gone}", "name a version with --to")
    return past[-1].ref


def _promoted_again(history: list[Served]) -> set[str]:
    """Versions that came back by a promotion after they were rolled back from."""
    rolled: set[str] = set()
    again: set[str] = set()
    for entry in history:
        if entry.ref in rolled and entry.left != "rolled back":
            again.add(entry.ref)
        if entry.left == "rolled back":
            rolled.add(entry.ref)
            again.discard(entry.ref)
    return again


def _doubt(registry: Registry, history: list[Served], past: list[Served]) -> str:
    """Why the list may not tell the whole story: two branches each wrote a line, and a merge kept one or both."""
    starts = [entry.from_ for entry in history]
    if starts != sorted(starts):
        return "the entries of `served` are not in order of time, as after a merge"
    open_now = [entry for entry in history if entry.to is None]
    if len(open_now) > 1:
        return "two versions are written as serving now, as after a merge"
    for before, entry in pairwise(history):
        if entry.after is not None and entry.after != before.ref:
            return f"{before.ref} and {entry.ref} are both written as served after {entry.after}, as after a merge"
    missing = _missing(registry, history, past)
    if missing:
        return f"{missing} was released meanwhile and no use's history names it, as when a merge drops a line"
    return ""


def _missing(registry: Registry, history: list[Served], past: list[Served]) -> str:
    """A version that was released since the last one came, of a name that served here, and that no use's history names.

    Two branches promoted for one use; whoever resolved the conflict kept one line of `served` and dropped the other.
    """
    if not past:
        return ""
    served = {entry.ref for use in registry.uses.values() for entry in use.card.served}
    names = {entry.ref.partition("@")[0] for entry in history}
    for ref, model in registry.models.items():
        released = model.card.lifecycle.released
        if model.card.name in names and ref not in served and released is not None and released >= past[-1].from_:
            return ref
    return ""
