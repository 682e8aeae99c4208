"""Two versions side by side as Markdown, for a pull request."""

from __future__ import annotations

from modelsteward.domain.secrets import masked
from modelsteward.domain.versions import Step
from modelsteward.report.as_markdown import LIMIT
from modelsteward.report.diff_text import verdict
from modelsteward.report.escape import code, markdown
from modelsteward.rules.changes import Change
from modelsteward.usecases.diff import Diff

_SIGNS = {Step.MAJOR: "❗", Step.MINOR: "➕", Step.PATCH: "🔧", Step.NONE: "✏️"}
_LONGEST = 600
_RESERVE = 2000
"""Room for what stands around the table."""


def render(diff: Diff) -> str:
    """A heading, a table of the changes, and what follows for the number. Short enough for a comment."""
    found = diff.comparison
    parts = [f"### {code(found.before)} → {code(found.after)}\n", f"{markdown(verdict(found), _LONGEST)}.\n"]
    if diff.note:
        parts.append(f"_{markdown(diff.note, _LONGEST)}_\n")
    if found.changes:
        parts.append(_table(found.changes))
    return "\n".join(parts)


def _table(changes: tuple[Change, ...]) -> str:
    rows = ["| step | what changed | why it weighs that much |", "| --- | --- | --- |"]
    room = LIMIT - _RESERVE
    for i, change in enumerate(changes):
        row = _row(change)
        room -= len(row.encode()) + 1
        if room < 0:
            rows.append(f"\n{len(changes) - i} more did not fit into a comment: `steward diff` shows them all.")
            break
        rows.append(row)
    return "\n".join(rows) + "\n"


def _row(change: Change) -> str:
    what = markdown(masked(change.message), _LONGEST)
    why = markdown(change.kind.why, _LONGEST)
    return f"| {_SIGNS[change.step]} {change.step} | {what}<br>{code(change.kind.id)} | {why} |"
