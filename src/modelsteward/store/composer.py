"""YAML text to plain values, strictly, with places: YAML 1.2's core schema over PyYAML's C parser.

Values are built from the parser's events, never through its composer, which recurses in C and dies of deep
nesting. What a text gets wrong is collected as faults, so that one run reports all of it; only a text that
is not YAML at all ends early.

https://yaml.org/spec/1.2.2/#103-core-schema
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from modelsteward.domain.findings import Path
from modelsteward.store.syntax import Fault, explain_syntax

try:
    from yaml.cyaml import CParser
except ImportError:  # a PyYAML built without libyaml: slower, the same events
    from modelsteward.store.slowparser import SlowParser as CParser

DEEPEST = 50
"""Levels of nesting a card may have."""
MOST_ALIASED = 10_000
"""Values that aliases may stand for, counted as if written out."""

_MAY_BE_TYPED = frozenset("~nNtTfF+-.0123456789")
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+", re.ASCII)
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONGEST_NUMBER = 100
_CORE = "tag:yaml.org,2002:"
_TAGGED: dict[str, tuple[type, ...]] = {
    f"{_CORE}int": (int,),
    f"{_CORE}float": (int, float),
    f"{_CORE}bool": (bool,),
    f"{_CORE}null": (type(None),),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a node stands in its text; lines and columns from 0, `end` on the line where it ends."""

    line: int
    column: int
    end_line: int
    end: int
    written: str | None = None
    """A plain scalar as written, before it became a number."""


@dataclass(slots=True)
class Marks:
    """Where every key and value of a text stands, by path."""

    keys: dict[Path, Mark]
    values: dict[Path, Mark]


def compose(text: str, marks: Marks | None = None) -> tuple[Any, list[Fault]]:
    """The value of a YAML text, and what is wrong with it.

    The value is None when the text has none. `marks`, when given, is filled with the places of all nodes.
    """
    composer = _Composer(text, marks)
    try:
        composer.run()
    except yaml.MarkedYAMLError as error:
        composer.faults.append(explain_syntax(error, text))
    except _Stop:
        pass
    return (composer.root[0] if composer.root else None), composer.faults


class _Stop(Exception):
    """Reading on would be of no use."""


