"""Values to YAML text in the house's style: our reader gets exactly the value back, and other readers the same.

Short things stand on one line, in braces or brackets; everything else is written out below its key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

import yaml

from modelsteward.domain.edited import plain_data
from modelsteward.domain.edits import Apart, AsTyped
from modelsteward.errors import Refused
from modelsteward.store.scalars import BadNumber, plain

WIDTH = 100
"""Columns that a line with braces or brackets may have; longer ones are written out. Prose is never folded."""


class Layout(NamedTuple):
    """How a text is indented, in columns."""

    step: int = 2
    """A mapping below its key."""
    dash: int = 2
    """A list's dashes below its key."""
    literals: bool = True
    """Whether text of several lines may stand as a block."""


HOUSE = Layout()

# What YAML, or an editor, does not show as it is; and the controls that turn the direction of writing.
_ESCAPED = re.compile("[^ -~\xa0-\u2027\u2030-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NAMED = {"\0": "\\0", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\x1b": "\\e", "\x85": "\\N"}
_MAY_START_NO_TEXT = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ALSO_TRUTH = frozenset(("y", "Y", "n", "N"))
_OLDER: Any = yaml.resolver.Resolver()
_TEXT = "tag:yaml.org,2002:str"


def card_text(value: Mapping[str, Any]) -> str:
    """The text of a whole file that holds a mapping. Raises Refused for what YAML cannot hold."""
    plain_value = plain_data(value)
    written = lines(plain_value, 0) if plain_value else ["{}"]
    return "".join(f"{line}\n" for line in written)


def scalar(value: Any, *, in_flow: bool = False, quote: str = "") -> str:
    """The text of a value that is no collection, on one line. Raises Refused for what YAML cannot hold.

    `quote` is the kind of quotes to keep where they can hold the text.
    """
    data = plain_data(value)
    if not isinstance(data, str):
        return _typed(data)
    if quote:
        return _quoted(data, quote)
    return data if _is_safe(data, in_flow) else _quoted(data, "")


def flow(value: Any, *, as_json: bool = False) -> str:
    """Plain data on one line, collections in braces and brackets; with `as_json`, so that JSON's readers get it too."""
    if isinstance(value, dict):
        entries = (
            f"{key_text(key, in_flow=True, as_json=as_json)}: {flow(inner, as_json=as_json)}"
            for key, inner in value.items()
        )
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner, as_json=as_json) for inner in value) + "]"
    return _json_text(value) if as_json and isinstance(value, str) else scalar(value, in_flow=True)


def inline(value: Any, column: int, *, layout: Layout = HOUSE, loose: bool = False) -> str | None:
    """Plain data as it stands on the line of its key or dash, from `column` on; None where it goes below.

    With `loose`, it goes on the line however long that gets.
    """
    if isinstance(value, str):
        return None if layout.literals and _fits_block(value) else scalar(value)
    if not isinstance(value, dict | list) or not value:
        return flow(value)
    if isinstance(value, Apart):
        return None
    if not (loose or _is_shallow(value)) or (layout.literals and any(map(_fits_block, _texts(value)))):
        return None
    text = flow(value)
    return text if loose or column + len(text) <= WIDTH else None


def lines(value: Any, indent: int, layout: Layout = HOUSE) -> list[str]:
    """A mapping or list that is not empty, written out at column `indent`."""
    if isinstance(value, dict):
        return [line for key, inner in value.items() for line in entry_lines(key, inner, indent, layout)]
    if isinstance(value, Apart):
        return [line for inner in value for line in (*item_lines(inner, indent, layout, like="block"), "")][:-1]
    return [line for inner in value for line in item_lines(inner, indent, layout)]


def entry_lines(key: str, value: Any, indent: int, layout: Layout = HOUSE) -> list[str]:
    """A key and its value, the key at column `indent`."""
    head = " " * indent + key_text(key) + ":"
    text = inline(value, len(head) + 1, layout=layout)
    if text is not None:
        return [f"{head} {text}"]
    if isinstance(value, str):
        header, *rest = literal(value, indent, layout)
        return [f"{head} {header}", *rest]
    return [head, *lines(value, indent + (layout.dash if isinstance(value, list) else layout.step), layout)]


