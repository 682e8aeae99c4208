"""An impact as Markdown, for a ticket or a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.descent import ANOTHER_VERSION
from modelsteward.report.comment import LIMIT, LONGEST, fitting
from modelsteward.report.escape import code, markdown
from modelsteward.report.impact_text import role, total
from modelsteward.usecases.impact import Impact

_RESERVE = 6000
"""Room for what stands around the tables."""


def render(impact: Impact) -> str:
    """A heading, what is touched, which uses, who answers. Short enough for a comment."""
    parts = [f"### What {code(impact.target.text, in_table=False)} touches\n", f"{markdown(total(impact))}.\n"]
    rows, left = fitting([*_nodes(impact), *_uses(impact)], LIMIT - _RESERVE)
    if rows:
        parts.append(rows.lstrip("\n"))
    if left:
        parts.append(f"{left} more did not fit into a comment: `steward impact` shows them all.\n")
    parts += [f"- {line}\n" for line in _owners(impact)]
    parts += [f"\nNot seen: {markdown(note, LONGEST)}\n" for note in impact.notes]
    return "\n".join(parts[:2]) + "\n" + "".join(parts[2:])


def _nodes(impact: Impact) -> Iterator[tuple[str, str]]:
    made: dict[str, list[str]] = {}
    for edge in impact.edges:
        how = "another version of" if edge.relation == ANOTHER_VERSION else edge.relation
        made.setdefault(edge.to, []).append(f"{markdown(how)} {code(edge.of)}")
    head = "\n| what | state | made from | owner |\n| --- | --- | --- | --- |\n"
    for node in impact.nodes:
        how = "<br>".join(made.get(node.ref, ["asked for"]))
        home = f"<br>of the registry {code(node.home)}" if node.home else ""
        yield head, f"| {code(node.ref)}{home} | {markdown(node.state)} | {how} | {code(node.owner or '')} |\n"
        head = ""


def _uses(impact: Impact) -> Iterator[tuple[str, str]]:
    head = "\n| use | status | what it has of these | owner | where |\n| --- | --- | --- | --- | --- |\n"
    for use in impact.uses:
        parts = "<br>".join(f"{code(part.ref)} {markdown(role(part))}" for part in use.parts)
        places = ", ".join(use.jurisdictions)
        yield head, f"| {code(use.ref)} | {use.status} | {parts} | {code(use.owner or '')} | {places} |\n"
        head = ""


def _owners(impact: Impact) -> Iterator[str]:
    for party in impact.owners:
        contact = f" ({markdown(party.contact, LONGEST)})" if party.contact else ""
        owns = ", ".join(map(code, party.owns[:12])) + (f" and {len(party.owns) - 12} more" if party.owns[12:] else "")
        yield f"{code(party.team) if party.team else 'nobody'}{contact}: {owns}"
