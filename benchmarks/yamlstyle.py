"""Cards as YAML in the many hands that write them: block and flow, plain, quoted and folded, with comments or without.

`text_of` gives the text of a value; two styles of the same value read the same.
"""

from __future__ import annotations

import json
import random
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_PLAIN = re.compile(r"[A-Za-z/][\w./@+-]*(?:[ :(][\w./@+(-][\w./@+()%'-]*|[;,?!)](?= ))*[.!?)]?")
"""Texts that mean themselves without quotes; a comma among them only outside flow."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_WIDE = 112
_REMARKS = (
    "agreed in the weekly round",
    "see the wiki",
    "measured, not promised",
    "as the contract says",
    "TBC in May",
)


class Style(NamedTuple):
    """How one hand writes."""

    flow: float
    """How often what would fit on a line is written on one."""
    quotes: str
    """Which quotes it puts where none are needed: `"`, `'` or none."""
    folded: float
    """How often a long text is folded over several lines."""
    remarks: float
    """How often a line ends with a comment."""


STYLES = (
    Style(0.9, "", 0.2, 0.02),
    Style(0.9, "", 0.0, 0.0),
    Style(0.5, "", 0.7, 0.05),
    Style(0.0, "", 0.5, 0.0),
    Style(0.6, '"', 0.0, 0.01),
    Style(0.3, "'", 1.0, 0.0),
)


def text_of(card: Mapping[str, Any], rng: random.Random, head: str = "") -> str:
    """A card as one hand writes it; `head` is a comment for its beginning."""
    style = rng.choice(STYLES)
    above = f"# {head}\n" if head else ""
    return above + "\n".join(_mapping(card, 0, style, rng)) + "\n"


def scalar(value: object, quotes: str = "", flow: bool = False) -> str:
    """A value on one line."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    if _DAY.fullmatch(value):
        return value
    needed = not _PLAIN.fullmatch(value) or ": " in value or value.lower() in _WORDS or (flow and "," in value)
    if not needed and not quotes:
        return value
    if quotes == "'":
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)


def _mapping(value: Mapping[str, Any], indent: int, style: Style, rng: random.Random) -> Iterator[str]:
    for key, item in value.items():
        yield from _entry(f"{' ' * indent}{key}:", item, indent + 2, style, rng)


def _entry(front: str, value: object, indent: int, style: Style, rng: random.Random) -> Iterator[str]:
    """What stands behind a key: on its line when it is short, else below it."""
    short = _short(value, style, rng, _WIDE - len(front))
    if short is not None:
        remark = f"  # {rng.choice(_REMARKS)}" if rng.random() < style.remarks else ""
        yield f"{front} {short}{remark}"
    elif isinstance(value, str):
        yield f"{front} >-"
        yield from textwrap.wrap(
            value, _WIDE - indent, initial_indent=" " * indent, subsequent_indent=" " * indent,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    elif isinstance(value, Mapping):
        yield front
        yield from _mapping(value, indent, style, rng)
    else:
        assert isinstance(value, Sequence)
        yield front
        for item in value:
            yield from _item(item, indent, style, rng)


def _item(value: object, indent: int, style: Style, rng: random.Random) -> Iterator[str]:
    """One item of a list; a mapping's first key stands behind the dash."""
    dash = f"{' ' * indent}-"
    if isinstance(value, Mapping) and value and (style.flow < 0.5 or _short(value, style, rng, _WIDE - indent) is None):
        lines = list(_mapping(value, indent + 2, style, rng))
        yield f"{dash} {lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield from _entry(dash, value, indent + 2, style, rng)


def _short(value: object, style: Style, rng: random.Random, room: int) -> str | None:
    """A value on one line, or None where this hand needs several."""
    if isinstance(value, str):
        long = len(value) > room and rng.random() < style.folded and " " in value
        return None if long else scalar(value, style.quotes)
    if not isinstance(value, Mapping | list):
        return scalar(value)
    if not value:
        return "{}" if isinstance(value, Mapping) else "[]"
    if rng.random() >= style.flow:
        return None
    text = _flow(value, style)
    return text if len(text) <= room else None


def _flow(value: object, style: Style) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item, style)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item, style) for item in value) + "]"
    return scalar(value, style.quotes, flow=True)
