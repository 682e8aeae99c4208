"""Two versions of a set of entries that were one once, held against each other: who changed what, and what is to be.

Of what they were copied from only digests are kept: enough to tell which side changed, and to say what it was wherever
one of the sides has not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from hashlib import sha256
from typing import Any, NamedTuple

Value = Mapping[str, Any]
"""An entry as plain data."""


class State(Enum):
    """What became of one entry since it was copied."""

    SAME = "the same"
    CHANGED_HERE = "changed here"
    CHANGED_THERE = "changed in the package"
    CHANGED_BOTH = "changed here and in the package"
    ADDED_HERE = "added here"
    ADDED_THERE = "added in the package"
    ADDED_BOTH = "here and in the package, and not the same"
    REMOVED_HERE = "removed here"
    REMOVED_THERE = "removed from the package"
    REMOVED_HERE_CHANGED_THERE = "removed here, changed in the package"
    CHANGED_HERE_REMOVED_THERE = "changed here, removed from the package"

    @property
    def is_clash(self) -> bool:
        """Whether both sides did something, so that nobody but a person can say what is right."""
        return self in _CLASHES

    @property
    def is_news(self) -> bool:
        """Whether it is taken over: only the package changed."""
        return self in (State.CHANGED_THERE, State.ADDED_THERE, State.REMOVED_THERE)


_CLASHES = frozenset(
    {State.CHANGED_BOTH, State.ADDED_BOTH, State.REMOVED_HERE_CHANGED_THERE, State.CHANGED_HERE_REMOVED_THERE}
)


class Compared(NamedTuple):
    """One entry on both sides."""

    id: str
    state: State
    ours: Value | None
    theirs: Value | None

    @property
    def copied(self) -> Value | None:
        """What was copied, where a side still has it; None where that cannot be told, or where there was nothing."""
        if self.state in (State.SAME, State.CHANGED_THERE, State.REMOVED_THERE):
            return self.ours
        return self.theirs if self.state in (State.CHANGED_HERE, State.REMOVED_HERE) else None

    @property
    def differing(self) -> list[str]:
        """The keys in which the sides differ, in the order of ours; all of them where one side has nothing."""
        ours, theirs = self.ours or {}, self.theirs or {}
        return [key for key in {**ours, **theirs} if not _same(ours.get(key, _NONE), theirs.get(key, _NONE))]


_NONE = object()


def _same(one: Any, other: Any) -> bool:
    if one is _NONE or other is _NONE:
        return one is other
    return _canonical(one) == _canonical(other)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def digest_of(value: Value) -> str:
    """The first 12 hex digits of the digest of an entry's value; layout, comments and order of keys do not count."""
    return sha256(_canonical(value).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def compare(ours: Mapping[str, Value], theirs: Mapping[str, Value], base: Mapping[str, str]) -> Iterator[Compared]:
    """Every entry of both sides in the order of the package's, then what only we have; `base` are the digests of what
    was copied, by entry. An entry that was copied and that neither has any more is not told.
    """
    for name in (*theirs, *(name for name in ours if name not in theirs)):
        mine, other = ours.get(name), theirs.get(name)
        yield Compared(name, _state(_digest(mine), _digest(other), base.get(name)), mine, other)


def _digest(value: Value | None) -> str | None:
    return None if value is None else digest_of(value)


def _state(ours: str | None, theirs: str | None, base: str | None) -> State:
    if ours == theirs:
        return State.SAME
    if base is None:
        return State.ADDED_THERE if ours is None else State.ADDED_HERE if theirs is None else State.ADDED_BOTH
    if ours == base:
        return State.REMOVED_THERE if theirs is None else State.CHANGED_THERE
    if theirs == base:
        return State.REMOVED_HERE if ours is None else State.CHANGED_HERE
    if ours is None:
        return State.REMOVED_HERE_CHANGED_THERE
    return State.CHANGED_HERE_REMOVED_THERE if theirs is None else State.CHANGED_BOTH


def takes_theirs(one: Compared, chosen: str | None) -> bool:
    """Whether the package's entry is to stand here, or nothing where it has none; `chosen` is ours, theirs or None.

    Where both changed and nobody chose, ours stays.
    """
    return chosen == "theirs" if chosen else one.state.is_news
