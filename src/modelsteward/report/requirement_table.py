"""What a use requires of a version as a table: required, found, when, by whom, verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from textwrap import wrap

from modelsteward.domain.requirement import Outcome, Requirement
from modelsteward.report.escape import visible
from modelsteward.report.styled import columns, padded

_HEADS = ("required", "found", "when", "by", "verdict")
_MOST = (36, 18, 10, 24, 11)
"""What a column can do with at the most: its longest word, but no more than this."""

Paint = Callable[[str, str], str]


def table(requirements: Iterable[Requirement], paint: Paint, width: int = 100) -> Iterator[str]:
    """The lines of the table, no wider than `width` as far as words allow; `paint` colours what a verdict says."""
    rows = [_cells(one) for one in requirements]
    if not rows:
        return
    widths = _widths([_HEADS, *rows], width - 2)
    yield from _row(_HEADS, widths, lambda text: paint("dim", text))
    for row in rows:
        style = "passed" if row[-1] == Outcome.PASSES else "failed"
        yield from _row(row, widths, lambda text, style=style: paint(style, text) if text.strip() else text)  # type: ignore[misc]


def _cells(one: Requirement) -> tuple[str, ...]:
    cells = (one.required, one.found or "nothing", str(one.on or ""), one.by, one.outcome.value)
    return tuple(visible(cell) for cell in cells)


def _row(cells: tuple[str, ...], widths: list[int], last: Callable[[str], str]) -> Iterator[str]:
    """A row over as many lines as its longest cell needs."""
    folded = [_folded(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    for parts in zip_longest(*folded, fillvalue=""):
        *firsts, verdict = parts
        line = "".join(padded(part, wide + 2) for part, wide in zip(firsts, widths, strict=False))
        yield f"  {line}{last(verdict)}".rstrip()


def _folded(cell: str, wide: int) -> list[str]:
    """A cell in lines; an address that is too long goes on at its @."""
    text = cell if len(cell) <= wide else cell.replace("@", " @")
    return wrap(text, wide) or [""]


def _longest(cell: str) -> int:
    return max(map(len, cell.replace("@", " @").split()), default=0)


def _widths(rows: list[tuple[str, ...]], width: int) -> list[int]:
    """All that a column wants, or else the widest give way, down to what can be read."""
    widths = [max(columns(row[i]) for row in rows) for i in range(len(_HEADS))]
    least = [min(max(_longest(row[i]) for row in rows), most) for i, most in enumerate(_MOST)]
    while sum(widths) + 2 * (len(widths) - 1) > width:
        yielding = [i for i, wide in enumerate(widths) if wide > least[i]]
        if not yielding:
            break
        widths[max(yielding, key=widths.__getitem__)] -= 1
    return widths
