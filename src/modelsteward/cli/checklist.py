"""`steward checklist`: what is to be seen to before a version is retired or destroyed, by whom and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Manner, Reason, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.cli.checklist_items import Said
    from modelsteward.usecases.checklist_shown import ShownChecklist
    from modelsteward.usecases.owed_items import OwedItems

Verb = Annotated[
    Literal["show", "make", "tick", "skip", "wait", "assign", "refresh", "decide"],
    typer.Argument(
        metavar="[show|make|tick|skip|wait|assign|refresh|decide]",
        help="show: print it. make: make it. tick, skip, wait, assign: an ITEM. refresh: see what applies by now. "
        "decide: what becomes of something made from it.",
    ),
]
AnyRef = Annotated[
    str | None,
    typer.Argument(metavar="[REF]", help="The version, like no-show@2.1.0 or data:visits@1.0.0; all lists without."),
]
Items = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ITEM...|CHILD DECISION]",
        help="The items that are meant, like ret-consumers-told. For decide: the ref to decide upon, and erase, "
        "retrain, keep or not-affected.",
    ),
]
Purpose = Annotated[
    Literal["retirement", "destruction"] | None,
    typer.Option(help="Which checklist; else that of the next move, and for an item the one that has it."),
]
Evidence = Annotated[
    str | None, typer.Option(metavar="TEXT", help="What shows that the item is done; needed to tick it.")
]
By = Annotated[str | None, typer.Option(metavar="TEAM", help="The team that did it, as steward.yaml names it.")]
Until = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="For wait: the day on which it is asked again. For decide keep: its last day."),
]
To = Annotated[str | None, typer.Option(metavar="TEAM|ROLE", help="For assign: who is to see to it.")]
Due = Annotated[str | None, typer.Option(metavar="DATE", help="For assign: the last day on which it is in time.")]
ByTeam = Annotated[bool, typer.Option("--by-team", help="Grouped by who owes it, instead of by phase.")]
Mine = Annotated[bool, typer.Option("--mine", help="What is open on all lists, and owed by my teams and roles.")]
OwedBy = Annotated[
    str | None, typer.Option(metavar="TEAM|ROLE", help="What is open on all lists, and owed by this team or role.")
]
ChecklistFormat = Annotated[
    Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print the list, or the plan.")
]


@changes
def checklist(manner: Manner, ref: AnyRef = None, verb: Verb = "show", items: Items = None,
              purpose: Purpose = None, evidence: Evidence = None, reason: Reason = None, by: By = None,
              until: Until = None, to: To = None, due: Due = None, by_team: ByTeam = False,
              mine: Mine = False, owed_by: OwedBy = None,
              output: ChecklistFormat = "text") -> None:  # fmt: skip
    """Show the checklist of a version or a data set, make it, and see to its items.

    Where there is none yet, it shows what would be on it. Without a REF, what is open on all lists: --mine, --owed-by.
    """
    from modelsteward.cli.checklist_items import Said, proposed
    from modelsteward.errors import BadUsage

    if ref is None or mine or owed_by:
        if ref is not None:
            raise BadUsage("--mine and --owed-by ask for what is open on all lists", f"leave {ref} out, or them")
        _show_owed(manner, owed_by, mine=mine, output=output)
        return
    said = Said(ref, verb, tuple(items or ()), purpose, evidence, reason, by, until, to, due)
    _require_fitting(said)
    if verb == "show":
        _show(ref, purpose, manner, output, by_team=by_team)
        return
    if output == "markdown":
        raise BadUsage("a change is printed as text or json", f"`steward checklist {ref} -f markdown` prints the list")
    carry_out(manner, lambda desk: proposed(desk, said))


def _require_fitting(said: Said) -> None:
    """Raise BadUsage where an item is missing or too many, or where a verb does not take what was said."""
    from modelsteward.cli.checklist_items import TAKEN
    from modelsteward.errors import BadUsage

    if (said.verb in ("tick", "skip", "wait", "assign", "decide")) != bool(said.items):
        word = f"`{said.verb}` takes {'no item' if said.items else 'an item'}"
        raise BadUsage(word, f"write `steward checklist {said.ref} tick ITEM --evidence TEXT --by TEAM`")
    for option, verbs in TAKEN.items():
        if getattr(said, option) is not None and said.verb not in verbs and option in ("until", "to", "due"):
            raise BadUsage(f"`{said.verb}` takes no --{option}", f"`steward checklist {said.ref} {verbs[0]} ITEM` does")


def _show_owed(manner: Manner, owed_by: str | None, *, mine: bool, output: str) -> None:
    from modelsteward.cli.common import in_colour, write
    from modelsteward.cli.screen import width
    from modelsteward.report import checklist_owed

    owed = _owed(manner, owed_by, mine=mine)
    if output == "json":
        write(checklist_owed.as_json(owed))
    elif output == "markdown":
        write(checklist_owed.as_markdown(owed))
    else:
        write(checklist_owed.as_text(owed, colour=in_colour(), width=width()))


def _owed(manner: Manner, owed_by: str | None, *, mine: bool) -> OwedItems:
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import find_root, open_registry
    from modelsteward.store.gitrun import committer
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases import owed_items

    with open_registry(manner.registry) as known:
        day = manner.today or current_day(known)
        whom = (
            *(owed_items.theirs(known.policy, owed_by) if owed_by else ()),
            *(owed_items.mine(known.policy, committer(find_root(manner.registry))) if mine else ()),
        )
        return owed_items.owed_items(known, day, read_packs(), whom or None)


def _show(ref: str, purpose: str | None, manner: Manner, output: str, *, by_team: bool) -> None:
    from modelsteward.cli.common import in_colour, write
    from modelsteward.cli.screen import width

    shown = _shown(ref, purpose, manner)
    if output == "json":
        from modelsteward.report import checklist_json

        write(checklist_json.render(shown))
    elif output == "markdown":
        from modelsteward.report import checklist_markdown

        write(checklist_markdown.render(shown, by_team=by_team))
    else:
        from modelsteward.report import checklist_text

        write(checklist_text.render(shown, colour=in_colour(), width=width(), by_team=by_team))


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
