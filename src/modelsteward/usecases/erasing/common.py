"""What is the same in many models, and stays where a living one has it: a tokenizer, a configuration, code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.erasing import COMMON, by_place, common_places
from modelsteward.domain.registry import Registry
from modelsteward.usecases.erasing.targets import living

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.usecases.erasing.looks import Last


def staying(registry: Registry, card: ModelCard | DataSetCard, lasts: Iterable[Last], today: date) -> dict[str, str]:
    """Of what was last seen to be still there, what a living model has in the same place by the same digest; with one
    such model. It is no more this version's than that one's, and nobody may erase it.
    """
    mine, made = common_places(card), registry.made(card.ref)
    left = {last.place for last in lasts if last.result == "still there" and last.place in mine}
    if not left:
        return {}
    others = (one for one in living(registry, today) if one.ref != card.ref and made and one.home == made.home)
    return {
        place: other.ref
        for other in others
        if other.card.card == "model/1"
        for place, artifact in by_place(other.card.artifacts)
        if place in left and artifact.role in COMMON and artifact.digest == mine[place]
    }
