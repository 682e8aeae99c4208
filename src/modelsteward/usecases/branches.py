"""An impact as a tree that can be read from the top down: each thing below what it was made from, uses as leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from modelsteward.domain.descent import ANOTHER_VERSION
from modelsteward.usecases.dependents import Part
from modelsteward.usecases.impact import Impact, Node


class Branch(NamedTuple):
    """One line of the tree: a node, or a part of a version in a use."""

    depth: int
    """How far in it stands; 0 for a root."""
    node: Node | None
    part: Part | None
    relation: str
    """How a node was made from the one it grows from; empty for a root."""
    above: bool = False
    """Whether its own branches were already shown further up."""


def branches(impact: Impact) -> Iterator[Branch]:
    """The tree, depth first, with a stack of its own: a lineage may be longer than Python likes to recurse."""
    nodes = {node.ref: node for node in impact.nodes}
    below: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for edge in impact.edges:
        below[edge.of].append((edge.to, edge.relation))
    parts: dict[str, list[Part]] = defaultdict(list)
    for use in impact.uses:
        for part in use.parts:
            parts[part.ref].append(part)
    drawn: set[str] = set()
    for root in _roots(impact):
        stack = [(0, root, "")] if root not in drawn else []
        while stack:
            depth, ref, relation = stack.pop()
            above = ref in drawn and bool(below[ref] or parts[ref])
            yield Branch(depth, nodes[ref], None, relation, above)
            if ref not in drawn:
                drawn.add(ref)
                yield from (Branch(depth + 1, None, part, "") for part in parts[ref])
                stack.extend((depth + 1, to, how) for to, how in reversed(below[ref]))


def _roots(impact: Impact) -> Iterable[str]:
    """What was asked for; what was made from none of it first, so that each stands below its sources."""
    made = {edge.to for edge in impact.edges if edge.relation != ANOTHER_VERSION}
    return sorted(impact.target.starts, key=lambda ref: ref in made)
