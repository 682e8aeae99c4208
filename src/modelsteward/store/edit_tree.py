"""A text as a tree of places: what an edit has to know of where things stand, beyond their values."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from modelsteward.errors import Refused
from modelsteward.store.syntax import line_starts


class CannotEdit(Refused):
    """A text that cannot be changed safely as wanted. Line and column count characters from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1, hint: str = "") -> None:
        super().__init__(f"line {line}, column {column}: {message}", hint or "change it by hand, and run this again")
        self.what = message
        self.line = line
        self.column = column


@dataclass(slots=True)
class Node:
    """A value in a text, or a key. Offsets count characters from 0."""

    kind: str
    """`scalar`, `mapping`, `sequence` or `alias`."""
    start: int
    """Where it starts, its anchor and tag included."""
    end: int
    """Behind its last character; what follows below belongs to no one."""
    body: int
    """Where it starts behind its anchor and tag."""
    lead: int
    """Behind the last character of its anchor and tag; where it starts when it has none."""
    style: str = ""
    """A scalar's first character where that says how it is written; `{` or `[` of a collection on its line."""
    tagged: bool = False
    anchored: bool = False
    referred: bool = False
    """Whether an alias stands for it."""
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_block(self) -> bool:
        """Whether it is a collection written by indentation."""
        return self.kind in ("mapping", "sequence") and not self.style

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return self.start == self.end


@dataclass(slots=True)
class Entry:
    """A key with its value, or an item of a list."""

    name: str | int
    key: Node | None
    value: Node
    start: int
    """Where it starts: at the key, at the dash, or at the item in brackets."""
    head: int
    """Behind the `:` or the dash that leads to the value; behind the key where there is no `:`."""
    end: int
    """Behind all that is written of it, without a comment."""
    odd: bool = False
    """Whether it is written in a way that is not taken apart: `? key`, or a `:` on another line."""

    @property
    def lead(self) -> int:
        """Where a value starts that takes the place of this one's, its anchor and tag left standing."""
        return self.value.lead if self.value.lead > self.value.start else self.head


class Page:
    """A text with its lines and its tree."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = line_starts(text)
        self.root = _Builder(self).root()
        self.ends_open = self._ends_open()

    def _ends_open(self) -> bool:
        """Whether the text ends within a block of text that a line break would lengthen."""
        node = self.root
        while node is not None and node.is_block and node.entries:
            node = node.entries[-1].value
        if node is None or node.style not in ("|", ">") or self.text[-1] in "\r\n":
            return False
        return node.end == len(self.text) and "-" not in self.rest(node.body).partition("#")[0]

    def line(self, offset: int) -> int:
        """The line an offset is on, from 0."""
        return bisect_right(self.starts, offset) - 1

    def line_start(self, offset: int) -> int:
        """Where the line of an offset starts."""
        return self.starts[self.line(offset)]

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends, before its line break."""
        return self._before_break(self.next_line(offset))

    def _before_break(self, end: int) -> int:
        if self.text[max(end - 2, 0) : end] == "\r\n":
            return end - 2
        return end - 1 if end and self.text[end - 1] in "\r\n" else end

    def next_line(self, offset: int) -> int:
        """Where the line after that of an offset starts; the text's end when there is none."""
        number = self.line(offset) + 1
        return self.starts[number] if number < len(self.starts) else len(self.text)

    def column(self, offset: int) -> int:
        """The column of an offset, from 0."""
        return offset - self.line_start(offset)

    def line_break(self, offset: int) -> str:
        """How the line of an offset ends, or where it ends with the text, the one above."""
        for number in range(self.line(offset) + 1, 0, -1):
            if number < len(self.starts):
                end = self.starts[number]
                return self.text[self._before_break(end) : end]
        return "\n"

    def before(self, offset: int) -> str:
        """The line of an offset up to there."""
        return self.text[self.line_start(offset) : offset]

    def rest(self, offset: int) -> str:
        """The line of an offset from there, without its end."""
        return self.text[offset : self.line_end(offset)]

    def indentation(self, node: Node) -> int:
        """The column at which a block collection's entries stand."""
        return self.column(node.entries[0].start)

    def blanks(self, offset: int) -> Iterator[int]:
        """Where the lines start from that of `offset` on that hold nothing but blanks or a comment."""
        while offset < len(self.text) and (not (line := self.rest(offset).strip()) or line.startswith("#")):
            yield offset
            offset = self.next_line(offset)

    def refuse(self, offset: int, message: str, hint: str = "") -> CannotEdit:
        """An error at an offset."""
        return CannotEdit(message, self.line(offset) + 1, self.column(offset) + 1, hint)

    def extent(self, entry: Entry, column: int) -> int:
        """Where the last line of an entry ends, with the comments right below that are its own.

        Those are indented more than the entry's `column`: below a collection or a value that is still to be filled in
        all of them, below any other the ones that go on below a comment behind it.
        """
        end = self.line_end(entry.end)
        holds = entry.value.kind in ("mapping", "sequence") or entry.value.is_empty
        begun = self.rest(entry.end).find("#")
        aligned = self.column(entry.end) + begun if begun >= 0 else None
        while (start := self.next_line(end)) < len(self.text):
            line = self.rest(start)
            deep = len(line) - len(line.lstrip(" "))
            if line[deep : deep + 1] != "#" or deep <= column or not (holds or deep == aligned):
                break
            end = start + len(line)
        return end


