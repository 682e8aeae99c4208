"""Exemptions: that something which was built on withdrawn data may be kept, until a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case
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
    about one thing the last counts. One without an end or a role is none.
    """
    return max(_exemptions(registry, ref, data), default=None)


def _exemptions(registry: Registry, ref: str, data: str) -> Iterator[Exemption]:
    for entry in registry.filed(f"decided {ref}"):
        case: Case = entry.card
        *_, last = (decision for decision in case.decisions if decision.ref == ref)
        if last.decision == "keep" and last.until is not None and last.role and _is_about(registry, case, data):
            yield Exemption(last.until, last.role, case.id)


def _is_about(registry: Registry, case: Case, data: str) -> bool:
    """Whether a case speaks of some data: of this version, of all versions, or of what it was derived from."""
    sources = (data, *(hop.ref for hop in registry.lineage(data)))
    return any(name in case.data for ref in sources for name in (ref, ref.partition("@")[0]))
