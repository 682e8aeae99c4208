"""`steward withdraw DATA...`: take data out of use, and list what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from modelsteward.cli.changing import Manner, Reason, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal

Data = Annotated[
    list[str],
    typer.Argument(metavar="DATA...", help="data:appointments@2.1.0, or data:appointments for every version."),
]
CaseId = Annotated[str | None, typer.Option("--case", metavar="ID", help="The case that it follows from.")]


@changes
def withdraw(data: Data, manner: Manner, reason: Reason = None, case: CaseId = None) -> None:
    """Mark data as withdrawn: nothing may be trained on it any more. Needs a --reason.

    The plan lists the work that follows: each model that was built on it, its owner, and what to do. `check` tells of
    each until it is destroyed, or while a case exempts it.
    """
    from modelsteward.usecases.withdraw import plan_withdrawal

    def propose(desk: Desk) -> Proposal:
        registry = desk.around(*data, far=True)
        for ref in data:
            desk.require_own(registry, ref, "withdraw")
        return plan_withdrawal(registry, data, desk.today, reason, case)

    carry_out(manner, propose)
