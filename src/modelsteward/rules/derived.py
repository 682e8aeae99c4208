"""What several rules derive from the cards that share a key, worked out once and only when a rule asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from modelsteward.domain.stages import ENDED_STAGES

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.registry import Entry, Registry


def twins(registry: Registry, ref: str) -> list[Entry[Any]]:
    """The cards with the number of a ref, build metadata aside; none where there is only one."""
    table = registry.derive(_by_number, "name", ref.partition("@")[0])
    return table.get(ref.partition("+")[0], [])


def _by_number(entries: list[Entry[Any]], name: str) -> dict[str, list[Entry[Any]]]:
    table: dict[str, list[Entry[Any]]] = {}
    for entry in entries:
        table.setdefault(entry.ref.partition("+")[0], []).append(entry)
    return {number: same for number, same in table.items() if len(same) > 1}


def alike(registry: Registry, ref: str) -> list[str]:
    """The refs that differ from this one only in the case of letters."""
    table = registry.derive(_by_case, "name", ref.partition("@")[0])
    return [other for other in table.get(ref.lower(), ()) if other != ref]


def _by_case(entries: list[Entry[Any]], name: str) -> dict[str, list[str]]:
    table: dict[str, dict[str, None]] = {}
    for entry in entries:
        table.setdefault(entry.ref.lower(), {})[entry.ref] = None
    return {folded: list(refs) for folded, refs in table.items() if len(refs) > 1}


Claim = tuple[str, str]
"""Under which key of `serves`, and the name that is claimed."""


def claims(registry: Registry, claim: Claim) -> dict[str, str]:
    """The model names that claim something: a ref of each. Versions that have ended claim nothing."""
    return registry.derive(_claiming, f"claim {claim[0]}", claim[1])


def _claiming(entries: list[Entry[ModelCard]], claim: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries:
        if entry.card.stage not in ENDED_STAGES:
            found.setdefault(entry.card.name, entry.ref)
    return found


def claimed(card: ModelCard) -> Iterator[tuple[str, int, Claim]]:
    """Each alias and deployment of a model: the key it stands under, its position, and the claim."""
    if card.serves is not None:
        for key, names in (("aliases", card.serves.aliases), ("deployments", card.serves.deployments)):
            for i, name in enumerate(names):
                yield key, i, (key, name)


def records(registry: Registry, kind: str, ref: str) -> list[Any]:
    """The records of a kind that are about one thing."""
    return [entry.card for entry in registry.filed(f"{kind} {ref}")]
