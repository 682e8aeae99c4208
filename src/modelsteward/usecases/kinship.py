"""What a card is built on, and what is built on it, as a tree that can be read from the top down."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from modelsteward.domain.descent import made_from
from modelsteward.domain.registry import Registry
from modelsteward.domain.relations import made_of
from modelsteward.usecases.listable import Row, flags

Edge = tuple[str, str]
"""The ref at the other end, and how it is tied: `fine-tune`, `trained on`, `derived from`."""


@dataclass(frozen=True, slots=True)
class Kin:
    """One branch of the tree. A branch follows the one it grows from; `depth` says how far in it stands."""

    depth: int
    """1 for what is next to the card itself."""
    ref: str
    how: str
    """How the two are tied: a relation like `fine-tune`, `trained on` or `derived from`."""
    state: str
    """Its stage or status; `unreadable` or `unknown` where there is no card to tell it."""
    contains: tuple[str, ...] = ()
    """For a data set: what it is known to hold."""
    above: bool = False
    """Whether its own branches were already shown further up."""


def ancestors(registry: Registry, ref: str) -> tuple[Kin, ...]:
    """What a card was built on."""
    return _tree(registry, ref, lambda of: built_on(registry, of))


def descendants(registry: Registry, ref: str) -> tuple[Kin, ...]:
    """What was built on a card."""
    return _tree(registry, ref, lambda of: [(child, link.relation) for child, link in made_from(registry, of)])


def built_on(registry: Registry, ref: str) -> list[Edge]:
    """What a card itself says it was made from."""
    entry = registry.made(ref)
    return list(made_of(entry.kind, entry.card)) if entry else []


def kin_rows(kin: Iterable[Kin]) -> tuple[Row, ...]:
    """A tree as rows; `depth` says how far in each stands."""
    return tuple(asdict(one) for one in kin)


def _tree(registry: Registry, ref: str, edges: Callable[[str], Iterable[Edge]]) -> tuple[Kin, ...]:
    """Depth first, with a stack of its own: a lineage may be longer than Python likes to recurse."""
    found: list[Kin] = []
    grown = {ref}
    stack = [(1, edge) for edge in reversed(list(edges(ref)))]
    while stack:
        depth, (of, how) = stack.pop()
        further = [] if of in grown else [(depth + 1, edge) for edge in reversed(list(edges(of)))]
        above = of in grown and any(True for _ in edges(of))
        found.append(Kin(depth, of, how, _state(registry, of), _contains(registry, of), above))
        grown.add(of)
        stack.extend(further)
    return tuple(found)


def _state(registry: Registry, ref: str) -> str:
    if model := registry.model(ref):
        return model.stage
    if data := registry.dataset(ref):
        return data.status
    return "unreadable" if ref in registry.unreadable else "unknown"


def _contains(registry: Registry, ref: str) -> tuple[str, ...]:
    data = registry.dataset(ref)
    return flags(data.contains) if data else ()
