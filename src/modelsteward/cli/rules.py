"""`steward rules`: what is looked at."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

How = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", "-f", help="How to print them.")]


def rules(output: How = "text") -> None:
    """List every rule."""
    from modelsteward.cli.common import write
    from modelsteward.report.rules import render_catalogue
    from modelsteward.rules import FAMILIES

    write(render_catalogue(FAMILIES, output))
