"""What the tests of feeds share."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.interop.vendors import read_feed

EXCERPTS = Path(__file__).parent.parent / "fixtures" / "vendors"
"""Real entries of real feeds; README.md there says of which."""


def excerpt(name: str, source: str | None = None) -> Feed:
    """The feed of an excerpt."""
    return read_feed((EXCERPTS / name).read_bytes(), name, source)


def of_json(value: Any, source: str | None = None) -> Feed:
    """The feed of a JSON value."""
    return read_feed(json.dumps(value).encode(), "answer.json", source)


def only(
    feed: Feed, host: str, model: str, snapshot: str | None = None, region: str | None = None, kind: str | None = None
) -> Fact:
    """The one fact about something."""
    (found,) = [fact for fact in feed.facts if fact.key == (host, model, snapshot, region, kind)]
    return found


def day(text: str) -> date:
    """A day."""
    return date.fromisoformat(text)
