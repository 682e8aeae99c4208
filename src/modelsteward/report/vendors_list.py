"""What vendors offer, as a list: for eyes, CSV and Markdown; JSON is with the other answers about vendors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.report import list_csv, list_markdown, tables
from modelsteward.report.cells import safe

if TYPE_CHECKING:
    from modelsteward.usecases.vendors.listing import Listing


def as_table(listing: Listing, *, terminal: bool, colour: bool, width: int) -> str:
    """The table, what is not in it, and where what is not on file is from."""
    text = tables.render(listing, terminal=terminal, colour=colour, width=width)
    return text + "".join(f"{safe(line)}\n" for line in notes(listing))


def as_csv(listing: Listing) -> str:
    """The rows alone."""
    return list_csv.render(listing)


def as_markdown(listing: Listing) -> str:
    """The table, then what is not in it."""
    text = list_markdown.render(listing)
    return text + "".join(f"\n{line}\n" for line in list_markdown.escaped(notes(listing)))


def notes(listing: Listing) -> list[str]:
    """What a reader must know to trust the rows."""
    lines = []
    if listing.shipped:
        lines.append(f"what is not on file is told from {listing.shipped}: `steward vendors sync` puts it on file")
    if any(row.get("usd_input") is not None or row.get("usd_output") is not None for row in listing.rows):
        lines.append("$ in, $ out: US dollars a million tokens")
    if listing.host and any(offer.end_varies for offer in listing.offers):
        lines.append(
            "where sources or regions differ, the earliest firm end is shown: `steward vendors show` tells all"
        )
    return lines
