"""An impact as a graph, for programs that draw: what both languages show, and how each quotes text.

Graphviz: a quoted string knows `\\"`, and in a label a backslash starts an escape, so both get one before them
(graphviz.org/doc/info/lang.html, read 2026-11-26). Mermaid: text in quotes, with anything that could end it or be
markup as an entity code, `#35;` (mermaid.js.org/syntax/flowchart.html, read 2026-11-26).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from modelsteward.domain.descent import ANOTHER_VERSION
from modelsteward.report.cells import safe
from modelsteward.report.impact_text import role
from modelsteward.usecases.impact import Impact

_PLAIN = re.compile(r"[^A-Za-z0-9 .,:@/_()\-]")


class Vertex(NamedTuple):
    """One thing of the graph: what it is called there, its lines of text, and what kind of thing it is."""

    id: str
    lines: tuple[str, ...]
    about: str
    """What it is, for a tip that shows when it is pointed at."""
    kind: str
    """model, dataset or use."""
    asked: bool


class Arrow(NamedTuple):
    """That something leads to something else."""

    of: str
    to: str
    label: str
    dashed: bool
    """Whether it is only possible, or over."""


def vertices(impact: Impact) -> Iterator[Vertex]:
    """Everything that is touched."""
    asked = {*impact.target.starts, *impact.target.uses}
    for node in impact.nodes:
        of = [node.owner] if node.owner else []
        of += [f"registry {node.home}"] if node.home else []
        lines = (node.ref, node.state, *of)
        yield Vertex(node.ref, tuple(map(safe, lines)), safe(node.summary), node.kind, node.ref in asked)
    for use in impact.uses:
        places = ", ".join(use.jurisdictions)
        lines = (use.ref, ", ".join(filter(None, (use.status, places))), *([use.owner] if use.owner else []))
        yield Vertex(use.ref, tuple(map(safe, lines)), "", "use", use.ref in asked)


def arrows(impact: Impact) -> Iterator[Arrow]:
    """What leads to what."""
    for edge in impact.edges:
        label = "another version" if edge.relation == ANOTHER_VERSION else edge.relation
        yield Arrow(edge.of, edge.to, safe(label), bool(edge.doubt))
    for use in impact.uses:
        yield from (Arrow(part.ref, use.ref, safe(role(part)), part.role != "serves") for part in use.parts)


def dot_text(text: str) -> str:
    """Text as a quoted string of Graphviz."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def mermaid_text(text: str) -> str:
    """Text for within Mermaid's quotes."""
    return _PLAIN.sub(lambda match: f"#{ord(match[0])};", text)
