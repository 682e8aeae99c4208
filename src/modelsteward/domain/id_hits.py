"""Ids of models as they stand in source code, settings and logs: where each was met, and what was not looked at."""

from __future__ import annotations

from typing import NamedTuple


class Hit(NamedTuple):
    """One id in one place."""

    path: str
    line: int
    column: int
    """Both from 1; the column counts characters."""
    id: str
    """As it is written there: `gpt-4o-2031-01-01`; a name and the version beside it as one."""
    known: str
    """The id that is known: the same, or the model of which that is a snapshot, a region's copy or a tuned one."""
    size: int
    """Characters that it takes up there."""


class Found(NamedTuple):
    """What a search met."""

    hits: tuple[Hit, ...]
    """By path and place."""
    files: int
    """How many were read."""
    binary: int
    """How many were passed over because they are no text."""
    skipped: tuple[tuple[str, str], ...]
    """What else was not searched, with why."""
