"""`steward vendors list`: which hosts there are, and what one offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root, Today, duration
from modelsteward.domain.dates import Duration

if TYPE_CHECKING:
    from modelsteward.usecases.vendors.listing import Life, Listing

Host = Annotated[
    str | None, typer.Argument(metavar="[HOST]", help="Whose models to list, like azure-openai; else the hosts.")
]
All = Annotated[bool, typer.Option("--all", "-a", help="Also what has ended.")]
Alive = Annotated[
    bool | None, typer.Option("--live/--dead", help="Only what answers, or only what has ended.", show_default=False)
]
Ending = Annotated[
    Duration | None, typer.Option(parser=duration, metavar="PERIOD", help="Only what ends by then, like P180D.")
]
Ours = Annotated[bool, typer.Option("--ours", help="Only what versions of ours rest on.")]
Sort = Annotated[
    Literal["name", "end", "price", "context"] | None,
    typer.Option(help="Order; what has none comes last. Without it: by name, with --ending by end."),
]
VendorsFormat = Annotated[
    Literal["text", "json", "csv", "markdown"], typer.Option("--format", "-f", help="How to print it.")
]


def list_(
    *,
    host: Host = None,
    registry: Root = None,
    everything: All = False,
    alive: Alive = None,
    ending: Ending = None,
    ours: Ours = False,
    sort: Sort = None,
    today: Today = None,
    output: VendorsFormat = "text",
    no_cache: NoCache = False,
) -> None:
    """List the hosts of vendors' models, or what one offers: how long it lives, what it costs, what of ours uses it.

    What is on file in vendors/ is told from there, all else from the facts that come with steward.
    """
    from modelsteward.api.clock import current_day
    from modelsteward.api.vendor_facts import facts_of
    from modelsteward.cli.common import open_registry, write
    from modelsteward.domain.vendors.hosts import host_named
    from modelsteward.usecases.vendors.listing import Query, list_vendors

    query = Query(host, _life(everything, alive), ending, ours, sort)
    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        listing = list_vendors(facts_of(known, day, [host_named(host)] if host else None), query, day)
    write(_text(listing, output))


def _life(everything: bool, alive: bool | None) -> Life:
    from modelsteward.errors import BadUsage

    if everything and alive is not None:
        raise BadUsage("--all lists what answers and what has ended", "leave --all out, or --live and --dead")
    return "all" if everything else "usual" if alive is None else "live" if alive else "ended"


def _text(listing: Listing, output: str) -> str:
    if output == "json":
        from modelsteward.report.vendors_json import as_list

        return as_list(listing)
    from modelsteward.report import vendors_list

    if output == "csv":
        return vendors_list.as_csv(listing)
    if output == "markdown":
        return vendors_list.as_markdown(listing)
    from modelsteward.cli.common import in_colour
    from modelsteward.cli.screen import on_terminal, width

    return vendors_list.as_table(listing, terminal=on_terminal(), colour=in_colour(), width=width())
