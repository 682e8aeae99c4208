"""Lines of text in pieces, each with how it should look; the look is dropped where there is no colour."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

Piece = tuple[str, str]
"""A text, and a style as rich names them; empty for none."""

Line = list[Piece]

_HUES = {
    "production": "green", "active": "green", "live": "green", "deprecated": "yellow", "withdrawn": "yellow",
    "suspended": "red", "retired": "dim", "destroyed": "dim", "ended": "dim",
    "error": "bold red", "warning": "yellow", "note": "cyan",
}  # fmt: skip


def hue(word: str) -> str:
    """The style of a stage, a status or a severity."""
    return _HUES.get(word, "")


def padded(text: str, wide: int) -> str:
    """The text filled with spaces to a number of terminal columns; some characters take two, some none."""
    return text + " " * (wide - columns(text))


def columns(text: str) -> int:
    """How many columns a terminal needs for a text."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
