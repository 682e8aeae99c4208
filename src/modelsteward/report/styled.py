"""Lines of text in pieces, each with how it should look; the look is dropped where there is no colour."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import combining, east_asian_width

Piece = tuple[str, str]
"""A text, and its style: words of `painted`, which are words of rich's too; empty for none."""

Line = list[Piece]

_CODES = {
    "bold": "1", "dim": "2", "underline": "4",
    "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36",
}  # fmt: skip
"""The words of a style, as numbers of SGR (Select Graphic Rendition)."""

_HUES = {
    "production": "green", "active": "green", "live": "green", "deprecated": "yellow", "withdrawn": "yellow",
    "suspended": "red", "retired": "dim", "destroyed": "dim", "ended": "dim",
    "error": "bold red", "warning": "yellow", "note": "cyan",
}  # fmt: skip


def hue(word: str) -> str:
    """The style of a stage, a status or a severity."""
    return _HUES.get(word, "")


def painted(text: str, style: str, colour: bool = True) -> str:
    """The text in a style such as `bold red`, for a terminal; as it is without `colour` or a style."""
    if not (colour and style and text):
        return text
    return f"\x1b[{';'.join(_CODES[word] for word in style.split())}m{text}\x1b[0m"


def painted_lines(lines: Iterable[Line], colour: bool) -> str:
    """Lines of pieces as text, each with its line's end."""
    return "".join("".join(painted(text, style, colour) for text, style in line) + "\n" for line in lines)


def padded(text: str, wide: int) -> str:
    """The text filled with spaces to a number of terminal columns; some characters take two, some none."""
    return text + " " * (wide - columns(text))


def columns(text: str) -> int:
    """How many columns a terminal needs for a text."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
