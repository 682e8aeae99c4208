"""The end of the bytes: putting on record that those of a version are gone, each place seen to be empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.domain.answers import Asked
from modelsteward.domain.edits import Edit, Set
from modelsteward.domain.moves import DATA_MOVE, MOVES, Move, require_move
from modelsteward.domain.plan import Answer, Gate, Proposal
from modelsteward.errors import Refused
from modelsteward.usecases.checklist import checklist_of, plan_checklist, require_readable
from modelsteward.usecases.checklist_gate import checklist_gate, open_besides
from modelsteward.usecases.erased import derived, gone, hold, shared, sharing
from modelsteward.usecases.erasing.derived import derivatives
from modelsteward.usecases.erasing.targets import is_set
from modelsteward.usecases.gates import gate
from modelsteward.usecases.issuing import NEEDED, Issuer, certificate_with
from modelsteward.usecases.keeping import against_erasing
from modelsteward.usecases.refreshing import closing
from modelsteward.usecases.standing import open_incidents
from modelsteward.usecases.standings import Standing, standing_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist, Incident
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.registry import Entry

PURPOSE = "destruction"


def plan_destruction(asked: Asked, entry: Entry[Any], issuer: Issuer) -> Proposal:
    """The move, with the certificate; or, where its checklist is not there yet, the making of that.

    Raises Refused where no such move exists.
    """
    card, registry = asked.card, asked.registry
    move = require_destroyable(asked)
    require_readable(registry, card.ref, PURPOSE)
    checklist = checklist_of(registry, card.ref, PURPOSE)
    if checklist is None:
        return plan_checklist(registry, card.ref, PURPOSE, asked.today, asked.packs)
    edits: dict[str, tuple[Edit, ...]] = {entry.file: tuple(_card_edits(asked))}
    standings = standing_of(checklist.card, asked)
    trailers = (("Steward-From", state_of(card)), ("Steward-To", "destroyed"))
    gates = answers(move, asked, checklist.card, standings)
    edits |= closing(checklist, asked, gates)
    records = certificate_with(asked, checklist.card, gates, issuer)
    return Proposal("destroy", (card.ref,), f"destroy {card.ref}: {state_of(card)} -> destroyed", edits,
                    records=records, gates=gates, trailers=trailers,
                    notes=tuple(_notes(asked, standings, gates)))  # fmt: skip


def require_destroyable(asked: Asked) -> Move:
    """The move. Raises Refused where the version is not one that may be destroyed."""
    card = asked.card
    if not is_set(card):
        return require_move("destroy", card.ref, state_of(card), asked.registry.policy.stages)
    if state_of(card) not in DATA_MOVE.sources:
        raise Refused(f"{card.ref} is {state_of(card)} already", f"steward show {card.ref} tells what is left of it")
    return DATA_MOVE


def state_of(card: Any) -> str:
    """Its stage, or the status of a data set."""
    return str(card.status if is_set(card) else card.stage)


def answers(move: Move, asked: Asked, checklist: Checklist, standings: list[Standing]) -> tuple[Gate, ...]:
    """Every gate of the move with its answer."""
    found: list[Gate] = []
    for name in move.gates:
        if name == "checklist":
            found += checklist_gate(asked, checklist, standings)
        else:
            found += _GATES[name](asked)
    return tuple(found)


def incident(asked: Asked) -> list[Gate]:
    """The gate `incident`: no open incident names it, or what is made of the same bytes, or a use that it serves or
    served: there it may have been why."""
    registry, ref = asked.registry, asked.card.ref
    served = {} if is_set(asked.card) else {entry.ref: entry for entry in registry.filed(f"uses {ref}")}
    uses = [entry.ref for entry in served.values() if entry.kind == "usecase" and _served(entry.card, ref)]
    against = [_open(entry, ref) for entry in open_incidents(registry, ref, *uses, *sharing(registry, asked.card))]
    unread = sorted(one.file for one in registry.unread() if one.inside.startswith("incidents/"))
    if unread:
        against.append((f"{', '.join(unread)} cannot be read, and may be an open incident about it",
                        f"steward validate {unread[0]} says what is wrong with it"))  # fmt: skip
    return gate("incident", against)


def _served(use: UseCaseCard, ref: str) -> bool:
    return ref in use.serving.values() or any(line.ref == ref for line in use.served)


def _open(entry: Entry[Incident], ref: str) -> tuple[str, str]:
    card = entry.card
    about = "" if ref in card.refs else f", about {', '.join(card.refs)}"
    there = f", in the folder of the registry {entry.home}" if entry.home else ""
    return (f"{card.severity} incident {card.id} is open since {card.opened}{about}",
            f"steward incident close {card.id} --reason TEXT{there}")  # fmt: skip


def keep(asked: Asked, now: date = date.max) -> list[Gate]:
    """The gate `keep`: no law that binds asks to keep what is erased, today or longer; nor of another version that is
    made of the same bytes, retired as it may be. `now`: the day by the clock, where bytes go."""
    registry, today, packs = asked.registry, asked.today, asked.packs
    against = list(against_erasing(registry, asked.card, today, packs, now))
    for ref in sharing(registry, asked.card):
        if other := registry.made(ref):
            told = against_erasing(registry, other.card, today, packs, now)
            against += [(f"of {ref}, whose bytes are the same: {why}", hint) for why, hint in told]
    return gate("keep", against)


_GATES: dict[str, Callable[[Asked], list[Gate]]] = {
    "hold": hold, "incident": incident, "shared": shared, "derived": derived, "gone": gone, "keep": keep,
}  # fmt: skip


def _card_edits(asked: Asked) -> Iterator[Edit]:
    if is_set(asked.card):
        yield Set(("status",), "destroyed")
        yield Set(("destroyed_on",), asked.today, tuple(type(asked.card).model_fields))
    else:
        yield Set(("stage",), "destroyed")
        yield Set(("lifecycle", "destroyed"), asked.today)


def _notes(asked: Asked, standings: list[Standing], gates: tuple[Gate, ...]) -> Iterator[str]:
    yield from open_besides(standings)
    for one in derivatives(asked.registry, asked.card.ref, asked.today):
        if one.standing == "decided" and one.remark and one.decision:
            yield f"{one.ref}: it was decided to {one.decision.decision} it, {one.remark}"
    lacking = [name for name in NEEDED if any(gate.name == name and gate.answer is Answer.FAILED for gate in gates)]
    if lacking:
        these = f"{' and '.join(lacking)} {'does' if len(lacking) == 1 else 'do'}"
        yield f"no certificate goes with it while {these} not pass; later: steward certificate issue {asked.card.ref}"


def gates_of(asked: Asked) -> tuple[Gate, ...]:
    """How the gates of the move stand, also where it is too early for it or no checklist was made."""
    card = asked.card
    checklist = checklist_of(asked.registry, card.ref, PURPOSE)
    move = DATA_MOVE if is_set(card) else next(move for move in MOVES if move.action == "destroy")
    if checklist is not None:
        return answers(move, asked, checklist.card, standing_of(checklist.card, asked))
    hint = f"steward checklist {card.ref} make --purpose {PURPOSE}"
    none = gate("checklist", [("there is no destruction checklist yet", hint)])
    rest = (answer for name in move.gates if name != "checklist" for answer in _GATES[name](asked))
    return (*none, *rest)
