"""A case for eyes: how much time is left, what is to be decided, what was decided, and what nobody can tell."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date

from modelsteward.domain.dates import ago
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.styled import hue, painted
from modelsteward.usecases.casework import NOT_REACHED, Matter, ShownCase, Standing

_HEADS: dict[Standing, str] = {"open": "To decide", "decided": "Decided", "gone": "Gone, and nothing to decide"}
_INDENT = "      "


def render(shown: ShownCase, today: date, *, colour: bool = False, width: int = 100) -> str:
    """The case in lines no wider than `width`, as far as words allow."""

    def paint(text: str, style: str) -> str:
        return painted(text, style, colour)

    lines = [paint(safe(shown.id), "bold") + f"  {shown.purpose} of {', '.join(map(safe, shown.data))}"]
    for text in clock_lines(shown, today):
        lines += _wrapped(text, width, "  ")
    lines += ["", paint(f"{tally(shown)}", "bold")]
    for standing, head in _HEADS.items():
        if matters := [one for one in shown.matters if one.standing == standing]:
            lines += ["", paint(head, "bold")]
            for one in matters:
                lines.append(f"  {paint(safe(one.ref), 'bold')}  {paint(safe(one.state), hue(one.state))}{_more(one)}")
                for text in details(one):
                    lines += _wrapped(text, width, _INDENT)
    if shown.unsure:
        lines += ["", paint("Nobody can tell of these", "bold")]
        for why, refs in doubtful(shown).items():
            lines += _wrapped(safe(", ".join(refs)), width, "  ")
            lines += _wrapped(safe(why), width, _INDENT)
    lines += ["", *next_lines(shown)]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, width: int, pad: str) -> list[str]:
    return textwrap.wrap(
        text, max(width, 40), initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False
    )  # refs and options are kept whole


def _more(one: Matter) -> str:
    owner = f", {safe(one.owner)}" if one.owner else ", no owner"
    return f", {one.certainty}{owner}" + (f", in the registry {safe(one.registry)}" if one.registry else "")


def doubtful(shown: ShownCase) -> dict[str, list[str]]:
    """The models of which nobody can tell, by what is not known."""
    groups: dict[str, list[str]] = {}
    for lost in shown.unsure:
        groups.setdefault(lost.why, []).append(lost.ref)
    return groups


def clock_lines(shown: ShownCase, today: date) -> Iterator[str]:
    """When it came, until when it is to be answered, by which law, and what time was added."""
    by = f", opened by {safe(shown.by)}" if shown.by else ""
    where = f", a case of the registry {safe(shown.registry)}" if shown.registry else ""
    yield f"received {shown.received}{by}{where}"
    if shown.due:
        left = "" if shown.closed else f", {ago(shown.due, today)}"
        yield f"due {shown.due}{left}" + (f": {shown.law_said}" if shown.law_said else "")
    else:
        yield "no last day to answer is known" + (f": {shown.law_said}" if shown.law_said else "")
    for one in shown.extensions:
        was = f", was {one.was}" if one.was else ""
        yield f"extended on {one.on} to {one.until}{was}, by {safe(one.by)}: {safe(one.reason)}"
    if shown.closed:
        yield f"closed {shown.closed}"


def tally(shown: ShownCase) -> str:
    """`6 things to decide: 2 decided, 4 open; 1 gone already`."""
    if not shown.matters:
        return "it reaches nothing"
    gone = shown.count("gone")
    more = f"; {gone} gone already" if gone else ""
    counts = f"{shown.count('decided')} decided, {shown.count('open')} open{more}"
    return f"{amount(shown.total, 'thing')} to decide: {counts}"


def details(one: Matter) -> Iterator[str]:
    """How the data came to it, and what was decided."""
    if one.way:
        yield safe(", ".join(one.way))
    yield from decided(one)


def decided(one: Matter) -> Iterator[str]:
    """Why it is only possible, and what was decided."""
    if one.doubts:
        yield f"only possibly: {'; '.join(one.doubts)}"
    if one.certainty == NOT_REACHED:
        yield "the cards do not lead to it from the data"
    if one.decision is not None:
        until = f" until {one.decision.until}" if one.decision.until else ""
        role = f" as {safe(one.decision.role)}" if one.decision.role else ""
        why = f": {safe(one.decision.reason)}" if one.decision.reason else ""
        yield f"{one.decision.decision}{until}, by {safe(one.decision.by)}{role} on {one.decision.on}{why}"
    if one.remark:
        yield one.remark


def next_lines(shown: ShownCase) -> Iterator[str]:
    """What to type next."""
    first = next((one for one in shown.matters if one.standing == "open"), None)
    if shown.closed and not first:
        yield "closed" + (": what is to go by decision is not gone yet" if shown.undone else "")
    elif first and shown.closed and first.decision is None:
        yield "closed, and not all was decided: open another case for it"
    elif first:
        words = "erase|retrain|keep|not-affected --as ROLE --reason TEXT"
        yield f"next: `steward case decide {safe(shown.id)} {safe(first.ref)} {words}`"
    else:
        yield f"all is decided: `steward case close {safe(shown.id)}`"
