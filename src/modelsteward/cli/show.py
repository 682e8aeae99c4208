"""`steward show REF`: a card, and all that the registry knows about it."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root, Today

Ref = Annotated[
    str,
    typer.Argument(
        metavar="REF", help="no-show@2.1.0, data:appointments@2.1.0 or use:outreach-reminders; a name alone will do."
    ),
]
ShowFormat = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to print it.")]


def show(
    ref: Ref,
    registry: Root = None,
    today: Today = None,
    output: ShowFormat = "text",
    no_cache: NoCache = False,
) -> None:
    """Show one card, and all around it.

    Its dates, what it serves, what it is built on, its evidence, findings and last commits.
    """
    from modelsteward.api.checking import Asked, judge_all
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import find_root, in_colour, known, or_broken_policy, tell_unseen, write
    from modelsteward.cli.left_out import or_left_out
    from modelsteward.cli.screen import can_print, width
    from modelsteward.report import show_json, show_text
    from modelsteward.report.sparks import BARS
    from modelsteward.store.files import WorkTree
    from modelsteward.store.history import last_commits
    from modelsteward.usecases.naming import resolve
    from modelsteward.usecases.showing import files_about, show_card

    root = find_root(registry)
    files = WorkTree(root)
    with or_broken_policy(root, None), or_left_out(root), known(files, no_cache) as (index, tell):
        asked = Asked(today, about=lambda read: files_about(read, resolve(read, ref).entry))
        registered, report = judge_all(files, index, asked, tell)
        meant, day = resolve(registered, ref), report.today or current_day(registered)
        guest = registered.guests.at(meant.entry.file)
        commits = last_commits(root / guest.prefix if guest else root, meant.entry.inside)
        shown = show_card(registered, meant, day, report.findings, commits)
    tell_unseen(files, registered)
    if output == "json":
        write(show_json.render(shown))
    else:
        write(show_text.render(shown, colour=in_colour(), width=width(), boxes=can_print(f"{BARS}≥≤")))
