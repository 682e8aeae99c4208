"""`steward timeline [REF...]`: what lives from when to when, as a picture."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from modelsteward.cli.common import NoCache, Root, Today

Refs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="REF", help="Only these: no-show, no-show@2.1.0, or what serves or served use:outreach-reminders."
    ),
]
ByOption = Annotated[
    Literal["version", "use"] | None,
    typer.Option("--by", help="A line for each version, or each champion of each use.", show_default="version"),
]
SeriesOption = Annotated[
    bool, typer.Option("--series", help="Also what was measured for each use, as charts; lines are by use then.")
]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day shown, or -P90D; else a year ago.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day shown, or +P90D; else a year ahead.")]
TimelineFormat = Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="How to print it.")]


def timeline(
    *,
    refs: Refs = None,
    by: ByOption = None,
    series: SeriesOption = False,
    first: From = None,
    last: To = None,
    registry: Root = None,
    today: Today = None,
    output: TimelineFormat = "text",
    no_cache: NoCache = False,
) -> None:
    """Draw what lives from when to when.

    Versions in production, deprecated or suspended, and the days on which something ends or is due. With --series also
    how well they did meanwhile.
    """
    from modelsteward.api.clock import current_day
    from modelsteward.cli.common import day_of, in_colour, open_registry, write
    from modelsteward.cli.screen import can_print, width
    from modelsteward.errors import BadUsage
    from modelsteward.report import timeline_json, timeline_text
    from modelsteward.report.timeline_signs import SIGNS
    from modelsteward.usecases.timeline import around, draw_up

    with open_registry(registry, no_cache) as known:
        day = today or current_day(known)
        days = around(day, day_of(first, day) if first else None, day_of(last, day) if last else None)
        if days[0] > days[1]:
            hint = "--from is the earlier day, --to the later"
            raise BadUsage(f"the range is empty: {days[0]} is after {days[1]}", hint)
        drawn = draw_up(known, day, refs or (), by or ("use" if series else "version"), days, series=series)
    if output == "json":
        write(timeline_json.render(drawn))
    else:
        boxes = can_print("".join(sign.block for sign in SIGNS.values()))
        write(timeline_text.render(drawn, colour=in_colour(), width=width(), boxes=boxes))
