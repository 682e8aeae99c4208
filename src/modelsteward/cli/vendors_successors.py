"""`steward vendors successors`: where to move to from a vendor's model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root, Today

if TYPE_CHECKING:
    from modelsteward.usecases.vendors.successors import Successors

What = Annotated[
    str,
    typer.Argument(metavar="REF", help="A version of ours, like gpt-4o@1.0.0; or HOST/MODEL[@SNAPSHOT] of a vendor."),
]
Host = Annotated[str | None, typer.Option("--host", metavar="HOST", help="Look at this host; else at the same.")]
AnyHost = Annotated[bool, typer.Option("--any-host", help="Look at every host.")]
MaxPrice = Annotated[
    float | None,
    typer.Option(min=0, metavar="USD", help="At most so much a million tokens, of input and of output each."),
]
MinContext = Annotated[int | None, typer.Option(min=1, metavar="TOKENS", help="It takes at least so many tokens.")]
Until = Annotated[
    str | None,
    typer.Option(
        metavar="DATE", help="It answers until then (2027-12-31, or +P1Y from today); else for as long as moving takes."
    ),
]
For = Annotated[
    str | None, typer.Option("--for", metavar="USE", help="The use that is to move; else all that it serves.")
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="How many candidates to show as text.")]
ShowFormat = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to print it.")]


def successors(
    *,
    what: What,
    registry: Root = None,
    host: Host = None,
    any_host: AnyHost = False,
    max_price: MaxPrice = None,
    min_context: MinContext = None,
    until: Until = None,
    use: For = None,
    limit: Limit = 10,
    today: Today = None,
    output: ShowFormat = "text",
    no_cache: NoCache = False,
) -> None:
    """Find where to move to from a vendor's model, the best first: what the vendor recommends, what is registered here,
    then what the same maker offers.

    What ends sooner than moving takes is never among them; what nobody knows is said.
    """
    from modelsteward.api.clock import current_day
    from modelsteward.api.vendor_facts import facts_of, our_hosts
    from modelsteward.cli.common import day_of, open_registry, write
    from modelsteward.errors import BadUsage
    from modelsteward.usecases.vendors.asking import host_of, offer_of
    from modelsteward.usecases.vendors.successors import Query
    from modelsteward.usecases.vendors.successors import successors as find

    if host and any_host:
        raise BadUsage("--any-host looks at every host", "leave --host out, or --any-host")
    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        query = Query(host, any_host, max_price, min_context, day_of(until, day) if until else None, use)
        hosts = None if any_host else [host_of(known, what), *our_hosts(known), *([host] if host else [])]
        facts = facts_of(known, day, hosts)
        found = find(facts, offer_of(facts, what), query, day)
    write(_text(found, output, limit))


def _text(found: Successors, output: str, limit: int) -> str:
    if output == "json":
        from modelsteward.report.vendors_json import as_successors

        return as_successors(found)
    from modelsteward.cli.common import in_colour
    from modelsteward.cli.screen import width
    from modelsteward.report.vendors_successors import render

    return render(found, limit, colour=in_colour(), width=width())
