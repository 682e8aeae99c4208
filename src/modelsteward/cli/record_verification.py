"""`steward record verification`: what a person saw in a place that steward cannot look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.changing import Manner, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal

Ref = Annotated[str, typer.Argument(metavar="REF", help="The version, like no-show@1.4.0 or data:rows@1.0.0.")]
Place = Annotated[
    str | None, typer.Option(metavar="PLACE", help="The place, as the card or a search has it; or a new one: 'tape 7'.")
]
Result = Annotated[
    Literal["gone", "still-there", "not-proven", "not-checked"],
    typer.Option(help="What was seen. not-checked: a search could not look into it, and that is accepted."),
]
Way = Annotated[
    Literal["clear", "purge", "crypto-erase", "destroy", "vendor-delete"] | None,
    typer.Option("--method", help="How it was erased, in the terms of NIST SP 800-88."),
]
Evidence = Annotated[str | None, typer.Option(metavar="TEXT", help="What shows it: the vendor's answer, say.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Day of the look; today when absent.")]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Day until which it is kept there all the same."),
]
NowhereElse = Annotated[bool, typer.Option("--nowhere-else", help="Every place is named: there is no other copy.")]


@changes
def verification(
    ref: Ref, manner: Manner, place: Place = None, result: Result = "gone", method: Way = None,
    evidence: Evidence = None, on: On = None, until: Until = None, nowhere_else: NowhereElse = False,
) -> None:  # fmt: skip
    """Put on record what a person saw of a version's bytes: a vendor's confirmation, a tape that was shredded."""
    from modelsteward.cli.common import day_of
    from modelsteward.cli.destroy import asked_of, moment_of, read_about
    from modelsteward.usecases.erasing.verification import Witnessed, plan_witnessed

    def propose(desk: Desk) -> Proposal:
        registry = read_about(desk, ref)
        asked = asked_of(desk, registry, ref)
        day = day_of(on, desk.today) if on else desk.today
        till = day_of(until, desk.today) if until else None
        said = Witnessed(place, result, evidence, day, method, till, nowhere_else)
        at = moment_of(registry, asked.card.ref, manner)
        return plan_witnessed(asked, said, desk.by, at)

    carry_out(manner, propose)
