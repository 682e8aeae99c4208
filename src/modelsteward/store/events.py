"""YAML's own parser to plain values, strictly, with places: YAML 1.2's core schema over PyYAML's C parser.

Values are built from the parser's events, never through its composer, which recurses in C and dies of deep
nesting. What a text gets wrong is collected as faults, so that one run reports all of it; only a text that
is not YAML at all ends early.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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
from modelsteward.domain.suggest import shown
from modelsteward.store.marks import Mark, Marks
from modelsteward.store.scalars import CORE, MAY_BE_TYPED, TAGGED, BadNumber, plain
from modelsteward.store.syntax import Fault, explain_character, explain_syntax

try:
    from yaml._yaml import CParser
except ImportError:  # a PyYAML built without libyaml: slower, the same events
    from modelsteward.store.slowparser import SlowParser as CParser  # type: ignore[assignment]

Parser = Callable[[str], Any]
"""Of a text: what gives its events."""

DEEPEST = 50
"""Levels of nesting a card may have."""
MOST_ALIASED = 10_000
"""Values that aliases may stand for, counted as if written out."""
MOST_FAULTS = 100
"""Faults that are listed before reading stops."""
MOST_HANDLES = 20
"""%TAG lines let through to the parser, which compares each with all before it."""

_HANDLE = re.compile(r"(?:^|[\r\n])%TAG")
_GAVE_UP = "exceeded maximum nesting depth"
"""What libyaml 0.2.6 says, which looks up to 1,024 characters ahead, of brackets before it tells of the first."""


def compose_events(text: str, marks: Marks | None = None, parser: Parser | None = None) -> tuple[Any, list[Fault]]:
    """The value of a YAML text, and what is wrong with it; `marks` and `parser` as `compose` says."""
    composer = _Composer(text, marks, parser or CParser)
    try:
        composer.run()
        return (composer.root[0] if composer.root else None), composer.faults
    except yaml.MarkedYAMLError as error:
        if error.problem == _GAVE_UP:  # the slow parser comes to our own limit first, and says where that is
            from modelsteward.store.slowparser import SlowParser

            return compose_events(text, marks, SlowParser)
        composer.faults.append(explain_syntax(error, text))
    except yaml.YAMLError:  # the parser's reader: a character that YAML does not allow
        composer.faults.append(explain_character(text))
    except _Stop:
        pass
    return None, composer.faults


class _Stop(Exception):
    """Reading on would be of no use."""


class _Composer:
    def __init__(self, text: str, marks: Marks | None, parser: Parser) -> None:
        self.text = text
        self.parser = parser
        self.marks = marks
        self.faults: list[Fault] = []
        self.root: list[Any] = []
        self.stack: list[tuple[Any, str | None, Path]] = []
        self.anchors: dict[str, Any] = {}
        self.anchored_at: dict[str, Path] = {}
        self.open_anchors: list[tuple[int, str]] = []
        self.aliased = 0
        self.documents = 0

    def run(self) -> None:  # noqa: C901, PLR0912 - one loop, unrolled: calls here would cost a third of reading
        """The hot loop: one turn an event. All that is rare is done elsewhere."""
        top: Any = self.root
        key: str | None = None
        path: Path = ()
        stack, marks = self.stack, self.marks
        next_event = self._parser()
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                if type(top) is dict and key is None:
                    key = self._key(event, top, path)
                    continue
                if event.style or event.tag is not None:
                    value = self._quoted(event)
                elif not value or value[0] in MAY_BE_TYPED:
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
                self._note(event, at, marks)
            if key is None:
                top.append(value)
            else:
                top[key] = value
                key = None
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                stack.append((top, None, path))
                top, path = value, at

    def _parser(self) -> Callable[[], Any]:
        if "%TAG" in self.text and sum(1 for _ in _HANDLE.finditer(self.text)) > MOST_HANDLES:
            fault = Fault("RD111", 1, 1, None, f"more than {MOST_HANDLES} %TAG lines", "leave them out")
            self.faults.append(fault)
            raise _Stop
        get_event: Callable[[], Any] = self.parser(self.text).get_event
        return get_event

    def _note(self, event: Any, at: Path, marks: Marks) -> None:
        marks.values[at] = _mark(event)
        if type(event) is AliasEvent:
            marks.aliases[at] = self.anchored_at[event.anchor or ""]
        elif event.anchor is not None:
            self.anchored_at[event.anchor] = at

    def _key(self, event: ScalarEvent, top: dict[str, Any], path: Path) -> str:
        key: str = event.value
        if event.style or event.tag is not None:
            typed = self._quoted(event)
        else:
            typed = self._plain(event) if not key or key[0] in MAY_BE_TYPED else key
            if key == "<<":
                self._fault(event, "RD106", "`<<` does not merge in YAML 1.2", "write the keys out")
        if not isinstance(typed, str):
            what = "null" if typed is None else "a truth value" if isinstance(typed, bool) else "a number"
            self._fault(event, "RD106", f"the key {shown(key)} is {what}, and keys are text", f'write "{key}"')
        if event.anchor is not None:
            self.anchors[event.anchor] = key
            self.anchored_at[event.anchor] = (*path, key)
        if key in top:
            first = self._first_line(path, key)
            self._fault(event, "RD102", f"the key {shown(key)} is given twice{first}", "keep one of them")
        if self.marks is not None:
            self.marks.keys[(*path, key)] = _mark(event)
        return key

    def _first_line(self, path: Path, key: str) -> str:
        first = self.marks.keys.get((*path, key)) if self.marks else None
        return f"; first on line {first.line + 1}" if first else ""

    def _plain(self, event: ScalarEvent) -> Any:
        try:
            return plain(event.value)
        except BadNumber as error:
            self._fault(event, "RD104", f"{shown(event.value, 20)} is {error}", "quote it if it is text")
            return event.value

    def _quoted(self, event: ScalarEvent) -> Any:
        """A scalar that is quoted, a block, or tagged."""
        text: str = event.value
        if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
            message = "an escape makes half of a surrogate pair, which is no character"
            self._fault(event, "RD110", message, "write the character itself")
        tag = event.tag
        if tag is None or tag in ("!", f"{CORE}str"):
            return text
        wanted = TAGGED.get(tag)
        if wanted is None:
            self._tag(event)
            return text
        typed = self._plain(event)
        if type(typed) not in wanted:
            message = f"{shown(text)} is not what its tag {_short(tag)} says"
            self._fault(event, "RD107", message, "leave the tag out")
        return typed

    def _tag(self, event: Any) -> None:
        message = f"the tag {_short(event.tag)} is not read here"
        self._fault(event, "RD107", message, "leave it out: a card holds plain values only")

    def _opened(self, event: Any, as_key: bool) -> None:
        if as_key:
            message = "a key is a list or a mapping, and keys are text"
            raise self._stop(event, "RD106", message, "quote it if it is text")
        if len(self.stack) >= DEEPEST:
            raise self._stop(event, "RD111", f"nested more than {DEEPEST} levels deep", "a card needs fewer")
        own = f"{CORE}map" if type(event) is MappingStartEvent else f"{CORE}seq"
        if event.tag not in (None, "!", own):
            self._tag(event)
        if event.anchor is not None:
            self.open_anchors.append((len(self.stack) + 1, event.anchor))
            self.anchors[event.anchor] = _OPEN

    def _closed(self, value: Any) -> None:
        if self.open_anchors and self.open_anchors[-1][0] == len(self.stack):
            name = self.open_anchors.pop()[1]
            if self.anchors[name] is _OPEN:  # else it was given anew inside, and the later one counts
                self.anchors[name] = value

    def _alias(self, event: AliasEvent) -> Any:
        name = event.anchor or ""
        value = self.anchors.get(name, _MISSING)
        if value is _MISSING:
            message = f"nothing above is anchored as {shown('&' + name)}"
            raise self._stop(event, "RD108", message, "write the value out; quote text that starts with `*`")
        if value is _OPEN:
            message = f"{shown('*' + name)} stands within what it stands for"
            raise self._stop(event, "RD108", message, "write the value out")
        size, height = _measure(value)
        self.aliased += size
        if self.aliased > MOST_ALIASED:
            message = f"the aliases stand for more than {MOST_ALIASED} values"
            raise self._stop(event, "RD108", message, "write out what is meant")
        if len(self.stack) + height > DEEPEST:
            raise self._stop(event, "RD111", f"nested more than {DEEPEST} levels deep", "a card needs fewer")
        return value

    def _document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            message = "a second document starts here, and a file is one card"
            raise self._stop(event, "RD109", message, "put it into a file of its own")
        if event.version not in (None, (1, 2)):
            message = "the file says it is YAML 1.1, and cards are read as YAML 1.2"
            self._fault(event, "RD101", message, "leave the %YAML line out")

    def _stop(self, event: Any, code: str, message: str, hint: str) -> _Stop:
        self._fault(event, code, message, hint)
        return _Stop()

    def _fault(self, event: Any, code: str, message: str, hint: str) -> None:
        start, end = event.start_mark, event.end_mark
        line, column = start.line + 1, start.column + 1
        if len(self.faults) >= MOST_FAULTS:
            message = f"{MOST_FAULTS} things are wrong above, so reading stops here"
            self.faults.append(Fault("RD111", line, column, None, message, "mend those first"))
            raise _Stop
        stop = end.column + 1 if end.line == start.line else None
        self.faults.append(Fault(code, line, column, stop, message, hint))


def _mark(event: Any) -> Mark:
    """The place of a parser's event."""
    start, end = event.start_mark, event.end_mark
    written = event.value if type(event) is ScalarEvent and not event.style and event.tag is None else None
    return Mark(start.line, start.column, end.line, end.column, written)


def _short(tag: str) -> str:
    return shown(tag.replace(CORE, "!!", 1))


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
