"""A story for eyes: a line for each move, the commit in front, the reason behind."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice

from modelsteward.domain.story import Line, Story
from modelsteward.report.cells import safe
from modelsteward.report.styled import columns, hue, padded, painted

_BOLD, _DIM = "bold", "dim"
_ALARMING = ("claim", "sealed-edit", "record-edited", "record-removed", "unreadable", "not-kept", "served")
_MOST_WHO = 24
_LEAST_TEXT = 30
_SEEN_FIRST = 500
"""How many lines are seen before the first is printed."""


def render(story: Story, *, colour: bool = False, width: int | None = None) -> str:
    """The story; a line names its ref where that is not what was asked for.

    Without a `width` each move is one line, however long.
    """
    return "".join(parts(story.lines, lambda: story, colour=colour, width=width))


def parts(
    lines: Iterable[Line], story: Callable[[], Story], *, colour: bool = False, width: int | None = None
) -> Iterator[str]:
    """The same piece by piece, as lines come; `story` is what is known around them by then.

    The names' column is as wide as the first lines need; a longer name further back widens it from there on.
    """
    coming = iter(lines)
    first = list(islice(coming, _SEEN_FIRST))
    wide = max((columns(_who(line)) for line in first), default=0)
    yield _dim(_above(story()), colour, width)
    about, before = story().about, None
    for line in chain(first, coming):
        wide = max(wide, columns(_who(line)))
        yield _joined(_line(_once(line, before), line.ref != about, wide, colour, width))
        before = line
    yield _dim(below(story()), colour, width)


def _dim(lines: Iterator[str], colour: bool, width: int | None) -> str:
    return _joined(painted(text, _DIM, colour) for text in _folded(lines, width))


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{text.rstrip()}\n" for text in lines)


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
