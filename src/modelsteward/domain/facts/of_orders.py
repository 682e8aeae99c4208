"""Facts of what holds, incidents and cases say of a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.conditions import Fact
from modelsteward.domain.facts.subject import Subject, fact, so, words
from modelsteward.domain.holds import holds_on
from modelsteward.domain.relations import CASES

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case, Incident


def _unread(s: Subject, folder: str) -> bool:
    return any(broken.inside.startswith(f"{folder}/") for broken in s.registry.unread())


@fact("holds.legal", "whether a hold orders it to be kept", "matter", "holds")
def _held(s: Subject) -> Fact:
    found = {held.cover.certainty for held in holds_on(s.registry, s.model.ref, s.today)}
    if found - {"cannot tell"}:
        return so(True)
    return so(None if found or _unread(s, "holds") else False)


@fact("incidents.open", "whether an open incident concerns it", "matter", "incidents")
def _incident(s: Subject) -> Fact:
    return so(_open_incident(s, ("minor", "major", "serious")))


@fact("incidents.serious_open", "whether an open serious incident concerns it", "matter", "incidents")
def _serious(s: Subject) -> Fact:
    return so(_open_incident(s, ("serious",)))


def _open_incident(s: Subject, severities: tuple[str, ...]) -> bool | None:
    refs = (s.model.ref, *(use.ref for use in s.uses))
    cards: list[Incident] = [entry.card for ref in refs for entry in s.registry.filed(f"incident {ref}")]
    found = any(card.closed is None and card.severity in severities for card in cards)
    return True if found else None if _unread(s, "incidents") else False


@fact("orders", "whether an order of an authority or a court concerns its data", "matter", "cases")
def _orders(s: Subject) -> Fact:
    return _open_cases(s, ("order",))


@fact("requests", "whether a request to erase or withdraw data concerns it", "matter", "cases")
def _requests(s: Subject) -> Fact:
    return _open_cases(s, ("erasure", "withdrawal"))


def _open_cases(s: Subject, purposes: tuple[str, ...]) -> Fact:
    """Open cases about data it was built on. Where not all of that is known, any open case may be about it."""
    cards: list[Case] = [entry.card for entry in s.registry.filed(CASES)]
    live = [card for card in cards if card.closed is None and card.purpose in purposes]
    mine = [
        card.id
        for card in live
        if any(card.covers(data.ref) for data in s.data) or s.model.ref in {d.ref for d in card.decisions}
    ]
    return words(mine, not _unread(s, "cases") and (s.all_data or len(mine) == len(live)))
