"""Exemptions: that something which was built on withdrawn data may be kept, until a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.deciding import NEEDS_AN_END, latest

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case, Decision
    from modelsteward.domain.registry import Registry


class Exemption(NamedTuple):
    """A decision of a case that something may be kept."""

    until: date
    """Its last day, which still counts."""
    role: str
    """The role that decided."""
    case: str


def exemption(registry: Registry, ref: str, data: str) -> Exemption | None:
    """What permits to keep something that was built on some data, be it over by now: the one that lasts longest.

    It counts for the data that its case is about, and for what was derived from that. Of several decisions of a case
    about one thing the last counts. One without an end or a role is none, nor is one after which another case about
    the data decided that the thing is to go.
    """
    said = list(_decided(registry, ref, data))
    gone = max((one.on for _, one in said if one.decision in NEEDS_AN_END), default=date.min)
    kept = (_kept(case, one) for case, one in said if one.on > gone)
    return max((one for one in kept if one), default=None)


def _kept(case: Case, said: Decision) -> Exemption | None:
    if said.decision == "keep" and said.until is not None and said.role:
        return Exemption(said.until, said.role, case.id)
    return None


def _decided(registry: Registry, ref: str, data: str) -> Iterator[tuple[Case, Decision]]:
    """The last word of each case about some data on what becomes of something."""
    for entry in registry.filed(f"decided {ref}"):
        case: Case = entry.card
        if _is_about(registry, case, data):
            yield case, latest(case)[ref][1]


def _is_about(registry: Registry, case: Case, data: str) -> bool:
    """Whether a case speaks of some data: of this version, of all versions, or of what it was derived from."""
    sources = (data, *(hop.ref for hop in registry.lineage(data)))
    return any(name in case.data for ref in sources for name in (ref, ref.partition("@")[0]))
