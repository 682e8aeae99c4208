"""A story for eyes: a line for each move, the commit in front, the reason behind."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from modelsteward.domain.story import Line, Story
from modelsteward.report.cells import safe
from modelsteward.report.styled import columns, hue, padded, painted

_BOLD, _DIM = "bold", "dim"
_ALARMING = ("claim", "sealed-edit", "record-edited", "record-removed", "unreadable", "not-kept", "served")
_MOST_WHO = 24
_LEAST_TEXT = 30


def render(story: Story, *, colour: bool = False, width: int | None = None) -> str:
    """The story; a line names its ref where that is not what was asked for.

    Without a `width` each move is one line, however long.
    """
    wide = max((columns(_who(line)) for line in story.lines), default=0)
    out: list[str] = [painted(text, _DIM, colour) for text in _folded(_above(story), width)]
    for before, line in zip((None, *story.lines), story.lines, strict=False):
        out += _line(_once(line, before), line.ref != story.about, wide, colour, width)
    out += [painted(text, _DIM, colour) for text in _folded(below(story), width)]
    return "".join(f"{text.rstrip()}\n" for text in out)


def _once(line: Line, before: Line | None) -> Line:
    """The line without its reason where the one above, of the same commit, gave that already."""
    told = before is not None and before.commit.id == line.commit.id and before.why == line.why
    return line._replace(why="") if told else line


def _line(line: Line, named: bool, wide: int, colour: bool, width: int | None) -> Iterator[str]:
    front = f"{line.commit.day}  {line.commit.id[:8]}  {padded(_who(line), wide)}  "
    ref = f"{safe(line.ref)}: " if named else ""
    text = said(line)
    rest = [ref + text]
    if width is not None:
        rest = textwrap.wrap(ref + text, max(width - columns(front), _LEAST_TEXT), break_on_hyphens=False) or [""]
    first = rest[0]
    if ref and first.startswith(ref):
        first = painted(ref, _BOLD, colour) + painted(first[len(ref) :], _style(line), colour)
    else:
        first = painted(first, _style(line), colour)
    yield painted(front, _DIM, colour) + first
    yield from (" " * columns(front) + painted(more, _style(line), colour) for more in rest[1:])


def said(line: Line) -> str:
    """What happened, and why."""
    what = f"{'merge: ' if line.merge else ''}{safe(line.what)}"
    return f"{what}: {safe(line.why)}" if line.why else what


def _who(line: Line) -> str:
    who = safe(line.commit.who)
    return who if len(who) <= _MOST_WHO else f"{who[: _MOST_WHO - 3]}..."


def _style(line: Line) -> str:
    if line.event.kind in _ALARMING:
        return "red"
    return hue(str(line.event.after)) if line.event.fact in (("stage",), ("status",)) else ""


def _above(story: Story) -> Iterator[str]:
    if story.uncommitted:
        files = ", ".join(map(safe, story.uncommitted[:4]))
        more = len(story.uncommitted) - 4
        yield f"not committed: {files}{f' and {more} more' if more > 0 else ''}"


def below(story: Story) -> Iterator[str]:
    """What a reader must know about the story's end."""
    if not story.lines:
        yield f"nothing is told of {safe(story.about) or 'this registry'}" + (
            " between these days" if story.limited else ""
        )
    if story.more:
        yield "older moves are left out"
    elif story.cut:
        ends = ", ".join(f"{cut.day} ({cut.commit[:8]})" for cut in story.cut[:3])
        yield f"this clone is shallow, and its history begins at {ends}: `git fetch --unshallow` brings the rest"


def _folded(lines: Iterator[str], width: int | None) -> Sequence[str]:
    return [part for line in lines for part in ([line] if width is None else textwrap.wrap(line, width))]
