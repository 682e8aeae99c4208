"""impact: all that is touched when something changes, fails or ends, near and far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from modelsteward.domain.descent import ANOTHER_VERSION, Reached, below, made_from
from modelsteward.domain.registry import Registry
from modelsteward.usecases.dependents import Part, Party, not_seen, parties, parts_in_uses
from modelsteward.usecases.meaning import Target
from modelsteward.usecases.naming import by_ref
from modelsteward.usecases.tombstone import Gone, gone
from modelsteward.usecases.tracing import facts_of


class Node(NamedTuple):
    """A model version or a data set version that is touched."""

    ref: str
    kind: str
    """model or dataset."""
    summary: str
    """What its card says it is; empty where there is none to tell it."""
    state: str
    owner: str | None
    home: str
    depth: int
    """How many steps it is from what was asked for; 0 for that itself."""
    certainty: str
    """surely, or possibly: where the way leads through versions that share rows, or through what a model said."""
    gone: Gone | None = None
    """Of what is destroyed when it went, and what shows that."""


class Edge(NamedTuple):
    """That one thing was made from another."""

    of: str
    to: str
    """What was made from it."""
    relation: str
    doubt: str


class Use(NamedTuple):
    """A use that is touched."""

    ref: str
    status: str
    owner: str | None
    home: str
    jurisdictions: tuple[str, ...]
    parts: tuple[Part, ...]
    """What versions do in it; empty where it is touched by its owner alone."""


@dataclass(frozen=True, slots=True)
class Impact:
    """What was asked for, and all that is touched with it."""

    target: Target
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    uses: tuple[Use, ...]
    owners: tuple[Party, ...]
    jurisdictions: tuple[str, ...]
    beyond: int
    """How many models and data sets lie deeper than was asked for."""
    notes: tuple[str, ...]
    """What was not seen."""


def impact_of(registry: Registry, target: Target, depth: int | None = None) -> Impact:
    """All that is touched, down to `depth` steps from what was asked for."""
    found = below(registry, target.starts)
    steps = _steps(found)
    shown = {ref: one for ref, one in found.items() if depth is None or steps[ref] <= depth}
    nodes = tuple(_node(registry, one, steps[one.ref]) for one in shown.values())
    nodes = tuple(sorted(nodes, key=lambda node: (node.kind == "model", by_ref(node.ref))))
    parts = parts_in_uses(registry, (node.ref for node in nodes if node.kind == "model"))
    uses = tuple(_uses(registry, parts, target.uses))
    owned = [*((node.owner, node.ref) for node in nodes), *((use.owner, use.ref) for use in uses)]
    return Impact(
        target,
        nodes,
        tuple(_edges(registry, shown)),
        uses,
        parties(registry, owned),
        tuple(sorted({place for use in uses for place in use.jurisdictions})),
        len(found) - len(shown),
        tuple(not_seen(registry)),
    )


def _steps(found: dict[str, Reached]) -> dict[str, int]:
    """How far each is from what was asked for; what comes before something was found before it."""
    steps: dict[str, int] = {}
    for ref, one in found.items():
        steps[ref] = steps[one.before.ref] + 1 if one.before else 0
    return steps


def _node(registry: Registry, one: Reached, depth: int) -> Node:
    kind = "dataset" if one.ref.startswith("data:") else "model"
    entry = registry.made(one.ref)
    summary = str(entry.card.summary) if entry else ""
    sure = "surely" if one.is_sure else "possibly"
    return Node(one.ref, kind, summary, *facts_of(registry, one.ref), depth, sure, gone(registry, one.ref))


def _edges(registry: Registry, shown: dict[str, Reached]) -> Iterator[Edge]:
    """Every tie between what is shown; of the versions of a data set only those by which one was reached."""
    ties = ((child, link) for ref in shown for child, link in made_from(registry, ref))
    edges = [Edge(link.ref, child, link.relation, link.doubt) for child, link in ties if child in shown]
    links = ((ref, one.link) for ref, one in shown.items() if one.link and one.link.relation == ANOTHER_VERSION)
    edges += [Edge(link.ref, ref, link.relation, link.doubt) for ref, link in links]
    return iter(sorted(dict.fromkeys(edges), key=lambda edge: (by_ref(edge.of), by_ref(edge.to), edge.relation)))


def _uses(registry: Registry, parts: Iterable[Part], owned: Iterable[str]) -> Iterator[Use]:
    table: dict[str, list[Part]] = {ref: [] for ref in owned}
    for part in parts:
        table.setdefault(part.use, []).append(part)
    for ref in sorted(table):
        entry = registry.uses[ref]
        card = entry.card
        yield Use(ref, card.status, card.owner, entry.home, tuple(card.jurisdictions), tuple(table[ref]))
