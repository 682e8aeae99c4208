"""What stands against a version: data that may not be used any more, open incidents. Holds: `domain/holds.py`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.registry import Entry, Registry

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Incident


def unusable_data(registry: Registry, ref: str) -> Iterator[tuple[str, str]]:
    """Data anywhere in the lineage that may not be used any more: its ref, and why."""
    for hop in registry.lineage(ref):
        data = registry.dataset(hop.ref)
        path = f" (through {', '.join(hop.through)})" if hop.through else ""
        if data is None and (hop.ref.startswith("data:") or registry.model(hop.ref) is None):
            unread = hop.ref in registry.unreadable
            yield hop.ref, f"{hop.ref} {'cannot be read' if unread else 'has no card'}{path}, so nobody can tell"
        if data is None:
            continue
        if data.status != "active":
            yield data.ref, f"{data.ref} is {data.status}{path}"
        elif data.contains is not None and data.contains.unlawful_source:
            yield data.ref, f"{data.ref} is from an unlawful source{path}"


def open_incidents(registry: Registry, *refs: str) -> list[Entry[Incident]]:
    """The incidents about any of these that are not closed."""
    entries: list[Entry[Incident]] = registry.of_kind("incident")  # type: ignore[assignment]
    return [entry for entry in entries if entry.card.closed is None and set(refs) & set(entry.card.refs)]
