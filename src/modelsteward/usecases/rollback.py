"""Going back to what served a use before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.edits import Edit
from modelsteward.domain.lifespan import why_not
from modelsteward.domain.moves import MOVES, find_move
from modelsteward.domain.plan import Answer, Gate, Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.errors import Refused
from modelsteward.usecases.gates import Situation, answered, ask
from modelsteward.usecases.naming import the_model
from modelsteward.usecases.slots import slot_of, swap
from modelsteward.usecases.standing import open_incidents

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.domain.cards.usecase import Served, UseCaseCard
    from modelsteward.domain.packs import Packs

_MOVE = next(move for move in MOVES if move.action == "rollback")


class Spell(NamedTuple):
    """That a version began to serve a slot on a day."""

    slot: str
    ref: str
    from_: date


def plan_rollback(registry: Registry, use: Entry[UseCaseCard], today: date, packs: Packs, *, slot: str | None = None,
                  to: str | None = None, told: Collection[Spell] = ()) -> Proposal:  # fmt: skip
    """Let what served a slot before serve it again: the latest in `served` that was not itself rolled back from.

    `told` is what the use's card said at any time, also on a side that a merge dropped. Raises Refused where what to
    go back to cannot be told, until `to` names it; and for what never served here: that is a promotion.
    """
    card = use.card
    name = slot_of(card, slot)
    now = card.serving.get(name)
    kept = {Spell(name, entry.ref, entry.from_) for entry in card.served}
    lost = sorted((spell for spell in told if spell.slot == name and spell not in kept), key=lambda one: one.from_)
    target = _named(registry, card, name, to, lost) if to else _before(registry, card, name, lost)
    if target == now:
        raise Refused(f"{target} serves {name} of {card.ref} already", f"steward show {card.ref}")
    model = the_model(registry, target).card
    situation = Situation(registry, model, today, packs, card)
    edits: list[Edit] = [*swap(card, name, target, today, why="rolled back to", left="rolled back")]
    trailers = [("Steward-Slot", name), ("Steward-From", str(now)), ("Steward-To", target)]
    title = (
        f"roll back {card.ref} to {target}"
        + ("" if name == "main" else f" (slot {name})")
        + (f", from {now}" if now else "")
    )
    return Proposal("rollback", (card.ref, target), title, {use.file: tuple(edits)},
                    gates=ask(_MOVE, situation, _from_where(situation)), trailers=tuple(trailers),
                    notes=tuple(_notes(registry, card, name, target)))  # fmt: skip


def _notes(registry: Registry, use: UseCaseCard, slot: str, target: str) -> Iterator[str]:
    now = registry.model(use.serving.get(slot))
    if now is not None:
        yield f"{now.ref} stays {now.stage}" + ("" if now.stage == "suspended" else "; suspend it if it does harm")
    if use.fallback.get(slot) == target:
        yield f"{target} is also the fallback of {slot}: name another one"
    for incident in open_incidents(registry, target):
        card = incident.card
        yield f"{card.severity} incident {card.id} about {target} is open since {card.opened}"


def _from_where(s: Situation) -> dict[str, list[Gate]]:
    """Its own `alive` where the table knows no such move: from there not even force leads back.

    Whatever fails, going further back is what helps.
    """
    firm = find_move("rollback", s.model.stage, None, s.registry.policy.stages) is None
    past = _served(s)
    other = f"name another version with --to: {past}" if past else "promote another version for the use"

    def hinted(name: str, firm: bool = False) -> list[Gate]:
        gates = answered(name, s)
        return [gate._replace(firm=firm, hint=other) if gate.answer is Answer.FAILED else gate for gate in gates]

    return {"alive": hinted("alive", firm), "data": hinted("data")}


def _served(s: Situation) -> str:
    """What else served the use, the latest first."""
    use = s.use
    refs = dict.fromkeys(entry.ref for entry in reversed(use.served if use else ()))
    now = use.serving.values() if use else ()
    may = (ref for ref in refs if ref not in now and not why_not(s.registry, ref, s.today, use))
    return ", ".join(ref for ref in may if ref != s.model.ref)


def _named(registry: Registry, use: UseCaseCard, slot: str, to: str, lost: list[Spell]) -> str:
    """The version that a person names. Raises Refused where it never served this slot."""
    ref = the_model(registry, to).ref
    history = [entry for entry in use.served if entry.slot == slot]
    known = {entry.ref for entry in history} | {spell.ref for spell in lost}
    if ref not in known and ref not in _missing(registry, history, history[0].from_ if history else None):
        past = ", ".join(dict.fromkeys(entry.ref for entry in reversed(history))) or "nothing"
        hint = f"to let it serve now is a promotion: steward promote {ref} production --for {use.name}"
        raise Refused(f"{ref} never served {slot} of {use.ref}; what did: {past}", hint)
    return ref


def _before(registry: Registry, use: UseCaseCard, slot: str, lost: list[Spell]) -> str:
    """What served before what serves now. Raises Refused where the history does not say, or says two things."""
    history = [entry for entry in use.served if entry.slot == slot]
    now = use.serving.get(slot)
    bad = {entry.ref for entry in history if entry.left == "rolled back"} - _promoted_again(history)
    past = [entry for entry in history if entry.ref != now and entry.to is not None and entry.ref not in bad]
    if doubt := _doubt(registry, history, past, lost):
        unnamed = _missing(registry, history, past[-1].from_ if past else None)
        refs = [*unnamed, *(spell.ref for spell in reversed(lost)), *(entry.ref for entry in reversed(past))]
        known = ", ".join(ref for ref in dict.fromkeys(refs) if ref != now) or "none"
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


def _doubt(registry: Registry, history: list[Served], past: list[Served], lost: list[Spell]) -> str:
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
    if past and (dropped := [spell for spell in lost if spell.from_ >= past[-1].from_]):
        _, ref, since = dropped[-1]
        return f"an earlier commit says that {ref} served since {since}, as when a merge drops a line"
    missing = _missing(registry, history, past[-1].from_ if past else None)
    if missing:
        return f"{missing[0]} was released meanwhile and no use's history names it, as when a merge drops a line"
    return ""


def _missing(registry: Registry, history: list[Served], since: date | None) -> list[str]:
    """Versions that were released since a day, of a name that served here, and that no use's history names.

    Two branches promoted for one use; whoever resolved the conflict kept one line of `served` and dropped the other,
    and the commits were squashed since.
    """
    if since is None:
        return []
    served = {entry.ref for use in registry.uses.values() for entry in use.card.served}
    names = {entry.ref.partition("@")[0] for entry in history}
    found = []
    for ref, model in registry.models.items():
        released = model.card.lifecycle.released
        if model.card.name in names and ref not in served and released is not None and released >= since:
            found.append(ref)
    return found
