"""A section of a shown card as lines: rows in columns, a tree, or what is said when there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from modelsteward.domain.costing import dollars
from modelsteward.domain.dates import ago
from modelsteward.report.cells import plain, safe
from modelsteward.report.folding import folded
from modelsteward.report.styled import Line, Piece, columns, hue, padded
from modelsteward.usecases.listable import Cell, Row
from modelsteward.usecases.shown import Section

Writer = Callable[[Row, date], list[Piece]]
"""A row as the pieces of its columns. The last may hold line feeds; each starts a new line in its column."""


def section_lines(section: Section, today: date, width: int) -> Iterator[Line]:
    """What stands under a section's title."""
    if not section.rows:
        yield [(f"  {section.empty}", "dim")]
    write = _WRITERS[section.key]
    yield from aligned([write(row, today) for row in section.rows], width)
    if section.note:
        yield from ([(f"  {line}", "dim")] for line in folded(safe(section.note), width - 2))


def aligned(rows: list[list[Piece]], width: int) -> Iterator[Line]:
    """Columns as wide as their widest piece; the last one takes what is left, and goes on below."""
    widths = [max(columns(text) for text, _ in column) for column in list(zip(*rows, strict=True))[:-1]]
    indent = 2 + sum(wide + 2 for wide in widths if wide)
    for *firsts, (last, style) in rows:
        line: Line = [("  ", "")]
        line += [(padded(text, wide + 2), look) for (text, look), wide in zip(firsts, widths, strict=True) if wide]
        first, *rest = _wrapped(last, width - indent)
        yield [*line, (first, style)]
        yield from ([(" " * indent + more, style)] for more in rest)


def _wrapped(text: str, width: int) -> list[str]:
    lines = [line for part in text.split("\n") for line in folded(part, width)]
    return lines or [""]


def _serves(row: Row, today: date) -> list[Piece]:
    since = f"since {plain(row['since'])}" if row["since"] else ""
    ended = "" if row["status"] == "live" else f"({plain(row['status'])})"
    return [
        (plain(row["use"]), ""), (plain(row["slot"]), ""), (plain(row["as"]), "bold"),
        (" ".join(filter(None, (since, ended))), "dim"),
    ]  # fmt: skip


def _kin(row: Row, today: date) -> list[Piece]:
    depth = row["depth"] if isinstance(row["depth"], int) else 1
    indent = "   " * min(depth - 2, 12) + "└─ " if depth > 1 else ""
    holds = plain(row["contains"])
    above = "(its own are shown above)" if row["above"] else ""
    return [
        (indent + plain(row["ref"]), ""), (plain(row["how"]), ""), (plain(row["state"]), hue(str(row["state"]))),
        ("; ".join(filter(None, (holds and f"holds {holds}", above))), "dim"),
    ]  # fmt: skip


def _reaches(row: Row, today: date) -> list[Piece]:
    through = f"through {plain(row['through'])}" if row["through"] else "directly"
    serves = f"serves {plain(row['serves'])}" if row["serves"] else ""
    sure = "" if row["certainty"] == "surely" else "possibly"
    return [
        (plain(row["ref"]), ""), (plain(row["stage"]), hue(str(row["stage"]))), (sure, "yellow"), (through, ""),
        (serves, ""),
    ]  # fmt: skip


def _slot(row: Row, today: date) -> list[Piece]:
    stage, ends = plain(row["stage"]), _when(row["ends"], today)
    more = [f"{key} {plain(row[key])}" for key in ("fallback", "candidates", "replacement") if row[key]]
    return [
        (plain(row["slot"]), ""), (plain(row["champion"]) or "nothing", "bold"), (stage, hue(stage)),
        ("\n".join(filter(None, (ends and f"ends {ends}", *more))), ""),
    ]  # fmt: skip


def _cost(row: Row, today: date) -> list[Piece]:
    style = "bold" if row["slot"] is None else ""
    idle = row["slot"] is not None and row["ref"] is None
    usd = dollars(row["usd"]) if isinstance(row["usd"], float) else "" if idle else "cannot tell"
    return [(plain(row["slot"]) or "total", style), (plain(row["ref"]), ""), (usd, style), (plain(row["how"]), "dim")]


