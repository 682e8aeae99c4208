"""A timeline as JSON, for programs, as timeline.schema.json beside this file describes it."""

from __future__ import annotations

from typing import Any

from modelsteward.report.series_json import series_json
from modelsteward.report.values import dump
from modelsteward.usecases.lives import Row
from modelsteward.usecases.timeline import Timeline


def render(timeline: Timeline) -> str:
    """The timeline as one JSON document."""
    return dump(
        {
            "format": "steward-timeline/1",
            "by": timeline.by,
            "today": timeline.today,
            "from": timeline.start,
            "to": timeline.end,
            "rows": [_row(row) for row in timeline.rows],
            "outside": [_row(row) for row in timeline.outside],
            "undated": [_row(row) for row in timeline.undated],
            "unreadable": timeline.unreadable,
            **({} if timeline.series is None else {"series": list(map(series_json, timeline.series))}),
        }
    )


def _row(row: Row) -> dict[str, Any]:
    return {
        "ref": row.ref or None,
        "group": row.group,
        "stage": row.state or None,
        "spans": [{"phase": span.phase, "from": span.start, "to": span.end} for span in row.spans],
        "marks": [{"what": mark.what, "day": mark.day} for mark in row.marks],
    }
