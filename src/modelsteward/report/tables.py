"""A list for eyes: a table that fits a terminal, or plain aligned text; with a line on what is not in it."""

from __future__ import annotations

from datetime import date
from io import StringIO
from textwrap import wrap
from typing import Literal

from modelsteward.domain.dates import ago
from modelsteward.domain.texts import amount
from modelsteward.report.cells import heading, plain, safe
from modelsteward.report.styled import hue
from modelsteward.usecases.listable import TOMBSTONE, Listed, Row

_DAYS = ("ends", "review_by", "delete_by")
_CALM = ("released", "not_before")
"""Days by which nobody must act: how far off they are is not told."""
_DISPENSABLE = (
    "certified_by",
    "certificate",
    "license",
    "origin",
    "registry",
    "destroyed",
    "jurisdictions",
    "models",
    "risk",
    "contains",
    "review_by",
    "serves",
    "owner",
    "facts",
    "released",
    "sources",
    "not_before",
    "context",
)
"""What a narrow terminal can do without, the first first."""

Cells = dict[str, str]


def render(listing: Listed, *, terminal: bool = False, colour: bool = False, width: int = 80) -> str:
    """The table and its closing line. Only a terminal gets rich's layout; colour is asked for apart."""
    closing = "".join(f"{line}\n" for line in notes(listing))
    if not listing.rows:
        return closing
    told = {key for key in TOMBSTONE if any(row.get(key) for row in listing.rows)}
    columns = [key for key in listing.columns if key != "ends_by" and (key not in TOMBSTONE or key in told)]
    rows = [{key: _cell(row, key, listing) for key in columns} for row in listing.rows]
    if terminal:
        return _rich(columns, rows, listing, colour, width) + "\n" + closing
    from tabulate import tabulate

    cells = [list(row.values()) for row in rows]
    table = tabulate(cells, headers=[heading(key) for key in columns], tablefmt="plain", disable_numparse=True)
    return "\n".join(line.rstrip() for line in table.splitlines()) + "\n\n" + closing


def notes(listing: Listed) -> list[str]:
    """How many of how many are listed, why, what is hidden, and what could not be read."""
    lines = [_count(listing)]
    if not listing.rows and len(listing.filters) > 1:
        alone = (f"{count} {safe(words)}" for words, count in listing.filters.items())
        lines.append(f"each by itself: {', '.join(alone)}")
    for place, count in listing.unreadable_at.items():
        of, where = (f" of the registry {safe(place)}", " in its folder") if place else ("", "")
        what = f"{amount(count, 'card')}{of} could not be read"
        lines.append(f"{what} and {'is' if count == 1 else 'are'} not here: see `steward check`{where}")
    return lines


def _count(listing: Listed) -> str:
    shown, total = len(listing.rows), listing.total
    if not total:
        return f"{safe(listing.place)} has no {listing.noun} yet"
    asked = f" {', '.join(map(safe, listing.filters))}" if listing.filters else ""
    counted = "none" if not shown else str(total) if shown == total else f"{shown}"
    of = "" if shown == total else f" of {total}"
    hidden = f"; {listing.hidden} {' or '.join(listing.over)} hidden (--all shows them)" if listing.hidden else ""
    return f"{counted}{of} {listing.noun}{asked}{hidden}"


def _cell(row: Row, key: str, listing: Listed) -> str:
    value = row[key]
    if isinstance(value, date):
        by = " (vendor)" if key == "ends" and row.get("ends_by") == "vendor" else ""
        near = f", {ago(value, listing.today)}" if key not in _CALM and _is_near(row, value, listing) else ""
        return f"{value}{near}{by}"
    if key in ("serves", "serving") and isinstance(value, tuple):
        return ", ".join(safe(part.removeprefix("use:")) for part in value)
    return plain(value, key)


def _is_near(row: Row, day: date, listing: Listed) -> bool:
    state = row.get("stage") or row.get("status") or row.get("state")
    return day <= listing.soon and state not in listing.over


def _rich(columns: list[str], rows: list[Cells], listing: Listed, colour: bool, width: int) -> str:
    """The same table, folded to the terminal's width. rich's `Text` takes no markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    widths = _widths(_that_fit(columns, rows, width), rows, width)
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for key, wide in widths.items():
        table.add_column(Text(heading(key)), width=wide, no_wrap=True)
    for row, cells in zip(listing.rows, rows, strict=True):
        texts = {key: "\n".join(wrap(cells[key], wide)) for key, wide in widths.items()}
        table.add_row(*(Text(text, _style(row, key, listing)) for key, text in texts.items()))
    out = StringIO()
    system: Literal["standard"] | None = "standard" if colour else None
    wide = max(width, sum(widths.values()) + 2 * len(widths))  # rather too wide than cut off
    Console(file=out, width=wide, force_terminal=colour, color_system=system, legacy_windows=False).print(table)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    if left_out := [heading(key) for key in columns if key not in widths]:
        lines += ["", f"not shown, for want of width: {', '.join(left_out)}"]
    return "\n".join(lines) + "\n"


def _that_fit(columns: list[str], rows: list[Cells], width: int) -> list[str]:
    """The columns without those that matter least, until the others can be read."""
    kept = list(columns)
    for key in _DISPENSABLE:
        if sum(_least(column, rows) + 2 for column in kept) <= width:
            break
        kept = [column for column in kept if column != key]
    return kept


def _widths(columns: list[str], rows: list[Cells], width: int) -> dict[str, int]:
    """What each column gets: all it wants, or else the widest give way, down to what can be read."""
    widths = {key: max(len(heading(key)), *(len(cells[key]) for cells in rows)) for key in columns}
    least = {key: _least(key, rows) for key in columns}
    while sum(wide + 2 for wide in widths.values()) > width:
        yielding = [key for key in columns if widths[key] > least[key]]
        if not yielding:
            break
        widths[max(yielding, key=widths.__getitem__)] -= 1
    return widths


def _least(key: str, rows: list[Cells]) -> int:
    """The longest piece of a column that can't be broken well; refs are kept whole."""
    texts = [heading(key), *{cells[key] for cells in rows}]
    if key == "ref":
        return min(max(map(len, texts)), 40)
    return min(max(len(piece) for text in texts for piece in wrap(text, 1, break_long_words=False) or [""]), 24)


def _style(row: Row, key: str, listing: Listed) -> str:
    value = row[key]
    if key in ("stage", "status", "state"):
        return hue(str(value))
    if key in _DAYS and isinstance(value, date) and _is_near(row, value, listing):
        return "red" if value < listing.today else "yellow"
    return "bold" if key == "ref" else ""