def _price(row: Row, today: date) -> list[Piece]:
    read = f"read {_when(row['read_on'], today)}"
    return [(plain(row["asks"]), ""), (f"{read}\n{plain(row['source'])}", "")]


def _served(row: Row, today: date) -> list[Piece]:
    until = f"to {plain(row['to'])}" if row["to"] else "to now"
    return [
        (plain(row["slot"]), ""), (plain(row["ref"]), ""), (f"from {plain(row['from'])}", ""), (until, ""),
        (plain(row["why"]), "dim"),
    ]  # fmt: skip


def _vendor(row: Row, today: date) -> list[Piece]:
    said = ["does not list it any more"] if row["listed"] is False else []
    said += [f"{word} {_when(row[key], today)}" for key, word in _SAID.items() if row[key]]
    said += ["does not say whether that is firm"] if row["ends"] and row["certainty"] == "tentative" else []
    said += [f"moves to {plain(row['replacement'])}"] if row["replacement"] else []
    told = ", ".join(filter(None, (plain(row["state"]), *said))) or "says nothing of an end"
    return [(f"read {plain(row['read_on'])}", ""), (f"{told}\n{plain(row['source'])}", "")]


_SAID = {"ends": "ends", "not_before": "not before"}


def _evidence(row: Row, today: date) -> list[Piece]:
    note = plain(row["note"])
    said = f"{plain(row['said'])}\nby {plain(row['by'])}" + (f": {note}" if note else "")
    return [(plain(row["on"]), ""), (plain(row["kind"]), ""), (said, "")]


def _destroyed(row: Row, today: date) -> list[Piece]:
    what = plain(row["what"])
    style = "yellow" if what in ("not looked at", "copy found") else ""
    day = f"until {plain(row['on'])}" if what == "kept" and row["on"] else plain(row["on"])
    return [(what, style), (day, ""), (plain(row["said"]), style)]


def _matter(row: Row, today: date) -> list[Piece]:
    state = f"closed {plain(row['closed'])}" if row["closed"] else f"open since {plain(row['opened'])}"
    return [
        (plain(row["kind"]), ""), (plain(row["id"]), ""), (state, "dim" if row["closed"] else "yellow"),
        (plain(row["said"]), ""),
    ]  # fmt: skip


def _finding(row: Row, today: date) -> list[Piece]:
    severity, until = plain(row["severity"]), row["waived_until"]
    where = f"{plain(row['file'])}:{plain(row['line'], 'line')}"
    said = [plain(row["message"]), plain(row["hint"]), f"waived until {until}" if until else "", where]
    style = "dim" if until else hue(severity)
    return [(severity, style), (plain(row["code"]), style), ("\n".join(filter(None, said)), "")]


def _learnt(row: Row, today: date) -> list[Piece]:
    many = (
        f"{plain(row['people'])} of {plain(row['of'])}" if row["people"] is not None and row["of"] is not None else ""
    )
    until = row["counts_until"]
    late = isinstance(until, date) and until < today
    lasts = f"{'counted' if late else 'counts'} until {until}" if until else ""
    told = "\n".join(filter(None, (lasts, plain(row["evidence"]))))
    style = "yellow" if late else ""
    return [(plain(row["group"]), ""), (plain(row["on"]), style), (many, ""), (told, style)]


def _columns(*keys: str) -> Writer:
    """A writer that only puts cells side by side."""
    return lambda row, today: [(plain(row[key], key), "") for key in keys]


def _when(day: Cell, today: date) -> str:
    return f"{day}, {ago(day, today)}" if isinstance(day, date) else ""


_WRITERS: dict[str, Writer] = {
    "serves": _serves,
    "built_on": _kin,
    "dependents": _kin,
    "vendor": _vendor,
    "artifacts": _columns("role", "format", "bytes", "digest", "uri"),
    "reaches": _reaches,
    "slots": _slot,
    "costs": _cost,
    "prices": _price,
    "served": _served,
    "requires": _columns("what", "needs"),
    "monitoring": _columns("what", "needs"),
    "guardrails": _columns("what", "text"),
    "training": _learnt,
    "evidence": _evidence,
    "destruction": _destroyed,
    "matters": _matter,
    "findings": _finding,
    "commits": _columns("when", "id", "who", "message"),
}
