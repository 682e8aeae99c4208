"""`steward resolve`: which version a deploy script is to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.common import NoCacheAnyhow, Root, Today

if TYPE_CHECKING:
    from modelsteward.usecases.resolve import Resolved

Use = Annotated[str, typer.Argument(metavar="USE", help="The use, like outreach-reminders.")]
Slot = Annotated[str | None, typer.Option(metavar="SLOT", help="The slot of the use, where it has several.")]
ResolveFormat = Annotated[Literal["ref", "json", "uri"], typer.Option("--format", "-f", help="How to print it.")]


def resolve(
    use: Use,
    slot: Slot = None,
    registry: Root = None,
    today: Today = None,
    output: ResolveFormat = "ref",
    no_cache: NoCacheAnyhow = False,
) -> None:
    """Print what serves a use today: its champion, or its fallback when that may not serve.

    Exits 4 and says why when nothing may.
    """
    from modelsteward.api.desk import Desk
    from modelsteward.cli.common import find_root, note, or_broken_policy, write
    from modelsteward.cli.left_out import or_left_out
    from modelsteward.cli.progress import progress
    from modelsteward.report.resolve import render
    from modelsteward.usecases.naming import the_use
    from modelsteward.usecases.resolve import resolve_use

    root = find_root(registry)
    with or_broken_policy(root, None), progress() as tell:
        desk = Desk(root, today, tell=tell)
        known = desk.around_use(use)
    with or_left_out(root):
        found = resolve_use(known, the_use(known, use), slot, desk.today)
    if found.fallback:
        note(f"the fallback, since {_why(found)}")
    write(render(found, output))


def _why(found: Resolved) -> str:
    """Why it is not the champion that serves."""
    return f"{found.champion} may not serve: {found.why}" if found.champion else found.why
