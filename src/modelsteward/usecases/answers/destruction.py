"""What the registry answers on a destruction checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.answers import Answered, Asked
from modelsteward.domain.facts.places import kind_of_place
from modelsteward.domain.plan import Answer
from modelsteward.usecases.answering import answer

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard


@answer("derived")
def _derived(asked: Asked) -> Answered:
    """Each thing that says it was made from it was decided upon. What others made of a public model no card tells."""
    from modelsteward.usecases.erased import derived

    (gate,) = derived(asked)
    if gate.answer is Answer.FAILED:
        return Answered(False, gate.message, gate.hint)
    if _is_public(asked.card):
        return Answered(None, f"{gate.message}; what others made of it no card tells", "search hubs by base model")
    return Answered(True, gate.message)


def _is_public(card: ModelCard | DataSetCard) -> bool:
    """Whether others may have made something of it."""
    if card.ref.startswith("data:"):
        return card.origin == "open"
    places = [place for one in card.artifacts for place in (one.uri, *one.replicas)]  # type: ignore[union-attr]
    return bool(card.origin != "in-house" or card.free_open_licence or "hub" in map(kind_of_place, places))  # type: ignore[union-attr]
