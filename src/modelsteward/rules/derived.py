"""What rules derive from the whole registry, worked out once a registry and only when a rule asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

from modelsteward.domain.kinds import RECORDS
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.stages import ENDED_STAGES

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel
    from modelsteward.domain.cards.model import ModelCard

T = TypeVar("T")


def kept(work: Callable[[Registry], T]) -> Callable[[Registry], T]:
    """Work something out once for each registry; it is forgotten with the registry."""
    known: WeakKeyDictionary[Registry, T] = WeakKeyDictionary()

    @wraps(work)
    def ask(registry: Registry) -> T:
        try:
            return known[registry]
        except KeyError:
            return known.setdefault(registry, work(registry))

    return ask


@kept
def versions(registry: Registry) -> dict[str, list[str]]:
    """The versions there are of each model and data set name, unreadable cards included; `[""]` for a use case."""
    table: dict[str, list[str]] = defaultdict(list)
    for ref in (*registry.by_ref, *registry.unreadable):
        name, _, version = ref.partition("@")
        if "/" not in name:  # a file that belongs nowhere is called by its path
            table[name].append(version)
    return dict(table)


@kept
def twins(registry: Registry) -> dict[str, list[Entry[CardModel]]]:
    """Cards that share a number, by their ref without build metadata; only what is there more than once."""
    first: dict[str, Entry[CardModel]] = {}
    table: dict[str, list[Entry[CardModel]]] = {}
    for entries in registry.by_ref.values():
        for entry in entries:
            plain = entry.ref.partition("+")[0]
            if first.setdefault(plain, entry) is not entry:
                table.setdefault(plain, [first[plain]]).append(entry)
    return table


Claim = tuple[str, str]
"""Under which key of `serves`, and the name that is claimed."""


@kept
def claims(registry: Registry) -> dict[Claim, dict[str, str]]:
    """What more than one model name claims: a ref of each name. Versions that have ended claim nothing."""
    table: dict[Claim, dict[str, str]] = defaultdict(dict)
    for entry in registry.models.values():
        if entry.card.stage not in ENDED_STAGES:
            for _, _, claim in claimed(entry.card):
                table[claim].setdefault(entry.card.name, entry.ref)
    return {claim: refs for claim, refs in table.items() if len(refs) > 1}


def claimed(card: ModelCard) -> Iterator[tuple[str, int, Claim]]:
    """Each alias and deployment of a model: the key it stands under, its position, and the claim."""
    if card.serves is not None:
        for key, names in (("aliases", card.serves.aliases), ("deployments", card.serves.deployments)):
            for i, name in enumerate(names):
                yield key, i, (key, name)


def records(registry: Registry, kind: str, ref: str) -> list[Any]:
    """The records of a kind that are about one thing."""
    return _records(registry).get((kind, ref), [])


@kept
def _records(registry: Registry) -> dict[tuple[str, str], list[Any]]:
    table: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for kind in RECORDS:
        for entry in cast("list[Entry[Any]]", registry.of_kind(kind.name)):
            table[kind.name, entry.card.ref].append(entry.card)
    return dict(table)
