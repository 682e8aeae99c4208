"""The plan of a destruction for eyes: places with who erases them, what was made from it, what stays, what is next."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.report.cells import safe
from modelsteward.report.destroy_words import Row, Section, headline, sections
from modelsteward.report.folding import folded
from modelsteward.report.styled import painted
from modelsteward.usecases.erasing.plan import DestructionPlan

_STYLES = {"title": "bold", "alarm": "bold red", "state": "cyan", "dim": "dim"}


def render(plan: DestructionPlan, *, colour: bool = False, width: int = 100) -> str:
    """The plan in sections. Places and commands are never broken: they are to be copied."""
    owner = f", of {safe(plan.owner)}" if plan.owner else ""
    lines = [
        painted(f"what destroying {safe(plan.ref)} comes to ({safe(plan.state)}{owner})", _STYLES["title"], colour),
        *folded(safe(headline(plan)), width),
    ]
    for section in sections(plan):
        lines += ["", painted(safe(section.title), _STYLES["title"], colour), *_section(section, colour, width)]
    if plan.notes:
        lines.append("")
        for note in plan.notes:
            lines += folded(f"note: {safe(note)}", width, "  ", "")
    return "\n".join(lines) + "\n"


def _section(section: Section, colour: bool, width: int) -> Iterator[str]:
    for row in section.rows:
        yield from _row(row, colour, width)
    for line in section.lines:
        yield from folded(safe(line), width, "  ")


def _row(row: Row, colour: bool, width: int) -> Iterator[str]:
    state = painted(safe(row.state), _STYLES["alarm" if row.alarm else "state"], colour)
    yield f"  {safe(row.name)}" + (f"  {state}" if row.state else "")
    for line in row.lines:
        yield from (painted(part, _STYLES["dim"], colour) for part in folded(safe(line), width, "      "))
