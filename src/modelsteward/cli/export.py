"""`steward export`: what other programs need."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from modelsteward.cli.common import NoCache, Root, Today, duration
from modelsteward.domain.dates import Duration, parse_duration

app = typer.Typer(help="Write what other programs need.", no_args_is_help=True)

To = Annotated[Path, typer.Option("--to", metavar="DIR", help="Folder to write them to; made if it is not there.")]

Refs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="REF", help="Only these: no-show, no-show@2.1.0, data:rows, or use:calls and what serves it."
    ),
]
Team = Annotated[str | None, typer.Option("--for", metavar="TEAM", help="Only what this team answers for.")]
Ahead = Annotated[
    Duration | None,
    typer.Option(
        parser=duration, metavar="PERIOD", help="How far ahead to look, like P1Y; else all. What is past and stands is "
        "among it anyhow.",
    ),
]  # fmt: skip
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="File to write; else it is printed.")]
Alarm = Annotated[
    Duration,
    typer.Option(
        parser=duration, metavar="PERIOD", show_default="P30D", help="How long before each day a reminder is due."
    ),
]
_MONTH = parse_duration("P30D")
NoAlarm = Annotated[bool, typer.Option("--no-alarm", help="Without reminders.")]
Cancelled = Annotated[
    bool,
    typer.Option("--cancelled", help="Also what does not stand any more, as cancelled, so that calendars drop it."),
]


@app.callback()
def _group() -> None:
    """A group of its own, so that `export` has room for more than one command."""


@app.command("schema")
def schema(to: To = Path("schemas"), registry: Root = None) -> None:
    """Write the JSON Schema of each kind of card, one file a kind. Within a registry, with its own stage names."""
    from modelsteward.cli.common import find_root, write
    from modelsteward.errors import NoRegistry
    from modelsteward.interop.jsonschema import schemas
    from modelsteward.store.files import WorkTree
    from modelsteward.store.loading import load
    from modelsteward.store.writing import write_files

    try:
        stages = load(WorkTree(find_root(registry)), ()).registry.policy.stage_names()
    except NoRegistry:
        if registry is not None:
            raise
        stages = None
    files = schemas(stages)
    write_files(to, files)
    write(f"{len(files)} schemas written to {to}\n")


@app.command("ics")
def ics(*, refs: Refs = None, team: Team = None, within: Ahead = None, out: Out = None,
        alarm: Alarm = _MONTH, no_alarm: NoAlarm = False, cancelled: Cancelled = False,
        registry: Root = None, today: Today = None, no_cache: NoCache = False) -> None:  # fmt: skip
    """Write every day on which something ends or is due as an iCalendar file, for calendars to read.

    The same registry gives the same file on the same day; an event keeps its id when its day moves.
    """
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import open_registry, write, write_bytes
    from modelsteward.domain.texts import amount
    from modelsteward.report.agenda_ics import render
    from modelsteward.store.packs import read_packs
    from modelsteward.store.writing import write_file
    from modelsteward.usecases.agenda import Wish, draw_up

    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        found = draw_up(known, day, read_packs(), Wish(tuple(refs or ()), team, within, cancelled))
        text = render(known, found, day, None if no_alarm else alarm)
    if out is None:
        write_bytes(text)
    else:
        write_file(out, text)
        write(f"{amount(len(found), 'event')} written to {out}\n")
