"""A source line with a marker under the place, lined up whatever the line holds."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

from modelsteward.domain.findings import Place
from modelsteward.report.escape import UNSAFE, escaped

_CUT = "..."
_NARROWEST = 20


def excerpt(place: Place, width: int) -> tuple[str, str] | None:
    """The line and its marker, at most `width` cells wide; None where there is nothing to show."""
    source = place.text.rstrip()
    shown = [_show(source, i) for i in range(len(source))]
    start = place.column - 1
    if not shown or start > len(shown):
        return None
    end = min(max(start + 1, (place.end_column or 0) - 1), max(len(shown), start + 1))
    edges = [0, *accumulate(cells(text) for text in shown)]  # edges[i]: the cell where character i begins
    edges.append(edges[-1] + 1)  # so that a place just behind the last character has an end
    first, last = _window(edges[:-1], start, max(width, _NARROWEST))
    head, tail = _CUT * (first > 0), _CUT * (last < len(shown))
    marks = max(1, edges[min(end, max(last, start + 1))] - edges[start])
    line = head + "".join(shown[first:last]) + tail
    return line, " " * (len(head) + edges[start] - edges[first]) + "^" * marks


def cells(text: str) -> int:
    """How many cells of a terminal a text takes: wide East Asian characters and emoji take two, accents none."""
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _show(source: str, i: int) -> str:
    if source[i] == "\t":
        return "    "
    return escaped(source[i]) if UNSAFE.match(source, i) else source[i]


def _window(edges: list[int], start: int, width: int) -> tuple[int, int]:
    """Which characters to show: all that fit, else those around the place."""
    last = len(edges) - 1
    if edges[last] <= width:
        return 0, last
    room = width - 2 * len(_CUT)
    first = start
    while first > 0 and edges[start] - edges[first - 1] <= room // 3:
        first -= 1
    behind = min(start + 1, last)
    while behind < last and edges[behind + 1] - edges[first] <= room:
        behind += 1
    return first, behind
