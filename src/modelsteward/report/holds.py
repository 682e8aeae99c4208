"""Holds as a list, and one with all that it covers: for eyes, for programs, for pages.

The JSON documents: `format` ("steward-holds/1"), `today`, and `holds`, each with `id`, `opened`, `released`, `stands`,
`by`, `released_by`, `released_as`, `refs`, `patterns`, `owners`, `built_on`, `covers` (how many models and data sets;
null where it was lifted, or a ref was asked for), `why` and `certainty` (of the ref that was asked for: `surely`,
`possibly`, `cannot tell`; else null) and `registry` (our name of the included registry that it belongs to, null for
ours); and `unreadable`, the files that could not be read. Of one hold: `format` ("steward-hold/1"), `today`, `hold`
(the same), `file`, and `covered`, each with `ref`, `state`, `owner`, `gone_by`, `why` and `certainty`. Days are ISO
8601; null is none. The keys are stable; new ones may be added.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from modelsteward.domain.dates import ago
from modelsteward.domain.secrets import masked
from modelsteward.domain.texts import amount
from modelsteward.report.cells import safe
from modelsteward.report.comment import LONGEST
from modelsteward.report.escape import code, markdown
from modelsteward.report.styled import painted
from modelsteward.report.values import dump
from modelsteward.report.words import not_listed
from modelsteward.usecases.holds import Kept
from modelsteward.usecases.holds_listed import ListedHold, ShownHold

_INDENT = "    "


def as_json(rows: Sequence[ListedHold], today: date, unread: Sequence[str] = ()) -> str:
    """The list as one JSON document; `unread` are files that could not be read."""
    listed = [row._asdict() for row in rows]
    return dump({"format": "steward-holds/1", "today": today, "holds": listed, "unreadable": unread})


def shown_as_json(shown: ShownHold, today: date) -> str:
    """One hold as one JSON document."""
    covered = [one._asdict() for one in shown.kept]
    return dump({"format": "steward-hold/1", "today": today, "hold": shown.row._asdict(), "file": shown.file,
                 "covered": covered})  # fmt: skip


def as_text(rows: Sequence[ListedHold], today: date, unread: Sequence[str] = (), about: str | None = None, *,
            colour: bool = False, width: int = 100) -> str:  # fmt: skip
    """Each in a few lines, so that a narrow terminal has room for all of it; `about` is the ref that was asked for."""
    lines: list[str] = []
    for row in rows:
        lines += _head(row, today, colour, width)
    said = not_listed(unread)
    return "\n".join([*lines, *([""] if lines else []), _count(rows, about), *([said] if said else [])]) + "\n"


def shown_as_text(shown: ShownHold, today: date, *, colour: bool = False, width: int = 100) -> str:
    """A hold, and what it covers, each with why."""
    lines = [*_head(shown.row, today, colour, width), *_wrapped([f"in {safe(shown.file)}"], width), ""]
    for one in shown.kept:
        lines.append(f"{painted(safe(one.ref), 'bold', colour)}  {safe(_state(one))}")
        lines += _wrapped([safe(_why(one.why, one.certainty))], width)
    return "\n".join([*lines, *([""] if shown.kept else []), _total(shown)]) + "\n"


def _head(row: ListedHold, today: date, colour: bool, width: int) -> list[str]:
    style = "bold red" if row.stands else "dim"
    state = painted("stands" if row.stands else "lifted", style, colour)
    first = f"{painted(safe(row.id), 'bold', colour)}  {state}, {_since(row, today)}"
    return [first, *_wrapped(map(safe, _details(row)), width)]


def _wrapped(texts: Iterable[str], width: int) -> list[str]:
    return [
        line
        for text in texts
        for line in textwrap.wrap(text, max(width, 40), initial_indent=_INDENT, subsequent_indent=_INDENT,
                                  break_on_hyphens=False, break_long_words=False)
    ]  # fmt: skip


def _since(row: ListedHold, today: date) -> str:
    since = f"since {row.opened} ({ago(row.opened, today)})"
    if row.stands:
        return since + (f", until {row.released}, when it is released" if row.released else "")
    who = f" by {safe(row.released_by)}" if row.released_by else ""
    return f"{row.opened} to {row.released}{who}" + (f", as {safe(row.released_as)}" if row.released_as else "")


def _details(row: ListedHold) -> Iterator[str]:
    yield "on " + "; ".join(_named(row))
    if row.why and row.certainty:
        yield _why(row.why, row.certainty)
    yield f"ordered by {row.by}" + (f", in the registry {row.registry}" if row.registry else "")
    if row.covers is not None:
        yield f"covers {amount(row.covers, 'version')} now"


def _named(row: ListedHold) -> Iterator[str]:
    if row.refs:
        yield ", ".join(row.refs)
    if row.patterns:
        yield f"whatever is called {', '.join(row.patterns)}"
    if row.owners:
        yield f"whatever {', '.join(row.owners)} owns"
    if not (row.refs or row.patterns or row.owners):
        yield "nothing that it names"
    if row.built_on:
        yield "and what was made from it"


def _why(why: str, certainty: str) -> str:
    return f"nobody can tell: {why}" if certainty == "cannot tell" else why


def _state(one: Kept) -> str:
    last = f", to be gone by {one.gone_by}" if one.gone_by else ""
    return f"{one.state}, owner {one.owner or 'unknown'}{last}"


def _count(rows: Sequence[ListedHold], about: str | None) -> str:
    standing = sum(row.stands for row in rows)
    lifted = len(rows) - standing
    verb = "stands" if standing < 2 else "stand"
    more = f", {lifted} lifted" if lifted else ""
    if about:
        verb = f"that {verb} {'covers' if standing < 2 else 'cover'} {safe(about)}"
    return f"{amount(standing, 'hold') if standing else 'no hold'} {verb}{more}"


def _total(shown: ShownHold) -> str:
    gone = sum(one.state == "destroyed" for one in shown.kept)
    here = len(shown.kept) - gone
    verb = "covers" if shown.row.stands else "covered, by what the cards say now,"
    return f"it {verb} {amount(here, 'version') if here else 'nothing'}" + (
        f"; {gone} destroyed already" if gone else ""
    )


def as_markdown(rows: Sequence[ListedHold], today: date, unread: Sequence[str] = (), about: str | None = None) -> str:
    """The list as a table."""
    head = "| id | state | on | ordered by | covers |\n| --- | --- | --- | --- | --- |\n" if rows else ""
    lines = (
        f"| {code(row.id)} | {'stands' if row.stands else 'lifted'}, {_cell(_since(row, today))} "
        f"| {_cell('; '.join(_named(row)))} | {_cell(row.by)} | {_covers(row)} |\n"
        for row in rows
    )
    said = f"\n{markdown(not_listed(unread), in_table=False)}.\n" if unread else ""
    return f"{head}{''.join(lines)}{chr(10) if rows else ''}{markdown(_count(rows, about), in_table=False)}.\n{said}"


def _covers(row: ListedHold) -> str:
    if row.why and row.certainty:
        return _cell(_why(row.why, row.certainty))
    return "" if row.covers is None else str(row.covers)


def shown_as_markdown(shown: ShownHold, today: date) -> str:
    """One hold, and a table of what it covers."""
    row = shown.row
    state = f"{'stands' if row.stands else 'lifted'}, {markdown(_since(row, today), in_table=False)}"
    by = markdown(masked(row.by), LONGEST, in_table=False)
    said = f"**{code(row.id)}** {state}; on {markdown('; '.join(_named(row)), in_table=False)}; ordered by {by}.\n"
    head = "\n| ref | state | owner | to be gone by | why |\n| --- | --- | --- | --- | --- |\n" if shown.kept else ""
    lines = (
        f"| {code(one.ref)} | {_cell(one.state)} | {_cell(one.owner or '')} | {one.gone_by or ''} "
        f"| {_cell(_why(one.why, one.certainty))} |\n"
        for one in shown.kept
    )
    return f"{said}{head}{''.join(lines)}\n{_total(shown)}.\n"


def _cell(text: str) -> str:
    return markdown(masked(text), LONGEST)
