"""`steward case`: a request or an order about data, its legal clock, and a decision for all that it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Manner, Reason, carry_out, changes
from modelsteward.cli.common import NoCache, Root, Today

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.cards.states import Case
    from modelsteward.domain.plan import Proposal
    from modelsteward.domain.registry import Entry

app = typer.Typer(help="Open, show, decide, extend, close and list cases about data.", no_args_is_help=True)

Purpose = Annotated[
    Literal["erasure", "order", "withdrawal"],
    typer.Argument(
        metavar="PURPOSE",
        help="A person's request to erase, an order of a court or an authority, or data that is withdrawn.",
    ),
]
Covers = Annotated[
    list[str], typer.Option(metavar="DATA", help="data:NAME for all of its versions, or data:NAME@VERSION; repeatable.")
]
Received = Annotated[str | None, typer.Option(metavar="DATE", help="Day it was received; else today.")]
Law = Annotated[
    str | None,
    typer.Option(metavar="LAW", help="Whose time runs: gdpr, uk-gdpr, ccpa …; else by where the data's models serve."),
]
Due = Annotated[
    str | None, typer.Option(metavar="DATE", help="Last day to answer, where an order or contract sets it.")
]
NewId = Annotated[str | None, typer.Option("--id", metavar="ID", help="Its id; else one is made that tells nothing.")]
CaseId = Annotated[str, typer.Argument(metavar="ID", help="The case's id, like case-2026-4f0a1c.")]
Ref = Annotated[
    str, typer.Argument(metavar="REF", help="no-show@2.1.0 or data:rows@1.0.0; a name alone for all that is reached.")
]
Decided = Annotated[
    Literal["erase", "retrain", "keep", "not-affected"],
    typer.Argument(
        metavar="DECISION",
        help="erase: it goes. retrain: it goes once one without the data is there. keep: exempt until a day. "
        "not-affected: it does not hold the data.",
    ),
]
Role = Annotated[
    str | None, typer.Option("--as", metavar="ROLE", help="The role in which you decide; you must hold it.")
]
KeepUntil = Annotated[str | None, typer.Option("--until", metavar="DATE", help="For keep: its last day, or +P1Y.")]
LaterDay = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="The new last day; else the latest that the law permits.")
]
All = Annotated[bool, typer.Option("--all", "-a", help="Also those that are closed.")]
ShowFormat = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print it.")]


@app.command("open")
@changes
def open_(purpose: Purpose, manner: Manner, covers: Covers, received: Received = None, law: Law = None,
          due: Due = None, ident: NewId = None) -> None:  # fmt: skip
    """Open a case about data: when it is to be answered, and what it reaches.

    The file holds no personal data, and neither must its id: who asked is told elsewhere.
    """
    from modelsteward.cli.common import day_of
    from modelsteward.store.newcards import dressed
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.cases import Request, plan_case
    from modelsteward.usecases.matters import ids_of

    def propose(desk: Desk) -> Proposal:
        registry = desk.around(*covers, far=True)
        day = day_of(received, desk.today) if received else desk.today
        said = Request(purpose, desk.by, day, law, day_of(due, desk.today) if due else None, ident)
        taken = ids_of("case", desk.files.below("cases"))
        return dressed(plan_case(registry, covers, said, desk.today, read_packs(), taken), desk.root)

    carry_out(manner, propose)


@app.command("decide")
@changes
def decide(ident: CaseId, ref: Ref, decision: Decided, manner: Manner, role: Role = None, reason: Reason = None,
           until: KeepUntil = None) -> None:  # fmt: skip
    """Decide what becomes of a version that holds the data; needs a role, and a --reason without personal data.

    Who decides again has the last word; what was decided before stays on record.
    """
    from modelsteward.cli.common import day_of
    from modelsteward.usecases.case_decide import Ruling, plan_decision
    from modelsteward.usecases.matters import ids_of, the_matter

    def propose(desk: Desk) -> Proposal:
        known = ids_of("case", desk.files.below("cases"))
        registry = desk.around(*_near(desk, ident).card.data, ref, far=True)
        entry = the_matter(registry, "case", ident, known)
        said = Ruling(decision, role, reason, desk.by, day_of(until, desk.today) if until else None)
        return plan_decision(registry, entry, ref, said, desk.today)

    carry_out(manner, propose)


@app.command("extend")
@changes
def extend(ident: CaseId, manner: Manner, reason: Reason = None, until: LaterDay = None) -> None:
    """Take more time to answer, where the law permits it; needs a --reason, which stays on record."""
    from modelsteward.cli.common import day_of
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.cases import plan_extension

    def propose(desk: Desk) -> Proposal:
        entry = _near(desk, ident)
        return plan_extension(
            entry, read_packs(), desk.today, desk.by, reason, day_of(until, desk.today) if until else None
        )

    carry_out(manner, propose)


@app.command("close")
@changes
def close(ident: CaseId, manner: Manner) -> None:
    """Close a case, once everything that it reaches is decided."""
    from modelsteward.usecases.case_decide import plan_case_closing
    from modelsteward.usecases.matters import ids_of, the_matter

    def propose(desk: Desk) -> Proposal:
        registry = desk.around(*_near(desk, ident).card.data, far=True)
        entry = the_matter(registry, "case", ident, ids_of("case", desk.files.below("cases")))
        return plan_case_closing(registry, entry, desk.today, desk.by)

    carry_out(manner, propose)


def _near(desk: Desk, ident: str) -> Entry[Case]:
    """A case of ours, with nothing but what it names around it."""
    from modelsteward.usecases.matters import ids_of, require_id, the_matter

    require_id(ident)
    return the_matter(desk.near(ident), "case", ident, ids_of("case", desk.files.below("cases")))


@app.command("show")
def show(ident: CaseId, registry: Root = None, today: Today = None, output: ShowFormat = "text",
         no_cache: NoCache = False) -> None:  # fmt: skip
    """Show a case: what it reaches, what was decided of each and what is open, and the days left."""
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.cli.screen import width
    from modelsteward.report import case_json, case_markdown, case_text
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.casework import any_case, show_case

    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        shown = show_case(known, any_case(known, ident), day, read_packs())
    if output == "json":
        write(case_json.render(shown, day))
    elif output == "markdown":
        write(case_markdown.render(shown, day))
    else:
        write(case_text.render(shown, day, colour=in_colour(), width=width()))


@app.command("list")
def list_(everything: All = False, registry: Root = None, today: Today = None, output: ShowFormat = "text",
          no_cache: NoCache = False) -> None:  # fmt: skip
    """List the cases that are open, what is due first, and how much of each is decided."""
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.cli.screen import width
    from modelsteward.report import case_json, case_markdown, cases_list
    from modelsteward.usecases.casework import list_cases
    from modelsteward.usecases.matters import unread

    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        rows, broken = list_cases(known, everything, day), unread(known, "case")
    if output == "json":
        write(case_json.render_list(rows, day, broken))
    elif output == "markdown":
        write(case_markdown.render_list(rows, day, broken))
    else:
        write(cases_list.render(rows, day, broken, colour=in_colour(), width=width()))