_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
_PROPERTY = re.compile(r"[&!][^ \t\r\n]*")


def past_blank(text: str, offset: int) -> int:
    """Behind spaces, line breaks and comments."""
    match = _BLANK.match(text, offset)
    return match.end() if match else offset


class _Builder:
    """The tree from the parser's events. The text was composed before without faults, so it is sound."""

    def __init__(self, page: Page) -> None:
        self.page = page
        events = yaml.parse(page.text, Loader=_LOADER)
        self.next: Callable[[], Any] = events.__next__
        self.anchors: dict[str, Node] = {}

    def root(self) -> Node | None:
        while type(event := self.next()) is not StreamEndEvent:
            if type(event) in _NODES:
                return self._node(event)
        return None

    def _at(self, mark: Any) -> int:
        starts = self.page.starts
        return starts[mark.line] + int(mark.column) if mark.line < len(starts) else len(self.page.text)

    def _node(self, event: Any) -> Node:
        start, end = self._at(event.start_mark), self._at(event.end_mark)
        node = Node(_NODES[type(event)], start, end, start, start)
        if type(event) is AliasEvent:
            self.anchors[event.anchor or ""].referred = True
            return node
        node.tagged, node.anchored = event.tag is not None, event.anchor is not None
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        if node.tagged or node.anchored:
            node.lead, node.body = self._body(start, end if type(event) is ScalarEvent else len(self.page.text))
        if type(event) is ScalarEvent:
            node.style = event.style or ""
            if node.style in ("|", ">"):
                node.end = self._block_end(node)
        else:
            self._collect(event, node)
        return node

    def _body(self, start: int, end: int) -> tuple[int, int]:
        """Behind anchor and tag, and behind the blanks that follow."""
        lead = start
        while start < end and (match := _PROPERTY.match(self.page.text, start)):
            lead = match.end()
            start = min(past_blank(self.page.text, lead), end)
        return lead, start

    def _block_end(self, node: Node) -> int:
        """Behind a block of text: empty lines below belong to it only where it keeps them."""
        text = self.page.text[node.body : node.end]
        header = text.splitlines()[0].partition("#")[0]
        kept = text.removesuffix("\n").removesuffix("\r") if "+" in header else text.rstrip(" \t\r\n")
        return node.body + len(kept)

    def _collect(self, event: Any, node: Node) -> None:
        node.style = "" if not event.flow_style else "{" if node.kind == "mapping" else "["
        at = node.body + 1 if node.style else node.body
        while type(event := self.next()) not in (MappingEndEvent, SequenceEndEvent):
            key = self._node(event) if node.kind == "mapping" else None
            entry = self._item(node, event, at) if key is None else self._pair(event, key)
            entry.name = entry.name if key is not None else len(node.entries)
            node.entries.append(entry)
            at = entry.end
        if node.style:
            node.end = self._at(event.end_mark)
        elif node.entries:
            node.end = node.entries[-1].end

    def _pair(self, event: Any, key: Node) -> Entry:
        text = self.page.text
        colon = past_blank(text, key.end)
        found = text[colon : colon + 1] == ":"
        head = colon + 1 if found else key.end
        asked = self.page.before(key.start).rstrip(" \t")
        start = self.page.line_start(key.start) + len(asked) - 1 if asked.endswith("?") else key.start
        odd = start < key.start or self.page.line(head) != self.page.line(key.end)
        value = self._placed(self._node(self.next()), head)
        return Entry(event.value, key, value, start, head, max(value.end, head), odd)

    def _item(self, node: Node, event: Any, at: int) -> Entry:
        if node.style:
            value = self._node(event)
            return Entry(0, None, value, value.start, value.start, value.end)
        head = past_blank(self.page.text, at) + 1
        value = self._placed(self._node(event), head)
        return Entry(0, None, value, head - 1, head, max(value.end, head), self.page.text[head - 1] != "-")

    def _placed(self, value: Node, head: int) -> Node:
        """A value that is not written stands behind what leads to it."""
        if value.kind == "scalar" and value.start == value.end:
            value.start = value.end = value.body = value.lead = head
        return value


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NODES: dict[type, str] = {
    ScalarEvent: "scalar",
    MappingStartEvent: "mapping",
    SequenceStartEvent: "sequence",
    AliasEvent: "alias",
}
