"""Commits one after the other, with a look at those that follow: a long history is never held as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from itertools import tee

from modelsteward.domain.story import Commit


class Ahead(Iterator[Commit]):
    """Reads commits as they are asked for; what somebody looked at ahead is kept until it was given."""

    def __init__(self, commits: Iterable[Commit]) -> None:
        (self._next,) = tee(commits, 1)
        self._here = copy(self._next)

    def __next__(self) -> Commit:
        self._here = copy(self._next)
        return next(self._next)

    def following(self) -> Iterator[Commit]:
        """The commit that was given last and all behind it; before the first, all."""
        return copy(self._here)
