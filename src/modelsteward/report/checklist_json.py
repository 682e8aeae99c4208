"""A checklist as JSON, for programs. The keys are stable; new ones may be added.

The document: `format` ("steward-checklist/1"), `ref`, `purpose` (retirement or destruction), `file` (null where it
was not made yet), `opened`, `closed`, `counts` (of open, done and skipped items; of the done those that the registry
answered, of the open those that wait for a day and those past theirs), `gates_open` (the ids that the move waits for),
and `items` as they stand today, each with all of its keys, null where it has none. Days are ISO 8601.
"""

from __future__ import annotations

from modelsteward.report.values import dump
from modelsteward.usecases.checklist_shown import ShownChecklist


def render(shown: ShownChecklist) -> str:
    """The list as one JSON document."""
    return dump(
        {
            "format": "steward-checklist/1",
            "ref": shown.ref,
            "purpose": shown.purpose,
            "file": shown.file,
            "opened": shown.opened,
            "closed": shown.closed,
            "counts": {state: shown.count(state) for state in ("open", "done", "skipped")}
            | {"answered": shown.answered, "waiting": shown.waiting, "overdue": shown.overdue},
            "gates_open": shown.gates_open,
            "items": [item._asdict() for item in shown.items],
        }
    )
