"""Two versions side by side, for eyes: the changes by class, the weightiest first, and the number that follows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from modelsteward.domain.versions import Step
from modelsteward.report.cells import safe
from modelsteward.report.styled import Line, painted_lines
from modelsteward.rules.changes import Change, Comparison
from modelsteward.usecases.diff import Diff

_STYLES = {Step.MAJOR: "bold red", Step.MINOR: "yellow", Step.PATCH: "cyan", Step.NONE: "dim"}
_BOLD, _DIM = "bold", "dim"
_INDENT = 7


def render(diff: Diff, *, colour: bool = False, width: int = 80) -> str:
    """The comparison as lines no wider than `width`, as far as words allow."""
    return painted_lines(_lines(diff, width), colour)


def _lines(diff: Diff, width: int) -> Iterator[Line]:
    found = diff.comparison
    yield [(f"{safe(found.before)} -> {safe(found.after)}", _BOLD)]
    if diff.note:
        yield [(safe(diff.note), _DIM)]
    yield []
    for _, changes in groupby(found.changes, key=lambda change: change.kind):
        yield from _class(list(changes), width)
        yield []
    yield [(verdict(found), _BOLD)]


def _class(changes: list[Change], width: int) -> Iterator[Line]:
    kind = changes[0].kind
    yield [(str(kind.step).ljust(_INDENT) + safe(kind.title), _STYLES[kind.step]), (f"  {kind.id}", _DIM)]
    for change in changes:
        yield from _wrapped(safe(change.message), width, "")
    yield from _wrapped(safe(kind.why), width, _DIM)


def _wrapped(text: str, width: int, style: str) -> Iterator[Line]:
    for line in textwrap.wrap(text, max(width - _INDENT, 20)):
        yield [(" " * _INDENT, ""), (line, style)]


def verdict(found: Comparison) -> str:
    """What follows for the number, in a line."""
    if not found.step:
        return "nothing changed that asks for another number"
    if not found.comparable:
        return f"the largest change is {found.step}"
    number = found.after.partition("@")[2]
    asks = f"a {found.step} change asks for {found.smallest} or higher"
    return f"{number} says enough: {asks}" if found.honest else f"{number} is too small: {asks}"
