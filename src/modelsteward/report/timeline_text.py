"""A timeline for eyes: an axis of days from left to right, a bar for each row, and the signs explained below."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from modelsteward.report.cells import safe
from modelsteward.report.styled import Line, columns, padded, painted_lines
from modelsteward.report.timeline_axis import Axis, Cells, heads
from modelsteward.report.timeline_series import charts, unmeasured
from modelsteward.report.timeline_signs import SIGNS
from modelsteward.usecases.lives import Row
from modelsteward.usecases.timeline import Timeline

_BOLD, _DIM = "bold", "dim"


def render(timeline: Timeline, *, colour: bool = False, width: int = 80, boxes: bool = True) -> str:
    """The picture, no wider than `width` as far as words allow; in plain ASCII without `boxes`."""
    parts = [list(_picture(timeline, width, boxes)), list(_below(timeline, width))]
    lines = [*parts[0], *([[]] if all(parts) else []), *parts[1]]
    ends = ([*line[:-1], (line[-1][0].rstrip(), line[-1][1])] if line else line for line in lines)
    return painted_lines(ends, colour)


def _picture(timeline: Timeline, width: int, boxes: bool) -> Iterator[Line]:
    drawn = charts(timeline)
    if not timeline.rows and not drawn:
        return
    labels = _labels(timeline, width * 2 // 5, "…" if boxes else "...") if timeline.rows else []
    margin = max([columns(text) for text, row in labels if row] + [chart.margin for chart in drawn])
    axis = Axis(timeline.start, timeline.end, timeline.today, max(width - margin - 3, 10))
    for head in heads(axis, boxes):
        yield [(" " * (margin + 1), ""), *head]
    used: set[str] = set()
    for text, row in labels:
        cells = axis.cells(row)
        used.update(cells)
        over = max(columns(text) - margin, 0)
        yield [(padded(text, margin + 1 + over), "" if row else _BOLD), *_pieces(cells[over:], boxes)]
    for chart in drawn:
        yield []
        yield from ([(line, _BOLD)] for line in textwrap.wrap(chart.title(boxes), width, break_on_hyphens=False))
        for label, cells in chart.lines(axis):
            used.update(cells)
            yield [(label.rjust(margin) + " ", _DIM), *_pieces(cells, boxes)]
    yield []
    yield from _legend(timeline, used, width, boxes)


Label = tuple[str, Row | None]
"""What stands left of the axis, and the row beside it; None for a heading, which may run into the picture."""


def _labels(timeline: Timeline, most: int, dots: str) -> list[Label]:
    """Uses and slots as headings with the versions below, or a column of names and one of versions."""
    if timeline.by == "version":
        return _beside(timeline.rows, most, dots)
    labels: list[Label] = []
    for group, rows in groupby(timeline.rows, key=lambda row: row.group):
        labels.append((_cut(safe(group.removeprefix("use:")), most * 2, dots), None))
        labels += [(_cut(f"  {safe(row.ref)}", most, dots), row) for row in rows]
    return labels


def _beside(rows: Sequence[Row], most: int, dots: str) -> list[Label]:
    """Each name once, beside its first version."""
    versions = [safe(row.ref.rpartition("@")[2]) for row in rows]
    room = most - 1 - min(max(map(columns, versions)), most // 2)
    names = [_cut(safe(row.group), room, dots) for row in rows]
    wide = max(map(columns, names))
    above = [None, *(row.group for row in rows)]
    shown = [name if row.group != other else "" for row, name, other in zip(rows, names, above, strict=False)]
    texts = (f"{padded(name, wide)} {version}" for name, version in zip(shown, versions, strict=True))
    return [(_cut(text, most, dots), row) for text, row in zip(texts, rows, strict=True)]


def _cut(text: str, most: int, dots: str) -> str:
    """The text in at most so many columns, its end replaced where it is longer."""
    if columns(text) <= most:
        return text
    while text and columns(text) + len(dots) > most:
        text = text[:-1]
    return text + dots


def _pieces(cells: Cells, boxes: bool) -> Iterator[tuple[str, str]]:
    """Cells as text, those that look alike together."""
    for style, run in groupby((SIGNS[key] for key in cells), key=lambda sign: sign.style):
        yield "".join(sign.drawn(boxes) for sign in run), style


def _legend(timeline: Timeline, used: set[str], width: int, boxes: bool) -> Iterator[Line]:
    """The signs in the picture, and what each means."""
    line: Line = []
    room = width
    for key, sign in SIGNS.items():
        if key not in used or not sign.meaning:
            continue
        meaning = f" {sign.meaning}" + (f" ({timeline.today})" if key == "today" else "")
        wide = len(meaning) + 3
        if line and wide - 2 > room:
            yield line
            line, room = [], width
        line += [(sign.drawn(boxes), sign.style), (f"{meaning}  ", "")]
        room -= wide
    yield line


def _below(timeline: Timeline, width: int) -> Iterator[Line]:
    """What has no place in the picture, each kind in lines of its own."""
    if not timeline.rows and not charts(timeline):
        yield from _wrapped(_nothing(timeline), width)
    if timeline.series == ():
        yield from _wrapped(
            "no charts: no use that is meant asks for evaluations of what serves it (`requires.suites`, `monitoring`)",
            width,
        )
    kinds = {
        "not measured yet": unmeasured(timeline),
        "no dates yet": [_named(row) + (f" ({row.state})" if row.early else "") for row in timeline.undated],
        "outside this range": [_named(row) for row in timeline.outside],
        "no card that can be read (see `steward check`)": timeline.unreadable,
    }
    for words, names in kinds.items():
        if names:
            yield from _wrapped(f"{words}: {', '.join(map(safe, names))}", width)


def _nothing(timeline: Timeline) -> str:
    """Why there is no picture."""
    asked = safe(", ".join(timeline.asked))
    if timeline.outside or timeline.undated:
        return f"nothing to draw from {timeline.start} to {timeline.end}"
    if timeline.by == "use":
        return f"{asked}: serves no use, and never did" if asked else "this registry has no uses yet"
    return f"{asked}: no version serves it, and none did" if asked else "this registry has no models yet"


def _named(row: Row) -> str:
    """A row in words: the ref, after the use and slot it served."""
    return row.ref if not row.group.startswith("use:") else f"{row.group} {row.ref}".strip()


def _wrapped(text: str, width: int) -> Iterator[Line]:
    yield from ([(line, _DIM)] for line in textwrap.wrap(text, width, break_on_hyphens=False))
