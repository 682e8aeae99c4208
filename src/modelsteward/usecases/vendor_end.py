"""What the facts on file say of a version's end at its vendor: the day, who disagrees, and which version of ours the
vendor recommends instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.lifespan import vendor_end
from modelsteward.domain.moves import require_move
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.vendors.hosts import host_named, title_of
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.domain.vendors.joining import joined, names_of, said_of
from modelsteward.domain.vendors.saying import firm_end, firm_ends, retired_by
from modelsteward.errors import Refused
from modelsteward.usecases.naming import by_ref

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Source
    from modelsteward.domain.cards.vendor import Observation
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.deprecate import End

_ENDS = " ends it on "


class Foretold(NamedTuple):
    """The end of a version, as its vendor is on file with it."""

    day: date
    by: str
    """Who says so."""
    reason: str
    notes: tuple[str, ...]
    """Where the day comes from, and who says otherwise."""


class Successor(NamedTuple):
    """The version of ours to move to by the vendor's own recommendation."""

    ref: str | None
    """None where there is none, or more than one."""
    words: str
    """Why this one; or what is known, and what to type."""


class FromFacts(NamedTuple):
    """What the facts on file tell of an end."""

    foretold: Foretold | None
    successor: Successor | None
    """None where it is known already what comes after it."""

    def completing(self, end: End, *, has_day: bool, has_reason: bool) -> End:
        """The end, with what was not said of it."""
        told, after = self.foretold, self.successor
        if told is not None and not has_day:
            end = end._replace(sunset=told.day, notes=(*end.notes, *told.notes))
        if told is not None and not has_reason and (not end.reason or _is_like(end.reason, told.reason)):
            end = end._replace(reason=told.reason)
        if after is None or end.replacement or end.nothing:
            return end
        if after.ref is None:
            return end._replace(advice=after.words)
        return end._replace(replacement=after.ref, notes=(*end.notes, after.words))


def _is_like(reason: str, other: str) -> bool:
    """Whether a reason is one of those that are made here, of another day or source."""
    return reason.partition(_ENDS)[0] == other.partition(_ENDS)[0]


def from_facts(
    registry: Registry, every: Registry | None, model: ModelCard, today: date, *, needs_day: bool
) -> FromFacts:
    """What is on file of a version's end. Raises Refused where that cannot be announced, or the day cannot be told.

    `every` holds all models and vendors' facts; None where it is known what comes after.
    """
    require_move("deprecate", model.ref, model.stage, registry.policy.stages)
    told = require_foretold(registry, model, today) if needs_day else foretold(registry, model)
    return FromFacts(told, successor(every, model, told.day if told else today) if every else None)


def foretold(registry: Registry, model: ModelCard) -> Foretold | None:
    """The earliest firm end on file; None where there is none."""
    said = said_of(registry, model)
    ends = firm_ends(said)
    if not ends or model.source is None:
        return None
    day, first = ends[0]
    title = title_of(host_named(model.source.host or ""))
    reason = f"{title}{_ENDS}{day}, says {first.source} (read {first.read_on})."
    return Foretold(day, _by(first), reason, tuple(_sources(ends, said)))


def require_foretold(registry: Registry, model: ModelCard, today: date) -> Foretold:
    """The same. Raises Refused where no firm end is on file, or where the day is past."""
    found, over = foretold(registry, model), gone(registry, model, today)
    if over:
        raise Refused(f"{over}: no day is left to announce", leaving(model))
    if found is None:
        file = "put it on file first: steward vendors sync; or " if model.source and model.source.host else ""
        raise Refused(_nothing_firm(registry, model), f"{file}say the day: --sunset DATE")
    return found


def gone(registry: Registry, model: ModelCard, today: date) -> str:
    """That a version answers no more, and who says so; empty where it does, as far as is known."""
    said = said_of(registry, model)
    end, retired = firm_end(said), retired_by(said)
    if end is not None and end[0] < today:
        return f"its vendor ended it on {end[0]}, says {_by(end[1])}"
    return f"its vendor has retired it, says {_by(retired)}" if retired else ""


