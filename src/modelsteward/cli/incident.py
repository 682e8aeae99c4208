"""`steward incident`: something went wrong with a version; while that is open, it is neither promoted nor destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Manner, carry_out, changes
from modelsteward.cli.common import NoCache, Root, Today

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.cards.states import Incident
    from modelsteward.domain.plan import Proposal
    from modelsteward.domain.registry import Entry, Registry

app = typer.Typer(help="Open, report, close and list incidents.", no_args_is_help=True)

Refs = Annotated[list[str], typer.Argument(metavar="REF...", help="What it is about, like no-show@2.3.0.")]
IncidentId = Annotated[str, typer.Argument(metavar="ID", help="The incident's id, like inc-2026-4f0a1c.")]
How = Annotated[
    Literal["minor", "major", "serious"],
    typer.Option("--severity", help="How bad it is; serious as in EU AI Act Art. 3(49)."),
]
NewId = Annotated[str | None, typer.Option("--id", metavar="ID", help="Its id; else one is made that tells nothing.")]
Ticket = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Where what happened is told, to those who may read it: a link or a number."),
]
Known = Annotated[str | None, typer.Option(metavar="DATE", help="Day it became known; else today.")]
Outcome = Annotated[
    str | None,
    typer.Option("--reason", "--outcome", metavar="TEXT", help="What came of it, in a sentence everybody may read."),
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Day it was reported; else today.")]
All = Annotated[bool, typer.Option("--all", "-a", help="Also those that are closed.")]
ListFormat = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print it.")]


@app.command("open")
@changes
def open_(refs: Refs, manner: Manner, severity: How, ident: NewId = None, ticket: Ticket = None,
          known: Known = None) -> None:  # fmt: skip
    """Open an incident about one or more cards: at once, and without approval.

    What happened is told elsewhere: cards are read by many. A serious one offers to suspend what still answers.
    """
    from modelsteward.cli.common import day_of
    from modelsteward.store.newcards import dressed
    from modelsteward.usecases.incident import Opening, plan_opening
    from modelsteward.usecases.matters import ids_of
    from modelsteward.usecases.naming import the_card

    def propose(desk: Desk) -> Proposal:
        registry = desk.around(*refs)
        about = [the_card(registry, ref) for ref in refs]
        said = Opening(severity, desk.by, day_of(known, desk.today) if known else None, ident, ticket)
        taken = ids_of("incident", desk.files.below("incidents"))
        return dressed(plan_opening(registry, about, said, desk.today, taken), desk.root)

    carry_out(manner, propose)


@app.command("report")
@changes
def report(ident: IncidentId, manner: Manner, on: On = None) -> None:
    """Put on record that an incident was reported to the authority."""
    from modelsteward.cli.common import day_of
    from modelsteward.usecases.incident import plan_report

    def propose(desk: Desk) -> Proposal:
        entry, _ = _found(desk, ident)
        return plan_report(entry, day_of(on, desk.today) if on else desk.today, desk.today)

    carry_out(manner, propose)


@app.command("close")
@changes
def close(ident: IncidentId, manner: Manner, reason: Outcome = None) -> None:
    """Close an incident, with what came of it; its versions may be promoted and destroyed again."""
    from modelsteward.usecases.incident import plan_closing

    def propose(desk: Desk) -> Proposal:
        entry, registry = _found(desk, ident)
        return plan_closing(entry, registry, desk.today, desk.by, reason)

    carry_out(manner, propose)


def _found(desk: Desk, ident: str) -> tuple[Entry[Incident], Registry]:
    """An incident, and what is around the versions it is about."""
    from modelsteward.usecases.incident import find_incident
    from modelsteward.usecases.matters import ids_of, require_id

    require_id(ident)
    known = ids_of("incident", desk.files.below("incidents"))
    entry = find_incident(desk.near(ident), ident, known)
    registry = desk.near(ident, *entry.card.refs)
    return find_incident(registry, ident, known), registry


@app.command("list")
def list_(everything: All = False, registry: Root = None, today: Today = None, output: ListFormat = "text",
          no_cache: NoCache = False) -> None:  # fmt: skip
    """List the incidents that are open, the worst first."""
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.cli.screen import width
    from modelsteward.report import incidents
    from modelsteward.usecases.incident import list_incidents
    from modelsteward.usecases.matters import unread

    with open_registry(registry, no_cache) as known:
        rows, broken = list_incidents(known, everything), unread(known, "incident")
        day = today or current_day(known)
    if output == "json":
        write(incidents.as_json(rows, day, broken))
    elif output == "markdown":
        write(incidents.as_markdown(rows, day, broken))
    else:
        write(incidents.as_text(rows, day, broken, colour=in_colour(), width=width()))
