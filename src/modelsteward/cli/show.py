"""`steward show REF`: a card, and all that the registry knows about it."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import Root, Today

Ref = Annotated[
    str,
    typer.Argument(
        metavar="REF", help="no-show@2.1.0, data:appointments@2.1.0 or use:outreach-reminders; a name alone will do."
    ),
]
ShowFormat = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to print it.")]


def show(ref: Ref, registry: Root = None, today: Today = None, output: ShowFormat = "text") -> None:
    """Show one card, and all around it.

    Its dates, what it serves, what it is built on, its evidence, findings and last commits.
    """
    from modelsteward.api import current_day, judge
    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.cli.screen import width
    from modelsteward.report import show_json, show_text
    from modelsteward.store.history import last_commits
    from modelsteward.usecases.naming import resolve
    from modelsteward.usecases.showing import show_card

    opened = open_registry(registry)
    known = opened.loaded.registry
    meant, day = resolve(known, ref), today or current_day(known)
    findings = judge(opened.loaded, day).findings
    shown = show_card(known, meant, day, findings, last_commits(opened.root, meant.entry.file))
    write(show_json.render(shown) if output == "json" else show_text.render(shown, colour=in_colour(), width=width()))
