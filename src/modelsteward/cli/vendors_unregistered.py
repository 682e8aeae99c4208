"""`steward vendors check --unregistered USAGE`: which ids that somebody met are ours, and which answer no more."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from modelsteward.cli.common import FailOn, FindingFormat
    from modelsteward.domain.dates import Duration

LARGEST = 64 * 1024 * 1024
"""Bytes up to which a file of ids is read."""


def look_up(
    usage: str,
    registry: Path | None,
    today: date | None,
    within: Duration | None,
    output: FindingFormat,
    fail_on: FailOn,
    *,
    exit_zero: bool,
    no_cache: bool,
) -> None:
    """Look up each id of a file, `-` being what is piped in; exit 1 when what is found fails."""
    from modelsteward.api.clock import current_day
    from modelsteward.api.vendor_facts import facts_of
    from modelsteward.cli.common import in_colour, open_registry, write
    from modelsteward.errors import BadUsage
    from modelsteward.interop.usage_ids import read_ids
    from modelsteward.usecases.vendors.id_findings import fails
    from modelsteward.usecases.vendors.ids import Seen, about_ids

    if output not in ("text", "json"):
        raise BadUsage(f"{output} needs places, and ids in a list have none", "choose text or json; scan tells places")
    found = read_ids(_bytes(usage), usage)
    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        soon = (within or known.policy.window).after(day)
        ids = (Seen(one.id, one.host, one.times) for one in found.met)
        reports = about_ids(known, facts_of(known, day), ids, day, soon)
    if output == "json":
        from modelsteward.report.vendors_json import as_ids

        write(as_ids(reports, day, found.odd))
    else:
        from modelsteward.cli.screen import width
        from modelsteward.report.vendors_ids import render

        write(render(reports, day, odd=found.odd, colour=in_colour(), width=width()))
    if not exit_zero and fails(reports, fail_on):
        raise typer.Exit(1)


def _bytes(usage: str) -> bytes:
    """What a file holds, or what is piped in. Raises BadUsage where that cannot be read."""
    import sys

    from modelsteward.errors import BadUsage, reason

    try:
        if usage == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(usage).open("rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as error:
        hint = "name a file with ids of models, or - for what is piped in"
        raise BadUsage(f"{usage} cannot be read: {reason(error)}", hint) from None
    except ValueError:
        raise BadUsage("that is no path", "name a file with ids of models, or - for what is piped in") from None
    if len(data) > LARGEST:
        raise BadUsage(f"{usage} is larger than {LARGEST // 1024**2} MiB",
                       "count its ids first: sort FILE | uniq -c | steward vendors check --unregistered -")  # fmt: skip
    return data
