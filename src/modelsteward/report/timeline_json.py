"""A timeline as JSON, for programs. The keys are stable; new ones may be added.

The document: `format` ("steward-timeline/1"), `by` (version or use), `today`, `from` and `to` (the range), `rows`
(what has a day in the range), `outside` (what has days, but none in it), `undated` (what has none yet) and
`unreadable` (refs without a card that can be read). A row: `ref` (null for a use that nothing served yet), `group`
(the model's name, or a use's ref and slot), `stage` (null where there is no card), `spans` (`phase`, `from`, `to`: the
last day, null where nothing says when) and `marks` (`what`, `day`). Spans are whole, not cut to the range. Days are
ISO 8601.
"""

from __future__ import annotations

from typing import Any

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
