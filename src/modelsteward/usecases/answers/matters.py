"""What others on file say of it: incidents and holds, and what was made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.deciding import is_past
from modelsteward.domain.descent import below
from modelsteward.domain.holds import Held, holds_on
from modelsteward.domain.reaching import state_of
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.texts import amount
from modelsteward.usecases.answering import Answered, Asked, answer

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Decision


@answer("on-file")
def _on_file(asked: Asked) -> Answered:
    """No incident about it is open. A hold orders its bytes to be kept, and does not stop its retirement."""
    ref, registry = asked.card.ref, asked.registry
    unread = [one.file for one in registry.unread() if one.inside.startswith(("incidents/", "holds/"))]
    open_ = [e.card for e in registry.filed(f"incident {ref}") if e.card.closed is None]
    if open_:
        names = ", ".join(f"{one.id} ({one.severity}, since {one.opened})" for one in open_)
        return Answered(False, f"open on file: incident {names}", f"steward incident close {open_[0].id} --reason TEXT")
    if unread:
        return Answered(None, f"{', '.join(unread)} cannot be read, and may be about it")
    held = holds_on(registry, ref, asked.today)
    kept = "; ".join(map(_kept, held)) if held else "no hold covers it"
    return Answered(True, f"no incident about {ref} is open on file on {asked.today}; {kept}.")


def _kept(held: Held) -> str:
    verb = "may cover it" if held.cover.certainty == "cannot tell" else "orders it to be kept once it is retired"
    return f"hold {held.entry.card.id} {verb} ({held.cover.why})"


@answer("children")
def _children(asked: Asked) -> Answered:
    """All that was made from it, near and far, has ended too, or somebody decided what becomes of it."""
    ref, registry = asked.card.ref, asked.registry
    made = [one for name, one in below(registry, [ref], versions=False).items() if name != ref]
    decided = _decided(asked)
    undecided = [one for one in made if one.ref not in decided and state_of(registry, one.ref) not in ENDED_STAGES]
    if undecided:
        names = ", ".join(f"{one.ref}{'' if one.is_sure else ' (possibly)'}" for one in undecided)
        return Answered(None, f"{amount(len(undecided), 'thing')} made from it, and no decision on file: {names}",
                        _deciding(asked, undecided[0].ref))  # fmt: skip
    if not made:
        return Answered(True, f"nothing on file was made from {ref}, near or far.")
    told = ", ".join(f"{one.ref} ({decided.get(one.ref) or state_of(registry, one.ref)})" for one in made)
    return Answered(True, f"each was decided upon, or has ended: {told}.")


def _deciding(asked: Asked, first: str) -> str:
    """What to type: decisions stand on the destruction checklist, which may not be there yet."""
    ref = asked.card.ref
    lists = asked.registry.filed(f"checklist {ref}")
    how = f"steward checklist {ref} decide {first} erase|retrain|keep|not-affected --reason TEXT --by TEAM"
    if any(entry.card.purpose == "destruction" for entry in lists):
        return how
    return f"steward checklist {ref} make --purpose destruction; then {how}"


def _decided(asked: Asked) -> dict[str, str]:
    """What its own lists say becomes of things; of several about one the last counts, and none that is past."""
    lists = asked.registry.filed(f"checklist {asked.card.ref}")
    said = (one for entry in lists for one in entry.card.decisions)
    return {one.ref: _word(one) for one in said if not is_past(one, asked.today)}


def _word(one: Decision) -> str:
    return f"{one.decision}{f' until {one.until}' if one.until else ''}, decided on {one.on}"
