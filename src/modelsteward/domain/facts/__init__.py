"""What is known of a version, for conditions: from its card, the uses it serves or served, all it was built on, and
what holds, incidents and cases say of it. What no card says is unknown, and stays so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.conditions import Fact, Facts
from modelsteward.domain.facts import of_bytes, of_data, of_model, of_orders, of_uses  # noqa: F401 - each declares its fields
from modelsteward.domain.facts.of_set import facts_of_set
from modelsteward.domain.facts.subject import FIELDS, Subject, subject_of
from modelsteward.domain.registry import Registry

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard


__all__ = ["FIELDS", "Told", "facts_of", "facts_of_set", "field_names", "question"]


class Told(Mapping[str, Fact]):
    """Every fact of a subject, each told when it is first asked for: most conditions are decided by one or two."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._told: dict[str, Fact] = {}

    def __getitem__(self, name: str) -> Fact:
        if name not in self._told:
            self._told[name] = FIELDS[name].tell(self.subject)
        return self._told[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FIELDS)

    def __len__(self) -> int:
        return len(FIELDS)


def field_names() -> frozenset[str]:
    """What conditions may ask for."""
    return frozenset(FIELDS)


def facts_of(registry: Registry, model: ModelCard, today: date, use: UseCaseCard | None = None) -> Facts:
    """Every fact of a version, as it is on a day; of a version in one use, where that is given."""
    return Told(subject_of(registry, model, today, use))


def question(name: str) -> str:
    """What is not known where a field is unknown, as `whether it runs at customers' sites`."""
    return FIELDS[name].question if name in FIELDS else f"what `{name}` is"
