"""A certificate in Markdown, for a page or an issue; and the list of them. Text of cards stays text in it."""

from __future__ import annotations

from collections.abc import Sequence

from modelsteward.report.certificate_page import TITLE, Table, page
from modelsteward.report.escape import code, markdown
from modelsteward.report.words import not_listed
from modelsteward.usecases.certificates import Listed, Shown

_AS_CODE = ("place", "digest", "what", "root", "where", "file")
"""Columns whose cells are names and not sentences."""
_TEXT = ("not_checked", "retained")
"""Tables whose names are words."""


def render(shown: Shown) -> str:
    """The whole certificate."""
    told = page(shown)
    said = markdown(told.statement, in_table=False)
    parts = [f"# {TITLE} {code(told.number)}: {code(told.ref)}", said if told.is_whole else f"**{said}**"]
    facts = [f"| {name} | {markdown(value)} |" for name, value in told.facts]
    parts.append("\n".join(["| | |", "| --- | --- |", *facts]))
    for table in (*told.tables, told.people):
        if table.rows or table.empty:
            parts += [f"## {table.title}", _table(table)]
            parts += [table.note] if table.note else []
    parts += [markdown(text, in_table=False) for text in told.closing]
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> str:
    if not table.rows:
        return f"{table.empty[:1].upper()}{table.empty[1:]}."
    lines = [f"| {' | '.join(table.columns)} |", f"| {' | '.join('---' for _ in table.columns)} |"]
    for row in table.rows:
        cells = zip(table.columns, row, strict=True)
        lines.append(f"| {' | '.join(_cell(table, name, text) for name, text in cells)} |")
    return "\n".join(lines)


def _cell(table: Table, name: str, text: str) -> str:
    return code(text) if text and name in _AS_CODE and table.key not in _TEXT else markdown(text)


def render_list(rows: Sequence[Listed], unread: Sequence[str] = ()) -> str:
    """The list as a table."""
    lines = [
        "| of | on | by | gone | not seen to be gone | in the chain | file |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {code(row.ref)} | {row.on} | {markdown(row.by)} | {row.gone} | {row.others} | {markdown(row.chain)} "
        f"| {code(row.file)} |"
        for row in rows
    ]
    said = "\n".join(lines) + "\n" if rows else "No certificate is on record.\n"
    return said + (f"\n{markdown(not_listed(unread), in_table=False)}\n" if unread else "")
