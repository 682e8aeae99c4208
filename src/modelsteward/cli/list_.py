"""`steward list`: which models, data sets and uses there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root, Today, duration
from modelsteward.domain.dates import Duration

if TYPE_CHECKING:
    from modelsteward.usecases.listing import Listing

Kind = Annotated[Literal["model", "data", "use"], typer.Option("--kind", "-k", help="What to list.")]
Stage = Annotated[
    list[str] | None,
    typer.Option(metavar="STAGE", help="Only in this stage (of data sets and uses: status); may be repeated."),
]
Owner = Annotated[str | None, typer.Option(metavar="TEAM", help="Only what this team answers for.")]
Origin = Annotated[str | None, typer.Option(metavar="ORIGIN", help="Only in-house, open, vendor or synthetic.")]
Use = Annotated[str | None, typer.Option(metavar="USE", help="Only models that serve this use, or the data behind it.")]
Within = Annotated[
    Duration | None,
    typer.Option(
        parser=duration, metavar="PERIOD", help="Only what ends or is due for review by then (or was), like P90D."
    ),
]
All = Annotated[bool, typer.Option("--all", "-a", help="Also what is retired, destroyed or ended.")]
Own = Annotated[bool, typer.Option("--own", help="Only cards of this registry, none of those that it includes.")]
Sort = Annotated[
    Literal["ref", "stage", "owner", "ends", "review"] | None,
    typer.Option(help="Order; versions by precedence. Without it: by ref, with --within what comes first."),
]
Reverse = Annotated[bool, typer.Option("--reverse", "-r", help="The other way round; what has no date stays last.")]
ListFormat = Annotated[
    Literal["table", "json", "csv", "markdown"], typer.Option("--format", "-f", help="How to print it.")
]


def list_(
    *,
    registry: Root = None,
    kind: Kind = "model",
    stage: Stage = None,
    owner: Owner = None,
    origin: Origin = None,
    use: Use = None,
    within: Within = None,
    everything: All = False,
    own: Own = False,
    sort: Sort = None,
    reverse: Reverse = False,
    today: Today = None,
    output: ListFormat = "table",
    no_cache: NoCache = False,
) -> None:
    """List models, data sets or use cases.

    Whose they are, what they are for, and when they end; one line a version.
    """
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import open_registry, write
    from modelsteward.usecases.listing import Query, list_cards

    query = Query(kind, tuple(stage or ()), owner, origin, use, within, everything, sort, reverse, own)
    with open_registry(registry, no_cache) as known:
        listing = list_cards(known, query, today or current_day(known))
    write(_text(listing, output))


def _text(listing: Listing, output: str) -> str:
    from importlib import import_module

    from modelsteward.cli.common import in_colour
    from modelsteward.cli.screen import on_terminal, width
    from modelsteward.report import tables

    if output == "table":
        return tables.render(listing, terminal=on_terminal(), colour=in_colour(), width=width())
    text: str = import_module(f"modelsteward.report.list_{output}").render(listing)
    return text
