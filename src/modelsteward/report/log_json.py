"""A story as JSON, for programs. The keys are stable; new ones may be added.

The document: `format` ("steward-log/1"), `about` (what was asked for; null for the whole registry), `events`,
`more` (whether a limit left older ones out), `not_committed` (files that differ from the last commit) and `cut`
(where a shallow clone's history begins: `commit`, `day`). An event has `day`, `when` (the author's time, ISO 8601),
`commit`, `subject`, `author`, `email`, `with` (co-authors), `ref`, `kind`, `what` (for people), `why` (null where
nobody said), `after` (the new value, where the event is about one key), `others` (further refs that it concerns) and
`merge` (whether a merge did it, apart from what its sides brought).
"""

from __future__ import annotations

from typing import Any

from modelsteward.domain.story import Line, Story
from modelsteward.report.values import dump


def render(story: Story) -> str:
    """The story as one JSON document."""
    return dump(
        {
            "format": "steward-log/1",
            "about": story.about or None,
            "events": [_event(line) for line in story.lines],
            "more": story.more,
            "not_committed": story.uncommitted,
            "cut": [{"commit": cut.commit, "day": cut.day} for cut in story.cut],
        }
    )


def _event(line: Line) -> dict[str, Any]:
    commit, event = line.commit, line.event
    refs = dict.fromkeys((event.ref, *(ref for ref, _ in event.views)))
    return {
        "day": commit.day,
        "when": commit.when,
        "commit": commit.id,
        "subject": commit.subject,
        "author": commit.author,
        "email": commit.email,
        "with": commit.others,
        "ref": line.ref,
        "kind": event.kind,
        "what": line.what,
        "why": line.why or None,
        "after": event.after,
        "others": [ref for ref in refs if ref != line.ref],
        "merge": line.merge,
    }
