"""`steward retire`: taking a version out of use for good, behind its checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.cli.changing import Force, Manner, Reason, Ref, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Plan, Proposal


@changes
def retire(ref: Ref, manner: Manner, reason: Reason = None, force: Force = False) -> None:
    """Take a version out of use for good. Where there is no checklist yet, it is made first.

    The card stays as a tombstone; the bytes remain until `destroy`.
    """
    plan = carry_out(manner, lambda desk: _ending(ref, desk, reason), force=force)
    require_end(plan, ref, "retired")


def require_end(plan: Plan, ref: str, stage: str) -> None:
    """Raise Refused where the plan was the checklist alone: a script that goes on must not think it has ended."""
    from modelsteward.errors import Refused

    if plan.action == "checklist":
        raise Refused(
            f"{ref} is not {stage} yet: its checklist comes first", f"steward checklist {ref}; then run this again"
        )


def _ending(ref: str, desk: Desk, reason: str | None) -> Proposal:
    """What the end of a version depends on lies anywhere: in cases, lineages and replacements that name it."""
    from modelsteward.store.newcards import dressed
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.gates import Situation
    from modelsteward.usecases.naming import the_model
    from modelsteward.usecases.retire import plan_retirement

    registry = desk.require_own(desk.at_the_end(ref), ref, "retire")
    entry = the_model(registry, ref)
    situation = Situation(registry, entry.card, desk.today, read_packs())
    return dressed(plan_retirement(situation, entry, reason), desk.root)
