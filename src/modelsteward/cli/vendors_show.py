"""`steward vendors show`: all that is known of a vendor's model."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root, Today

What = Annotated[
    str,
    typer.Argument(
        metavar="HOST/MODEL[@SNAPSHOT]", help="Like azure-openai/gpt-4o@2024-08-06; or a version of ours, by its ref."
    ),
]
ShowFormat = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to print it.")]


def show(what: What, registry: Root = None, today: Today = None, output: ShowFormat = "text",
         no_cache: NoCache = False) -> None:  # fmt: skip
    """Show what every source says of a vendor's model, what it said before, and what of ours rests on it."""
    from modelsteward.api.clock import current_day
    from modelsteward.api.vendor_facts import facts_of
    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.usecases.vendors.asking import host_of, offer_of
    from modelsteward.usecases.vendors.showing import show_vendor

    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        facts = facts_of(known, day, [host_of(known, what)])
        shown = show_vendor(facts, offer_of(facts, what), day)
    if output == "json":
        from modelsteward.report.vendors_json import as_shown

        write(as_shown(shown))
    else:
        from modelsteward.cli.screen import width
        from modelsteward.report.vendors_text import render

        write(render(shown, colour=in_colour(), width=width()))
