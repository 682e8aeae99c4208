"""A certificate for eyes, in a terminal; and the list of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe, short
from modelsteward.report.certificate_page import TITLE, Page, Table, page
from modelsteward.report.folding import folded
from modelsteward.report.styled import Line, painted_lines
from modelsteward.report.words import not_listed
from modelsteward.usecases.certificates import Listed, Shown

_HUES = {"gone": "green", "still there": "bold red", "not proven": "yellow", "not checked": "yellow"}


def render(shown: Shown, *, colour: bool = False, width: int = 100) -> str:
    """The certificate in lines no wider than `width`, as far as words allow."""
    lines = [line for part in _parts(page(shown), width) for line in (*part, [])]
    return painted_lines(lines[:-1], colour)


def _parts(told: Page, width: int) -> Iterator[list[Line]]:
    said = folded(safe(told.statement), width)
    head: Line = [(f"{TITLE} {told.number}", "bold"), ("  ", ""), (safe(told.ref), "bold")]
    yield [head, *([(line, "" if told.is_whole else "yellow")] for line in said)]
    yield [line for name, value in told.facts for line in _wrapped(f"  {name}: ", safe(value), width)]
    for table in (*told.tables, *([told.people] if told.people.rows else ())):
        yield [[(table.title, "bold")], *_table(table, width)]
    yield [line for text in told.closing for line in _wrapped("", safe(text), width)]


def _table(table: Table, width: int) -> Iterator[Line]:
    """Each row as its first cell, with the others named below; so that long places and digests stay whole."""
    if not table.rows:
        yield [(f"  {table.empty}", "dim")]
    for first, *rest in table.rows:
        named = [(name, safe(text)) for name, text in zip(table.columns[1:], rest, strict=True) if text]
        yield from _wrapped("  ", safe(first), width)
        found = dict(named).get("found", "")
        if found:
            style = next((style for word, style in _HUES.items() if found.startswith(word)), "")
            yield from _wrapped("      ", found, width, style)
        more = "; ".join(f"{name}: {text}" for name, text in named if name not in ("found", "digest"))
        yield from _wrapped("      ", more, width) if more else ()
        yield from _wrapped("      ", dict(named)["digest"], width, "dim") if "digest" in dict(named) else ()
    if table.note:
        yield from _wrapped("  ", table.note, width)


def _wrapped(lead: str, text: str, width: int, style: str = "") -> Iterator[Line]:
    indent = " " * (len(lead) - len(lead.lstrip()) + 2)
    whole = textwrap.wrap(text, max(width - len(lead), 30), break_long_words=False, break_on_hyphens=False) or [""]
    yield [(lead, "dim"), (whole[0], style)]
    yield from ([(indent + more, style)] for more in whole[1:])


def render_list(rows: Sequence[Listed], unread: Sequence[str] = (), *, colour: bool = False) -> str:
    """The certificates, two lines each."""
    lines: list[Line] = []
    for row in rows:
        left = f", {row.others} not seen to be gone" if row.others else ""
        where = f" (of the registry {safe(row.registry)})" if row.registry else ""
        lines.append([(f"{row.on}  ", "dim"), (safe(row.ref), "bold"),
                      (f"  {amount(row.gone, 'place')} gone{left}, by {safe(row.by)}{where}", "")])  # fmt: skip
        lines.append(
            [(f"            {short(row.digest)}  ", "dim"), (safe(row.chain), "" if row.is_sound else "bold red")]
        )
        lines.append([(f"            {safe(row.file)}", "dim")])
    lines.append([(amount(len(rows), "certificate") if rows else "no certificate is on record", "")])
    if unread:
        lines.append([(not_listed(unread), "yellow")])
    return painted_lines(lines, colour)
