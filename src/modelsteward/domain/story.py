"""What git carries of a registry, and the story told from it: commits and their files, events, lines."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from modelsteward.domain.findings import Path


class Claim(NamedTuple):
    """What the trailers of one move say. Squashed commits may carry several, most commits none."""

    action: str
    refs: tuple[str, ...]
    source: str = ""
    """`Steward-From`."""
    target: str = ""
    """`Steward-To`."""
    reason: str = ""
    forced: str = ""
    """Names of the gates that were passed by force."""


class Touched(NamedTuple):
    """One file that a commit changed, by the ids of its contents; None where it does not exist."""

    path: str
    """Within the registry, with forward slashes."""
    before: tuple[str | None, ...]
    """One for each parent; of a merge, the file differs from all of them."""
    after: str | None


class Commit(NamedTuple):
    """One commit, as far as it concerns the registry."""

    id: str
    parents: tuple[str, ...]
    """Their ids, whether they concern the registry or not."""
    when: str
    """The author's time, in ISO 8601."""
    author: str
    email: str
    others: tuple[str, ...]
    """Names of co-authors."""
    subject: str
    claims: tuple[Claim, ...]
    files: tuple[Touched, ...]
    brought: tuple[Touched, ...] = ()
    """Of a merge: the files that differ from its first parent. `files` are those that differ from every parent."""

    @property
    def merge(self) -> bool:
        """Whether it has several parents."""
        return len(self.parents) > 1

    @property
    def day(self) -> date:
        """The author's day, where the author was."""
        return date.fromisoformat(self.when[:10])

    @property
    def who(self) -> str:
        """The author, and who wrote it with them."""
        return ", ".join(dict.fromkeys((self.author or self.email, *self.others)))


class Unreadable(NamedTuple):
    """A file that is there and is no card; why, in a few words."""

    why: str


Card = dict[str, Any] | Unreadable | None
"""A file as plain data; None where it does not exist."""


class Event(NamedTuple):
    """One thing that happened."""

    kind: str
    """A word for programs: `registered`, `stage`, `serving`, `sunset`, `edited` ..."""
    ref: str
    """What it happened to."""
    what: str
    """What happened, for a person who knows `ref`."""
    views: tuple[tuple[str, str], ...] = ()
    """Other refs that it concerns, each with the same told from there."""
    why: str = ""
    """The reason that the files give."""
    fact: Path = ()
    """The key that holds the outcome, where there is one."""
    after: Any = None
    """The value there."""


class Line(NamedTuple):
    """One line of the story."""

    commit: Commit
    event: Event
    ref: str
    """The ref it is told of: one that was asked for."""
    what: str
    why: str = ""
    merge: bool = False
    """Whether a merge did this, apart from what its sides brought."""


class Cut(NamedTuple):
    """Where a shallow clone's history ends."""

    commit: str
    day: date


class Story(NamedTuple):
    """The lines of a story and what stands around them."""

    about: str
    """The ref or name asked for; empty for the whole registry."""
    lines: tuple[Line, ...]
    more: bool = False
    """Whether a limit left lines out."""
    limited: bool = False
    """Whether only some days were asked for."""
    uncommitted: tuple[str, ...] = ()
    """Files of the registry that differ from the last commit."""
    cut: tuple[Cut, ...] = ()
