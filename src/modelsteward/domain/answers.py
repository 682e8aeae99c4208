"""Checklist items that the registry answers itself: what it is asked, what it says, and what then counts of an item."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.checklist_items import AFTER

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Item
    from modelsteward.domain.packs import Packs
    from modelsteward.domain.registry import Registry

REGISTRY = "registry"
"""Who ticked what the registry answered: stands in an item's `by`."""


class Asked(NamedTuple):
    """What an item is asked of. Ask the registry by key, so that rules may ask the same."""

    registry: Registry
    card: ModelCard | DataSetCard
    today: date
    packs: Packs


class Answered(NamedTuple):
    """What the registry says of an item."""

    done: bool | None
    """Whether it is done; None where the cards cannot tell, and a person must."""
    evidence: str
    """What shows it, or what is missing; as it would stand on the list."""
    hint: str = ""
    """What to do, and what to type, where it is not done."""


Ask = Callable[[Asked], Answered]


def answer_to(item: Item, purpose: str, asked: Asked) -> Answered | None:
    """What the registry says of an item on a list; None where a person alone answers it.

    An item of a list that was made before takes its answer from the pack, by its id.
    """
    known = asked.packs.item(purpose, item.id)
    return answer_of(item.answered_by or (known.answered_by if known else None), asked)


def answer_of(name: str | None, asked: Asked) -> Answered | None:
    """The answer of a name; None for no name."""
    if name is None:
        return None
    ask = asked.packs.answers.get(name)
    if ask is None:
        return Answered(None, f"this version of steward has no answer that is called {name}")
    return ask(asked)


def state_of(item: Item, answer: Answered | None) -> str:
    """What counts of an item while its version has not moved: the answer, but for what was skipped.

    Where the registry cannot tell, a person's tick counts, and its own of an earlier day does not.
    """
    if answer is None or item.state == "skipped":
        return item.state
    if answer.done is None:
        return "open" if item.by == REGISTRY else item.state
    return "done" if answer.done else "open"


def moved(card: ModelCard | DataSetCard | None, purpose: str) -> bool:
    """Whether the move that a list leads to was made: then it tells what was, and is asked nothing any more."""
    where = getattr(card, "stage", None) or getattr(card, "status", None)
    return where in AFTER[purpose]
