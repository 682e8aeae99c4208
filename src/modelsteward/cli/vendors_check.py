"""`steward vendors check`: which models of ours a vendor ends, and what else it says of them."""

from __future__ import annotations

from typing import Annotated

import typer

from modelsteward.cli.common import ExitZero, FailOnOption, Format, NoCache, Root, Today, Within

RULES = ("TM111", "TM112", "TM117", "VE")
"""What `check` knows of vendors."""

Usage = Annotated[
    str | None,
    typer.Option(
        metavar="USAGE",
        help="Look up the ids of models in this file instead, - for what is piped in: one a line, `COUNT ID`, CSV with "
        "a column model, JSON, or a gateway's log.",
    ),
]


def check_(
    registry: Root = None,
    today: Today = None,
    within: Within = None,
    output: Format = "text",
    fail_on: FailOnOption = "error",
    exit_zero: ExitZero = False,
    no_cache: NoCache = False,
    unregistered: Usage = None,
) -> None:
    """Tell which models a vendor ends, and when, and who must act.

    The rules about vendors that `steward check` runs, and no others: ends, moved dates, sources that disagree, what has
    vanished, successors and fallbacks that do not stay, names that move by themselves, facts that are old.

    With --unregistered: which of the ids that somebody met in code, settings or logs are not in the registry, and which
    answer no more.
    """
    if unregistered is not None:
        from modelsteward.cli.vendors_unregistered import look_up

        look_up(unregistered, registry, today, within, output, fail_on, exit_zero=exit_zero, no_cache=no_cache)
        return
    from modelsteward.cli.check import check

    check(registry, today, within, list(RULES), None, output, fail_on, exit_zero, no_cache=no_cache)
