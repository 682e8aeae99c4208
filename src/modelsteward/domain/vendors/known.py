"""A feed's facts about one host, to be asked by what a card says of its model."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.vendors.feeds import SHARED, Fact, Feed
from modelsteward.domain.vendors.ids import written
from modelsteward.domain.vendors.joining import names_of, region_of
from modelsteward.domain.vendors.saying import Pin, standing

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import Source
    from modelsteward.domain.cards.vendor import Observation


class Known:
    """What is known of a host's models without being on file."""

    def __init__(self, feed: Feed) -> None:
        self._read_on = feed.read_on
        self._models: dict[str, list[Fact]] = {}
        self._aliases: dict[str, list[Fact]] = {}
        for fact in feed.facts:
            self._models.setdefault(fact.model, []).append(fact)
            for name in fact.aliases:
                self._aliases.setdefault(name, []).append(fact)

    def said(self, source: Source) -> list[Observation]:
        """What sources say of the model that a card comes from, as it would stand on file."""
        if source.model is None:
            return []
        named = ((facts, snapshot) for model, snapshot in names_of(source.model, source.snapshot)
                 if (facts := self._models.get(model)))  # fmt: skip
        said = next((self._standing(facts, snapshot, source) for facts, snapshot in named), [])
        for name in written(source.model, source.snapshot):
            if facts := self._aliases.get(name):
                other = self._standing(self._models[facts[-1].model], facts[-1].snapshot, source)
                return said + [seen for seen in other if seen not in said]
        return said

    def _standing(self, facts: list[Fact], snapshot: str | None, source: Source) -> list[Observation]:
        pin = Pin(snapshot, region_of(source), source.deployment_kind)
        return standing((observed(fact, self._read_on) for fact in facts), pin)


def observed(fact: Fact, read_on: date | None) -> Observation:
    """A fact as it would stand on file."""
    from modelsteward.domain.cards.vendor import Observation

    told = {name: value for name in SHARED if (value := getattr(fact, name)) is not None}
    return Observation.model_validate(told | {"read_on": fact.read_on or read_on or fact.as_of or date.min})
