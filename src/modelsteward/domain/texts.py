"""Texts, and whether a file can hold them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from modelsteward.errors import BadUsage

_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f]")


def amount(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: Iterable[str], total: int = 0, *, most: int = 3) -> str:
    """`a`, `a and b`, `a, b, c and 4 more`. `total` is how many there are, where not all are given."""
    all_names = list(names)
    shown = all_names[:most]
    left = max(total, len(all_names)) - len(shown)
    if left > 0:
        return f"{', '.join(shown)} and {left} more"
    *rest, last = shown
    return f"{', '.join(rest)} and {last}" if rest else last


_FOLDED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def slug(text: str) -> str:
    """A name as cards write names, made of words, accents left out; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_FOLDED))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:100].strip("-")


def is_text(text: str) -> bool:
    """Whether UTF-8 can write it. What came as other bytes, and half of a surrogate pair, it cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def control_in(text: str) -> str:
    """The first character in it that steers a screen and is no part of a text, as `U+001B`; nothing where none is.

    Arrow keys and colours are made of them. Line feeds and tabs are part of texts.
    """
    found = _CONTROL.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def require_text(value: Any) -> None:
    """Raise BadUsage where plain data holds what is no text."""
    for text in _texts(value):
        if not is_text(text):
            raise BadUsage(f"{text!a} is not UTF-8 text", "write it with characters that are")
        if control := control_in(text):
            raise BadUsage(f"{text!a} holds the control character {control}", "leave it out")


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
