"""Two versions side by side as Markdown, for a pull request."""

from __future__ import annotations

from modelsteward.domain.secrets import masked
from modelsteward.domain.versions import Step
from modelsteward.report.comment import LIMIT, LONGEST, fitting
from modelsteward.report.diff_text import verdict
from modelsteward.report.escape import code, markdown
from modelsteward.rules.changes import Change
from modelsteward.usecases.diff import Diff

_SIGNS = {Step.MAJOR: "❗", Step.MINOR: "➕", Step.PATCH: "🔧", Step.NONE: "✏️"}
_RESERVE = 2000
"""Room for what stands around the table."""


def render(diff: Diff) -> str:
    """A heading, a table of the changes, and what follows for the number. Short enough for a comment."""
    found = diff.comparison
    parts = [f"### {code(found.before)} → {code(found.after)}\n", f"{markdown(verdict(found), LONGEST)}.\n"]
    if diff.note:
        parts.append(f"_{markdown(diff.note, LONGEST)}_\n")
    if found.changes:
        parts.append(_table(found.changes))
    return "\n".join(parts)


def _table(changes: tuple[Change, ...]) -> str:
    rows, left = fitting((("", f"{_row(change)}\n") for change in changes), LIMIT - _RESERVE)
    more = f"\n{left} more did not fit into a comment: `steward diff` shows them all.\n" if left else ""
    return f"| step | what changed | why it weighs that much |\n| --- | --- | --- |\n{rows}{more}"


def _row(change: Change) -> str:
    what = markdown(masked(change.message), LONGEST)
    why = markdown(change.kind.why, LONGEST)
    return f"| {_SIGNS[change.step]} {change.step} | {what}<br>{code(change.kind.id)} | {why} |"
