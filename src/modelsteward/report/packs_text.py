"""Packs of duties for eyes: a list of them, their duties, and how copies differ from the package's."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.report.cells import safe
from modelsteward.report.packs_words import NOT_ADVICE, comes, holds, marks, reviewed, sides, stands, summary, told
from modelsteward.report.styled import Piece, columns, padded, painted
from modelsteward.report.words import not_listed

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.usecases.packing import EntryDiff, Known, ListedPack, PackDiff


def render_list(rows: Sequence[ListedPack], today: date, unread: Sequence[str] = (), *, colour: bool = False,
                width: int = 100) -> str:  # fmt: skip
    """Each pack in two lines: those that count first."""
    lines: list[str] = []
    wide = max((columns(safe(row.name)) for row in rows), default=0)
    for row in sorted(rows, key=lambda row: not row.on):
        name = painted(padded(safe(row.name), wide), "bold" if row.on else "dim", colour)
        lines.append(f"{name}  {'on ' if row.on else 'off'}  {safe(row.title)}: {holds(row)}")
        late = row.review_by < today
        when = painted(reviewed(row, today), "yellow" if late and row.on else "", colour)
        lines.append(f"{' ' * (wide + 7)}{safe(comes(row))}; {when}")
        if row.news:
            text = f"steward has another version: steward packs diff {safe(row.name)}"
            lines.append(f"{' ' * (wide + 7)}{painted(text, 'cyan', colour)}")
    on = sum(row.on for row in rows)
    closing = [f"{on} of {len(rows)} packs count here (`packs.duties` in steward.yaml chooses)"]
    closing += [said] if (said := not_listed(unread)) else []
    return "\n".join([*lines, "", *closing]) + "\n"


def render_shown(shown: Sequence[tuple[Known, Sequence[Duty]]], *, colour: bool = False, width: int = 100) -> str:
    """The duties, pack by pack."""
    lines: list[str] = []
    for one, duties in shown:
        pack = one.counting
        state = "" if one.on else ", does not count here"
        lines.append(painted(f"{safe(pack.title)} ({safe(one.name)}, {one.origin}{state})", "bold underline", colour))
        lines += [*_wrapped(safe(pack.about), width, 0), ""]
        for duty in duties:
            lines += _duty(duty, colour, width)
        lines.append("")
    return "\n".join([*lines, NOT_ADVICE]) + "\n"


def _duty(duty: Duty, colour: bool, width: int) -> Iterator[str]:
    style = "yellow" if "to confirm" in marks(duty) else "dim"
    yield f"{painted(safe(duty.id), 'bold', colour)}  {painted(safe(marks(duty)), style, colour)}"
    yield from _wrapped(safe(f"{duty.source}, {duty.article}"), width)
    yield from _wrapped(safe(told(duty)), width)
    yield from _wrapped(safe(duty.what), width)
    if duty.note:
        yield from _wrapped(safe(f"note: {duty.note}"), width)


def _wrapped(text: str, width: int, indent: int = 4) -> list[str]:
    pad = " " * indent
    return textwrap.wrap(text, max(width, 40), initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False)


def render_diff(found: Sequence[PackDiff], *, colour: bool = False, width: int = 100) -> str:
    """What differs, entry by entry and key by key."""
    lines: list[str] = []
    for one in found:
        lines.append(painted(f"{safe(one.name)}: {stands(one)}", "bold", colour))
        for entry in one.entries:
            lines += _entry(entry, colour, width)
        lines.append("")
    return "\n".join([*lines, summary(found)]) + "\n"


def _entry(entry: EntryDiff, colour: bool, width: int) -> Iterator[str]:
    style = "bold red" if entry.state.is_clash else "cyan" if entry.state.is_news else "yellow"
    yield f"  {painted(safe(entry.id), 'bold', colour)}  {painted(entry.state.value, style, colour)}"
    for key in entry.keys:
        yield f"      {safe(key.key)}"
        yield from _aligned(sides(entry, key), width)


def _aligned(said: Iterable[Piece], width: int) -> Iterator[str]:
    for side, text in said:
        first, *rest = textwrap.wrap(safe(text), max(width - 18, 30)) or [""]
        yield f"        {side:<8}  {first}"
        yield from (f"{' ' * 18}{more}" for more in rest)
