"""A case, and a list of cases, in Markdown: for an issue, or the page of those who answer for data protection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from modelsteward.domain.secrets import masked
from modelsteward.report.case_text import clock_lines, decided, doubtful, next_lines, tally
from modelsteward.report.cases_list import count, due
from modelsteward.report.comment import LIMIT, LONGEST, fitting
from modelsteward.report.escape import code, markdown
from modelsteward.report.words import not_listed
from modelsteward.usecases.casework import ListedCase, Matter, ShownCase

_RESERVE = 8000
"""Room for what stands around the table."""
_MOST = 20
"""Refs in a row."""
_HEAD = "\n| | what | state | holds it | owner | how, and what was decided |\n| --- | --- | --- | --- | --- | --- |\n"


def render(shown: ShownCase, today: date) -> str:
    """The whole case, or as much of it as a forge takes in one text."""
    parts = [f"### {code(shown.id)}: {shown.purpose} of {', '.join(map(code, shown.data))}\n\n"]
    parts += [f"- {_beside(line)}\n" for line in clock_lines(shown, today)]
    parts.append(f"\n**{_safe(tally(shown))}.**\n")
    rows, left = fitting(_rows(shown), LIMIT - _RESERVE)
    parts.append(rows)
    if left:
        parts.append(f"\n{left} more did not fit: {code(f'steward case show {shown.id}')} shows them all.\n")
    if shown.unsure:
        parts.append("\nNobody can tell of these:\n\n")
        parts += [f"- {_some(refs)}: {_beside(why)}\n" for why, refs in doubtful(shown).items()]
    return "".join([*parts, *(f"\n{_beside(line)}\n" for line in next_lines(shown))])


def _rows(shown: ShownCase) -> Iterator[tuple[str, str]]:
    head = _HEAD
    for one in shown.matters:
        yield head, _row(one)
        head = ""


def _row(one: Matter) -> str:
    way = ", ".join(_safe(step) for step in one.way)
    said = "<br>".join(filter(None, [way, *map(_safe, decided(one))]))
    cells = (one.standing, code(one.ref), _safe(one.state), one.certainty, _safe(one.owner or "no owner"), said)
    return f"| {' | '.join(cells)} |\n"


def _some(refs: list[str]) -> str:
    more = f" and {len(refs) - _MOST} more" if len(refs) > _MOST else ""
    return ", ".join(map(code, refs[:_MOST])) + more


def _safe(text: str) -> str:
    return markdown(masked(text), LONGEST)


def _beside(text: str) -> str:
    """The same, for what stands in no table: there a bar in a command is a bar."""
    return markdown(masked(text), LONGEST, in_table=False)


def render_list(rows: Sequence[ListedCase], today: date, unread: Sequence[str] = ()) -> str:
    """The list as a table."""
    head = "| id | purpose | data | received | due | decided |\n| --- | --- | --- | --- | --- | --- |\n" if rows else ""
    lines = (
        f"| {code(row.id)} | {row.purpose} | {', '.join(map(code, row.data))} | {row.received} | {due(row, today)} "
        f"| {row.decided} of {row.total} |\n"
        for row in rows
    )
    said = f"\n{_beside(not_listed(unread))}.\n" if unread else ""
    return f"{head}{''.join(lines)}{chr(10) if rows else ''}{count(rows)}.\n{said}"
