"""`steward deprecate`: announce a version's end, move its day, or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Force, Manner, Reason, Ref, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal

Sunset = Annotated[
    str | None, typer.Option(metavar="DATE", help="Last day it may serve: YYYY-MM-DD, or +P90D from today.")
]
Replacement = Annotated[
    str | None, typer.Option(metavar="REF", help="The version to move to; `none` says there is none, and --reason why.")
]
ForUse = Annotated[
    list[str] | None, typer.Option("--for", metavar="USE=REF", help="Where one use moves to instead; may be repeated.")
]
Because = Annotated[
    Literal["own", "vendor", "safety", "legal", "data"] | None,
    typer.Option(help="Whose decision it is; all but own permit a shorter notice, with an approval on record."),
]
Cancel = Annotated[bool, typer.Option("--cancel", help="Take the announced end back; needs a --reason.")]


@changes
def deprecate(
    ref: Ref, manner: Manner, sunset: Sunset = None, replacement: Replacement = None, per_use: ForUse = None,
    because: Because = None, cancel: Cancel = False, reason: Reason = None, force: Force = False,
) -> None:  # fmt: skip
    """Announce that a version ends, or move the day of its end.

    Drafts a notice for each use it serves. How long before the sunset steward.yaml says, by risk and consumers.
    `--because vendor` takes day, replacement and reason from the facts on file where they are not said.
    """
    from modelsteward.cli.endings import Told, end_of, found_with_facts, require_end
    from modelsteward.usecases.deprecate import plan_cancellation, plan_deprecation

    told = Told(sunset, replacement, per_use, because, reason)
    require_end(told, cancel)

    def propose(desk: Desk) -> Proposal:
        found, facts = found_with_facts(desk, ref, told)
        if cancel:
            return plan_cancellation(found.situation, found.entry, reason)
        return plan_deprecation(found.situation, found.entry, end_of(found.entry.card, desk, told, facts))

    carry_out(manner, propose, force=force)
