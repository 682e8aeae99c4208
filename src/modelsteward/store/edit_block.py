"""Changes to what is written by indentation, and to values beside a key or a dash, as splices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from modelsteward.store.edit_tree import Entry, Node, Page
from modelsteward.store.emitting import Layout, entry_lines, flow, inline, item_lines, lines, literal, scalar


class Splice(NamedTuple):
    """What stands from `start` to `end` becomes `text`."""

    start: int
    end: int
    text: str


_HEADER = re.compile(r"[|>][0-9+-]*")


def replaced(page: Page, parent: Node, entry: Entry, value: Any, layout: Layout) -> list[Splice]:
    """Another value for a key or item of a block."""
    text = _beside(page, entry, value, layout)
    if text is None:
        return _below(page, parent, entry, value, layout)
    node = entry.value
    if node.is_block:
        return _folded(page, entry, text)
    if node.style in ("|", ">"):
        return [Splice(node.body, max(node.end, page.line_end(node.body)), text + _behind_header(page, node))]
    return [Splice(node.body, node.end, text if node.body < node.end else f" {text}")]


def added(page: Page, mapping: Node, after: Entry, key: str, value: Any, layout: Layout) -> list[Splice]:
    """One more key of a block mapping, behind an entry."""
    column = page.indentation(mapping)
    return _inserted(page, page.extent(after, column), entry_lines(key, value, column, layout))


def item_added(page: Page, sequence: Node, place: int, value: Any, layout: Layout) -> list[Splice]:
    """One more item of a block list, at `place`, written as the one before it is, or as the first."""
    near = sequence.entries[max(place - 1, 0)]
    column = page.indentation(sequence)
    gap = _gap(page, near)
    quote = near.value.style if isinstance(value, str) and near.value.style in ("'", '"') else ""
    if quote:
        written = [" " * column + "-" + gap + scalar(value, quote=quote)]
    else:
        like = "block" if near.value.is_block else "flow" if near.value.entries else ""
        written = item_lines(value, column, layout, gap, like)
    if place:
        return _inserted(page, page.extent(near, column), written)
    return _put_first(page, near, column, written)


def _put_first(page: Page, first: Entry, column: int, written: list[str]) -> list[Splice]:
    """Lines above a list's first item, and above the comments that stand right above it: they speak of that item."""
    line_break = page.line_break(first.start)
    if page.before(first.start).strip():  # on the line of an outer dash
        text = line_break.join([*written, " " * column]).removeprefix(" " * column)
        return [Splice(first.start, first.start, text)]
    start = page.line_start(first.start)
    while start and page.rest(above := page.line_start(start - 1)).startswith(" " * column + "#"):
        start = above
    return [Splice(start, start, "".join(line + line_break for line in written))]


def removed(page: Page, parent: Node, entry: Entry, before: int) -> list[Splice]:
    """A block's entry taken away. `before` is where the parent's own value would start, were it on one line."""
    if entry.odd:
        raise page.refuse(entry.start, "an entry that is written with `?` is not taken apart")
    if len(parent.entries) == 1:
        return _hollowed(page, parent, entry, before)
    end = page.extent(entry, page.indentation(parent))
    if not page.before(entry.start).strip():
        return [_without_lines(page, entry.start, end), *_below_text(page, parent, entry, end)]
    following = parent.entries[parent.entries.index(entry) + 1]
    if not page.text[end : following.start].strip():  # on the line of an outer dash: the next entry moves up
        return [Splice(entry.start, following.start, "")]
    return [Splice(entry.start - len(_blanks_before(page, entry.start)), end, "")]


def _below_text(page: Page, parent: Node, entry: Entry, end: int) -> Iterator[Splice]:
    """What would lengthen a block of text above, once the entry between is gone: blanks, and a comment set deeper."""
    place, column = parent.entries.index(entry), page.indentation(parent)
    above = parent.entries[place - 1].value if place else None
    while above is not None and above.is_block and above.entries:
        above = above.entries[-1].value
    if above is None or above.style not in ("|", ">") or "#" in page.text[above.end : entry.start]:
        return
    kept = "+" in page.rest(above.body).partition("#")[0]
    for start in page.blanks(page.next_line(end)):
        line = page.rest(start)
        if "#" in line:
            deep = len(line) - len(line.lstrip(" \t"))
            yield Splice(start, start + max(deep, column), " " * column) if deep > column else Splice(start, start, "")
            return
        yield Splice(start, page.next_line(start) if kept else start + len(line), "")


def _hollowed(page: Page, parent: Node, entry: Entry, before: int) -> list[Splice]:
    """A block without its only entry: an empty collection takes its place."""
    empty = "{}" if parent.kind == "mapping" else "[]"
    end = page.extent(entry, page.indentation(parent))
    if page.before(entry.start).strip() or before < 0:
        return [Splice(entry.start, end, empty)]
    return [Splice(before, before, f" {empty}"), _without_lines(page, entry.start, end)]


