"""`steward vendors scan`: which vendors' models are named in a source tree, and what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from modelsteward.cli.common import ExitZero, FailOnOption, NoCache, Root, Today, Within

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from modelsteward.domain.id_hits import Found
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.vendors.ids import IdReport

Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help="Files and folders to search.")]
MaxSize = Annotated[
    int, typer.Option("--max-size", min=1, metavar="MIB", help="Files up to this size are searched; named ones anyhow.")
]
ScanFormat = Annotated[
    Literal["text", "json", "sarif", "junit", "github", "gitlab"],
    typer.Option("--format", "-f", help="How to print what was found."),
]


def scan(
    *,
    paths: Paths,
    registry: Root = None,
    within: Within = None,
    max_size: MaxSize = 16,
    today: Today = None,
    output: ScanFormat = "text",
    fail_on: FailOnOption = "error",
    exit_zero: ExitZero = False,
    no_cache: NoCache = False,
) -> None:
    """Find the ids of vendors' models in code and settings, with their places: which have ended or end soon, and which
    are not registered.

    Errors are those that have ended; what ends soon, or is not registered, is a warning.
    """
    from modelsteward.api.clock import current_day
    from modelsteward.api.vendor_facts import facts_of
    from modelsteward.cli.common import open_registry, write
    from modelsteward.cli.progress import progress
    from modelsteward.store.idscan import find_ids
    from modelsteward.usecases.vendors.id_findings import fails
    from modelsteward.usecases.vendors.ids import Lookup, seen_in

    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        lookup = Lookup(known, facts_of(known, day), day, (within or known.policy.window).after(day))
        with progress() as tell:
            found = find_ids(paths, lookup.names, tell=tell, max_size=max_size * 1024 * 1024)
        reports = [lookup.about(seen) for seen in seen_in(found.hits)]
    write(_text(output, known, reports, found, day))
    if not exit_zero and fails(reports, fail_on):
        raise typer.Exit(1)


def _text(output: str, registry: Registry, reports: Sequence[IdReport], found: Found, day: date) -> str:
    if output == "json":
        from modelsteward.report.vendors_json import as_scan

        return as_scan(reports, found, day)
    if output == "text":
        from modelsteward.cli.common import in_colour
        from modelsteward.cli.screen import width
        from modelsteward.report.vendors_ids import render_scan

        return render_scan(reports, found, day, colour=in_colour(), width=width())
    from pathlib import Path

    from modelsteward.cli.common import prefix, top
    from modelsteward.domain.findings import Report
    from modelsteward.report import renderer
    from modelsteward.usecases.vendors.id_findings import findings

    here = Path.cwd()
    placed = found._replace(hits=tuple(hit._replace(path=_seen_from(here, hit.path)) for hit in found.hits))
    report = Report(findings(reports, placed.hits), registry.policy.name, found.files, day,
                    git_root=prefix(here, top(here)))  # fmt: skip
    return renderer(output)(report)


def _seen_from(here: object, path: str) -> str:
    """A path as seen from the folder that this was started in, with forward slashes."""
    import os
    from pathlib import Path

    try:
        return Path(os.path.relpath(path, str(here))).as_posix()
    except ValueError:  # another drive on Windows
        return Path(path).as_posix()
