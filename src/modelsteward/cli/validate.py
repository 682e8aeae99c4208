"""`steward validate`: the commit hook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelsteward.cli.common import ExitZero, FailOnOption, Format, Ignore, NoCache, Root, Select

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="[PATH]...", help="Cards or folders; the whole registry when absent.")
]
Staged = Annotated[bool, typer.Option("--staged", help="Judge what will be committed, not what lies on the disk.")]


def validate(
    paths: Paths = None,
    registry: Root = None,
    staged: Staged = False,
    select: Select = None,
    ignore: Ignore = None,
    output: Format = "text",
    fail_on: FailOnOption = "error",
    exit_zero: ExitZero = False,
    no_cache: NoCache = False,
) -> None:
    """Judge the cards given: the commit hook.

    What they refer to is read as well. Rules of time, and those that need the whole registry, are left to `check`.
    """
    from modelsteward.api.checking import Asked, judge_all
    from modelsteward.api.judged import judge
    from modelsteward.cli.common import find_root, finish, known, or_broken_policy, tell_unseen
    from modelsteward.cli.progress import progress
    from modelsteward.cli.rule_codes import codes, ignorable
    from modelsteward.store.files import WorkTree
    from modelsteward.store.loading import load
    from modelsteward.store.scope import scope_of

    root = find_root(registry)
    selected, ignored = codes(select), ignorable(ignore)
    scope = scope_of(root, paths or [], staged)
    with or_broken_policy(root, output):
        if scope.only is None and isinstance(scope.files, WorkTree):
            with known(scope.files, no_cache) as (index, tell):
                asked = Asked(timeless=True, select=selected, ignore=ignored)
                report = judge_all(scope.files, index, asked, tell).report
        else:
            with progress() as tell:
                loaded = load(scope.files, scope.only, tell=tell)
            report = judge(loaded, None, judged=scope.only, select=selected, ignore=ignored).report
    tell_unseen(scope.files)
    finish(report, root, output, fail_on, exit_zero)
