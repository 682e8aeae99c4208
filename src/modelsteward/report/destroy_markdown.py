"""The plan of a destruction as Markdown, for an issue or a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.secrets import masked
from modelsteward.report.comment import LIMIT, LONGEST, fitting
from modelsteward.report.destroy_words import Row, headline, sections
from modelsteward.report.escape import code, markdown
from modelsteward.usecases.erasing.plan import DestructionPlan

_RESERVE = 2000
"""Room for what stands around the rows."""


def render(plan: DestructionPlan) -> str:
    """The whole plan, or as much of it as a forge takes in one text."""
    head = f"### What destroying {code(plan.ref)} comes to\n\n{_safe(headline(plan))}.\n"
    body, left = fitting(_rows(plan), LIMIT - _RESERVE)
    more = f"\n{left} more did not fit: {code(f'steward destroy {plan.ref} --plan')} shows them all.\n" if left else ""
    notes = "".join(f"\n{_safe(note)}.\n" for note in plan.notes)
    return head + body + more + notes


def _rows(plan: DestructionPlan) -> Iterator[tuple[str, str]]:
    """Each row, with its section's heading before the first."""
    for section in sections(plan):
        head = f"\n#### {_safe(section.title)}\n\n"
        for row in section.rows:
            yield head, _row(row)
            head = ""
        for line in section.lines:
            yield head, f"- {code(line) if line.startswith('steward ') else _safe(line)}\n"
            head = ""


def _row(row: Row) -> str:
    state = f" **{_safe(row.state)}**" if row.state else ""
    return f"- {_safe(row.name)}{state}\n" + "".join(f"  - {_safe(line)}\n" for line in row.lines)


def _safe(text: str) -> str:
    return markdown(masked(text), LONGEST)
