"""`steward compare A B`: two versions side by side, and what is missing for a decision."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root, Today

First = Annotated[str, typer.Argument(metavar="A", help="A version, like no-show@2.1.0, or a name.")]
Second = Annotated[
    str, typer.Argument(metavar="B", help="The other: of the same model (2.2.0 will do), or of another.")
]
For = Annotated[
    str | None, typer.Option("--for", metavar="USE", help="For this use: what it requires, and what it would cost.")
]
Slot = Annotated[str | None, typer.Option(metavar="SLOT", help="The slot of the use, where it has several.")]
CompareFormat = Annotated[Literal["text", "markdown", "json"], typer.Option("--format", "-f", help="How to print it.")]


def compare(
    first: First,
    second: Second,
    use: For = None,
    slot: Slot = None,
    registry: Root = None,
    today: Today = None,
    output: CompareFormat = "text",
    no_cache: NoCache = False,
) -> None:
    """Compare two versions for a decision.

    Metrics with verdicts, cost, differences, data, ends, findings, and what is untested; ends with what is missing.
    """
    from modelsteward.api.checking import Asked, judge_all
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import find_root, known, or_broken_policy, tell_unseen
    from modelsteward.cli.left_out import or_left_out
    from modelsteward.store.files import WorkTree
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases import compare as usecase

    root = find_root(registry)
    files = WorkTree(root)
    wanted = usecase.Asked(first, second, use, slot)
    with or_broken_policy(root, None), or_left_out(root), known(files, no_cache) as (index, tell):
        asked = Asked(today, about=lambda read: usecase.files_of(read, wanted))
        registered, report = judge_all(files, index, asked, tell)
        day = report.today or current_day(registered)
        found = usecase.compare(registered, read_packs(), wanted, day, report.findings)
    tell_unseen(files, registered)
    _print(found, output)


def _print(found: object, output: str) -> None:
    from importlib import import_module

    from modelsteward.cli.common import in_colour, write
    from modelsteward.cli.screen import width

    render = import_module(f"modelsteward.report.compare_{output}").render
    write(render(found, colour=in_colour(), width=width()) if output == "text" else render(found))
