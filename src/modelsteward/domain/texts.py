"""Texts, and whether a file can hold them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelsteward.errors import BadUsage


def amount(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def is_text(text: str) -> bool:
    """Whether UTF-8 can write it. What came as other bytes, and half of a surrogate pair, it cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def require_text(value: Any) -> None:
    """Raise BadUsage where plain data holds what is no text."""
    if broken := next((text for text in _texts(value) if not is_text(text)), None):
        raise BadUsage(f"{broken!a} is not UTF-8 text", "write it with characters that are")


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain data, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
