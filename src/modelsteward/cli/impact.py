"""`steward impact WHAT`: all that is touched when something changes, fails or ends."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root

What = Annotated[
    str,
    typer.Argument(
        metavar="WHAT",
        help="no-show@2.1.0, no-show (all versions), data:appointments, use:NAME, vendor:HOST or vendor:HOST/MODEL, "
        "team:NAME, or the digest of an artifact (8 characters of it will do).",
    ),
]
Depth = Annotated[int | None, typer.Option(min=0, metavar="N", help="Only what is at most N steps away.")]
ImpactFormat = Annotated[
    Literal["text", "json", "dot", "mermaid", "markdown"],
    typer.Option("--format", "-f", help="How to print it; dot is for Graphviz."),
]


def impact(
    what: What,
    depth: Depth = None,
    registry: Root = None,
    output: ImpactFormat = "text",
    no_cache: NoCache = False,
) -> None:
    """Show all that rests on a version, a data set, a vendor, a team or some bytes.

    Models and data made from it, the uses that name these, who answers for them, and where they are used.
    """
    from importlib import import_module

    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.cli.screen import width
    from modelsteward.usecases.impact import impact_of
    from modelsteward.usecases.meaning import meant_by

    with open_registry(registry, no_cache, ties=True) as known:
        found = impact_of(known, meant_by(known, what), depth)
    if output == "text":
        from modelsteward.report import impact_text

        write(impact_text.render(found, colour=in_colour(), width=width()))
    else:
        write(import_module(f"modelsteward.report.impact_{output}").render(found))
