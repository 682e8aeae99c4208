"""`steward obligations REF`: what laws and standards ask of a version in each of its uses."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root, Today

Asked = Annotated[
    str, typer.Argument(metavar="REF", help="no-show@2.1.0, or use:NAME for every version that serves or served it.")
]
ForUse = Annotated[str | None, typer.Option("--for", metavar="USE", help="Only in this use.")]
All = Annotated[bool, typer.Option("--all", help="Also what does not apply, or no longer does, with the reason.")]
ObligationsFormat = Annotated[
    Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print it.")
]


def obligations(
    ref: Asked,
    use: ForUse = None,
    everything: All = False,
    registry: Root = None,
    today: Today = None,
    output: ObligationsFormat = "text",
    no_cache: NoCache = False,
) -> None:
    """Tell what laws and standards ask of a version: what to keep, delete, tell, review and record, and until when.

    With the facts that made it so, what cannot be told and where to write it down. It is no legal advice.
    """
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.cli.screen import width
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.obligations import obligations_of

    with open_registry(registry, no_cache) as known:
        found = obligations_of(known, read_packs(), ref, today or current_day(known), use)
    if output == "text":
        from modelsteward.report import obligations_text

        write(obligations_text.render(found, everything=everything, colour=in_colour(), width=width()))
    elif output == "json":
        from modelsteward.report import obligations_json

        write(obligations_json.render(found))
    else:
        from modelsteward.report import obligations_markdown

        write(obligations_markdown.render(found, everything=everything))
