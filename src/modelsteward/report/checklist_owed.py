"""What is open on all checklists, for eyes, pages and programs: the soonest due first.

The JSON document: `format` ("steward-owed/1"), `today`, `whom` (teams and roles as `role:NAME`; null for all), `lists`
(how many are open), `overdue` (how many items are), `unread` (lists that cannot be read), and `items`, each with `ref`,
`purpose`, `id`, `text`, `gate`, `owed_by`, `due`, `overdue`, `until`, `waiting`, `sees` and `hint`.
"""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.dates import ago
from modelsteward.domain.secrets import masked
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.comment import LIMIT, LONGEST, fitting
from modelsteward.report.escape import code, markdown
from modelsteward.report.folding import folded
from modelsteward.report.styled import painted
from modelsteward.report.values import dump
from modelsteward.usecases.owed_items import OwedItem, OwedItems

_INDENT = "    "
_KEYS = ("id", "text", "gate", "owed_by", "due", "overdue", "until", "waiting", "sees", "hint")
_RESERVE = 1000


def as_text(owed: OwedItems, *, colour: bool = False, width: int = 100) -> str:
    """Each in a few lines, so that a narrow terminal has room for all of it."""
    lines: list[str] = []
    for one in owed.items:
        style = "bold red" if one.item.overdue else "dim" if one.item.waiting else ""
        gate = painted(" gate", "red", colour) if one.item.gate else ""
        lines.append(f"{painted(safe(one.item.id), 'bold', colour)}{gate}  {painted(when(one, owed), style, colour)}")
        for text in (safe(one.item.text), f"{one.purpose} of {safe(one.ref)}; owed by {safe(whose(one))}"):
            lines += folded(text, width, _INDENT)
    return "\n".join([*lines, *([""] if lines else []), *map(safe, count(owed))]) + "\n"


def when(one: OwedItem, owed: OwedItems) -> str:
    """By when it is due, or what day it waits for."""
    if one.item.waiting:
        return f"waits until {one.item.until}"
    if one.item.due is None:
        return "no day"
    return f"{'overdue since' if one.item.overdue else 'due'} {one.item.due} ({ago(one.item.due, owed.today)})"


def whose(one: OwedItem) -> str:
    """Who owes it, in words."""
    return ", ".join(one.item.owed_by) or "nobody"


def count(owed: OwedItems) -> Iterator[str]:
    """How many items are open on how many lists, and what could not be read."""
    whom = f" for {', '.join(owed.whom)}" if owed.whom is not None else ""
    late = f", {owed.overdue} overdue" if owed.overdue else ""
    what = amount(len(owed.items), "item") if owed.items else "nothing"
    yield f"{what} open{whom}{late}; {amount(owed.lists, 'list')} open"
    if owed.unread:
        yield f"{', '.join(owed.unread)} cannot be read, and may hold more: `steward validate` says what is wrong"


def as_markdown(owed: OwedItems) -> str:
    """A task list for an issue: each item with its day, its list and who owes it."""
    items, left = fitting((("", _line(one, owed)) for one in owed.items), LIMIT - _RESERVE)
    more = f"\n{left} more did not fit.\n" if left else ""
    return items + more + "".join(f"\n{markdown(line, LONGEST)}.\n" for line in count(owed))


def _line(one: OwedItem, owed: OwedItems) -> str:
    day = f"**{when(one, owed)}**" if one.item.overdue else when(one, owed)
    gate = " **gate**" if one.item.gate else ""
    text = markdown(masked(one.item.text), LONGEST)
    return f"- [ ] {code(one.item.id)}{gate} of {code(one.ref)}, {day}, owed by {code(whose(one))}: {text}\n"


def as_json(owed: OwedItems) -> str:
    """One JSON document; the keys are stable, and new ones may be added."""
    return dump(
        {
            "format": "steward-owed/1",
            "today": owed.today,
            "whom": owed.whom,
            "lists": owed.lists,
            "overdue": owed.overdue,
            "unread": owed.unread,
            "items": [
                {"ref": one.ref, "purpose": one.purpose} | {key: getattr(one.item, key) for key in _KEYS}
                for one in owed.items
            ],
        }
    )
