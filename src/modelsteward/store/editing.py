"""Edits to a card's text that leave all else as it is: comments, order, quotes, indentation, line ends.

Each edit is a few splices of the text. What comes out is read again and held against what was meant; a text that
would mean anything else is never handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from modelsteward.domain.edited import NoPlace, edited, plain_data, same
from modelsteward.domain.edits import Append, Edit, Insert, Remove, Set
from modelsteward.domain.findings import Path
from modelsteward.domain.narrowing import narrowed
from modelsteward.store import edit_block, edit_flow
from modelsteward.store.composer import compose
from modelsteward.store.edit_block import Splice
from modelsteward.store.edit_find import Found, find, is_null, through_alias
from modelsteward.store.edit_tree import CannotEdit, Entry, Node, Page
from modelsteward.store.emitting import HOUSE, Layout
from modelsteward.store.syntax import Fault

__all__ = ["CannotEdit", "edit", "edited"]

_BOM = "\ufeff"
_BLANK_END = re.compile(r"(?:\r\n?|\n)[ \t\r\n]*\Z")
_NO_LINE_END = re.compile("[\x85\u2028\u2029]")


def edit(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made, one after the other, and nothing else changed.

    Raises CannotEdit where that cannot be done safely, and Refused for a value that YAML cannot hold.
    """
    mark = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    for one in edits:
        body = _edited_text(body, one)
    return mark + body


def _edited_text(text: str, one: Edit) -> str:
    """One edit. Setting a collection becomes smaller edits where it holds much of the same already."""
    value = _read(text)
    page = Page(text)
    found = find(page, _place(one))
    try:
        wanted = edited(value, [one])
    except NoPlace as error:
        raise page.refuse(found.offset, error.message, error.hint) from None
    if same(wanted, value):
        return text
    steps = _narrowed(value, found, one)
    if steps != [one]:
        for step in steps:
            text = _edited_text(text, step)
        return text
    _refuse_shared(page, found, one)
    faults: list[Fault] = []
    for layout in _layouts(page):
        after = _spliced(text, _splices(page, found, one, layout))
        for ended in _endings(text, after):
            result, faults = compose(ended)
            if not faults and same(result, wanted):
                return ended
    message = "this is written in a way that steward cannot change safely"
    if faults:
        message = f"with that, the text could not be read: {faults[0].message}"
    raise page.refuse(found.offset, message, faults[0].hint if faults else "")


def _place(one: Edit) -> Path:
    """Where what changes is: for an item that is inserted, the list."""
    return one.path[:-1] if isinstance(one, Insert) else one.path


def _endings(text: str, after: str) -> Iterator[str]:
    """The text as it came out; first, where it had no final line end and has one now, without the blank lines there."""
    if text and text[-1] not in "\r\n" and after[-1:] in ("\r", "\n"):
        yield _BLANK_END.sub("", after)
    yield after


def _read(text: str) -> Any:
    """The value of a text without faults."""
    if match := _NO_LINE_END.search(text):
        raise CannotEdit(f"the character U+{ord(match.group()):04X} stands in the text", hint="remove it first")
    value, faults = compose(text)
    if faults:
        fault = faults[0]
        raise CannotEdit(fault.message, fault.line, fault.column, fault.hint or "mend it first")
    return value


def _narrowed(value: Any, found: Found, one: Edit) -> list[Edit]:
    if not isinstance(one, Set) or found.rest or found.node is None or not found.node.entries:
        return [one]
    for part in one.path:
        value = value[part]
    return narrowed(value, one)


def _refuse_shared(page: Page, found: Found, one: Edit) -> None:
    """What an alias stands for is not changed behind its back, and a tagged value not under its tag."""
    node = found.node
    if node is None:
        return
    if node.kind == "alias" and isinstance(one, Append | Insert):
        raise through_alias(page, node)
    for outer in (*(parent for parent, _ in found.steps), node):
        if outer.referred:
            raise _shared(page, outer)
    if node.tagged and not isinstance(one, Remove):
        raise page.refuse(node.start, "a tag stands before this value", "leave the tag out: a card holds plain values")
    if not found.rest and not isinstance(one, Append | Insert):
        for inner in _within(found.steps[-1][1] if found.steps else None, node):
            if inner.referred:
                raise _shared(page, inner)


def _shared(page: Page, node: Node) -> CannotEdit:
    hint = "write the value out where its alias stands, and run this again"
    return page.refuse(node.start, "an alias elsewhere stands for this value too", hint)


def _within(entry: Entry | None, node: Node) -> Iterator[Node]:
    if entry is not None and entry.key is not None:
        yield entry.key
    yield node
    for inner in node.entries:
        yield from _within(inner, inner.value)


def _layouts(page: Page) -> Iterator[Layout]:
    """The text's own indentation; then the same with texts of several lines in quotes, which fit anywhere."""
    layout = _layout(page)
    yield layout
    yield layout._replace(literals=False)


