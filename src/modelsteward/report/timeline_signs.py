"""The signs a timeline is drawn with: as blocks, as ASCII, their colour, and what the legend says of them."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    """One character of the picture."""

    block: str
    ascii: str
    style: str
    """Of a terminal, as numbers of SGR (Select Graphic Rendition); empty for none."""
    meaning: str
    """Empty for what needs no word in the legend."""

    def drawn(self, boxes: bool) -> str:
        """The character, for a screen with or without block characters."""
        return self.block if boxes else self.ascii


SIGNS: dict[str, Sign] = {
    "": Sign(" ", " ", "", ""),
    "serves": Sign("█", "=", "32", "serves"),
    "production": Sign("█", "=", "32", "production"),
    "deprecated": Sign("▒", "~", "33", "deprecated"),
    "suspended": Sign("░", "!", "31", "suspended"),
    "retired_bytes": Sign("┈", ".", "2", "retired, bytes kept"),
    "early": Sign("○", "o", "36", "not in production yet"),
    "review_by": Sign("R", "R", "1", "review by"),
    "sunset": Sign("S", "S", "1;33", "sunset"),
    "vendor_end": Sign("V", "V", "1;31", "vendor ends it"),
    "retired": Sign("x", "x", "1", "retired"),
    "destroy_by": Sign("D", "D", "1;33", "destroy by"),
    "destroyed": Sign("X", "X", "1", "destroyed"),
    "several": Sign("*", "*", "1", "several of these at once"),
    "today": Sign("│", "|", "36", "today"),
    "before": Sign("◄", "<", "", "since earlier"),
    "after": Sign("►", ">", "", "goes on"),
}  # fmt: skip
"""By what they stand for, in the order of the legend."""
