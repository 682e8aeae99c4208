"""The command line as a whole: every command, and what they share."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Annotated, Any

import typer
import typer.core
import typer.main

from modelsteward.about import VERSION
from modelsteward.cli.common import NoCache, Root

COMMANDS = {
    "validate": ("validate", "validate"),
    "check": ("check", "check"),
    "list": ("list_", "list_"),
    "show": ("show", "show"),
    "resolve": ("resolve", "resolve"),
    "log": ("log", "log"),
    "timeline": ("timeline", "timeline"),
    "diff": ("diff", "diff"),
    "impact": ("impact", "impact"),
    "trace": ("trace", "trace"),
    "compare": ("compare", "compare"),
    "obligations": ("obligations", "obligations"),
    "init": ("init", "init"),
    "register": ("register", "register"),
    "bump": ("bump", "bump"),
    "set": ("set_", "set_"),
    "promote": ("promote", "promote"),
    "rollback": ("promote", "rollback"),
    "deprecate": ("deprecate", "deprecate"),
    "suspend": ("suspend", "suspend"),
    "resume": ("suspend", "resume"),
    "withdraw": ("withdraw", "withdraw"),
    "review": ("review", "review"),
    "record": ("record", "app"),
    "price": ("price", "price"),
    "vendors": ("vendors", "app"),
    "retire": ("retire", "retire"),
    "destroy": ("destroy", "destroy"),
    "checklist": ("checklist", "checklist"),
    "certificate": ("certificate", "app"),
    "incident": ("incident", "app"),
    "case": ("case", "app"),
    "hold": ("hold", "app"),
    "rules": ("rules", "rules"),
    "explain": ("explain", "explain"),
    "primer": ("primer", "primer"),
    "packs": ("packs", "app"),
    "export": ("export", "app"),
}
"""Each command's module in this room, and its function there; or its app, when it has commands of its own."""

_Version = Annotated[bool, typer.Option("--version", help="Print the version and exit.")]


class _Steward(typer.core.TyperGroup):
    """All commands."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that is meant. What is wrong with an option is told without the words of a library."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


def app(first: str = "") -> typer.Typer:
    """The command line; of its commands only the one that `first` names, if it names one.

    A commit hook waits for this: all commands take longer to set up than one card takes to judge.
    """
    steward = typer.Typer(
        name="steward",
        cls=_Steward,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="The stewardship of AI models: a git-backed registry of model cards, strictly read.",
        epilog="Exit codes: 0 done or clean, 1 findings, 2 bad usage, 3 no readable registry, 4 refused, 5 no commit.",
    )
    steward.callback()(_common)
    for name in (first,) if first in COMMANDS else COMMANDS:
        module, attribute = COMMANDS[name]
        found = getattr(import_module(f"modelsteward.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            steward.add_typer(found, name=name)
        else:
            steward.command(name)(found)
    return steward


def help_of(args: list[str]) -> str | None:
    """What `COMMAND --help` prints; None where something else is asked.

    Asked on the way that commands take, typer would first set up how their values are read, with all of pydantic.
    """
    *words, last = args or [""]
    if not words or last != "--help" or words[0] not in COMMANDS or "_STEWARD_COMPLETE" in os.environ:
        return None
    command: Any = typer.main.get_command(app(words[0]))
    context = typer.Context(command, info_name="steward")
    for word in words:
        command = command.get_command(context, word) if hasattr(command, "get_command") else None
        if command is None:
            return None
        context = typer.Context(command, info_name=word, parent=context)
    return str(command.get_help(context))


def _common(
    context: typer.Context, registry: Root = None, no_cache: NoCache = False, version: _Version = False
) -> None:
    """Commands take what is said before them: which registry, and whether to read it anew."""
    if version:
        typer.echo(f"steward {VERSION}")
        raise typer.Exit
    options: dict[str, Any] = {"registry": str(registry)} if registry is not None else {}
    options |= {"no_cache": True} if no_cache else {}
    commands = context.command.commands  # type: ignore[attr-defined]  # typer's own group
    context.default_map = {name: _defaults(command, options) for name, command in commands.items()}


def _defaults(command: Any, options: dict[str, Any]) -> dict[str, Any]:
    """What a command takes of these options, and each command of a group."""
    if hasattr(command, "commands"):
        return {name: _defaults(below, options) for name, below in command.commands.items()}
    return {name: value for name, value in options.items() if any(one.name == name for one in command.params)}
