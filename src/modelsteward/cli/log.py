"""`steward log [REF]`: what happened, told from the files that changed."""

from __future__ import annotations

from datetime import date
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.common import NoCacheAnyhow, Root, Today

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from modelsteward.domain.story import Line, Story
    from modelsteward.errors import Refused
    from modelsteward.store.stories import Telling


def _count(text: str) -> int:
    """A number of lines. Raises typer.BadParameter for what is none."""
    if not text.isdecimal() or not int(text):
        raise typer.BadParameter(f"`{text}` is no number of lines; write 1 or more")
    return int(text)


Ref = Annotated[
    str | None,
    typer.Argument(
        metavar="[REF]",
        show_default=False,
        help="no-show@2.1.0, no-show (all versions), use:outreach-reminders or data:appointments; else everything.",
    ),
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="First day to tell of: YYYY-MM-DD, or -P30D.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Last day to tell of, written like that.")]
Most = Annotated[
    int | None,
    typer.Option("--max-count", "-n", parser=_count, metavar="N", help="At most N lines, the newest."),
]
Reverse = Annotated[bool, typer.Option("--reverse", help="The oldest first.")]
LogFormat = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print it.")]


_AT_ONCE = 100
"""Lines that are printed together."""


def log(
    *,
    ref: Ref = None,
    since: Since = None,
    until: Until = None,
    most: Most = None,
    reverse: Reverse = False,
    registry: Root = None,
    today: Today = None,
    output: LogFormat = "text",
    no_cache: NoCacheAnyhow = False,
) -> None:
    """Tell what happened to a version, a model, a use, a data set or the whole registry.

    One line a move, the newest first, from what changed in the files; commit messages only add the reasons.
    """
    from modelsteward.cli.common import find_root, write
    from modelsteward.cli.progress import progress
    from modelsteward.errors import BadUsage
    from modelsteward.store.stories import Limits, Telling, Unheard

    root = find_root(registry)
    limits = Limits(*_days(root, today, since, until), most)
    if limits.since and limits.until and limits.since > limits.until:
        raise BadUsage(
            f"no day is meant: {limits.since} is after {limits.until}", "--since is the earlier day, --until the later"
        )
    with progress() as tell:  # until there is something to print: what is printed shows itself that the work goes on
        telling = Telling(root, ref or "", limits, tell)
        streams = output == "text" and not reverse
        texts = _texts(telling, lambda: telling.story) if streams else _whole(telling, reverse, output)
        try:
            first = next(texts, "")
        except Unheard as error:
            raise _of_guests(root, ref or "", error) from None
    write(first)
    for text in texts:
        write(text)


def _of_guests(root: Path, ref: str, refusal: Refused) -> Refused:
    """That what nobody here ever heard of belongs to a registry that is included, or may; else what was said."""
    from modelsteward.api.home import at_home
    from modelsteward.cli.common import prefix
    from modelsteward.errors import NoRegistry, Refused
    from modelsteward.store.files import WorkTree
    from modelsteward.store.loading import load
    from modelsteward.store.newcards import taken_by
    from modelsteward.usecases.naming import doubt

    try:
        registry = load(WorkTree(root), (), guests=True).registry
    except NoRegistry:
        return refusal
    if guest := taken_by(root, registry.guests, ref):
        return at_home(ref, guest, f"log {ref}", prefix(root, Path.cwd()))
    return Refused(refusal.message, doubt(registry) or refusal.hint)


def _texts(lines: Iterable[Line], story: Callable[[], Story]) -> Iterator[str]:
    """Lines as they come, some at once: a long story is never held as a whole."""
    from modelsteward.cli.common import in_colour
    from modelsteward.cli.screen import on_terminal, width
    from modelsteward.report.log_text import parts

    told = parts(lines, story, colour=in_colour(), width=width() if on_terminal() else None)
    while some := list(islice(told, _AT_ONCE)):
        yield "".join(some)


def _whole(telling: Telling, reverse: bool, output: str) -> Iterator[str]:
    """What can be told only once all is known."""
    from importlib import import_module

    told = tuple(telling)
    if reverse:
        moves = [tuple(lines) for _, lines in groupby(told, key=lambda line: line.commit.id)]
        told = tuple(line for lines in reversed(moves) for line in lines)
    story = telling.story._replace(lines=told)
    if output == "text":
        yield from _texts(told, lambda: story)
    else:
        yield import_module(f"modelsteward.report.log_{output}").render(story)


def _days(
    root: Path, today: date | None, since: str | None, until: str | None
) -> tuple[date | None, date | None]:  # fmt: skip
    """Days as typed. What day it is where the registry lives is asked only where one is counted from it."""
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import day_of, or_broken_policy
    from modelsteward.store.files import WorkTree
    from modelsteward.store.loading import load

    if today is None and any(text and text[0] in "+-" for text in (since, until)):
        with or_broken_policy(root, None):
            today = current_day(load(WorkTree(root), ()).registry)
    return day_of(since, today) if since else None, day_of(until, today) if until else None
