"""`steward diff A B`: what changed between two versions, and the number that follows."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root

First = Annotated[
    str, typer.Argument(metavar="A", help="A version, like no-show@2.0.0; a name alone compares its two latest.")
]
Second = Annotated[
    str | None, typer.Argument(metavar="[B]", help="The other version, no-show@2.1.0 or 2.1.0; else see A.")
]
DiffFormat = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print it.")]


def diff(
    first: First,
    second: Second = None,
    registry: Root = None,
    output: DiffFormat = "text",
    no_cache: NoCache = False,
) -> None:
    """Compare two versions of a model.

    Every change with its class and reason, and the smallest number that says as much.
    """
    from modelsteward.cli.common import open_registry, write
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.diff import diff_versions

    with open_registry(registry, no_cache) as known:
        found = diff_versions(known, read_packs(), first, second)
    if output == "json":
        from modelsteward.report import diff_json

        write(diff_json.render(found))
    elif output == "markdown":
        from modelsteward.report import diff_markdown

        write(diff_markdown.render(found))
    else:
        from modelsteward.cli.common import in_colour
        from modelsteward.cli.screen import width
        from modelsteward.report import diff_text

        write(diff_text.render(found, colour=in_colour(), width=width()))
