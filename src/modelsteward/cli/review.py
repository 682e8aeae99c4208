"""`steward review`: look again, and let it stand until a later day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Manner, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal

Any = Annotated[str, typer.Argument(metavar="REF", help="no-show@2.1.0, data:appointments@2.1.0 or use:reminders.")]
Until = Annotated[str, typer.Option(metavar="DATE", help="Last day the review counts: YYYY-MM-DD, or +P1Y from today.")]
Outcome = Annotated[Literal["keep", "change", "end"], typer.Option(help="What the review came to.")]
Seen = Annotated[list[str] | None, typer.Option(metavar="TEXT", help="What was looked at; may be repeated.")]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="Anything a reader should know.")]


@changes
def review(
    ref: Any, manner: Manner, until: Until, outcome: Outcome = "keep", seen: Seen = None, note: Note = None
) -> None:
    """Put a review on record; a version that is kept gets its next review date."""
    from modelsteward.cli.common import day_of
    from modelsteward.usecases.naming import the_card
    from modelsteward.usecases.review import plan_review

    def propose(desk: Desk) -> Proposal:
        registry = desk.require_own(desk.around(ref), ref, "review")
        entry = the_card(registry, ref)
        last = day_of(until, desk.today)
        return plan_review(registry, entry, desk.today, last, desk.by, outcome=outcome, seen=seen, note=note)

    carry_out(manner, propose)
