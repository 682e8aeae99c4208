"""A checklist as a Markdown task list, for an issue or a pull request: by phase, with evidence and sources."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.secrets import masked
from modelsteward.report.as_markdown import LIMIT
from modelsteward.report.checklist_text import tally, verdict
from modelsteward.report.escape import code, markdown
from modelsteward.usecases.checklist_shown import ShownChecklist, ShownItem

_LONGEST = 600
_RESERVE = 2000
"""Room for what stands around the items."""


def render(shown: ShownChecklist) -> str:
    """The whole list, or as much of it as a forge takes in one text."""
    parts = [f"### {shown.purpose.capitalize()} checklist of {code(shown.ref)}\n\n{markdown(tally(shown))}.\n"]
    room = LIMIT - _RESERVE
    left = 0
    for phase, items in shown.phases.items():
        head = f"\n#### {markdown(phase.replace('-', ' ').capitalize(), _LONGEST)}\n\n"
        for item in items:
            text = head + "".join(f"{line}\n" for line in _item(item))
            room -= len(text.encode())
            left += room < 0
            if room >= 0:
                parts.append(text)
                head = ""
    if left:
        parts.append(f"\n{left} more did not fit: {code(f'steward checklist {shown.ref}')} shows them all.\n")
    return "".join([*parts, *(f"\n{markdown(line, _LONGEST)}.\n" for line in verdict(shown))])


def _item(item: ShownItem) -> Iterator[str]:
    tick = " " if item.state == "open" else "x"
    gate = " **gate**" if item.gate else ""
    text = _safe(item.text)
    yield f"- [{tick}] {code(item.id)}{gate} {f'~~{text}~~' if item.state == 'skipped' else text}"
    yield from (f"  - {line}" for line in _details(item))


def _details(item: ShownItem) -> Iterator[str]:
    if item.state == "open":
        if item.wanted:
            yield f"wanted: {_safe(item.wanted)}"
        if item.check:
            yield f"verified by: {_safe(item.check)}"
        if item.asked_because:
            yield f"asked although it may not apply: {_safe(item.asked_because)}"
    else:
        by = f" by {_safe(item.by)}" if item.by else ""
        on = f" on {item.on}" if item.on else ""
        said = item.evidence if item.state == "done" else item.reason
        yield f"{item.state}{on}{by}: {_safe(said) if said else 'nothing is said of how'}"
    if item.source:
        yield f"source: {_safe(item.source)}"


def _safe(text: str) -> str:
    return markdown(masked(text), _LONGEST)
