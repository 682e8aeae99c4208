"""A certificate as one page that can be printed and filed: no scripts, nothing from elsewhere, every text escaped."""

from __future__ import annotations

import re
from html import escape

from modelsteward.report.certificate_page import TITLE, Page, Table, page
from modelsteward.report.escape import visible
from modelsteward.usecases.certificates import Shown

_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"']+")
_STYLE = """
@page { size: A4; margin: 16mm 15mm 18mm }
* { box-sizing: border-box }
body { margin: 0; background: #eceae4; color: #1d1d1b; font: 10.5pt/1.45 Georgia, "Times New Roman", serif }
main { max-width: 190mm; margin: 8mm auto; padding: 14mm 15mm; background: #fff; border: 1px solid #8b8577;
  outline: 3px double #8b8577; outline-offset: -9px }
header { text-align: center; border-bottom: 1px solid #8b8577; padding-bottom: 6mm; margin-bottom: 6mm }
h1 { font-size: 22pt; font-weight: normal; letter-spacing: .04em; margin: 0 0 2mm }
h2 { font-size: 11.5pt; margin: 7mm 0 1.5mm; break-after: avoid }
.ref { font: bold 13pt/1.3 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere }
.number { color: #6a6558; margin: 1mm 0 0 }
.statement { font-size: 12pt; margin: 0 0 4mm; text-align: center }
.warning { border: 1.5pt solid #a33; color: #8a1f1f; padding: 2.5mm 4mm; font-weight: bold }
table { width: 100%; border-collapse: collapse; font-size: 9pt }
th { text-align: left; font-weight: normal; color: #6a6558; border-bottom: 1px solid #8b8577; padding: 1mm 2mm 1mm 0 }
td { vertical-align: top; border-bottom: 1px solid #ddd9cf; padding: 1.2mm 2mm 1.2mm 0; overflow-wrap: break-word }
tr { break-inside: avoid }
.facts th { width: 42mm; border-bottom: 1px solid #ddd9cf; vertical-align: top }
.code { font: 8.2pt/1.45 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere }
.bad { color: #8a1f1f; font-weight: bold }
td.whole { white-space: nowrap }
td .under { color: #6a6558 }
.sign { height: 11mm; width: 45mm }
.none, .note { color: #6a6558; margin: 1mm 0 }
footer { margin-top: 8mm; border-top: 1px solid #8b8577; padding-top: 2mm; color: #6a6558; font-size: 8.2pt }
footer p { margin: 0; overflow-wrap: anywhere }
@media print { body { background: #fff } main { margin: 0; padding: 0; border: 0; outline: 0; max-width: none } }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Whatever got into the page: the browser runs nothing and fetches nothing."""
_MONO = ("place", "root")
_WHOLE = ("looked on", "method", "on", "until", "stage", "did")
"""Columns whose cells stay on one line."""
_MONO_FACTS = ("Seal of the card", "Commit of the evidence", "Certificate before this")


def render(shown: Shown) -> str:
    """The page."""
    told = page(shown)
    title = f"{TITLE}: {told.ref}"
    parts = [_head(told), _facts(told), *map(_section, told.tables), _people(told.people), _foot(told)]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "".join(parts)
        + "</main>\n</body>\n</html>\n"
    )


def _head(told: Page) -> str:
    style = "statement" if told.is_whole else "statement warning"
    return (
        f'<header>\n<h1>{TITLE}</h1>\n<div class="ref">{_text(told.ref)}</div>\n'
        f'<p class="number">No. {_text(told.number)}</p>\n</header>\n<p class="{style}">{_text(told.statement)}</p>\n'
    )


def _facts(told: Page) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_text(name)}</th><td{_class(name in _MONO_FACTS)}>{_linked(value)}</td></tr>\n'
        for name, value in told.facts
    )
    return f'<table class="facts">\n{rows}</table>\n'


def _section(table: Table) -> str:
    note = f'<p class="note">{_text(table.note)}</p>\n' if table.note else ""
    if not table.rows:
        return (
            f'<h2>{_text(table.title)}</h2>\n<p class="none">{_text(table.empty[:1].upper() + table.empty[1:])}.</p>\n'
        )
    return f"<h2>{_text(table.title)}</h2>\n{note}{_table(table)}"


def _table(table: Table, signed: bool = False) -> str:
    columns = [at for at, name in enumerate(table.columns) if name != "digest" and any(row[at] for row in table.rows)]
    head = "".join(f'<th scope="col">{_text(table.columns[at])}</th>' for at in columns)
    head += '<th scope="col">signature</th>' if signed else ""
    end = '<td class="sign"></td></tr>\n' if signed else "</tr>\n"
    body = "".join("<tr>" + "".join(_cell(table, at, row) for at in columns) + end for row in table.rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _cell(table: Table, at: int, row: tuple[str, ...]) -> str:
    name, text = table.columns[at], row[at]
    if name == "found" and not text.startswith("gone"):
        return f'<td class="bad">{_linked(text)}</td>'
    if name in _WHOLE:
        return f'<td class="whole">{_text(text)}</td>'
    digest = row[table.columns.index("digest")] if at == 0 and "digest" in table.columns else ""
    under = f'<div class="under">{_text(digest)}</div>' if digest else ""
    return f"<td{_class(name in _MONO or table.key == 'deny')}>{_linked(text)}{under}</td>"


def _people(table: Table) -> str:
    return f"<h2>{_text(table.title)}</h2>\n{_table(table, signed=True)}" if table.rows else ""


def _foot(told: Page) -> str:
    return "<footer>\n" + "".join(f"<p>{_linked(line)}</p>\n" for line in told.closing) + "</footer>\n"


def _class(mono: bool) -> str:
    return ' class="code"' if mono else ""


def _text(text: str) -> str:
    return escape(visible(" ".join(text.split())), quote=True)


def _linked(text: str) -> str:
    """The text, where it is an address of the web or of mail as a link to that."""
    whole = " ".join(text.split())
    if _LINK.fullmatch(whole) and visible(whole) == whole:
        return f'<a href="{_text(whole)}" rel="noreferrer nofollow">{_text(whole)}</a>'
    return _text(text)
