"""A checklist as it stands on a day: what is written on it, and what the registry says of it by now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.answers import REGISTRY, Answered, Asked, answer_to, moved, state_of
from modelsteward.domain.edits import Edit, Remove, Set
from modelsteward.domain.owing import Owed, owed

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Checklist, Item

KEYS = (
    "id", "phase", "text", "gate", "wanted", "check", "source", "asked_because", "answered_by", "owed_by", "due",
    "until", "state", "evidence", "reason", "by", "on",
)  # fmt: skip
"""The usual order of an item's keys."""


class Standing(NamedTuple):
    """An item as it stands."""

    item: Item
    answer: Answered | None
    """What the registry says of it; None where a person alone answers it, and on a list whose move was made."""
    state: str
    """What counts: `open`, `done` or `skipped`."""
    owed: Owed

    @property
    def blocks(self) -> bool:
        """Whether the move waits for it."""
        return self.item.gate and self.state == "open"

    @property
    def stale(self) -> bool:
        """Whether what is written is not what counts: an answer that came, or went."""
        return self.state != self.item.state


def standing_of(checklist: Checklist, asked: Asked) -> list[Standing]:
    """Every item of a list. The registry is asked until the move was made; then the list tells what was."""
    past = moved(asked.card, checklist.purpose)
    return [_standing(item, checklist, asked, past=past) for item in checklist.items]


def _standing(item: Item, checklist: Checklist, asked: Asked, *, past: bool) -> Standing:
    answer = None if past else answer_to(item, checklist.purpose, asked)
    known = asked.packs.item(checklist.purpose, item.id)
    return Standing(item, answer, item.state if past else state_of(item, answer),
                    owed(item, known, checklist, asked.card, asked.registry))  # fmt: skip


def written(answer: Answered, asked: Asked) -> dict[str, Any]:
    """How an answer stands on a list."""
    return {"state": "done", "evidence": answer.evidence, "by": REGISTRY, "on": asked.today}


def answers_to_write(standings: Iterable[Standing], asked: Asked, but: Collection[int] = ()) -> Iterator[Edit]:
    """The edits by which a list tells what the registry says by now: what it answers is done, what it takes back open.

    A person's tick that the registry contradicts is taken back too; git keeps what was said. `but`: not of these items.
    """
    for index, one in enumerate(standings):
        if not one.stale or one.answer is None or index in but:
            continue
        if one.state == "done":
            stale = [key for key in ("until", "reason") if one.item.knows(key)]
            yield from (Remove(("items", index, key)) for key in stale)
            yield from (Set(("items", index, key), value, KEYS) for key, value in written(one.answer, asked).items())
        else:
            yield Set(("items", index, "state"), "open", KEYS)
            yield from (Remove(("items", index, key)) for key in ("evidence", "by", "on") if one.item.knows(key))
