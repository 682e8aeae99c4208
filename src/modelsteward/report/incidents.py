"""Incidents as a list: for eyes, for programs, for pages.

The JSON document: `format` ("steward-incidents/1"), `today`, and `incidents`, each with `id`, `severity`, `opened`,
`reported`, `closed`, `outcome`, `refs`, `ticket`, `by` and `registry` (our name of the included registry that it
belongs to, null for ours); and `unreadable`, the files that could not be read. Days are
ISO 8601; null is none. The keys are stable; new ones may be added.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from modelsteward.domain.dates import ago
from modelsteward.domain.secrets import masked
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.comment import LONGEST
from modelsteward.report.escape import code, markdown
from modelsteward.report.styled import painted
from modelsteward.report.values import dump
from modelsteward.report.words import not_listed
from modelsteward.usecases.incident import ListedIncident

_STYLES = {"serious": "bold red", "major": "yellow", "minor": "", "closed": "dim"}
_INDENT = "    "


def as_json(rows: Sequence[ListedIncident], today: date, unread: Sequence[str] = ()) -> str:
    """The list as one JSON document; `unread` are files that could not be read."""
    listed = [row._asdict() for row in rows]
    return dump({"format": "steward-incidents/1", "today": today, "incidents": listed, "unreadable": unread})


def as_text(rows: Sequence[ListedIncident], today: date, unread: Sequence[str] = (), *, colour: bool = False,
            width: int = 100) -> str:  # fmt: skip
    """Each in a few lines, so that a narrow terminal has room for all of it."""
    lines: list[str] = []
    for row in rows:
        style = _STYLES["closed" if row.closed else row.severity]
        lines.append(
            f"{painted(safe(row.id), 'bold', colour)}  {painted(row.severity, style, colour)}, {_since(row, today)}"
        )
        for text in _details(row):
            lines += textwrap.wrap(text, max(width, 40), initial_indent=_INDENT, subsequent_indent=_INDENT,
                                   break_on_hyphens=False)  # fmt: skip
    said = not_listed(unread)
    return "\n".join([*lines, *([""] if lines else []), _count(rows), *([said] if said else [])]) + "\n"


def _since(row: ListedIncident, today: date) -> str:
    if row.closed:
        return f"opened {row.opened}, closed {row.closed}"
    return f"open since {row.opened} ({ago(row.opened, today)})"


def _details(row: ListedIncident) -> Iterator[str]:
    yield ", ".join(map(safe, row.refs))
    if row.reported:
        yield f"reported to the authority on {row.reported}"
    if row.outcome:
        yield safe(row.outcome)
    if row.ticket:
        yield f"told at {safe(row.ticket)}"
    yield f"opened by {safe(row.by)}" + (f", in the registry {safe(row.registry)}" if row.registry else "")


def _count(rows: Sequence[ListedIncident]) -> str:
    left = sum(row.closed is None for row in rows)
    closed = len(rows) - left
    return f"{amount(left, 'incident') if left else 'no incident'} open" + (f", {closed} closed" if closed else "")


def as_markdown(rows: Sequence[ListedIncident], today: date, unread: Sequence[str] = ()) -> str:
    """The list as a table."""
    head = "| id | severity | since | about | told at |\n| --- | --- | --- | --- | --- |\n" if rows else ""
    lines = (
        f"| {code(row.id)} | {row.severity} | {_since(row, today)} | {', '.join(code(ref) for ref in row.refs)} "
        f"| {markdown(masked(row.ticket), LONGEST) if row.ticket else ''} |\n"
        for row in rows
    )
    said = f"\n{markdown(not_listed(unread), in_table=False)}.\n" if unread else ""
    return f"{head}{''.join(lines)}{chr(10) if rows else ''}{_count(rows)}.\n{said}"
