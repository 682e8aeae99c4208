"""An impact for eyes: a tree of what was made from what, the uses as its leaves; who answers; and how much it is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date

from modelsteward.domain.descent import ANOTHER_VERSION
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.sections import aligned
from modelsteward.report.styled import Line, Piece, hue, painted_lines
from modelsteward.usecases.branches import Branch, branches
from modelsteward.usecases.dependents import Part, Party
from modelsteward.usecases.impact import Impact
from modelsteward.usecases.tombstone import Gone

_BOLD, _DIM = "bold", "dim"
_DEEPEST = 12
"""Steps by which the tree is still moved to the right."""


def render(impact: Impact, *, colour: bool = False, width: int = 80) -> str:
    """The tree, and below it who answers for it and where it is used."""
    return painted_lines(map(trimmed, _lines(impact, width)), colour)


def trimmed(line: Line) -> Line:
    """A line without the spaces at its end."""
    while line and not line[-1][0].strip():
        line = line[:-1]
    return [*line[:-1], (line[-1][0].rstrip(), line[-1][1])] if line else line


def _lines(impact: Impact, width: int) -> Iterator[Line]:
    if impact.target.kind in ("vendor", "team", "bytes"):
        yield [(safe(impact.target.text), _BOLD)]
    rows = [_row(branch) for branch in branches(impact)]
    rows += [_owned(use.ref, use.status, use.owner) for use in impact.uses if not use.parts]
    yield from aligned(rows, width) if rows else ()
    if impact.owners:
        yield []
        yield [("Who answers", _BOLD)]
        yield from aligned([owner(party) for party in impact.owners], width)
    yield []
    yield from wrapped(total(impact), width, _BOLD)
    for note in impact.notes:
        yield from wrapped(f"not seen: {safe(note)}", width, "yellow")


def wrapped(text: str, width: int, style: str) -> Iterator[Line]:
    """A text on as many lines as it takes."""
    lines = textwrap.wrap(text, max(width, 30), break_on_hyphens=False, break_long_words=False)  # places stay whole
    yield from ([(line, style)] for line in lines)


def _row(branch: Branch) -> list[Piece]:
    lead = "   " * min(branch.depth - 1, _DEEPEST) + "└─ " if branch.depth else ""
    if (part := branch.part) is not None:
        return [(lead + safe(part.use), "cyan"), (role(part), ""), (part.status, hue(part.status)), ("", "")]
    node = branch.node
    if node is None:
        return []
    how = "another version" if branch.relation == ANOTHER_VERSION else branch.relation
    home = f"of the registry {safe(node.home)}" if node.home else ""
    above = "(what is below it is shown above)" if branch.above else ""
    who = safe(node.owner or "")
    return [
        (lead + safe(node.ref), "" if branch.depth else _BOLD), (how, ""), (safe(node.state), hue(node.state)),
        (", ".join(filter(None, (who, home, _shows(node.gone), above))), _DIM),
    ]  # fmt: skip


def _shows(it: Gone | None) -> str:
    """Of what is destroyed what shows that."""
    if it is None:
        return ""
    return f"certified {it.certificate}" if it.certificate else "no certificate"


def _owned(ref: str, status: str, team: str | None) -> list[Piece]:
    return [(safe(ref), "cyan"), ("", ""), (status, hue(status)), (safe(team or ""), _DIM)]


def role(part: Part) -> str:
    """What a version does in a slot: `serves main`, `fallback of main`, `served main until 2026-03-01`."""
    if part.role == "serves":
        return f"serves {part.slot}"
    if part.role == "served":
        return f"served {part.slot}" + (f" until {_day(part.until)}" if part.until else "")
    return f"{part.role} of {part.slot}"


def _day(day: date) -> str:
    return day.isoformat()


def owner(party: Party) -> list[Piece]:
    """A team, where it is reached, and how much of it is touched."""
    contact = safe(party.contact) if party.contact else "no contact in steward.yaml" if party.team else ""
    data = sum(ref.startswith("data:") for ref in party.owns)
    uses = sum(ref.startswith("use:") for ref in party.owns)
    counts = ((len(party.owns) - data - uses, "model"), (data, "data set"), (uses, "use"))
    return [
        (safe(party.team) or "nobody owns", _BOLD if party.team else "yellow"), (contact, ""),
        (", ".join(amount(count, noun) for count, noun in counts if count), _DIM),
    ]  # fmt: skip


def total(impact: Impact) -> str:
    """How much is touched, in a sentence."""
    models = [node for node in impact.nodes if node.kind == "model"]
    data = [node for node in impact.nodes if node.kind == "dataset"]
    ended = sum(node.state in ENDED_STAGES for node in models)
    served = sum(any(part.stops for part in use.parts) for use in impact.uses)
    said = [amount(len(models), "model version") + (f" ({ended} of them retired or destroyed)" if ended else "")]
    said = said if models else []
    said += [amount(len(data), "data set version")] if data else []
    by_these = f" ({served} served by one of these now)" if impact.uses and models else ""
    said += [amount(len(impact.uses), "use") + by_these]
    said += [amount(sum(bool(party.team) for party in impact.owners), "team")]
    places = f"; used in {', '.join(impact.jurisdictions)}" if impact.jurisdictions else ""
    deeper = f"; {impact.beyond} more further away" if impact.beyond else ""
    return f"touched: {', '.join(said)}{places}{deeper}"
