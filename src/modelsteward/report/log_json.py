"""A story as JSON, for programs, as log.schema.json beside this file describes it."""

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
