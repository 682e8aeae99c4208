"""`steward packs`: the packs of duties that count here: which there are, and how copies of them are kept up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Manner, carry_out, changes
from modelsteward.cli.common import NoCacheAnyhow, Root, Today

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal
    from modelsteward.domain.registry import Registry

app = typer.Typer(help="List, show, pin, update and compare packs of duties.", no_args_is_help=True)

PackFormat = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to print it.")]
DiffFormat = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print it.")]
Updated = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME]...", help="Packs to pin or bring up to date, like eu; else all copies here."),
]
Compared = Annotated[
    list[str] | None, typer.Argument(metavar="[NAME]...", help="Packs to compare, like eu; else all copies here.")
]
Shown = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Packs, like eu; else all that count.")]
Ours = Annotated[
    list[str] | None,
    typer.Option("--ours", metavar="ID", help="Keep this entry as it is here; may be repeated."),
]
Theirs = Annotated[
    list[str] | None,
    typer.Option("--theirs", metavar="ID", help="Take this entry as the package has it; may be repeated."),
]


@app.command("list")
def list_(registry: Root = None, today: Today = None, output: PackFormat = "text",
          no_cache: NoCacheAnyhow = False) -> None:  # fmt: skip
    """List the packs of duties: where each comes from, whether it counts here, when it is to be looked over."""
    from modelsteward.cli.common import in_colour, write
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.packing import list_packs, unread_packs

    known, day = _read(registry, today)
    rows, broken = list_packs(known, read_packs()), unread_packs(known)
    if output == "json":
        from modelsteward.report.packs_json import as_list

        write(as_list(rows, day, broken))
    else:
        from modelsteward.cli.screen import width
        from modelsteward.report.packs_text import render_list

        write(render_list(rows, day, broken, colour=in_colour(), width=width()))


@app.command("show")
def show(names: Shown = None, registry: Root = None, output: DiffFormat = "text",
         no_cache: NoCacheAnyhow = False) -> None:  # fmt: skip
    """Show the duties of packs: what each asks of whom, for how long, and how well that was read."""
    from modelsteward.cli.common import in_colour, write
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.packing import show_packs

    known, _ = _read(registry, None)
    shown = show_packs(known, read_packs(), names or ())
    if output == "json":
        from modelsteward.report.packs_json import as_shown

        write(as_shown(shown))
    elif output == "markdown":
        from modelsteward.report.packs_markdown import render_shown as as_page

        write(as_page(shown))
    else:
        from modelsteward.cli.screen import width
        from modelsteward.report.packs_text import render_shown

        write(render_shown(shown, colour=in_colour(), width=width()))


@app.command("diff")
def diff(names: Compared = None, registry: Root = None, output: DiffFormat = "text",
         no_cache: NoCacheAnyhow = False) -> None:  # fmt: skip
    """Show how copies differ from what comes with steward: entry by entry, key by key, and who changed it."""
    from modelsteward.cli.common import in_colour, write
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.packing import diff_packs

    known, _ = _read(registry, None)
    found = diff_packs(known, read_packs(), names or ())
    if output == "json":
        from modelsteward.report.packs_json import as_diff

        write(as_diff(found))
    elif output == "markdown":
        from modelsteward.report.packs_markdown import render_diff as as_page

        write(as_page(found))
    else:
        from modelsteward.cli.screen import width
        from modelsteward.report.packs_text import render_diff

        write(render_diff(found, colour=in_colour(), width=width()))


@app.command("update")
@changes
def update(manner: Manner, names: Updated = None, ours: Ours = None, theirs: Theirs = None) -> None:
    """Pin packs as they come with steward, or take over into copies what is new there.

    What only the package changed is taken over, what only you changed stays; where both did, you decide.
    """
    from functools import partial

    from modelsteward.store.packs import read_packs
    from modelsteward.store.pinning import copy_of
    from modelsteward.usecases.pinning import Choice, plan_update

    choice = Choice(tuple(ours or ()), tuple(theirs or ()))

    def propose(desk: Desk) -> Proposal:
        copy = partial(copy_of, desk.root)
        return plan_update(desk.near(), read_packs(), names or (), desk.today, copy, choice)

    carry_out(manner, propose)


def _read(root: Path | None, today: date | None) -> tuple[Registry, date]:
    """The packs of a registry and its policy, and the day; no more of it is read."""
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import find_root, or_broken_policy
    from modelsteward.store.around import load_around
    from modelsteward.store.files import WorkTree

    folder = find_root(root)
    with or_broken_policy(folder, None):
        known = load_around(WorkTree(folder), ()).registry
    return known, today or current_day(known)
