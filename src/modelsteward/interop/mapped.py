"""Tables of one's own, in JSON or CSV, read by a mapping file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from modelsteward.domain.imported import Figures, Imported, Unfit, count, number, said, text_or_none
from modelsteward.domain.mapped import Column, Mapping
from modelsteward.domain.quantity import parse_quantity

_MOST_ROWS = 100_000
_GROUPED = ("suite", "model", "run", "date", "dataset", "by", "tool")
"""What tells one record from another."""


class Row(NamedTuple):
    """One row, and how its place is told."""

    value: Any
    place: str
    written: bool = False
    """Whether all its values are texts, as in CSV."""


def rows_of_csv(data: bytes) -> list[Row]:
    """The rows of a table with a line of column names; commas, semicolons or tabs. Raises Unfit."""
    try:
        written = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unfit("it is not UTF-8 text", f"byte {error.start + 1}") from None
    head = written.partition("\n")[0]
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    found: list[Row] = []
    try:
        names = next(reader, [])
        if len(set(names)) < len(names):
            raise Unfit("two columns have the same name", "line 1")
        for cells in reader:
            line = reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                raise Unfit(f"{len(cells)} cells stand under {len(names)} columns", f"line {line}")
            found.append(Row(dict(zip(names, cells, strict=True)), f"line {line}", written=True))
    except csv.Error as error:
        raise Unfit(f"it is not CSV: {error}", f"line {reader.line_num}") from None
    return found


def rows_of_json(value: Any, mapping: Mapping) -> list[Row]:
    """The rows of a JSON value: the list to which `rows` leads, or the value itself. Raises Unfit."""
    found = _at(value, mapping.rows) if mapping.rows else value
    where = mapping.rows or ""
    if mapping.rows and found is None:
        raise Unfit("there is nothing at the place that `rows` names", where)
    if isinstance(found, list):
        return [Row(row, f"{where}[{i}]") for i, row in enumerate(found)]
    return [Row(found, where)]


def read(rows: list[Row], top: Any, mapping: Mapping, skip: bool = False) -> Iterator[Imported]:
    """What the rows say: those of one suite, model, run and day are one record. Raises Unfit."""
    if len(rows) > _MOST_ROWS:
        raise Unfit(f"it has {len(rows)} rows; {_MOST_ROWS} are the most")
    groups: dict[tuple[Any, ...], Figures] = {}
    for row in rows:
        if not isinstance(row.value, dict):
            raise Unfit(f"a row is {said(row.value)}, and ought to be a mapping", row.place)
        about = tuple(_word(row, top, mapping, key) for key in _GROUPED)
        _figures(groups.setdefault(about, Figures(skip)), row, top, mapping)
    if not groups:
        raise Unfit("it has no rows")
    for about, figures in groups.items():
        told = dict(zip(_GROUPED, about, strict=True))
        yield Imported(
            told["suite"] or "", figures.taken(""), _day(told["date"]), told["dataset"], told["tool"], told["run"],
            told["model"], told["by"], left_out=figures.left_out,
        )  # fmt: skip


def _figures(figures: Figures, row: Row, top: Any, mapping: Mapping) -> None:
    """Take in the figure of a row, or each of its columns that holds one."""
    slice_ = _word(row, top, mapping, "slice")
    samples = _number(row, top, mapping.from_.samples, "samples")
    for name, column in mapping.metrics.items():
        metric = column.metric or name
        value, unit = _figure(row, top, name)
        figures.add(
            metric, value, _place(row, name), unit=column.unit or unit or mapping.fixed.unit,
            better=column.better or mapping.fixed.better, slice=slice_, **_bounds(row, top, column, metric, samples),
        )  # fmt: skip
    if not mapping.metrics:
        named = _word(row, top, mapping, "metric")
        if named is None:
            raise Unfit("the mapping file does not say where the metric's name stands", row.place, "from: {metric: …}")
        where = mapping.from_.value
        if where is None:
            raise Unfit("the mapping file does not say where the value stands", row.place, "from: {value: …}")
        value, unit = _figure(row, top, where)
        own = Column(low=mapping.from_.low, high=mapping.from_.high)
        figures.add(
            named, value, _place(row, where), unit=_word(row, top, mapping, "unit") or unit,
            better=_better(row, top, mapping), slice=slice_, **_bounds(row, top, own, named, samples),
        )  # fmt: skip


def _bounds(row: Row, top: Any, column: Column, metric: str, samples: Any) -> dict[str, Any]:
    own = _number(row, top, column.samples, f"samples of {metric}")
    cases = count(own if own is not None else samples, f"samples of {metric}", row.place)
    ends = {end: _number(row, top, getattr(column, end), f"{end} of {metric}") for end in ("low", "high")}
    return {**ends, "samples": cases}


def _figure(row: Row, top: Any, where: str) -> tuple[Any, str | None]:
    """A value with the unit that is written behind it, if any."""
    value = _sought(row, top, where)
    if isinstance(value, str) and (found := parse_quantity(value)):
        return found
    return value, None


def _number(row: Row, top: Any, where: str | None, name: str) -> float | None:
    """A number that may be missing. Raises Unfit for what is none."""
    value, _ = _figure(row, top, where) if where else (None, None)
    return None if value is None or value == "" else number(value, name, _place(row, where or ""))


def _better(row: Row, top: Any, mapping: Mapping) -> str | None:
    better = _word(row, top, mapping, "better")
    if better not in (None, "higher", "lower"):
        raise Unfit(f"better is {said(better)}", _place(row, mapping.from_.better or ""), "higher or lower")
    return better


def _word(row: Row, top: Any, mapping: Mapping, key: str) -> str | None:
    """A text about a row: where the mapping says that it stands, else what it says itself."""
    where = getattr(mapping.from_, key)
    value = _sought(row, top, where) if where else None
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # a run or a group may be called by a number
    return text_or_none(value, key, _place(row, where or "")) or getattr(mapping.fixed, key, None)


def _sought(row: Row, top: Any, where: str) -> Any:
    if row.written:
        if where not in row.value:
            raise Unfit(f"there is no column {where!a}", "line 1", f"its columns are {', '.join(row.value)[:200]}")
        return row.value[where].strip()
    return _at(top, where[1:]) if where.startswith("/") else _at(row.value, where)


def _at(value: Any, where: str) -> Any:
    """What lies at the end of some keys; None where they lead nowhere. A key may itself have dots."""
    if isinstance(value, dict) and where in value:
        return value[where]
    first, dot, rest = where.partition(".")
    if isinstance(value, list):
        inner = value[int(first)] if first.isdecimal() and len(first) < 7 and int(first) < len(value) else None
    else:
        inner = value.get(first) if isinstance(value, dict) else None
    return _at(inner, rest) if dot and inner is not None else inner


def _place(row: Row, where: str) -> str:
    if row.written:
        return f"{row.place}, column {where}"
    return ".".join(filter(None, [row.place, where]))


def _day(written: str | None) -> date | datetime | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written) if len(written) == 10 else datetime.fromisoformat(written)
    except ValueError:
        raise Unfit(f"{written[:40]!a} is no day", hint="write it like 2026-11-20") from None