def leaving(model: ModelCard) -> str:
    """What to type where a version answers no more, so that no day of its end can be announced."""
    stop = "" if model.stage == "deprecated" else f"steward suspend {model.ref} --reason TEXT, "
    return f"{stop}move what it serves, then steward retire {model.ref}"


def _nothing_firm(registry: Registry, model: ModelCard) -> str:
    source = model.source
    if source is None or not source.host or not source.model:
        return f"{model.ref} is no vendor's model, so no vendor says when it ends"
    where = f"{source.model} at {source.host}"
    if joined(registry, source) is None:
        return f"nothing is on file about {where}"
    until = max((one.not_before for one in said_of(registry, model) if one.not_before), default=None)
    return f"no firm end of {where} is on file" + (f"; it will not end before {until}" if until else "")


def _sources(ends: list[tuple[date, Observation]], said: list[Observation]) -> Iterator[str]:
    day, first = ends[0]
    yield f"the day is its vendor's: {day}, says {_by(first)}"
    for other, seen in ends[1:]:
        if other != day:
            yield f"{_by(seen)} says {other}; the earliest day counts"
    for seen in said:
        if seen.not_before and seen.not_before > day and seen is not first:
            yield f"{_by(seen)} says not before {seen.not_before}"


def _by(seen: Observation) -> str:
    return f"{seen.source} (read {seen.read_on})"


def successor(registry: Registry, model: ModelCard, day: date) -> Successor:
    """Which version of ours the vendor recommends in place of one that ends on a day. `registry` holds all models.

    What is in production goes before what is still to come. Of several nobody can tell which is meant.
    """
    said = said_of(registry, model)
    named = list(dict.fromkeys(one.replacement for one in said if one.replacement))
    if not said:
        return Successor(None, "")
    if not named:
        return Successor(None, "its vendor recommends nothing in its place, as far as is on file")
    what = f"its vendor recommends {', '.join(named)}"
    known = [one for one in _versions(registry, model) if any(_is(one.source, name) for name in named)]
    fit = [one for one in known if one.stage in registry.policy.stages or one.stage == "production"]
    alive = [one for one in fit if not _ends_by(registry, one, day)]
    running = [one for one in alive if one.stage == "production"]
    ready = running or [one for one in alive if one.stage != registry.policy.stages[0]]
    if len(ready) == 1:
        return Successor(ready[0].ref, f"{what}: {ready[0].ref}, in {ready[0].stage}")
    return Successor(None, f"{what}; {_what_to_type(registry, model, named[0], ready or known, day)}")


def _versions(registry: Registry, model: ModelCard) -> list[ModelCard]:
    """The other versions from the same host that have not ended, the highest of a name last."""
    host = host_named((model.source.host if model.source else None) or "")
    cards = (entry.card for entry in registry.models.values() if entry.ref != model.ref)
    found = [
        card for card in cards
        if card.stage not in ENDED_STAGES and card.source and card.source.host and host_named(card.source.host) == host
    ]  # fmt: skip
    return sorted(found, key=lambda card: by_ref(card.ref))


def _is(source: Source | None, name: str) -> bool:
    """Whether a vendor's name means where a card comes from: the model, and the snapshot where it names one."""
    if source is None or source.model is None:
        return False
    meant = parts_of(name)
    return any(
        own == name or (own == meant.model and meant.snapshot in (None, snapshot))
        for own, snapshot in names_of(source.model, source.snapshot)
    )


def _ends_by(registry: Registry, card: ModelCard, day: date) -> bool:
    """Whether it ends no later itself."""
    end = vendor_end(card, registry)
    return end is not None and end[0] <= day


def _what_to_type(registry: Registry, model: ModelCard, name: str, known: Iterable[ModelCard], day: date) -> str:
    found = list(known)
    if not found:
        host = host_named((model.source.host if model.source else None) or "")
        return f"no version here is that: steward register --from vendor:{host}/{name}"
    told = ", ".join(f"{one.ref} ({_state(registry, one, day)})" for one in found)
    return f"say which: --replacement {found[-1].ref}; there is {told}"


def _state(registry: Registry, card: ModelCard, day: date) -> str:
    end = vendor_end(card, registry)
    return card.stage + (f", ends on {end[0]} itself" if end is not None and end[0] <= day else "")
