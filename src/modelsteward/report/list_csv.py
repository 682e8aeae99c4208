"""A list as CSV (RFC 4180), safe to open in a spreadsheet.

The first line names the columns, as in the JSON format. A list in a cell is joined by spaces, which no ref holds; an
empty cell is unknown or none. A cell that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`,
or one of their full-width forms, after any space) gets an apostrophe in front. Lines end in a line feed.
"""

from __future__ import annotations

import csv
from io import StringIO

from modelsteward.report.cells import single
from modelsteward.report.escape import visible
from modelsteward.usecases.listable import Cell, Listed

_FORMULA = tuple("=+-@＝＋－＠")


def render(listing: Listed) -> str:
    """The list's rows, without its closing line."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(listing.columns)
    writer.writerows([_cell(row[key]) for key in listing.columns] for row in listing.rows)
    return out.getvalue()


def _cell(value: Cell) -> str:
    text = single(value) or ""
    guarded = f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\r", "\n")) else text
    return visible(guarded)
