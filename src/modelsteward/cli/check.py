"""`steward check`: the CI job."""

from __future__ import annotations

from modelsteward.cli.common import ExitZero, FailOnOption, Format, Ignore, Root, Select, Today, Within


def check(
    registry: Root = None,
    today: Today = None,
    within: Within = None,
    select: Select = None,
    ignore: Ignore = None,
    output: Format = "text",
    fail_on: FailOnOption = "error",
    exit_zero: ExitZero = False,
) -> None:
    """Judge the whole registry, and time: the CI job.

    Tells what is wrong, what has ended, what ends soon, and who must act.
    """
    from modelsteward.api import current_day, judge
    from modelsteward.cli.common import codes, finish, ignorable, open_registry

    selected, ignored = codes(select), ignorable(ignore)
    opened = open_registry(registry, within, output)
    day = today or current_day(opened.loaded.registry)
    judged = judge(opened.loaded, day, select=selected, ignore=ignored)
    finish(judged.report, opened.root, output, fail_on, exit_zero)
