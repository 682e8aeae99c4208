"""`steward log [REF]`: what happened, told from the files that changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.common import Root

if TYPE_CHECKING:
    from modelsteward.domain.story import Story

Ref = Annotated[
    str | None,
    typer.Argument(
        metavar="[REF]",
        show_default=False,
        help="no-show@2.1.0, no-show (all versions), use:outreach-reminders or data:appointments; else everything.",
    ),
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="First day to tell of (YYYY-MM-DD).")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Last day to tell of.")]
Most = Annotated[int | None, typer.Option("--max-count", "-n", min=1, metavar="N", help="At most N lines, the newest.")]
Reverse = Annotated[bool, typer.Option("--reverse", help="The oldest first.")]
LogFormat = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print it.")]


def log(
    *,
    ref: Ref = None,
    since: Since = None,
    until: Until = None,
    most: Most = None,
    reverse: Reverse = False,
    registry: Root = None,
    output: LogFormat = "text",
) -> None:
    """Tell what happened to a version, a model, a use, a data set or the whole registry.

    One line a move, the newest first, from what changed in the files; commit messages only add the reasons.
    """
    from itertools import groupby

    from modelsteward.cli.common import find_root, write
    from modelsteward.store.stories import Limits, read_story

    root = find_root(registry)
    story = read_story(root, ref or "", Limits(_day(since), _day(until), most))
    if reverse:
        moves = [tuple(lines) for _, lines in groupby(story.lines, key=lambda line: line.commit.id)]
        story = story._replace(lines=tuple(line for lines in reversed(moves) for line in lines))
    write(_text(story, output))


def _text(story: Story, output: str) -> str:
    from importlib import import_module

    if output != "text":
        text: str = import_module(f"modelsteward.report.log_{output}").render(story)
        return text
    from modelsteward.cli.common import in_colour
    from modelsteward.cli.screen import on_terminal, width
    from modelsteward.report.log_text import render

    return render(story, colour=in_colour(), width=width() if on_terminal() else None)


def _day(text: str | None) -> date | None:
    """A day as typed. Raises BadUsage."""
    from modelsteward.domain.dates import parse_day
    from modelsteward.errors import BadUsage

    try:
        return parse_day(text)
    except ValueError as error:
        raise BadUsage(f"`{text}` is no day: {error}", "write it like 2027-01-31") from None
