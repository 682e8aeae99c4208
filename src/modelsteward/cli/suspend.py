"""`steward suspend` and `steward resume`: stop a version at once, and let it go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.cli.changing import For, Force, Manner, Reason, Ref, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal


@changes
def suspend(ref: Ref, manner: Manner, use: For = None, reason: Reason = None) -> None:
    """Stop a version at once, everywhere or --for one use; needs a --reason and no approval.

    What it serves stays written; `resolve` gives the fallback, or says that nothing answers.
    """
    from modelsteward.usecases.suspend import plan_suspension

    def propose(desk: Desk) -> Proposal:
        found = desk.find("suspend", ref, use)
        return plan_suspension(found.situation.registry, found.entry, desk.today, reason, found.use)

    carry_out(manner, propose)


@changes
def resume(ref: Ref, manner: Manner, use: For = None, reason: Reason = None, force: Force = False) -> None:
    """Let a suspended version go on where it was stopped; needs a --reason."""
    from modelsteward.usecases.suspend import plan_resumption

    def propose(desk: Desk) -> Proposal:
        found = desk.find("resume", ref, use)
        return plan_resumption(found.situation, found.entry, reason, found.use)

    carry_out(manner, propose, force=force)
