"""A list of cases for eyes: what is due first, and how much of each is decided."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date

from modelsteward.domain.dates import ago
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.styled import painted
from modelsteward.report.words import not_listed
from modelsteward.usecases.casework import ListedCase

_INDENT = "    "


def render(rows: Sequence[ListedCase], today: date, unread: Sequence[str] = (), *, colour: bool = False,
           width: int = 100) -> str:  # fmt: skip
    """Each in a few lines, so that a narrow terminal has room for all of it."""
    lines: list[str] = []
    for row in rows:
        late = bool(row.due and row.due < today and not row.closed)
        style = "dim" if row.closed else "bold red" if late else ""
        lines.append(
            f"{painted(safe(row.id), 'bold', colour)}  {row.purpose}, {painted(due(row, today), style, colour)}"
        )
        where = f", in the registry {safe(row.registry)}" if row.registry else ""
        texts = (
            ", ".join(map(safe, row.data)),
            f"received {row.received}; {row.decided} of {row.total} decided{where}",
        )
        for text in texts:
            lines += textwrap.wrap(text, max(width, 40), initial_indent=_INDENT, subsequent_indent=_INDENT,
                                   break_on_hyphens=False)  # fmt: skip
    said = not_listed(unread)
    return "\n".join([*lines, *([""] if lines else []), count(rows), *([said] if said else [])]) + "\n"


def due(row: ListedCase, today: date) -> str:
    """Until when it is to be answered, and by which law; or when it was closed."""
    if row.closed:
        return f"closed {row.closed}"
    if row.due is None:
        return "no last day known"
    return f"due {row.due} ({ago(row.due, today)}{f'; {safe(row.law)}' if row.law else ''})"


def count(rows: Sequence[ListedCase]) -> str:
    """`2 cases open, 1 closed`."""
    left = sum(row.closed is None for row in rows)
    closed = len(rows) - left
    return f"{amount(left, 'case') if left else 'no case'} open" + (f", {closed} closed" if closed else "")
