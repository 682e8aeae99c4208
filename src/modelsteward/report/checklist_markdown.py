"""A checklist as a Markdown task list, for an issue or a pull request: by phase, with evidence and sources."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.secrets import masked
from modelsteward.report.checklist_text import owing, tally, told, verdict
from modelsteward.report.comment import LIMIT, LONGEST, fitting
from modelsteward.report.escape import code, markdown
from modelsteward.usecases.checklist_shown import ShownChecklist, ShownItem

_RESERVE = 2000
"""Room for what stands around the items."""


def render(shown: ShownChecklist, *, by_team: bool = False) -> str:
    """The whole list, or as much of it as a forge takes in one text."""
    parts = [f"### {shown.purpose.capitalize()} checklist of {code(shown.ref)}\n\n{markdown(tally(shown))}.\n"]
    items, left = fitting(_items(shown, by_team), LIMIT - _RESERVE)
    parts.append(items)
    if left:
        parts.append(f"\n{left} more did not fit: {code(f'steward checklist {shown.ref}')} shows them all.\n")
    return "".join([*parts, *(f"\n{markdown(line, LONGEST)}.\n" for line in verdict(shown))])


def _items(shown: ShownChecklist, by_team: bool) -> Iterator[tuple[str, str]]:
    """Each item, with the heading of its phase, or of who owes it, before the first."""
    for name, items in (shown.teams if by_team else shown.phases).items():
        head = f"\n#### {markdown(name if by_team else name.replace('-', ' ').capitalize(), LONGEST)}\n\n"
        for item in items:
            yield head, "".join(f"{line}\n" for line in _item(item))
            head = ""


def _item(item: ShownItem) -> Iterator[str]:
    tick = " " if item.state == "open" else "x"
    gate = " **gate**" if item.gate else ""
    text = _safe(item.text)
    yield f"- [{tick}] {code(item.id)}{gate} {f'~~{text}~~' if item.state == 'skipped' else text}"
    yield from (f"  - {line}" for line in _details(item))


def _details(item: ShownItem) -> Iterator[str]:
    if item.state == "open":
        yield f"{'**overdue** ' if item.overdue else ''}owed by {_safe(owing(item))}"
    yield from map(_safe, told(item))
    if item.state == "open" and item.check:
        yield f"verified by: {_safe(item.check)}"
    if item.source:
        yield f"source: {_safe(item.source)}"


def _safe(text: str) -> str:
    return markdown(masked(text), LONGEST)
