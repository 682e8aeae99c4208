"""Plainly written Markdown as wrapped text for a terminal: headings, paragraphs, lists, quotes, code and strong words.

Whatever else a text holds stands as it is written.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from modelsteward.report.styled import Line

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])\s+(.*)")
_STRONG = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")


class Block(NamedTuple):
    """A heading, a paragraph, an item of a list, or a line of code."""

    kind: str
    """`heading`, `text`, `item`, `code`, or `gap` between two of them."""
    text: str = ""
    marker: str = ""
    """What stands before an item, with its indentation."""
    level: int = 0
    plain: bool = False
    """Whether what looks like markup in it is none."""


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, those of several lines joined."""
    held: Block | None = None
    coded = False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            coded = not coded
            new = Block("gap")
        elif coded:
            new = Block("code", line)
        else:
            new = _block(line)
        if held is not None and new.kind == "text" and held.kind in ("text", "item"):
            held = held._replace(text=f"{held.text} {new.text}".strip())
            continue
        if held is not None:
            yield held
        held = new
    if held is not None:
        yield held


def _block(line: str) -> Block:
    if not line.strip():
        return Block("gap")
    if match := _HEADING.fullmatch(line):
        return Block("heading", match[2], level=len(match[1]))
    if match := _ITEM.fullmatch(line):
        return Block("item", match[3], f"{match[1]}{match[2]} ")
    return Block("text", line.strip().removeprefix("> "))


def lines_of(many: Iterable[Block], width: int) -> Iterator[Line]:
    """The blocks as lines no wider than `width`, as far as words allow."""
    blank = True
    for block in many:
        if block.kind == "gap" and not blank:
            yield []
        yield from _lines(block, width)
        blank = block.kind == "gap"


def _lines(block: Block, width: int) -> Iterator[Line]:
    if block.kind == "code":
        yield [(f"    {block.text}", "")]
        return
    if block.kind == "heading":
        yield from ([(line, "bold underline" if block.level == 1 else "bold")] for line in _wrapped(block, width))
        return
    lead = block.marker
    strong = False
    for line in _wrapped(block, width - len(block.marker)) if block.kind != "gap" else ():
        pieces, strong = _pieces(line, strong)
        yield [(lead, ""), *pieces]
        lead = " " * len(lead)


_ON, _OFF = "\ufdd0", "\ufdd1"
"""Stand for the beginning and end of strong words while lines are broken: no text that is shown can hold them."""


def _wrapped(block: Block, width: int) -> list[str]:
    text = block.text if block.plain else _STRONG.sub(lambda match: f"{_ON}{match[1]}{_OFF}", block.text)
    return textwrap.wrap(text, max(width, 20), break_on_hyphens=False, break_long_words=False)


def _pieces(line: str, strong: bool) -> tuple[Line, bool]:
    """A line in pieces, and whether strong words go on in the next."""
    pieces: Line = []
    for part in re.split(f"([{_ON}{_OFF}])", line):
        if part in (_ON, _OFF):
            strong = part == _ON
        elif part:
            pieces.append((part, "bold" if strong else ""))
    return pieces, strong
