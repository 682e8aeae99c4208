"""How dates that sources name have moved: what was said before stays on file, so that it can be told."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.vendors.saying import key_of

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.domain.cards.vendor import Observation


class Move(NamedTuple):
    """A source's latest change of the day on which something ends."""

    seen: Observation
    """The first word with the day that it names now."""
    before: Observation
    """Its word before that."""

    @property
    def days_sooner(self) -> int:
        """By how many days the end came nearer; 0 where it did not. A day before which it would not end counts too."""
        was = self.before.ends or self.before.not_before
        return max(0, (was - self.seen.ends).days) if was and self.seen.ends else 0

    @property
    def is_later(self) -> bool:
        """Whether the end was put off, or taken back."""
        was, now = self.before.ends, self.seen.ends
        return was is not None and (now is None or now > was)


def last_move(observations: Iterable[Observation], word: Observation) -> Move | None:
    """How a source came to the end that it names in its latest word; None where it has never named another."""
    words = words_like(observations, word)
    moves = [Move(seen, before) for before, seen in pairwise(words) if seen.ends != before.ends]
    return moves[-1] if moves else None


def words_like(observations: Iterable[Observation], word: Observation) -> list[Observation]:
    """All that a source has said about the same, the latest last. That it was not listed says nothing of it."""
    like = [seen for seen in observations if key_of(seen) == key_of(word) and seen.listed is not False]
    return sorted(like, key=_read_on)


def _read_on(seen: Observation) -> date:
    return seen.read_on
