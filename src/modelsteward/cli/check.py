"""`steward check`: the CI job."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import ExitZero, FailOnOption, Format, Ignore, NoCache, Root, Select, Today, Within
from modelsteward.errors import BadUsage

Since = Annotated[
    str | None,
    typer.Option(
        metavar="REV",
        help="Tell only of what changed since HEAD parted from REV, as origin/main, and of what rests on that.",
    ),
]
GroupBy = Annotated[
    Literal["owner", "file"] | None,
    typer.Option(help="Markdown: a table for each owner, or for each file; owner, or file where --since is said."),
]


def check(
    registry: Root = None,
    today: Today = None,
    within: Within = None,
    select: Select = None,
    ignore: Ignore = None,
    output: Format = "text",
    fail_on: FailOnOption = "error",
    exit_zero: ExitZero = False,
    since: Since = None,
    group_by: GroupBy = None,
    no_cache: NoCache = False,
) -> None:
    """Judge the whole registry, and time: the CI job.

    Tells what is wrong, what has ended, what ends soon, and who must act.
    """
    from modelsteward.api.checking import Asked
    from modelsteward.api.checking import check as judge
    from modelsteward.cli.common import find_root, finish, known, or_broken_policy, tell_unseen
    from modelsteward.cli.rule_codes import codes, ignorable
    from modelsteward.store.files import WorkTree

    if group_by and output != "markdown":
        raise BadUsage(f"{output} has no groups to choose from", "leave --group-by out, or add --format markdown")
    asked = Asked(today, False, within, codes(select), ignorable(ignore), since or "")
    root = find_root(registry)
    files = WorkTree(root)
    with or_broken_policy(root, output), known(files, no_cache) as (index, tell):
        report = judge(files, index, asked, tell)
    tell_unseen(files)
    by_owner = output == "markdown" and (group_by or ("file" if since else "owner")) == "owner"
    finish(report, root, output, fail_on, exit_zero, by_owner=by_owner)
