"""Incidents: opened when something went wrong with a version, reported where a law asks for that, and closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.edits import Edit, Set
from modelsteward.domain.lifespan import why_not
from modelsteward.domain.plan import Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.matters import file_of, new_id, the_matter
from modelsteward.usecases.standing import open_incidents

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Incident

KEYS = (
    "card", "id", "refs", "severity", "opened", "ticket", "reported", "closed", "outcome", "by", "closed_by", "extra",
)  # fmt: skip
"""The usual order of an incident's keys."""


class Opening(NamedTuple):
    """What a person says of an incident."""

    severity: str
    by: str
    known: date | None = None
    """Day it became known; today where nothing else is said."""
    ident: str | None = None
    ticket: str | None = None


def plan_opening(registry: Registry, about: Sequence[Entry[Any]], said: Opening, today: date,
                 taken: Collection[str]) -> Proposal:  # fmt: skip
    """Open an incident about some cards. `taken` are the ids there are.

    Raises BadUsage for a day that is still to come, Refused for an id that is taken.
    """
    known = said.known or today
    if known > today:
        raise BadUsage(f"{known} is still to come", "--known is the day on which it became known")
    refs = list(dict.fromkeys(entry.ref for entry in about))
    ident = new_id("incident", said.ident, taken, today, *refs, said.severity, said.by, said.ticket or "")
    value: dict[str, Any] = {"card": "incident/1", "id": ident, "refs": refs, "severity": said.severity}
    value |= {"opened": known}
    value |= {"ticket": said.ticket} if said.ticket else {}
    value |= {"closed": None, "by": said.by}
    title = f"incident {ident}: open, {said.severity}, about {_several(refs)}"
    notes = [*_blocked(ident, refs), *(_offers(registry, refs, today) if said.severity == "serious" else ())]
    return Proposal("incident", tuple(refs), title, new={file_of("incident", ident): value},
                    trailers=(("Steward-Incident", ident),), notes=tuple(notes))  # fmt: skip


def _several(refs: Sequence[str]) -> str:
    return refs[0] + (f" and {len(refs) - 1} more" if len(refs) > 1 else "")


def _versions(refs: Sequence[str]) -> list[str]:
    """Of the refs those of models."""
    return [ref for ref in refs if ":" not in ref and "@" in ref]


def _blocked(ident: str, refs: Sequence[str]) -> Iterator[str]:
    if versions := _versions(refs):
        names = ", ".join(versions)
        yield f"promote and destroy of {names} wait until it is closed: steward incident close {ident} --reason TEXT"


def _offers(registry: Registry, refs: Sequence[str], today: date) -> Iterator[str]:
    """What a serious incident asks first: whether the version goes on answering, and who would answer instead."""
    for ref in _versions(refs):
        model = registry.model(ref)
        if model is None or why_not(registry, ref, today):
            state = f" is {model.stage}" if model else " cannot be read"
            yield f"{ref}{state}: it serves nothing now"
            continue
        stop = f"steward suspend {ref} --reason TEXT"
        serving = registry.serves.get(ref, ())
        for use, slot in serving:
            second = use.fallback.get(slot)
            next_ = f"{second}, its fallback, would answer" if second else "it has no fallback"
            yield f"{ref} serves {slot} of {use.ref}, and goes on: {stop} stops it ({next_})"
        if not serving:
            yield f"{ref} may serve, and serves nothing now: {stop} keeps it so"


def plan_report(entry: Entry[Incident], on: date, today: date) -> Proposal:
    """Write down that an incident was reported to the authority. Raises Refused where it was already."""
    card = entry.card
    if card.reported is not None:
        raise Refused(f"{card.id} was reported on {card.reported}", f"to correct that, edit {entry.file}")
    if not card.opened <= on <= today:
        raise BadUsage(
            f"{card.id} became known on {card.opened}: it cannot have been reported on {on}",
            f"--on is a day from {card.opened} to {today}",
        )
    edits: tuple[Edit, ...] = (Set(("reported",), on, KEYS),)
    return _changed(entry, edits, f"incident {card.id}: reported on {on}", ())


def plan_closing(entry: Entry[Incident], registry: Registry, today: date, by: str, outcome: str | None) -> Proposal:
    """Close an incident, with what came of it. Raises Refused where it is closed, BadUsage without an outcome."""
    card = entry.card
    if card.closed is not None:
        who = f" by {card.closed_by}" if card.closed_by else ""
        again = f"steward incident open {card.refs[0]} --severity {card.severity} opens another"
        raise Refused(f"{card.id} was closed on {card.closed}{who}", again)
    if not outcome or not outcome.strip():
        raise BadUsage(
            f"{card.id} is closed with what came of it, and nothing is said",
            "say it with --reason 'TEXT', in a sentence that everybody may read",
        )
    said = {"closed": today, "outcome": outcome, "closed_by": by}
    edits = tuple(Set((key,), value, KEYS) for key, value in said.items())
    title = f"incident {card.id}: close, {card.severity}, about {_several(card.refs)}"
    return _changed(entry, edits, title, tuple(_after(registry, card)), (("Steward-Reason", outcome),))


def _after(registry: Registry, card: Incident) -> Iterator[str]:
    """What still stands against the versions, and what does not any more."""
    for ref in _versions(card.refs):
        others = [one.card.id for one in open_incidents(registry, ref) if one.card.id != card.id]
        if others:
            yield f"{amount(len(others), 'incident')} about {ref} still open: {', '.join(others)}"
        model = registry.model(ref)
        if model is not None and model.stage == "suspended":
            yield f"{ref} stays suspended: steward resume {ref} --reason TEXT lets it go on"


def _changed(entry: Entry[Incident], edits: tuple[Edit, ...], title: str, notes: tuple[str, ...],
             trailers: tuple[tuple[str, str], ...] = ()) -> Proposal:  # fmt: skip
    card = entry.card
    trailers = (("Steward-Incident", card.id), *trailers)
    return Proposal("incident", card.refs, title, {entry.file: edits}, trailers=trailers, notes=notes)


def find_incident(registry: Registry, ident: str, known: Collection[str]) -> Entry[Incident]:
    """The incident of an id. Raises Refused."""
    return the_matter(registry, "incident", ident, known)


class ListedIncident(NamedTuple):
    """One incident as it is listed."""

    id: str
    severity: str
    opened: date
    reported: date | None
    closed: date | None
    outcome: str | None
    refs: tuple[str, ...]
    ticket: str | None
    by: str
    registry: str | None
    """The included registry that it belongs to; None for ours."""


def list_incidents(registry: Registry, everything: bool) -> tuple[ListedIncident, ...]:
    """The incidents that are open, the worst first; with `everything` those that are closed as well, behind them."""
    cards: list[Entry[Incident]] = registry.of_kind("incident")  # type: ignore[assignment]
    rows = [_listed(entry) for entry in cards if everything or entry.card.closed is None]
    return tuple(sorted(rows, key=lambda row: (row.closed is not None, _RANK[row.severity], row.opened, row.id)))


_RANK = {"serious": 0, "major": 1, "minor": 2}


def _listed(entry: Entry[Incident]) -> ListedIncident:
    card = entry.card
    return ListedIncident(
        card.id, card.severity, card.opened, card.reported, card.closed, card.outcome, card.refs, card.ticket,
        card.by, entry.home or None,
    )  # fmt: skip
