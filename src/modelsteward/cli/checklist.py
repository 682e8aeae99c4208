"""`steward checklist REF`: what is to be seen to before a version is retired or destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Manner, Reason, Ref, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal
    from modelsteward.usecases.checklist_shown import ShownChecklist
    from modelsteward.usecases.ticking import Meant

Verb = Annotated[
    Literal["show", "make", "tick", "skip", "refresh"],
    typer.Argument(
        metavar="[show|make|tick|skip|refresh]",
        help="show: print it. make: make it. tick, skip: an ITEM. refresh: see what applies by now.",
    ),
]
ItemId = Annotated[
    str | None, typer.Argument(metavar="[ITEM]", help="The item to tick or skip, like ret-consumers-told.")
]
Purpose = Annotated[
    Literal["retirement", "destruction"] | None,
    typer.Option(help="Which checklist; else that of the next move, and for an item the one that has it."),
]
Evidence = Annotated[
    str | None, typer.Option(metavar="TEXT", help="What shows that the item is done; needed to tick it.")
]
By = Annotated[str | None, typer.Option(metavar="TEAM", help="The team that did it, as steward.yaml names it.")]
ChecklistFormat = Annotated[
    Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print the list, or the plan.")
]


@changes
def checklist(ref: Ref, manner: Manner, verb: Verb = "show", item: ItemId = None, purpose: Purpose = None,
              evidence: Evidence = None, reason: Reason = None, by: By = None,
              output: ChecklistFormat = "text") -> None:  # fmt: skip
    """Show the checklist of a version, make it, tick or skip an item of it.

    Where there is none yet, it shows what would be on it.
    """
    from modelsteward.errors import BadUsage

    if (verb in ("tick", "skip")) != (item is not None):
        word = f"`{verb}` takes an item" if item is None else f"`{verb}` takes no item"
        raise BadUsage(word, f"write `steward checklist {ref} tick ITEM --evidence TEXT --by TEAM`")
    if verb == "show":
        _show(ref, purpose, manner, output)
        return
    if output == "markdown":
        raise BadUsage("a change is printed as text or json", f"`steward checklist {ref} -f markdown` prints the list")
    if verb == "tick":
        carry_out(manner, lambda desk: _ticked(desk, ref, str(item), purpose, evidence, by))
    elif verb == "skip":
        carry_out(manner, lambda desk: _skipped(desk, ref, str(item), purpose, reason, by))
    else:
        carry_out(manner, lambda desk: _made(desk, ref, purpose, anew=verb == "refresh"))


def _show(ref: str, purpose: str | None, manner: Manner, output: str) -> None:
    from modelsteward.cli.common import in_colour, write
    from modelsteward.cli.screen import width

    shown = _shown(ref, purpose, manner)
    if output == "json":
        from modelsteward.report import checklist_json

        write(checklist_json.render(shown))
    elif output == "markdown":
        from modelsteward.report import checklist_markdown

        write(checklist_markdown.render(shown))
    else:
        from modelsteward.report import checklist_text

        write(checklist_text.render(shown, colour=in_colour(), width=width()))


def _shown(ref: str, purpose: str | None, manner: Manner) -> ShownChecklist:
    from modelsteward.api.desk import Desk
    from modelsteward.cli.common import find_root, or_broken_policy
    from modelsteward.cli.progress import progress
    from modelsteward.domain.answers import Asked
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.checklist import require_readable, the_subject
    from modelsteward.usecases.checklist_shown import foreseen_checklist, purpose_meant, shown_checklist

    root = find_root(manner.registry)
    with or_broken_policy(root, None), progress() as tell:
        desk = Desk(root, manner.today, tell=tell)
        registry = desk.at_the_end(ref)
        card = the_subject(registry, ref).card
        meant = purpose or purpose_meant(registry, card)
        require_readable(registry, card.ref, meant)
        asked = Asked(registry, card, desk.today, read_packs())
        return shown_checklist(asked, meant) or foreseen_checklist(asked, meant)


def _meant(desk: Desk, ref: str, item: str, purpose: str | None, by: str | None = None) -> Meant:
    """The item, with all that its answer may rest on: cases, lineages and records anywhere that name it."""
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.ticking import Meant

    registry = desk.require_own(desk.at_the_end(ref), ref, "checklist")
    return Meant(registry, ref, item, desk.today, read_packs(), purpose, by)


def _ticked(desk: Desk, ref: str, item: str, purpose: str | None, evidence: str | None, by: str | None) -> Proposal:
    from modelsteward.usecases.ticking import plan_tick

    return plan_tick(_meant(desk, ref, item, purpose, by), evidence)


def _skipped(desk: Desk, ref: str, item: str, purpose: str | None, reason: str | None, by: str | None) -> Proposal:
    from modelsteward.usecases.ticking import plan_skip

    return plan_skip(_meant(desk, ref, item, purpose, by), reason)


def _made(desk: Desk, ref: str, purpose: str | None, *, anew: bool) -> Proposal:
    """Orders, cases and lineages anywhere may be about the version: they are all looked for."""
    from modelsteward.store.newcards import dressed
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.checklist import plan_checklist, the_subject
    from modelsteward.usecases.checklist_shown import purpose_meant
    from modelsteward.usecases.refreshing import plan_refresh

    registry = desk.require_own(desk.at_the_end(ref), ref, "checklist")
    meant = purpose or purpose_meant(registry, the_subject(registry, ref).card)
    plan = plan_refresh if anew else plan_checklist
    return dressed(plan(registry, ref, meant, desk.today, read_packs()), desk.root)
