"""An impact as a Mermaid flowchart, which GitHub and GitLab draw where it stands in a Markdown fence."""

from __future__ import annotations

from modelsteward.report.graph import arrows, mermaid_text, vertices
from modelsteward.usecases.impact import Impact

_SHAPES = {"model": ("[", "]"), "dataset": ("[(", ")]"), "use": ("([", "])")}


def render(impact: Impact) -> str:
    """A flowchart from left to right; what is only possible, or over, is dotted."""
    lines = ["flowchart LR"]
    ids: dict[str, str] = {}
    for number, one in enumerate(vertices(impact), 1):
        ids[one.id] = f"n{number}"
        before, after = _SHAPES[one.kind]
        text = "<br/>".join(map(mermaid_text, one.lines))
        lines.append(f'  n{number}{before}"{text}"{after}' + (":::asked" if one.asked else ""))
    for arrow in arrows(impact):
        line = "-.->" if arrow.dashed else "-->"
        lines.append(f'  {ids[arrow.of]} {line}|"{mermaid_text(arrow.label)}"| {ids[arrow.to]}')
    return "\n".join([*lines, "  classDef asked stroke-width:3px"]) + "\n"
