"""Facts of what holds, incidents and cases say of a version."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.conditions import Fact
from modelsteward.domain.facts.subject import Subject, fact, so, words
from modelsteward.domain.holds import holds_on
from modelsteward.domain.relations import CASES

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case, Incident
    from modelsteward.domain.registry import Registry


def _unread(registry: Registry, folder: str) -> bool:
    return any(broken.inside.startswith(f"{folder}/") for broken in registry.unread())


def held(registry: Registry, ref: str, today: date) -> Fact:
    """Whether a hold orders a version or a data set to be kept."""
    found = {one.cover.certainty for one in holds_on(registry, ref, today)}
    if found - {"cannot tell"}:
        return so(True)
    return so(None if found or _unread(registry, "holds") else False)


def in_an_incident(registry: Registry, refs: Iterable[str], *severities: str) -> Fact:
    """Whether an open incident of one of these severities names one of some refs."""
    cards: list[Incident] = [entry.card for ref in refs for entry in registry.filed(f"incident {ref}")]
    found = any(card.closed is None and card.severity in severities for card in cards)
    return so(True if found else None if _unread(registry, "incidents") else False)


def in_cases(registry: Registry, ref: str, data: Collection[str], purposes: tuple[str, ...], *, known: bool) -> Fact:
    """The open cases that are about some data, or decide on a ref. `known` is whether all its data is; where it is not,
    any open case may be about it.
    """
    cards: list[Case] = [entry.card for entry in registry.filed(CASES)]
    live = [card for card in cards if card.closed is None and card.purpose in purposes]
    mine = [card.id for card in live if any(map(card.covers, data)) or ref in {d.ref for d in card.decisions}]
    return words(mine, not _unread(registry, "cases") and (known or len(mine) == len(live)))


@fact("holds.legal", "whether a hold orders it to be kept", "matter", "holds")
def _held(s: Subject) -> Fact:
    return held(s.registry, s.model.ref, s.today)


@fact("incidents.open", "whether an open incident concerns it", "matter", "incidents")
def _incident(s: Subject) -> Fact:
    return in_an_incident(s.registry, _refs(s), "minor", "major", "serious")


@fact("incidents.serious_open", "whether an open serious incident concerns it", "matter", "incidents")
def _serious(s: Subject) -> Fact:
    return in_an_incident(s.registry, _refs(s), "serious")


def _refs(s: Subject) -> tuple[str, ...]:
    return (s.model.ref, *(use.ref for use in s.uses))


@fact("orders", "whether an order of an authority or a court concerns its data", "matter", "cases")
def _orders(s: Subject) -> Fact:
    return _open_cases(s, ("order",))


@fact("requests", "whether a request to erase or withdraw data concerns it", "matter", "cases")
def _requests(s: Subject) -> Fact:
    return _open_cases(s, ("erasure", "withdrawal"))


def _open_cases(s: Subject, purposes: tuple[str, ...]) -> Fact:
    return in_cases(s.registry, s.model.ref, [data.ref for data in s.data], purposes, known=s.all_data)
