"""Two versions side by side as JSON, for programs. The keys are stable; new ones may be added.

The document: `format` ("steward-diff/1"), `before`, `after` (refs), `step` (major, minor, patch or none), `smallest`
(the smallest honest number of the later version) and `honest` (whether its own is), both null where no number can say
how much changed, `note` or null, and `changes`: `class`, `step`, `title`, `why`, `source`, `path` (keys and list
positions) and `message`, the weightiest first.
"""

from __future__ import annotations

from modelsteward.domain.secrets import masked
from modelsteward.report.jsontext import dumps
from modelsteward.rules.changes import Change
from modelsteward.usecases.diff import Diff


def render(diff: Diff) -> str:
    """The comparison as one JSON document."""
    found = diff.comparison
    return dumps(
        {
            "format": "steward-diff/1",
            "before": found.before,
            "after": found.after,
            "step": str(found.step),
            "smallest": found.smallest,
            "honest": found.honest,
            "note": diff.note or None,
            "changes": [change(one) for one in found.changes],
        }
    )


def change(one: Change) -> dict[str, object]:
    """A difference with its class."""
    kind = one.kind
    return {
        "class": kind.id,
        "step": str(kind.step),
        "title": kind.title,
        "why": kind.why,
        "source": kind.source,
        "path": list(one.path),
        "message": masked(one.message),
    }
