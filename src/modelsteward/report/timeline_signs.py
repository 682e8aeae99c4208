"""The signs a timeline is drawn with: as blocks, as ASCII, their colour, and what the legend says of them."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    """One character of the picture."""

    block: str
    ascii: str
    style: str
    """As `styled.painted` takes it; empty for none."""
    meaning: str
    """Empty for what needs no word in the legend."""

    def drawn(self, boxes: bool) -> str:
        """The character, for a screen with or without block characters."""
        return self.block if boxes else self.ascii


SIGNS: dict[str, Sign] = {
    "": Sign(" ", " ", "", ""),
    "serves": Sign("█", "=", "green", "serves"),
    "production": Sign("█", "=", "green", "production"),
    "deprecated": Sign("▒", "~", "yellow", "deprecated"),
    "suspended": Sign("░", "!", "red", "suspended"),
    "retired_bytes": Sign("┈", ".", "dim", "retired, bytes kept"),
    "early": Sign("○", "o", "cyan", "not in production yet"),
    "review_by": Sign("R", "R", "bold", "review by"),
    "sunset": Sign("S", "S", "bold yellow", "sunset"),
    "vendor_end": Sign("V", "V", "bold red", "vendor ends it"),
    "retired": Sign("x", "x", "bold", "retired"),
    "destroy_by": Sign("D", "D", "bold yellow", "destroy by"),
    "destroyed": Sign("X", "X", "bold", "destroyed"),
    "good": Sign("●", "@", "bold green", "measured"),
    "earlier": Sign("◇", "&", "cyan", "measured of an earlier version"),
    "missed": Sign("✗", "%", "bold red", "not good enough"),
    "bound": Sign("╌", "-", "dim", "what is asked"),
    "several": Sign("*", "*", "bold", "several of these at once"),
    "today": Sign("│", "|", "cyan", "today"),
    "before": Sign("◄", "<", "", "since earlier"),
    "after": Sign("►", ">", "", "goes on"),
}  # fmt: skip
"""By what they stand for, in the order of the legend."""