def item_lines(value: Any, indent: int, layout: Layout = HOUSE, gap: str = " ", like: str = "") -> list[str]:
    """A list item, its dash at column `indent` and `gap` behind that.

    `like` says how the items before it are written: collections in `flow`, or each as a `block`.
    """
    head = " " * indent + "-" + gap
    out = like == "block" and value and isinstance(value, dict | list)
    text = None if out else inline(value, len(head), layout=layout, loose=like == "flow")
    if text is not None:
        return [head + text]
    if isinstance(value, str):
        header, *rest = literal(value, indent, layout)
        return [head + header, *rest]
    first, *rest = lines(value, len(head), layout)
    return [head + first[len(head) :], *rest]


def key_text(key: str, in_flow: bool = False, as_json: bool = False) -> str:
    """A key as written; always on one line."""
    if as_json:
        return _json_text(key)
    return key if _is_safe(key, in_flow) else _quoted(key, "")


def literal(text: str, indent: int, layout: Layout = HOUSE) -> list[str]:
    """A text of several lines as a block below a mapping or list at column `indent`; the header comes first."""
    chomping = "" if text.endswith("\n") else "-"
    step = min(max(layout.step, 1), 9)
    depth = str(step) if text[0] in " \n" else ""
    pad = " " * (indent + step)
    return [f"|{depth}{chomping}", *(pad + line if line else "" for line in text.removesuffix("\n").split("\n"))]


def _fits_block(text: str) -> bool:
    """Whether a block holds this text so that no editor spoils it."""
    if "\n" not in text or not text.strip() or text.endswith("\n\n"):
        return False
    return not any(
        line != line.rstrip() or line.startswith("\t") or _ESCAPED.search(line.replace("\t", " "))
        for line in text.split("\n")
    )


@lru_cache(4096)  # keys and sources come again in every file
def _is_safe(text: str, in_flow: bool) -> bool:
    """Whether a text without quotes is read as this text, by this reader and by those of YAML 1.1."""
    if not text or text[0] in _MAY_START_NO_TEXT or text != text.strip() or text.startswith("..."):
        return False
    if ": " in text or " #" in text or text.endswith(":") or _ESCAPED.search(text):
        return False
    if in_flow and any(character in text for character in ",[]{}:?"):
        return False
    return _means_text(text)


def _means_text(text: str) -> bool:
    try:
        if not isinstance(plain(text), str):
            return False
    except BadNumber:
        return False
    if _DAY.fullmatch(text):
        return True  # cards hold dates so, and read them as text
    return text not in _ALSO_TRUTH and _OLDER.resolve(yaml.ScalarNode, text, (True, False)) == _TEXT


def _quoted(text: str, quote: str) -> str:
    _require_whole(text)
    single = quote == "'" or (not quote and ('"' in text or "\\" in text))
    if single and not _ESCAPED.search(text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _ESCAPED.sub(_escape, escaped) + '"'


def _require_whole(text: str) -> None:
    if _SURROGATE.search(text):
        raise Refused("a text holds half of a surrogate pair, which is no character", "write the character itself")


def _json_text(text: str) -> str:
    """A text in quotes with JSON's escapes, which YAML knows too."""
    _require_whole(text)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    number = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _typed(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, AsTyped):
        return value.text
    text = repr(value)
    if isinstance(value, float):
        if not isfinite(value):
            raise Refused(f"the number {value} is not finite", "nothing in a card is infinite")
        mantissa, e, exponent = text.partition("e")
        return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{exponent}" if e else text
    if len(text) > 100:
        raise Refused("a number of more than 100 digits cannot stand in a card", "write it as text")
    return text


def _is_shallow(value: Any) -> bool:
    """Whether it reads well on one line: a list of scalars, or a mapping of scalars and such short collections."""
    if isinstance(value, list):
        return not any(isinstance(inner, dict | list) for inner in value)
    collections = [inner for inner in value.values() if isinstance(inner, dict | list)]
    return not any(isinstance(inner, dict | list) for one in collections for inner in _children(one))


def _children(value: Any) -> Iterator[Any]:
    yield from value.values() if isinstance(value, dict) else value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in _children(value):
            yield from _texts(inner)
