"""An impact in the language of Graphviz: `steward impact REF --format dot | dot -Tsvg`."""

from __future__ import annotations

from modelsteward.report.graph import arrows, dot_text, vertices
from modelsteward.usecases.impact import Impact

_SHAPES = {"model": "box", "dataset": "cylinder", "use": "oval"}


def render(impact: Impact) -> str:
    """A directed graph; what is only possible, or over, is dashed."""
    lines = [f"digraph {dot_text(f'impact of {impact.target.text}')} {{", "  rankdir=LR;",
             '  node [fontname="sans-serif"];', '  edge [fontname="sans-serif", fontsize=10];']  # fmt: skip
    for one in vertices(impact):
        label = '"' + "\\n".join(dot_text(line)[1:-1] for line in one.lines) + '"'
        tip = f", tooltip={dot_text(one.about)}" if one.about else ""
        bold = ", style=bold" if one.asked else ""
        lines.append(f"  {dot_text(one.id)} [shape={_SHAPES[one.kind]}, label={label}{tip}{bold}];")
    for arrow in arrows(impact):
        dashed = ", style=dashed" if arrow.dashed else ""
        lines.append(f"  {dot_text(arrow.of)} -> {dot_text(arrow.to)} [label={dot_text(arrow.label)}{dashed}];")
    return "\n".join([*lines, "}"]) + "\n"
