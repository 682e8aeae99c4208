"""`steward price`: put on file what a price table says that vendors' models cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from modelsteward.cli.changing import Manner, carry_out, changes

if TYPE_CHECKING:
    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal
    from modelsteward.interop.genai_prices import GenaiPrices

Refs = Annotated[
    list[str] | None,
    typer.Argument(metavar="REF", help="Versions or vendors' models, like gpt-5.1 or azure-openai/gpt-5.1; else all."),
]
From = Annotated[
    str, typer.Option("--from", metavar="TABLE", help="genai-prices (the installed package), or a file in its format.")
]
Source = Annotated[
    str | None, typer.Option(metavar="TEXT", help="What to call the source, for a table of your own; an address, say.")
]
PACKAGE = "genai-prices"


@changes
def price(manner: Manner, refs: Refs = None, table: From = PACKAGE, source: Source = None) -> None:
    """Put on file what vendors' models cost, as a price table has it.

    A price is added where it is news; one that has not changed for 90 days is added again. Nothing is fetched.
    """
    from modelsteward.usecases.price import plan_prices

    asked = _table(table)
    asked = asked._replace(source=source) if source else asked

    def propose(desk: Desk) -> Proposal:
        return plan_prices(desk.whole(), asked, desk.today, refs or ())

    carry_out(manner, propose)


def _table(named: str) -> GenaiPrices:
    from pathlib import Path

    from modelsteward.errors import BadUsage, reason
    from modelsteward.interop import genai_prices

    if named == PACKAGE:
        return genai_prices.packaged()
    try:
        return genai_prices.read(Path(named).read_bytes(), named)
    except OSError as error:
        hint = f"name {PACKAGE}, or a file in its format"
        raise BadUsage(f"{named} cannot be read: {reason(error)}", hint) from None
