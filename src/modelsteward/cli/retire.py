"""`steward retire` and `steward destroy`: the end of a version, each behind its checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from modelsteward.cli.changing import Force, Manner, Reason, Ref, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Plan, Proposal

Confirm = Annotated[
    str | None, typer.Option(metavar="REF", help="The ref again, for scripts; a person is asked to type it.")
]


@changes
def retire(ref: Ref, manner: Manner, reason: Reason = None, force: Force = False) -> None:
    """Take a version out of use for good. Where there is no checklist yet, it is made first.

    The card stays as a tombstone; the bytes remain until `destroy`.
    """
    plan = carry_out(manner, lambda desk: _ending("retire", ref, desk, reason), force=force)
    _require_end(plan, ref, "retired")


@changes
def destroy(ref: Ref, manner: Manner, confirm: Confirm = None, reason: Reason = None, force: Force = False) -> None:
    """Put on record that a version's bytes are gone. Where there is no checklist yet, it is made first.

    steward erases nothing here: certificates on record must say of every place that it was looked at.
    """
    from modelsteward.errors import BadUsage

    if manner.yes and not manner.stops and confirm != ref:
        said = f"--confirm says {confirm}, not {ref}" if confirm else "to destroy takes more than --yes"
        raise BadUsage(said, f"type the ref once more: --confirm {ref}")
    plan = carry_out(manner, lambda desk: _ending("destroy", ref, desk, reason), force=force, confirm=ref)
    _require_end(plan, ref, "destroyed")


def _require_end(plan: Plan, ref: str, stage: str) -> None:
    """Raise Refused where the plan was the checklist alone: a script that goes on must not think it has ended."""
    from modelsteward.errors import Refused

    if plan.action == "checklist":
        raise Refused(
            f"{ref} is not {stage} yet: its checklist comes first", f"steward checklist {ref}; then run this again"
        )


def _ending(action: str, ref: str, desk: Desk, reason: str | None) -> Proposal:
    """What the end of a version depends on lies anywhere: in cases, lineages and replacements that name it."""
    from modelsteward.store.newcards import dressed
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.gates import Situation
    from modelsteward.usecases.naming import the_model
    from modelsteward.usecases.retire import plan_end

    registry = desk.require_own(desk.at_the_end(ref), ref, action)
    entry = the_model(registry, ref)
    situation = Situation(registry, entry.card, desk.today, read_packs())
    return dressed(plan_end(action, situation, entry, reason), desk.root)
