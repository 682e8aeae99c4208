"""Packs of duties as Markdown: their duties as tables, and how copies differ from the package's, for a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from modelsteward.domain.secrets import masked
from modelsteward.report.comment import LONGEST
from modelsteward.report.escape import code, markdown
from modelsteward.report.packs_words import NOT_ADVICE, marks, sides, stands, summary, told

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.usecases.packing import EntryDiff, Known, PackDiff


def render_shown(shown: Sequence[tuple[Known, Sequence[Duty]]]) -> str:
    """The duties of each pack as a table."""
    parts: list[str] = []
    for one, duties in shown:
        pack = one.counting
        parts.append(f"### {_safe(pack.title)} ({code(one.name)}, {one.origin})\n\n{_safe(pack.about)}\n\n")
        parts.append("| id | where | asks | of which | how sure |\n| --- | --- | --- | --- | --- |\n")
        parts += [_row(duty) for duty in duties]
        parts.append("\n")
    return "".join([*parts, f"{NOT_ADVICE}\n"])


def _row(duty: Duty) -> str:
    where = f"{duty.source}, {duty.article}"
    cells = (code(duty.id), *map(_safe, (where, told(duty), duty.what, marks(duty))))
    return f"| {' | '.join(cells)} |\n"


def render_diff(found: Sequence[PackDiff]) -> str:
    """What differs, a table for each pack."""
    parts: list[str] = []
    for one in found:
        parts.append(f"### {code(one.name)}: {stands(one)}\n\n")
        if one.entries:
            parts.append("| entry | state | key | here | package | copied |\n| --- | --- | --- | --- | --- | --- |\n")
            parts += [row for entry in one.entries for row in _rows(entry)]
            parts.append("\n")
    return "".join([*parts, f"{_safe(summary(found))}.\n"])


def _rows(entry: EntryDiff) -> Iterator[str]:
    for key in entry.keys:
        said = dict(sides(entry, key))
        cells = (code(entry.id), entry.state.value, code(key.key), *(_safe(said.get(side, "")) for side in _SIDES))
        yield f"| {' | '.join(cells)} |\n"


_SIDES = ("here", "package", "copied")


def _safe(text: str) -> str:
    return markdown(masked(text), LONGEST)
