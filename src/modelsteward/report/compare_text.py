"""Two versions side by side for eyes, section by section; it ends with what is missing for a decision."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from modelsteward.report import compare_words as words
from modelsteward.report.cells import safe
from modelsteward.report.styled import Line, columns, hue, padded, painted_lines
from modelsteward.usecases.compared import LETTERS, Compared, Gap, MetricRow

_VERDICTS = {"better": "green", "worse": "red", "cannot tell": "yellow"}
_MET = {True: "green", False: "red", None: "yellow"}


def render(found: Compared, *, colour: bool = False, width: int = 80) -> str:
    """The comparison as lines no wider than `width`, as far as words allow."""
    return painted_lines(_lines(found, width), colour)


def _lines(found: Compared, width: int) -> Iterator[Line]:
    yield from _head(found, width)
    for title, part in _sections(found, width):
        yield from ([], [(title, "bold")], *part)
    yield []
    yield [("Missing for a decision", "bold")]
    yield from _gaps(found.missing, width) if found.missing else [[("  nothing", "green")]]
    yield []
    yield from _wrapped(words.closing(found), width, "dim", "")


def _sections(found: Compared, width: int) -> Iterator[tuple[str, list[Line]]]:
    today = found.today
    yield "Who and what", list(_grid(words.facts(found.who, today), width))
    yield "Metrics", list(_metrics(found.metrics, width)) or [[("  none on record", "dim")]]
    if found.latency:
        yield "Latency", list(_metrics(found.latency, width))
    yield "Cost", [*_grid(words.costs(found), width), *_wrapped(words.dearer(found), width, "bold")]
    yield f"Differences from A to B: {words.tally(found)}", list(_changes(found, width))
    yield "Data, over the whole lineage", list(_grid(words.facts(found.data, today), width))
    yield "What goes in and out", list(_grid(words.facts(found.limits, today), width))
    yield "Ends", list(_grid(words.facts(found.ends, today), width))
    yield "Open findings", list(_findings(found, width)) or [[("  none", "dim")]]
    yield "Untested", list(_gaps(found.untested, width)) or [[("  nothing that is required", "dim")]]


def _head(found: Compared, width: int) -> Iterator[Line]:
    for side in found.sides:
        yield [(f"{side.letter}  ", "bold"), (safe(side.ref), "bold")]
        yield from _wrapped(side.summary, width, "", "   ")
        yield from _wrapped(side.note, width, "dim", "   ")
    yield []
    yield from _wrapped(f"{words.question(found)} (as of {found.today})", width, "bold", "")
    if found.aim:
        yield from _wrapped(words.setting(found.aim), width, "", "")


def _wrapped(text: str, width: int, style: str, indent: str = "  ") -> Iterator[Line]:
    for line in textwrap.wrap(safe(text), max(width - len(indent), 20)):
        yield [(indent + line, style)]


def _grid(rows: Iterable[words.Line], width: int) -> Iterator[Line]:
    """Three columns; `=` stands where B says the same as A."""
    told = [words.Line(*map(safe, row)) for row in rows]
    first = min(max((columns(row.what) for row in told), default=0), width // 3)
    each = max((width - first - 6) // 2, 12)
    yield [(" " * (first + 4), ""), (padded("A", each + 2), "dim"), ("B", "dim")]
    for row in told:
        same = row.a == row.b
        cells = [
            textwrap.wrap(row.what, first),
            textwrap.wrap(row.a, each),
            textwrap.wrap("=" if same else row.b, each),
        ]
        for i in range(max(map(len, cells))):
            what, a, b = (cell[i] if i < len(cell) else "" for cell in cells)
            yield [("  " + padded(what, first + 2), "dim"), (padded(a, each + 2) if b else a, ""),
                   (b, "dim" if same else "bold")]  # fmt: skip


def _metrics(rows: Iterable[MetricRow], width: int) -> Iterator[Line]:
    for row in rows:
        yield from _wrapped(words.heading(row), width, "")
        for letter, one, stands in zip(LETTERS, (row.a, row.b), (row.standing_a, row.standing_b), strict=True):
            said = ", ".join(filter(None, (words.measured(one), words.read(one))))
            yield from _hanging(f"{letter}  ", said, width, "" if one else "yellow")
            if stands is not None:
                yield from _hanging("   ", words.standing(stands), width, _MET[stands.met])
        yield from _hanging("", words.verdict(row), width, _VERDICTS[row.verdict])


def _hanging(mark: str, text: str, width: int, style: str) -> Iterator[Line]:
    for i, line in enumerate(textwrap.wrap(safe(text), max(width - 4 - len(mark), 20))):
        yield [("    " + (mark if i == 0 else " " * len(mark)), "dim"), (line, style)]


def _changes(found: Compared, width: int) -> Iterator[Line]:
    for change in words.weighty(found):
        yield from _hanging(f"{change.step!s:<5}  ", f"{change.message} ({change.kind.id})", width, "")


def _findings(found: Compared, width: int) -> Iterator[Line]:
    for row in found.findings:
        mark = f"{row.letter}  {row.severity:<7}  "
        yield from _hanging(mark, f"{row.code} {row.message}", width, hue(row.severity))
        yield from _hanging(" " * len(mark), row.hint, width, "dim")


def _gaps(gaps: Iterable[Gap], width: int) -> Iterator[Line]:
    for one in gaps:
        mark = f"{one.letter or '-'}  "
        yield from _hanging(mark, one.text, width, "")
        yield from _hanging(" " * len(mark), one.todo, width, "dim")
