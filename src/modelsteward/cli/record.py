"""`steward record`: evidence, each piece in a file of its own."""

from __future__ import annotations

import typer

from modelsteward.cli.record_approval import approval
from modelsteward.cli.record_evaluation import evaluation
from modelsteward.cli.record_training import training
from modelsteward.cli.record_verification import verification

app = typer.Typer(help="Put evidence on record.", no_args_is_help=True)
app.command("evaluation")(evaluation)
app.command("approval")(approval)
app.command("training")(training)
app.command("verification")(verification)


@app.callback()
def _group() -> None:
    """A group of its own: each kind of evidence has a command."""
