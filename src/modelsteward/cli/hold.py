"""`steward hold`: an order not to destroy, by case; while it stands, nothing that it covers is destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Manner, carry_out, changes
from modelsteward.cli.common import NoCache, Root, Today

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal

app = typer.Typer(help="Place, lift, show and list orders not to destroy.", no_args_is_help=True)

Refs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="REF",
        help="What must be kept: no-show@2.1.0, data:rows@1.0.0, use:outreach-reminders for all that serves or served "
        "it, or registry for everything.",
    ),
]
Patterns = Annotated[
    list[str] | None,
    typer.Option("--pattern", metavar="PATTERN", help="A ref in which * stands for anything, like 'no-show*@*'; "
                 "covers what is registered later, too; repeatable."),
]  # fmt: skip
Owners = Annotated[
    list[str] | None, typer.Option("--owner", metavar="TEAM", help="All that a team owns, now and later; repeatable.")
]
BuiltOn = Annotated[
    bool, typer.Option("--built-on", help="Also what was made from any of it, near and far, surely or possibly.")
]
NewId = Annotated[str | None, typer.Option("--id", metavar="ID", help="Its id; else one is made that tells nothing.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Day it was ordered; else today.")]
By = Annotated[
    str | None, typer.Option("--by", metavar="TEXT", help="Who ordered it, like an office; else you, as git knows you.")
]
HoldId = Annotated[str, typer.Argument(metavar="ID", help="The hold's id, like hold-2026-4f0a1c.")]
Role = Annotated[
    str | None, typer.Option("--as", metavar="ROLE", help="The role in which you lift it; you must hold it.")
]
About = Annotated[str | None, typer.Argument(metavar="[REF]", help="Only those that cover this, each with why.")]
All = Annotated[bool, typer.Option("--all", "-a", help="Also those that were lifted.")]
ListFormat = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print it.")]


@app.command("place")
@changes
def place(manner: Manner, refs: Refs = None, patterns: Patterns = None, owners: Owners = None,
          built_on: BuiltOn = False, ident: NewId = None, since: Since = None, by: By = None) -> None:  # fmt: skip
    """Order that something is not destroyed, and see what that covers.

    Why stands elsewhere, with those who may read it: the file says what must be kept, since when, and by whose order.
    """
    from modelsteward.cli.common import day_of
    from modelsteward.store.newcards import dressed
    from modelsteward.usecases.holds import Order, plan_placing
    from modelsteward.usecases.matters import ids_of

    named = tuple(dict.fromkeys(refs or ()))

    def propose(desk: Desk) -> Proposal:
        registry = desk.under_hold(named, patterns or (), owners or (), far=built_on)
        said = Order(by if by is not None else desk.by, named, tuple(patterns or ()), tuple(owners or ()), built_on,
                     day_of(since, desk.today) if since else None, ident)  # fmt: skip
        taken = ids_of("hold", desk.files.below("holds"))
        return dressed(plan_placing(registry, said, desk.today, taken), desk.root)

    carry_out(manner, propose)


@app.command("lift")
@changes
def lift(ident: HoldId, manner: Manner, role: Role = None) -> None:
    """Lift a hold, in a role that steward.yaml lets do so (`holds.lift`); the file stays on record.

    What other holds cover still may not be destroyed, and is named.
    """
    from modelsteward.usecases.holds import plan_lifting
    from modelsteward.usecases.matters import ids_of, require_id, the_matter

    def propose(desk: Desk) -> Proposal:
        require_id(ident)
        known = ids_of("hold", desk.files.below("holds"))
        card = the_matter(desk.held(), "hold", ident, known).card
        registry = desk.under_hold(card.refs, card.patterns, card.owners, far=card.built_on)
        return plan_lifting(registry, the_matter(registry, "hold", ident, known), role, desk.by, desk.today)

    carry_out(manner, propose)


@app.command("show")
def show(ident: HoldId, registry: Root = None, today: Today = None, output: ListFormat = "text",
         no_cache: NoCache = False) -> None:  # fmt: skip
    """Show a hold: everything that it covers, and why."""
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.cli.screen import width
    from modelsteward.report import holds
    from modelsteward.usecases.holds_listed import show_hold

    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        shown = show_hold(known, ident, day)
    if output == "json":
        write(holds.shown_as_json(shown, day))
    elif output == "markdown":
        write(holds.shown_as_markdown(shown, day))
    else:
        write(holds.shown_as_text(shown, day, colour=in_colour(), width=width()))


@app.command("list")
def list_(ref: About = None, everything: All = False, registry: Root = None, today: Today = None,
          output: ListFormat = "text", no_cache: NoCache = False) -> None:  # fmt: skip
    """List the holds that stand, the oldest first; or those that cover one thing, and why."""
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.cli.screen import width
    from modelsteward.report import holds
    from modelsteward.usecases.holds_listed import list_holds
    from modelsteward.usecases.matters import unread

    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        rows, broken = list_holds(known, everything, day, ref), unread(known, "hold")
    if output == "json":
        write(holds.as_json(rows, day, broken))
    elif output == "markdown":
        write(holds.as_markdown(rows, day, broken, ref))
    else:
        write(holds.as_text(rows, day, broken, ref, colour=in_colour(), width=width()))
