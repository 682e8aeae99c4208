"""A checklist for eyes: what is open with what is wanted, what is done with who and when."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.answers import REGISTRY
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.folding import folded
from modelsteward.report.styled import painted
from modelsteward.usecases.checklist_shown import ShownChecklist, ShownItem

_SIGNS = {"open": "[ ]", "done": "[x]", "skipped": "[-]"}
_STYLES = {"open": "bold", "done": "green", "skipped": "yellow", "gate": "red", "dim": "dim", "title": "bold"}
_INDENT = 6


def render(shown: ShownChecklist, *, colour: bool = False, width: int = 100, by_team: bool = False) -> str:
    """The list by phase, or by who owes what; open items say what is wanted, the others what was said."""

    def paint(style: str, text: str) -> str:
        return painted(text, _STYLES[style], colour)

    lines = [paint("title", f"{shown.purpose} checklist of {safe(shown.ref)}: {tally(shown)}")]
    for heading, items in (shown.teams if by_team else shown.phases).items():
        lines += ["", paint("title", safe(heading) if by_team else safe(heading).replace("-", " "))]
        for item in items:
            gate = paint("gate", " gate") if item.gate else ""
            late = paint("gate" if item.overdue else "dim", f"  {safe(owing(item))}") if item.state == "open" else ""
            lines.append(f"  {paint(item.state, sign(item))} {safe(item.id)}{gate}{late}")
            lines += _wrapped(safe(item.text), width)
            lines += (paint("dim", line) for text in _details(item) for line in _wrapped(text, width))
    told = (line for text in verdict(shown) for line in folded(text, width))
    return "\n".join([*lines, "", *told]) + "\n"


def sign(item: ShownItem) -> str:
    """How far it is, in one sign: `[*]` is what the registry answers, `[~]` what waits for a day."""
    if item.state == "done" and item.by == REGISTRY:
        return "[*]"
    return "[~]" if item.waiting else _SIGNS[item.state]


def owing(item: ShownItem) -> str:
    """Who owes it and by when: `ml-platform, due 2027-01-31`."""
    who = ", ".join(one.removeprefix("role:") for one in item.owed_by) or "nobody owns it"
    day = f", {'overdue since' if item.overdue else 'due'} {item.due}" if item.due else ""
    return f"{who}{day}"


def _wrapped(text: str, width: int) -> list[str]:
    pad = " " * _INDENT
    return folded(text, width, pad)


def _details(item: ShownItem) -> Iterator[str]:
    yield from map(safe, told(item))


def told(item: ShownItem) -> Iterator[str]:
    """What is said of an item below its text, a line each: what was said, or what is wanted and what is seen."""
    if item.state != "open":
        said = item.evidence if item.state == "done" else item.reason
        by = f" by {'the registry' if item.by == REGISTRY else item.by}" if item.by else ""
        on = f" on {item.on}" if item.on else ""
        yield f"{item.state}{on}{by}: {said or 'nothing is said of how'}"
        return
    if item.waiting:
        yield f"waits until {item.until}: {item.reason or item.evidence or 'it is not said what for'}"
    if item.sees:
        back = ", and it was done before" if item.reopened else ""
        yield f"the registry {'sees that it is not done' if item.answer is False else 'cannot tell'}{back}: {item.sees}"
    if item.hint:
        yield f"do: {item.hint}"
    details = (("wanted", item.wanted), ("asked although it may not apply", item.asked_because))
    yield from (f"{name}: {text}" for name, text in details if text)


def tally(shown: ShownChecklist) -> str:
    """`12 of 28 done, 3 of them answered by the registry, 1 skipped, 2 waiting, 1 overdue`, or that it is not there."""
    if shown.file is None:
        seen = f", {shown.answered} of them answered by the registry already" if shown.answered else ""
        return f"not made yet; it would hold {amount(len(shown.items), 'item')}{seen}"
    counts = (
        (shown.answered, "of them answered by the registry"), (shown.count("skipped"), "skipped"),
        (shown.waiting, "waiting"), (shown.overdue, "overdue"),
    )  # fmt: skip
    more = "".join(f", {number} {word}" for number, word in counts if number)
    closed = f"; closed on {shown.closed}" if shown.closed else ""
    return f"{shown.count('done')} of {len(shown.items)} done{more}{closed}"


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