def _without_lines(page: Page, start: int, end: int) -> Splice:
    """Whole lines gone, from that of `start` to that of `end`."""
    return Splice(page.line_start(start), page.next_line(end), "")


def _beside(page: Page, entry: Entry, value: Any, layout: Layout) -> str | None:
    """The text of a value that stands on the line of its key or dash, None when it goes below."""
    node = entry.value
    if isinstance(value, dict | list) and value and node.is_block:
        return None
    if isinstance(value, str) and node.style in ("'", '"'):
        return scalar(value, quote=node.style)
    if isinstance(value, str) and node.is_block and "#" in page.text[page.line_end(entry.lead) : node.body]:
        return scalar(value)  # the comments above the first entry stay, and would be text below `|`
    column = page.column(node.body) if node.body < node.end else page.column(entry.head) + 1
    return inline(value, column, layout=layout, loose=node.style in ("{", "["))


def _folded(page: Page, entry: Entry, text: str) -> list[Splice]:
    """A block becomes a value on one line; the comment behind its key stays, and those above its first entry."""
    node = entry.value
    if page.before(node.entries[0].start).strip():
        return [Splice(node.body, page.line_end(node.end), text)]
    return [Splice(entry.lead, entry.lead, f" {text}"), _without_lines(page, node.entries[0].start, node.end)]


def _below(page: Page, parent: Node, entry: Entry, value: Any, layout: Layout) -> list[Splice]:
    """A value of several lines: text as a block, or a collection written out."""
    node, column = entry.value, page.indentation(parent)
    first, written = "", list[str]()
    if isinstance(value, str):
        first, *written = literal(value, column, layout)
    else:
        written = lines(value, _child_column(page, parent, entry, value, layout), layout)
    own_line = page.line(node.body) > page.line(entry.head)
    tail = "" if node.is_block else _behind(page, node)
    if own_line and not first and not tail:
        start = page.line_start(node.body)
        return [Splice(start, page.line_end(node.end), page.line_break(entry.head).join(written))]
    if own_line:
        tail = page.rest(entry.lead).rstrip() + tail
    elif entry.key is None and not first and not tail and entry.lead == entry.head:
        first = written.pop(0).lstrip(" ")
        return _joined(page, entry, _gap(page, entry) + first, written)
    return _joined(page, entry, (f" {first}" if first else "") + tail, written)


def _joined(page: Page, entry: Entry, head: str, written: list[str]) -> list[Splice]:
    """All that stands behind a key or dash written anew."""
    stop = page.line_end(max(entry.value.end, entry.lead))
    bare = head.lstrip("\t ")
    head = " " * (len(head) - len(bare)) + bare  # a tab may stand before a comment behind a value, not behind a dash
    return [Splice(entry.lead, stop, page.line_break(entry.head).join([head, *written]))]


def _child_column(page: Page, parent: Node, entry: Entry, value: Any, layout: Layout) -> int:
    """Where the entries of a collection stand that is written below a key or a dash."""
    node, column = entry.value, page.indentation(parent)
    kind = "mapping" if isinstance(value, dict) else "sequence"
    if node.is_block and node.kind == kind:
        return page.indentation(node)
    if entry.key is None:
        return column + 1 + len(_gap(page, entry))
    return column + (layout.dash if isinstance(value, list) else layout.step)


def _gap(page: Page, item: Entry) -> str:
    """What stands between an item's dash and its value."""
    node = item.value
    near = not node.is_empty and page.line(node.start) == page.line(item.head)
    gap = page.text[item.head : node.start] if near else " "
    return gap if gap.strip(" ") == "" and gap else " "


def _behind(page: Page, node: Node) -> str:
    """The comment behind a value, with the space before it; nothing when there is none."""
    if node.style in ("|", ">"):
        return _behind_header(page, node)
    rest = page.rest(node.end).rstrip()
    return rest if rest.strip() else ""


def _behind_header(page: Page, node: Node) -> str:
    header = _HEADER.match(page.text, node.body)
    return page.rest(header.end()).rstrip() if header else ""


def _blanks_before(page: Page, offset: int) -> str:
    before = page.before(offset)
    return before[len(before.rstrip(" \t")) :]


def _inserted(page: Page, end: int, written: list[str]) -> list[Splice]:
    """Lines behind a line that ends at `end`."""
    if page.ends_open and end == len(page.text):
        message = "the file ends in a block of text without a line break, and a line below would lengthen that text"
        raise page.refuse(page.line_start(end), message, "end the file with a line break, or write |- for the block")
    line_break = page.line_break(end)
    return [Splice(end, end, "".join(line_break + line for line in written))]


def whole(value: Any, layout: Layout) -> list[str]:
    """The lines of a value that is all a text says."""
    return lines(value, 0, layout) if isinstance(value, dict | list) and value else [flow(value)]
