"""Days by which laws and standards ask for something: done, done again, gone, or kept until then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.duties import duties_here, is_set_off
from modelsteward.domain.owed.judged import judged, not_ruled_out
from modelsteward.domain.owed.pairs import Pair, pairs_in
from modelsteward.domain.reaching import state_of
from modelsteward.usecases.appointment import Appointment

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.owed.terms import Term
    from modelsteward.domain.packs import Packs
    from modelsteward.domain.registry import Entry, Registry


class _Asked(NamedTuple):
    """One day of a duty in a use, and the versions it is about."""

    duty: Duty
    term: Term
    day: date
    refs: tuple[str, ...]


def of_duties(registry: Registry, today: date, packs: Packs) -> Iterator[Appointment]:
    """The appointments of every use of ours; those of an included registry are judged at home, by its own packs."""
    known = [duty for duty, _ in duties_here(registry, packs).values()]
    for use in registry.uses.values():
        if not use.home:
            for one in _asked(registry, use.card, known, today):
                yield _appointment(registry, use, one, today)


def _asked(registry: Registry, use: UseCaseCard, known: list[Duty], today: date) -> Iterator[_Asked]:
    """What is to be gone is told of each version; of all else the day that counts for the use as a whole.

    What must be kept of one version for longer than anybody can tell yet has no last day.
    """
    pairs = list(pairs_in(registry, use, today))
    duties = not_ruled_out(known, use, pairs)
    found: dict[tuple[str, ...], _Asked] = {}
    endless: set[tuple[str, ...]] = set()
    for pair in pairs if duties else ():
        for duty, term in _terms(duties, pair):
            ref = pair.model.ref
            key = (duty.id, term.kind, term.about, *((ref,) if term.kind == "cap" else ()))
            if term.day is None:
                endless |= {key} if term.kind == "floor" else set()
                continue
            one = _Asked(duty, term, term.day, (ref,))
            found[key] = _joined(found[key], one) if key in found else one
    yield from (one for key, one in found.items() if key not in endless)


def _terms(duties: list[Duty], pair: Pair) -> Iterator[tuple[Duty, Term]]:
    for owing in judged(duties, pair, explain=False):
        if owing.ruling.outcome == "applies":
            yield from ((owing.ruling.duty, term) for term in owing.terms)


def _joined(one: _Asked, other: _Asked) -> _Asked:
    """The longest of what is kept, else the soonest."""
    first = max if one.term.kind == "floor" else min
    counts = first(one, other, key=lambda asked: asked.day)
    return counts._replace(refs=tuple(dict.fromkeys((*one.refs, *other.refs))))


def _appointment(registry: Registry, use: Entry[UseCaseCard], one: _Asked, today: date) -> Appointment:
    duty, card = one.duty, use.card
    law = f"{duty.id}: {duty.source}, {duty.article}; no legal advice"
    part = "/".join(filter(None, (duty.id, one.term.kind, one.term.about, *_version(one))))
    return Appointment(
        use.ref, "duty", part, one.day, _title(one, use.ref), f"{_todo(one)} ({law})", card.owner, (use.ref, *one.refs),
        use.file, use.home, duty.binding and duty.read == "primary", _stands(registry, card, one, today),
    )  # fmt: skip


def _version(one: _Asked) -> tuple[str, ...]:
    return one.refs if one.term.kind == "cap" else ()


def _title(one: _Asked, use: str) -> str:
    what = ", ".join(name.replace("_", " ") for name in one.duty.objects)
    if one.term.kind == "cap":
        return f"Last day for {what} of {one.refs[0]} to exist ({one.duty.id})"
    if one.term.kind == "floor":
        return f"Last day to keep {what} of {use} ({one.duty.id})"
    again = " again" if one.term.kind == "round" else ""
    return f"{one.duty.id} of {use} is due{again}"


def _todo(one: _Asked) -> str:
    if one.term.kind == "floor":
        return f"keep it until then, {one.term.words}"
    return f"have it {'gone' if one.term.kind == 'cap' else 'done'} by then, {one.term.words}: {one.duty.what}"


def _stands(registry: Registry, use: UseCaseCard, one: _Asked, today: date) -> bool:
    """What was done, is gone or need not be kept any more stands no longer; nor what began with a use long ago."""
    if one.term.kind == "round":
        return True
    if one.term.kind == "cap" and state_of(registry, one.refs[0]) == "destroyed":
        return False
    if any(met.duty == one.duty.id and met.on is not None for met in use.duties) and one.term.kind != "floor":
        return False
    return one.day >= today or is_set_off(one.duty)
