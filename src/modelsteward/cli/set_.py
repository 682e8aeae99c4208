"""`steward set`: edit what lies outside the seal, in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from modelsteward.cli.changing import Manner, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal

AnyRef = Annotated[str, typer.Argument(metavar="REF", help="no-show@2.1.0, data:appointments@2.1.0 or use:reminders.")]
Pairs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="KEY=VALUE...",
        help="cost.usd=0.002, 'risk={own: low}', summary='As typed.'; KEY+=VALUE appends to a list.",
    ),
]
Removed = Annotated[list[str] | None, typer.Option("--remove", metavar="KEY", help="Take a key away; may be repeated.")]


@changes
def set_(ref: AnyRef, manner: Manner, pairs: Pairs = None, remove: Removed = None) -> None:
    """Change keys of a card in place, comments kept: owner, summary, cost, links, dates, extra.

    What is sealed needs a new version, and what has a command of its own is left to that.
    """
    from modelsteward.store.assignments import assignments
    from modelsteward.usecases.naming import the_card
    from modelsteward.usecases.setting import plan_setting

    edits = assignments(pairs or (), remove or ())

    def propose(desk: Desk) -> Proposal:
        registry = desk.require_own(desk.around(ref), ref, "set")
        entry = the_card(registry, ref)
        is_owner = any(edit.path == ("owner",) for edit in edits)
        return plan_setting(entry, edits, desk.held(entry.ref) if is_owner else registry, desk.today)

    carry_out(manner, propose)
