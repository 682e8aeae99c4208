"""What our own evaluations say of a version that may follow another in a use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.requirement import Outcome
from modelsteward.usecases.requirements import Candidate, evaluations

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.registry import Registry


class Place(NamedTuple):
    """A slot of a use that is to be served by another version."""

    use: UseCaseCard
    slot: str


class Tested(NamedTuple):
    """How a version of ours stands to what a use requires."""

    ref: str
    use: str
    slot: str
    passed: int
    failed: int
    open: int
    """Requirements that nothing on record answers."""
    last: date | None
    """The day of the newest evaluation."""

    @property
    def said(self) -> str:
        """In words: `passes 2 of 3 requirements of use:letters, 1 not answered (last evaluated 2026-10-01)`."""
        total = self.passed + self.failed + self.open
        if not total:
            return f"{self.use} requires no evaluations"
        parts = [f"{self.ref} passes {self.passed} of {total} that {self.use} requires"]
        parts += [f"fails {self.failed}"] if self.failed else []
        parts += [f"{self.open} without an answer"] if self.open else []
        return ", ".join(parts) + (f" (last evaluated {self.last})" if self.last else "")


def tested(registry: Registry, cards: Iterable[ModelCard], places: Iterable[Place], today: date) -> Iterator[Tested]:
    """How each version stands in each place."""
    where = list(places)
    for card in cards:
        for place in where:
            found = list(evaluations(Candidate(registry, card, place.use, place.slot, today)))
            by = Counter(one.outcome for one in found)
            days = [one.on for one in found if one.on is not None]
            passed, failed = by[Outcome.PASSES], by[Outcome.FAILS]
            left = len(found) - passed - failed
            yield Tested(card.ref, place.use.ref, place.slot, passed, failed, left, max(days, default=None))
