"""YAML as most cards write it, read line by line: the value, or word that YAML's own parser must tell.

Read here is the part of YAML that leaves no doubt: block mappings and lists, scalars and flow collections on one
line, blocks of text without empty lines, comments. Of anything else, and of anything wrong, nothing is said here:
`UNSURE` leaves it to the parser. So YAML keeps one meaning, to which the tests hold both readers; this one takes a
quarter of the time, and imports no YAML library.
"""

from __future__ import annotations

import re
from typing import Any

from modelsteward.store.scalars import MAY_BE_TYPED, BadNumber, plain

UNSURE: Any = object()
"""The text is not written plainly enough to be read here."""

_DEEPEST = 30
_DEEPEST_FLOW = 8
"""Levels read here: together fewer than a card may have, whose limit is told by the other reader."""
_MOST_KNOWN = 4000
_LONGEST_KNOWN = 120

_LINE = re.compile(r'( *)(- +)?(?:("[A-Za-z0-9_./@+-]{1,99}"|[A-Za-z0-9_][A-Za-z0-9_./@+:-]{0,99}):(?: +|$))?(.*)')
_KEY = re.compile(r'("[A-Za-z0-9_./@+-]{1,99}"|[A-Za-z0-9_][A-Za-z0-9_./@+-]{0,99}): +')
_ITEM = re.compile(r"-?[A-Za-z0-9_.+/(<~](?:[^,\[\]{}:#?]+|:(?=[A-Za-z0-9_/.]))*")
_NO_START = frozenset("-?:,[]{}#&*!|>'\"%@` ")
"""What no plain scalar starts with here; a `-` in front of a digit is let through."""
_BLOCKS = frozenset(("|", "|-", ">", ">-"))

_VALUE, _OPEN, _FLOW, _BLOCK = range(4)
"""What a line gives: a scalar, or nothing; a key whose value stands below; a flow collection; how a block begins."""

_Line = tuple[int, int, str | None, int, Any]
"""Its indentation; the column of what stands behind `- `, or -1; its key; what it gives, and that."""


class _Unsure(Exception):
    """What stands there is for the parser."""


_known: dict[str, _Line | None] = {}
"""Lines met before: cards repeat each other's."""


