"""A checklist for eyes: what is open with what is wanted, what is done with who and when."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.styled import painted
from modelsteward.usecases.checklist_shown import ShownChecklist, ShownItem

_SIGNS = {"open": "[ ]", "done": "[x]", "skipped": "[-]"}
_STYLES = {"open": "bold", "done": "green", "skipped": "yellow", "gate": "red", "dim": "dim", "title": "bold"}
_INDENT = 6


def render(shown: ShownChecklist, *, colour: bool = False, width: int = 100) -> str:
    """The list by phase; open items say what is wanted, the others what was said."""

    def paint(style: str, text: str) -> str:
        return painted(text, _STYLES[style], colour)

    lines = [paint("title", f"{shown.purpose} checklist of {safe(shown.ref)}: {tally(shown)}")]
    for phase, items in shown.phases.items():
        lines += ["", paint("title", safe(phase).replace("-", " "))]
        for item in items:
            gate = paint("gate", " gate") if item.gate else ""
            lines.append(f"  {paint(item.state, _SIGNS[item.state])} {safe(item.id)}{gate}")
            lines += _wrapped(safe(item.text), width)
            lines += (paint("dim", line) for text in _details(item) for line in _wrapped(text, width))
    return "\n".join([*lines, "", *verdict(shown)]) + "\n"


def _wrapped(text: str, width: int) -> list[str]:
    pad = " " * _INDENT
    return textwrap.wrap(text, max(width, 40), initial_indent=pad, subsequent_indent=pad)


def _details(item: ShownItem) -> Iterator[str]:
    if item.state == "open":
        details = (("wanted", item.wanted), ("asked although it may not apply", item.asked_because))
        yield from (f"{name}: {safe(text)}" for name, text in details if text)
        return
    said = item.evidence if item.state == "done" else item.reason
    by = f" by {safe(item.by)}" if item.by else ""
    on = f" on {item.on}" if item.on else ""
    yield f"{item.state}{on}{by}: {safe(said) if said else 'nothing is said of how'}"


def tally(shown: ShownChecklist) -> str:
    """`12 of 28 done, 1 skipped`, or that it is not there yet."""
    if shown.file is None:
        return f"not made yet; it would hold {amount(len(shown.items), 'item')}"
    skipped = f", {shown.count('skipped')} skipped" if shown.count("skipped") else ""
    closed = f"; closed on {shown.closed}" if shown.closed else ""
    return f"{shown.count('done')} of {len(shown.items)} done{skipped}{closed}"


def verdict(shown: ShownChecklist) -> Iterator[str]:
    """What the list means for the move, and what to type next."""
    gates = shown.gates_open
    if shown.file is None:
        yield f"`steward checklist {shown.ref} make --purpose {shown.purpose}` makes it, and so does `{shown.move}`"
    elif gates:
        yield f"`{shown.move}` waits for {amount(len(gates), 'gate item')}: {', '.join(map(safe, gates))}"
    elif shown.count("open"):
        yield f"no gate item is open: `{shown.move}` no longer waits for this list"
    else:
        yield "every item is done or skipped"