class _Composer:
    def __init__(self, text: str, marks: Marks | None) -> None:
        self.next_event: Callable[[], Any] = CParser(text).get_event
        self.marks = marks
        self.faults: list[Fault] = []
        self.root: list[Any] = []
        self.stack: list[tuple[Any, str | None, Path]] = []
        self.anchors: dict[str, Any] = {}
        self.open_anchors: list[tuple[int, str]] = []
        self.aliased = 0
        self.documents = 0

    def run(self) -> None:  # noqa: C901, PLR0912 - one loop, unrolled: calls here would cost a third of reading
        """The hot loop: one turn an event. All that is rare is done elsewhere."""
        top: Any = self.root
        key: str | None = None
        path: Path = ()
        stack, next_event, marks = self.stack, self.next_event, self.marks
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                if type(top) is dict and key is None:
                    key = self._key(event, top, path)
                    continue
                if not event.implicit[0]:
                    value = self._quoted(event)
                elif not value or value[0] in _MAY_BE_TYPED:
                    value = self._plain(event)
                if event.anchor is not None:
                    self.anchors[event.anchor] = value
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._opened(event, type(top) is dict and key is None)
                value = {} if kind is MappingStartEvent else []
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._closed(top)
                top, key, path = stack.pop()
                continue
            elif kind is AliasEvent:
                if type(top) is dict and key is None:
                    raise self._stop(event, "RD106", "an alias cannot be a key", "write the key out")
                value = self._alias(event)
            elif kind is StreamEndEvent:
                return
            else:
                if kind is DocumentStartEvent:
                    self._document(event)
                continue
            at: Path = path
            if marks is not None and top is not self.root:
                at = (*path, len(top) if key is None else key)
            if marks is not None:
                marks.values[at] = _mark(event)
            if key is None:
                top.append(value)
            else:
                top[key] = value
                key = None
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                stack.append((top, None, path))
                top, path = value, at

    def _key(self, event: ScalarEvent, top: dict[str, Any], path: Path) -> str:
        key: str = event.value
        if event.implicit[0]:
            if not key or key[0] in _MAY_BE_TYPED:
                typed = self._plain(event)
                if not isinstance(typed, str):
                    what = "null" if typed is None else "a truth value" if isinstance(typed, bool) else "a number"
                    self._fault(event, "RD106", f"the key `{key}` is {what}, and keys are text", f'write "{key}"')
            elif key == "<<":
                self._fault(event, "RD106", "`<<` does not merge in YAML 1.2", "write the keys out")
        else:
            self._quoted(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = key
        if key in top:
            first = self._first_line(path, key)
            self._fault(event, "RD102", f"the key `{key}` is given twice{first}", "keep one of them")
        if self.marks is not None:
            self.marks.keys[(*path, key)] = _mark(event)
        return key

    def _first_line(self, path: Path, key: str) -> str:
        mark = self.marks.keys.get((*path, key)) if self.marks else None
        return f"; first on line {mark.line + 1}" if mark else ""

    def _plain(self, event: ScalarEvent) -> Any:
        """The value of a plain scalar by YAML 1.2's core schema."""
        text: str = event.value
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if _INT.fullmatch(text):
            return (
                int(text) if len(text) <= _LONGEST_NUMBER else self._number(event, "longer than any number needs to be")
            )
        if _FLOAT.fullmatch(text):
            number = float(text) if len(text) <= _LONGEST_NUMBER else float("inf")
            return number if isfinite(number) else self._number(event, "larger than a number can be")
        if _BASED.fullmatch(text) and len(text) <= _LONGEST_NUMBER:
            return int(text, 0)
        if _NOT_FINITE.fullmatch(text):
            return self._number(event, "not a finite number")
        return text

    def _number(self, event: ScalarEvent, what: str) -> str:
        shown = event.value if len(event.value) <= 20 else event.value[:20] + "…"
        self._fault(event, "RD104", f"`{shown}` is {what}", "quote it if it is text")
        text: str = event.value
        return text

    def _quoted(self, event: ScalarEvent) -> Any:
        """A scalar that is quoted, a block, or tagged."""
        text: str = event.value
        if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
            self._fault(
                event,
                "RD110",
                "an escape makes half of a surrogate pair, which is no character",
                "write the character itself",
            )
        tag = event.tag
        if tag is None or event.implicit[1] or tag in ("!", f"{_CORE}str"):
            return text
        typed = self._plain(event)
        wanted = {
            f"{_CORE}int": int,
            f"{_CORE}float": (int, float),
            f"{_CORE}bool": bool,
            f"{_CORE}null": type(None),
        }.get(tag)
        if wanted is None:
            self._tag(event)
        elif not isinstance(typed, wanted):
            self._fault(event, "RD107", f"`{text}` is not what its tag says", "leave the tag out")
        return typed

    def _tag(self, event: Any) -> None:
        shown = event.tag.replace(_CORE, "!!", 1)
        self._fault(
            event,
            "RD107",
            f"the tag `{shown}` is not read here",
            "leave it out: a card holds plain values only",
        )

    def _opened(self, event: Any, as_key: bool) -> None:
        if as_key:
            raise self._stop(
                event, "RD106", "a key is a list or a mapping, and keys are text", "quote it if it is text"
            )
        if len(self.stack) >= DEEPEST:
            raise self._stop(event, "RD111", f"nested more than {DEEPEST} levels deep", "a card needs fewer")
        if event.tag not in (None, "!", f"{_CORE}map", f"{_CORE}seq"):
            self._tag(event)
        if event.anchor is not None:
            self.open_anchors.append((len(self.stack) + 1, event.anchor))
            self.anchors[event.anchor] = _OPEN

    def _closed(self, value: Any) -> None:
        if self.open_anchors and self.open_anchors[-1][0] == len(self.stack):
            self.anchors[self.open_anchors.pop()[1]] = value

    def _alias(self, event: AliasEvent) -> Any:
        value = self.anchors.get(event.anchor or "", _MISSING)
        if value is _MISSING:
            raise self._stop(event, "RD108", f"nothing above is anchored as `&{event.anchor}`", "write the value out")
        if value is _OPEN:
            raise self._stop(
                event, "RD108", f"`*{event.anchor}` stands within what it stands for", "write the value out"
            )
        size, height = _measure(value)
        self.aliased += size
        if self.aliased > MOST_ALIASED:
            raise self._stop(
                event,
                "RD108",
                f"the aliases stand for more than {MOST_ALIASED} values",
                "write out what is meant",
            )
        if len(self.stack) + height > DEEPEST:
            raise self._stop(event, "RD111", f"nested more than {DEEPEST} levels deep", "a card needs fewer")
        return value

    def _document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            raise self._stop(
                event,
                "RD109",
                "a second document starts here, and a card is one",
                "put it into a file of its own",
            )

    def _stop(self, event: Any, code: str, message: str, hint: str) -> _Stop:
        self._fault(event, code, message, hint)
        return _Stop()

    def _fault(self, event: Any, code: str, message: str, hint: str) -> None:
        start, end = event.start_mark, event.end_mark
        stop = end.column + 1 if end.line == start.line else None
        self.faults.append(Fault(code, start.line + 1, start.column + 1, stop, message, hint))


_OPEN: Any = object()
_MISSING: Any = object()


def _measure(value: Any) -> tuple[int, int]:
    """How many values this is, written out, and how many levels it has. Bounded by what was already let in."""
    if not isinstance(value, dict | list):
        return 1, 0
    size, height = 1, 0
    for child in value.values() if isinstance(value, dict) else value:
        inner = _measure(child)
        size += inner[0]
        height = max(height, inner[1])
    return size, height + 1


def _mark(event: Any) -> Mark:
    start, end = event.start_mark, event.end_mark
    written = event.value if type(event) is ScalarEvent and event.implicit[0] else None
    return Mark(start.line, start.column, end.line, end.column, written)
