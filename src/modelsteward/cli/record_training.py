"""`steward record training`: that a group of people has completed a use's training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from modelsteward.cli.changing import Manner, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal

Use = Annotated[str, typer.Argument(metavar="USE", help="The use, like outreach-reminders.")]
Group = Annotated[str, typer.Option(metavar="TEXT", help="The group or team, never a person.")]
People = Annotated[int | None, typer.Option(metavar="N", min=0, help="How many of them have completed it.")]
Of = Annotated[int | None, typer.Option("--of", metavar="M", min=0, help="How many there are in the group.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Day they had; today when absent.")]
Evidence = Annotated[str | None, typer.Option(metavar="TEXT", help="Where that can be seen.")]


@changes
def training(
    use: Use, manner: Manner, group: Group, people: People = None, of: Of = None, on: On = None,
    evidence: Evidence = None,
) -> None:  # fmt: skip
    """Put on a use's card that a group of people has completed its training."""
    from modelsteward.cli.common import day_of
    from modelsteward.usecases.naming import the_use
    from modelsteward.usecases.training import Learnt, plan_training

    def propose(desk: Desk) -> Proposal:
        ref = use if use.startswith("use:") else f"use:{use}"
        entry = the_use(desk.require_own(desk.around(ref), ref, "record training"), ref)
        day = day_of(on, desk.today) if on else desk.today
        return plan_training(entry, Learnt(group, day, people, of, evidence), desk.today)

    carry_out(manner, propose)