def _layout(page: Page) -> Layout:
    """How the first nested mapping and the first list in a mapping are indented."""
    step = dash = None
    nodes = [page.root] if page.root else []
    for node in nodes:
        if node.is_block and node.kind == "mapping":
            for entry in node.entries:
                inner = entry.value
                if not inner.is_block:
                    continue
                deeper = page.indentation(inner) - page.indentation(node)
                if inner.kind == "mapping":
                    step = deeper if step is None else step
                else:
                    dash = deeper if dash is None else dash
        nodes.extend(entry.value for entry in node.entries)
    return HOUSE._replace(step=step or HOUSE.step, dash=HOUSE.dash if dash is None else dash)


def _splices(page: Page, found: Found, one: Edit, layout: Layout) -> list[Splice]:
    if isinstance(one, Remove):
        return _removed(page, found)
    value = plain_data(one.value)
    if isinstance(one, Insert):
        return _item_added(page, found, int(one.path[-1]), value, layout)
    if isinstance(one, Append):
        if not found.rest and found.node is not None and found.node.kind == "sequence":
            return _item_added(page, found, len(found.node.entries), value, layout)
        value = [value]
    return _set(page, found, value, _usual(one, found), layout)


def _usual(one: Set | Append, found: Found) -> tuple[str, ...]:
    """The usual order of keys where the first one stands that is absent."""
    depth = len(one.path) - len(found.rest)
    if isinstance(one, Set) and one.order and len(found.rest) == 1:
        return one.order
    return one.orders[depth] if depth < len(one.orders) else ()


def _set(page: Page, found: Found, value: Any, usual: tuple[str, ...], layout: Layout) -> list[Splice]:
    rest, node = found.rest, found.node
    for part in reversed(rest[1:]):
        value = {part: value}
    if not rest:
        return _replaced(page, found, value, layout)
    if node is None or is_null(page, node):
        return _replaced(page, found, {rest[0]: value}, layout)
    key = str(rest[0])
    after = _predecessor(node, key, usual)
    if after is None and not page.text[node.body + 1 : node.end - 1].strip():
        return _replaced(page, found, {key: value}, layout)
    if node.style or after is None:
        return edit_flow.added(page, node, after, key, value, as_json=_is_json(found))
    return edit_block.added(page, node, after, key, value, layout)


def _predecessor(node: Node, key: str, order: tuple[str, ...]) -> Entry | None:
    """The entry behind which a new key goes: of those before it in the order the last, else the last of all."""
    earlier = order[: order.index(key)] if key in order else ()
    present = {entry.name: entry for entry in node.entries}
    return next((present[name] for name in reversed(earlier) if name in present), node.entries[-1] if present else None)


def _item_added(page: Page, found: Found, place: int, value: Any, layout: Layout) -> list[Splice]:
    node = found.node
    if node is None:
        return _replaced(page, found, [value], layout)
    if node.is_block:
        return edit_block.item_added(page, node, place, value, layout)
    if not page.text[node.body + 1 : node.end - 1].strip():
        return _replaced(page, found, [value], layout)
    after = node.entries[place - 1] if place else None
    return edit_flow.added(page, node, after, None, value, as_json=_is_json(found))


def _is_json(found: Found) -> bool:
    """Whether the braces around are written as JSON has them: each key in double quotes."""
    ways = [parent for parent, _ in found.steps]
    near = next((node for node in (found.node, *reversed(ways)) if node and node.entries and node.style == "{"), None)
    return near is not None and all(entry.key and entry.key.style == '"' for entry in near.entries)


def _replaced(page: Page, found: Found, value: Any, layout: Layout) -> list[Splice]:
    if not found.steps:
        return _whole(page, found.node, value, layout)
    parent, entry = found.steps[-1]
    if parent.style:
        return edit_flow.replaced(page, entry, value, as_json=_is_json(found))
    return edit_block.replaced(page, parent, entry, value, layout)


def _whole(page: Page, root: Node | None, value: Any, layout: Layout) -> list[Splice]:
    """A value for a text that says nothing yet, or only `{}`."""
    lines = edit_block.whole(value, layout)
    end = len(page.text)
    line_break = page.line_break(end)
    text = line_break.join(lines)
    if root is not None and not root.is_empty:
        if root.entries or not root.style:
            raise page.refuse(root.start, "the value of the whole file is not replaced", "write the file anew")
        return [Splice(root.body, root.end, text)]
    closed = not page.text or page.text[-1] in "\r\n"
    return [Splice(end, end, text + line_break if closed else line_break + text)]


def _removed(page: Page, found: Found) -> list[Splice]:
    if not found.steps:
        raise page.refuse(0, "the value of the whole file is not removed", "delete the file")
    parent, entry = found.steps[-1]
    if parent.style:
        return edit_flow.removed(page, parent, entry)
    outer = found.steps[-2][1].lead if len(found.steps) > 1 else -1
    return edit_block.removed(page, parent, entry, outer)


def _spliced(text: str, splices: list[Splice]) -> str:
    parts, at = list[str](), 0
    for start, end, new in sorted(splices, key=lambda splice: splice.start):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])
