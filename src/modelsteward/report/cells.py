"""Cells of lists and shown cards as text that is safe to print, with secrets masked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.secrets import masked
from modelsteward.report.escape import visible

if TYPE_CHECKING:
    from modelsteward.usecases.listable import Cell

_HEADINGS = {
    "license": "licence",
    "license_text": "licence text",
    "because": "end decided by",
    "usd_input": "$ in",
    "usd_output": "$ out",
}
_UNITS = ("bytes", "KiB", "MiB", "GiB", "TiB")


def heading(key: str) -> str:
    """A column's or fact's name for people: `review by` for `review_by`."""
    return _HEADINGS.get(key, key.replace("_", " "))


def plain(value: Cell, key: str = "") -> str:
    """A cell for people; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        parts = [safe(part) for part in value]
        return (" " if any(part.endswith(".") for part in parts) else ", ").join(parts)  # sentences, or words
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return size(value) if key == "bytes" else f"{value:,}" if key != "line" else str(value)
    if isinstance(value, float):
        return f"{value:g}"
    return short(value) if key in ("digest", "seal") else safe(value)


def safe(text: str) -> str:
    """Text of a card, on one line, with nothing in it that acts on a terminal or should stay unread."""
    return visible(" ".join(masked(text).split()))


def single(value: Cell) -> str | None:
    """A cell for another program's column: lists by spaces, dates as ISO 8601; None for nothing."""
    if value is None or value == ():
        return None
    return " ".join(masked(part) for part in value) if isinstance(value, tuple) else masked(str(value))


def size(count: int) -> str:
    """Bytes in the largest unit that leaves at least one: `18.0 MiB`."""
    amount, unit = float(count), 0
    while amount >= 1024 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{amount:,.1f} {_UNITS[unit]}" if unit else f"{count} bytes"


def short(digest: str) -> str:
    """A digest's algorithm and beginning, enough to compare by eye."""
    algorithm, _, value = digest.partition(":")
    return f"{algorithm}:{value[:12]}…" if len(value) > 12 else digest
