"""A list as a Markdown table, for pages and comments. Text of cards stays text in it: no markup, links or mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from modelsteward.report.cells import heading, plain
from modelsteward.report.tables import notes
from modelsteward.usecases.listable import Listed

_MARKUP = re.compile(r"[\\`*_\[\]|~#$]")
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("://", "&#58;//"))
_MENTION = re.compile(r"(?<!\w)@")


def render(listing: Listed) -> str:
    """The table, then what it leaves out."""
    columns = listing.columns
    lines = [[heading(key) for key in columns], ["---"] * len(columns)]
    lines += [[_cell(plain(row[key], key)) for key in columns] for row in listing.rows]
    table = "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n" if listing.rows else ""
    return table + "\n\n".join(map(_cell, notes(listing))) + "\n"


def _cell(text: str) -> str:
    text = _MARKUP.sub(r"\\\g<0>", text)
    for character, entity in _ENTITIES:
        text = text.replace(character, entity)
    return _MENTION.sub("&#64;", text)


def escaped(lines: Iterable[str]) -> Iterator[str]:
    """Lines of text that stay text."""
    return map(_cell, lines)
