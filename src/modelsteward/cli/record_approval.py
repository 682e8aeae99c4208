"""`steward record approval`: a role's decision about a version for a use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from modelsteward.cli.changing import Manner, Ref, Slot, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal

For = Annotated[str | None, typer.Option("--for", "--use", metavar="USE", help="The use it is approved for.")]
End = Annotated[bool, typer.Option("--end", help="Approve that it ends on a shorter notice, not that it serves.")]
Role = Annotated[str, typer.Option("--as", metavar="ROLE", help="The role that you decide in, like clinical-safety.")]
Reject = Annotated[bool, typer.Option("--reject", help="The decision is no.")]
Condition = Annotated[
    list[str] | None, typer.Option("--condition", metavar="TEXT", help="What it depends on; may be repeated.")
]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Last day it counts: YYYY-MM-DD, or +P90D from today.")]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Anything a reader should know.")]


@changes
def approval(
    ref: Ref, manner: Manner, role: Role, use: For = None, end: End = False, slot: Slot = None,
    reject: Reject = False, condition: Condition = None, until: Until = None, note: Note = None,
) -> None:  # fmt: skip
    """Approve a version for one use, as somebody who holds a role; or reject it; or, with --end, its early end.

    It names the version's seal, the use and the digest of its requirements, and is void when any of them changes.
    """
    from modelsteward.cli.common import day_of
    from modelsteward.usecases.approve import Given, plan_approval

    def propose(desk: Desk) -> Proposal:
        found = desk.find("record approval", ref, use, *desk.champion(use, slot))
        last = day_of(until, desk.today) if until else None
        given = Given(role, desk.by, reject, tuple(condition or ()), last, note, slot, end)
        return plan_approval(found.situation, given)

    carry_out(manner, propose)
