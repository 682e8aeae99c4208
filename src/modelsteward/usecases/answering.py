"""Checklist items that the registry answers itself: each names what its answer rests on, so that anyone can look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.packs import Packs
from modelsteward.domain.registry import Registry

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard


class Asked(NamedTuple):
    """What an item is asked of."""

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


ANSWERS: dict[str, Callable[[Asked], Answered]] = {}
"""Every answer by its name, as packs have it in `answered_by`."""


def answer(name: str) -> Callable[[Callable[[Asked], Answered]], Callable[[Asked], Answered]]:
    """Declare an answer under a name."""

    def declare(ask: Callable[[Asked], Answered]) -> Callable[[Asked], Answered]:
        ANSWERS[name] = ask
        return ask

    return declare
