"""`steward primer`: an introduction for people who are new to AI."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import NoCacheAnyhow, Root

PrimerFormat = Annotated[Literal["text", "markdown"], typer.Option("--format", "-f", help="How to print it.")]
For = Annotated[
    str | None,
    typer.Option("--for", metavar="USE", help="Add what the people of this use need to know, like outreach-reminders."),
]


def primer(
    use: For = None, registry: Root = None, output: PrimerFormat = "text", no_cache: NoCacheAnyhow = False
) -> None:
    """Print an introduction for people who are new to AI.

    What models are, why they age, what to watch, what not to enter. A registry's packs/primer.md replaces it.
    """
    from modelsteward.cli.common import find_root, in_colour, or_broken_policy, write
    from modelsteward.cli.screen import width
    from modelsteward.errors import NoRegistry
    from modelsteward.report.primer import render_markdown, render_text
    from modelsteward.store.files import WorkTree
    from modelsteward.store.primer import read_primer

    try:
        root = find_root(registry)
    except NoRegistry:
        if registry is not None or use is not None:
            raise
        root = None
    text = read_primer(WorkTree(root) if root else None)
    about = None
    if use is not None and root is not None:
        from modelsteward.api.desk import Desk
        from modelsteward.usecases.naming import the_use
        from modelsteward.usecases.primer import for_use

        with or_broken_policy(root, None):
            known = Desk(root).around_use(use)
        about = for_use(known, the_use(known, use).card)
    if output == "markdown":
        write(render_markdown(text, about))
    else:
        write(render_text(text, about, colour=in_colour(), width=width()))
