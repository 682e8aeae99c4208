"""`steward trace data:NAME[@VERSION]`: which models hold this data, and what would stop without them."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root

Data = Annotated[
    str, typer.Argument(metavar="DATA", help="data:appointments@2.1.0, or data:appointments for every version.")
]
TraceFormat = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print it.")]


def trace(
    data: Data,
    registry: Root = None,
    output: TraceFormat = "text",
    no_cache: NoCache = False,
) -> None:
    """Tell which models hold some data, surely or possibly.

    How they came by it, where their weights lie, which uses would stop without them, and what nobody can tell.
    """
    from importlib import import_module

    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.cli.screen import width
    from modelsteward.usecases.trace import trace_data

    with open_registry(registry, no_cache, ties=True) as known:
        found = trace_data(known, data)
    if output == "text":
        from modelsteward.report import trace_text

        write(trace_text.render(found, colour=in_colour(), width=width()))
    else:
        write(import_module(f"modelsteward.report.trace_{output}").render(found))
