"""The commit hook's short way: `validate` of the cards it is given, without the library of the command line.

That library takes a tenth of the time in which one card is judged, and here is nothing for it to do: plain paths, a
registry where it is looked for first, a report for a pipe. Whatever is otherwise goes the long way, from the start.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.errors import Exit, StewardError

if TYPE_CHECKING:
    from modelsteward.domain.findings import Report


class _Asked(NamedTuple):
    """What is typed in a hook."""

    registry: str
    staged: bool
    paths: list[Path]


def short_way(args: list[str]) -> int | None:
    """Run `validate` as a hook does, and give its exit code; None, with nothing printed, where the long way is due."""
    elsewhere = "STEWARD_REGISTRY" in os.environ or "_STEWARD_COMPLETE" in os.environ
    asked = None if elsewhere else _asked(args)
    root = _root(asked.registry) if asked else None
    if asked is None or root is None:
        return None
    from modelsteward.api.judged import judge
    from modelsteward.store.files import WorkTree
    from modelsteward.store.loading import load
    from modelsteward.store.scope import scope_of

    try:
        scope = scope_of(root, asked.paths, asked.staged)
        if scope.only is None:  # the whole registry, of which more is known than its files
            return None
        report = judge(load(scope.files, scope.only), None, judged=scope.only).report
    except StewardError:
        return None
    if isinstance(scope.files, WorkTree) and scope.files.passed_over():
        from modelsteward.cli.common import tell_unseen

        tell_unseen(scope.files)
    if report.findings or sys.stdout.isatty() or os.environ.get("FORCE_COLOR"):
        return _finished(report, root)
    from modelsteward.report.as_text import render

    sys.stdout.write(render(report))
    sys.stdout.flush()
    return Exit.OK


def _finished(report: Report, root: Path) -> int:
    """Print it as every command does; the exit code."""
    import typer

    from modelsteward.cli.common import finish

    try:
        finish(report, root, "text")
    except typer.Exit as left:
        return left.exit_code
    return Exit.OK


def _asked(args: list[str]) -> _Asked | None:
    """`[-C DIR] validate [-C DIR] [--staged] [PATH]...`, with a path or `--staged`; None for all else."""
    registry, staged = "", False
    words: list[str] = []
    rest = iter(args)
    for word in rest:
        if word in ("-C", "--registry") and not registry:
            registry = next(rest, "")
            if not registry:
                return None
        elif word == "--staged" and words:
            staged = True
        elif word and not word.startswith("-"):
            words.append(word)
        else:
            return None
    if words[:1] != ["validate"] or not (staged or words[1:]):
        return None
    return _Asked(registry, staged, [Path(word) for word in words[1:]])


def _root(given: str) -> Path | None:
    """The registry's folder where it is the first or the second to be looked at; None where it may be another."""
    try:
        start = Path(given) if given else Path.cwd()
    except FileNotFoundError:
        return None
    return next((root for root in (start, start / "registry") if (root / "steward.yaml").is_file()), None)