def read_plainly(text: str) -> Any:
    """The value of a text, or UNSURE."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if not text.replace("\n", "").isprintable():  # YAML knows all that can be seen; of the rest some is left out
        return UNSURE
    try:
        return _read(text.split("\n"))
    except (_Unsure, IndexError):  # the latter where a flow collection or a block does not end
        return UNSURE


def _read(lines: list[str]) -> Any:  # noqa: C901, PLR0912 - one loop, unrolled, as over the parser's events
    """Indentation tells each line its place: in the collection that stands there, or in a new one if it is deeper."""
    here: Any = {}
    document, at = here, -1
    waiting: str | None = ""  # the key whose value may stand on the lines below
    outer: list[tuple[Any, int]] = []
    number, end = 0, len(lines)
    while number < end:
        text = lines[number]
        number += 1
        try:
            line = _known[text]
        except KeyError:
            line = _learn(text)
        if line is None:
            continue
        indent, inner, key, gives, value = line
        if indent > at or (indent == at and inner > 0 and waiting is not None and type(here) is dict):
            if waiting is None or len(outer) > _DEEPEST:
                raise _Unsure
            new: Any = [] if inner > 0 else {}
            here[waiting] = new
            outer.append((here, at))
            here, at = new, indent
        else:
            while indent < at or (inner < 0 and indent == at and type(here) is list):
                here, at = outer.pop()
            if indent != at or (inner > 0 and type(here) is dict):
                raise _Unsure
        if gives >= _FLOW:
            value, number = (_fresh(value), number) if gives == _FLOW else _block(lines, number, at, inner, value)
        if key is None:
            here.append(value)
        elif inner > 0:
            new = {key: value}
            here.append(new)
            outer.append((here, at))
            here, at = new, inner
        elif key in here:
            raise _Unsure
        else:
            here[key] = value
        waiting = key if gives == _OPEN else None
    return document.get("", UNSURE)


def _fresh(value: Any) -> Any:
    """A collection of its own, so that cards share none."""
    if type(value) is list:
        return [_fresh(item) if type(item) in _COLLECTIONS else item for item in value]
    return {key: _fresh(item) if type(item) in _COLLECTIONS else item for key, item in value.items()}


_COLLECTIONS = (list, dict)


def _block(lines: list[str], number: int, at: int, inner: int, style: str) -> tuple[str, int]:
    """A block of text without empty lines, deeper than its key, and the number of the line behind it."""
    indent = len(lines[number]) - len(lines[number].lstrip(" "))
    if indent <= max(at, inner):
        raise _Unsure
    margin, found = " " * indent, []
    while lines[number].startswith(margin) and len(lines[number]) > indent:
        found.append(lines[number][indent:])
        number += 1
    if not found or any(line[0] == " " or line[-1] == " " for line in found):
        raise _Unsure
    while number < len(lines) and not lines[number].strip(" "):
        number += 1
        if len(lines[number - 1]) > indent:
            raise _Unsure
    if number < len(lines) and lines[number].startswith(margin):  # it goes on behind the empty line
        raise _Unsure
    return ("\n" if style[0] == "|" else " ").join(found) + ("" if style[-1] == "-" else "\n"), number


def _learn(text: str) -> _Line | None:
    line = _parse(text)
    if len(text) <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[text] = line
    return line


def _parse(text: str) -> _Line | None:
    """A line; None where it says nothing. Raises _Unsure."""
    match = _LINE.fullmatch(text)
    if match is None:
        raise _Unsure
    spaces, dash, key, rest = match.groups()
    rest = rest.rstrip(" ")
    nothing = not rest or rest[0] == "#"
    indent = len(spaces)
    inner = indent + len(dash) if dash else -1
    if key is None and nothing and not dash:
        return None
    if key is None and (nothing or not dash or rest in _BLOCKS):
        raise _Unsure
    if key is not None:
        key = _named(key)
    if nothing:
        return indent, inner, key, _OPEN, None
    if rest in _BLOCKS:
        return indent, inner, key, _BLOCK, rest
    if rest[0] in "[{":
        return indent, inner, key, _FLOW, _ended(*_flow(rest, 0, 0), rest)
    return indent, inner, key, _VALUE, _scalar(rest)


def _named(key: str) -> str:
    """A key, in quotes or not. One that is no text is for the parser."""
    if key[0] == '"':
        return key[1:-1]
    if type(_typed(key)) is not str:
        raise _Unsure
    return key


def _scalar(text: str) -> Any:
    """A scalar, and what may stand behind it on its line."""
    if text[0] in "\"'":
        return _ended(*_quoted(text, 0), text)
    text = text.partition(" #")[0].rstrip(" ")
    if ": " in text or text[-1] == ":" or (text[0] in _NO_START and not (text[0] == "-" and text[1:2].isdecimal())):
        raise _Unsure
    return _typed(text)


def _typed(text: str) -> Any:
    if text[0] not in MAY_BE_TYPED:
        return text
    try:
        return plain(text)
    except BadNumber:
        raise _Unsure from None


def _ended(value: Any, end: int, text: str) -> Any:
    """The value, if its line holds no more than a comment behind it."""
    rest = text[end:].lstrip(" ")
    if rest and (rest[0] != "#" or text[end] != " "):
        raise _Unsure
    return value


def _quoted(text: str, start: int) -> tuple[str, int]:
    """A text in quotes, and where it ends. Where a quote is doubled, no text can end at the first."""
    end = text.find(text[start], start + 1)
    if end < 0 or (text[start] == '"' and "\\" in text[start:end]):
        raise _Unsure
    return text[start + 1 : end], end + 1


def _flow(text: str, start: int, depth: int) -> tuple[Any, int]:
    """What starts there within a line, and where it ends."""
    opening = text[start]
    if opening not in "[{":
        return _item(text, start)
    closing = "]" if opening == "[" else "}"
    items: list[Any] = []
    pairs: dict[str, Any] = {}
    end = _behind(text, start + 1)
    if text[end] == closing:
        return (items if opening == "[" else pairs), end + 1
    if depth == _DEEPEST_FLOW:
        raise _Unsure
    while True:
        key = _KEY.match(text, end) if opening == "{" else None
        name = _named(key[1]) if key else ""
        if opening == "{" and (key is None or name in pairs):
            raise _Unsure
        value, end = _flow(text, key.end() if key else end, depth + 1)
        if key:
            pairs[name] = value
        else:
            items.append(value)
        end = _behind(text, end)
        if text[end] == closing:
            return (pairs if key else items), end + 1
        if text[end] != ",":
            raise _Unsure
        end = _behind(text, end + 1)


def _behind(text: str, start: int) -> int:
    """Behind the spaces there."""
    while text[start] == " ":
        start += 1
    return start


def _item(text: str, start: int) -> tuple[Any, int]:
    """A scalar within a flow collection."""
    if text[start] in "\"'":
        return _quoted(text, start)
    item = _ITEM.match(text, start)
    if item is None:
        raise _Unsure
    return _typed(item[0].rstrip(" ")), item.end()
