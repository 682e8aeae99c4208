"""The command line as a whole: every command, and what they share."""

from __future__ import annotations

from typing import Annotated

import typer

from modelsteward.about import VERSION
from modelsteward.cli import check, explain, export, list_, rules, show, validate
from modelsteward.cli.common import Root

_LOOKING = ("validate", "check", "list", "show")
"""Commands that take a registry."""

_Version = Annotated[bool, typer.Option("--version", help="Print the version and exit.")]


def app() -> typer.Typer:
    """The whole command line."""
    steward = typer.Typer(
        name="steward",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="The stewardship of AI models: a git-backed registry of model cards, strictly read.",
        epilog="Exit codes: 0 clean, 1 findings, 2 bad usage, 3 no readable registry, 4 refused.",
    )
    steward.callback()(_common)
    steward.command("validate")(validate.validate)
    steward.command("check")(check.check)
    steward.command("list")(list_.list_)
    steward.command("show")(show.show)
    steward.command("rules")(rules.rules)
    steward.command("explain")(explain.explain)
    steward.add_typer(export.app, name="export")
    return steward


def _common(context: typer.Context, registry: Root = None, version: _Version = False) -> None:
    """A registry named before the command is the default of the command's own option."""
    if version:
        typer.echo(f"steward {VERSION}")
        raise typer.Exit
    if registry is not None:
        options = {"registry": str(registry)}
        context.default_map = dict.fromkeys(_LOOKING, options) | {"export": {"schema": options}}
