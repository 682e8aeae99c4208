"""`steward record`: put evidence on record."""

from __future__ import annotations

import typer

from modelsteward.cli.record_approval import approval

app = typer.Typer(help="Put evidence on record.", no_args_is_help=True)
app.command("approval")(approval)


@app.callback()
def _group() -> None:
    """A group of its own: each kind of evidence has a command."""
