"""`steward promote` and `steward rollback`: what may serve, and what does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from modelsteward.cli.changing import For, Force, Manner, Ref, Slot, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal

Stage = Annotated[str, typer.Argument(metavar="STAGE", help="The stage it is to reach, like staging or production.")]
Use = Annotated[str, typer.Argument(metavar="USE", help="The use, like outreach-reminders.")]
To = Annotated[str | None, typer.Option(metavar="REF", help="The version to go back to, where history does not tell.")]


@changes
def promote(
    ref: Ref, stage: Stage, manner: Manner, use: For = None, slot: Slot = None,
    force: Force = False,
) -> None:  # fmt: skip
    """Promote a version to a later stage; into production for one use.

    What serves the use's slot now is displaced in the same commit. All gates that fail are told at once.
    """
    from modelsteward.usecases.promote import PRODUCTION, Wanted, plan_promotion

    def propose(desk: Desk) -> Proposal:
        found = desk.find("promote", ref, use, *desk.champion(use, slot))
        if stage == PRODUCTION:
            desk.require_released(found)
        situation = found.situation._replace(by=desk.by if use else "")
        return plan_promotion(situation, found.entry, Wanted(stage, slot), found.use)

    carry_out(manner, propose, force=force)


@changes
def rollback(use: Use, manner: Manner, slot: Slot = None, to: To = None, force: Force = False) -> None:
    """Let what served a use before serve it again.

    That is the latest version in the use's history that was not itself rolled back from.
    """
    from modelsteward.store.packs import read_packs
    from modelsteward.store.spells import spells_told
    from modelsteward.usecases.naming import the_use
    from modelsteward.usecases.rollback import plan_rollback

    def propose(desk: Desk) -> Proposal:
        registry = desk.around_use(use, *([to] if to else []))
        meant = the_use(registry, use)
        told = spells_told(desk.root, meant.file)
        return plan_rollback(registry, meant, desk.today, read_packs(), slot=slot, to=to, told=told)

    carry_out(manner, propose, force=force)
