"""Changes within braces and brackets, as splices."""

from __future__ import annotations

from typing import Any

from modelsteward.store.edit_block import Splice
from modelsteward.store.edit_tree import Entry, Node, Page, past_blank
from modelsteward.store.emitting import flow, key_text, scalar


def replaced(page: Page, entry: Entry, value: Any, *, as_json: bool) -> list[Splice]:
    """Another value for a key or item."""
    node = entry.value
    quoted = isinstance(value, str) and node.style in ("'", '"') and not as_json
    text = scalar(value, quote=node.style) if quoted else flow(value, as_json=as_json)
    if not node.is_empty:
        return [Splice(node.body, node.end, text)]
    colon = page.text[entry.head - 1] == ":" and entry.key is not None and entry.head > entry.key.end
    return [Splice(entry.head, entry.head, f" {text}" if colon else f": {text}")]


def added(page: Page, node: Node, after: Entry | None, key: str | None, value: Any, *, as_json: bool) -> list[Splice]:
    """One more key, or item where `key` is None, behind an entry; with no entry, as the first."""
    _refuse_bare(page, node)
    text = flow(value, as_json=as_json)
    if key is not None:
        text = f"{key_text(key, in_flow=True, as_json=as_json)}: {text}"
    if after is None and node.entries:
        return _put_first(page, node.entries[0], text)
    if after is None:
        inside = page.text[node.body + 1 : node.end - 1]
        if not inside.strip(" \t"):
            return [Splice(node.body, node.end, f"{page.text[node.body]}{text}{page.text[node.end - 1]}")]
        return [Splice(node.body + 1, node.body + 1, text if inside[0] in " \t\r\n" else f"{text} ")]
    comma = _comma(page, after)
    last = comma + 1 if comma is not None else after.end
    if not _alone(page, after, last):
        return [Splice(after.end, after.end, f", {text}")]
    end = page.line_end(last)
    line = page.line_break(end) + page.before(after.start) + text + ("," if comma is not None else "")
    return [*([] if comma is not None else [Splice(after.end, after.end, ",")]), Splice(end, end, line)]


def _put_first(page: Page, first: Entry, text: str) -> list[Splice]:
    """Before the entry that was the first: on its line, or on one of its own where that has one."""
    comma = _comma(page, first)
    if not _alone(page, first, comma + 1 if comma is not None else first.end):
        return [Splice(first.start, first.start, f"{text}, ")]
    return [Splice(first.start, first.start, f"{text},{page.line_break(first.start)}{page.before(first.start)}")]


def removed(page: Page, node: Node, entry: Entry) -> list[Splice]:
    """A key or item taken away, with its comma, and its line where it has one of its own."""
    _refuse_bare(page, node)
    comma, prior = _comma(page, entry), _prior(node, entry)
    before = _comma(page, prior) if prior is not None else None
    if _alone(page, entry, comma + 1 if comma is not None else entry.end):
        return _line_removed(page, entry, comma, before)
    if len(node.entries) == 1:
        return [_emptied(page, node, entry, entry.end if comma is None else comma + 1)]
    if comma is not None:
        cut = comma + 1
        while page.text[cut] in " \t":
            cut += 1
        if page.text[entry.end : comma].strip():
            return [Splice(entry.start, entry.end, ""), Splice(comma, cut, "")]
        return [Splice(entry.start, cut, "")]
    if before is None or page.text[before + 1 : entry.start].strip():
        return [*([Splice(before, before + 1, "")] if before is not None else []), Splice(entry.start, entry.end, "")]
    return [Splice(before, entry.end, "")]


def _line_removed(page: Page, entry: Entry, comma: int | None, before: int | None) -> list[Splice]:
    end = page.next_line(comma if comma is not None else entry.end)
    lines = Splice(page.line_start(entry.start), end, "")
    return [Splice(before, before + 1, ""), lines] if comma is None and before is not None else [lines]


def _emptied(page: Page, node: Node, entry: Entry, end: int) -> Splice:
    """The only entry gone up to `end`, and the spaces around it."""
    around = page.text[node.body + 1 : entry.start] + page.text[end : node.end - 1]
    if around.strip(" \t"):
        return Splice(entry.start, end, "")
    return Splice(node.body + 1, node.end - 1, "")


def _comma(page: Page, entry: Entry) -> int | None:
    """Where the comma behind an entry stands."""
    at = past_blank(page.text, entry.end)
    return at if page.text[at : at + 1] == "," else None


def _prior(node: Node, entry: Entry) -> Entry | None:
    place = node.entries.index(entry)
    return node.entries[place - 1] if place else None


def _alone(page: Page, entry: Entry, last: int) -> bool:
    """Whether an entry has lines of its own, its comma included."""
    rest = page.rest(last).strip()
    return not page.before(entry.start).strip() and (not rest or rest.startswith("#"))


def _refuse_bare(page: Page, node: Node) -> None:
    """`[a: 1]` holds a mapping without braces, which has no place for another key."""
    if page.text[node.body] not in "{[":
        raise page.refuse(node.start, "a mapping without braces stands in brackets here", "put it into braces")
    for entry in node.entries:
        if entry.odd:
            raise page.refuse(entry.start, "an entry that is written with `?` is not taken apart")
