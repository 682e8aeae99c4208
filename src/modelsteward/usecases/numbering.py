"""The smallest honest number that is free."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.versions import Order, Step, is_honest, next_patch, precedence, smallest, was_released
from modelsteward.rules.changes import Comparison, differences
from modelsteward.rules.numbers import base_of
from modelsteward.usecases.drafts import Ground
from modelsteward.usecases.targets import versions_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.packs import Packs


class Numbered(NamedTuple):
    """A number, and the comparison it follows from; None where no released version lies below it."""

    number: str
    comparison: Comparison | None

    @property
    def base(self) -> str:
        """Ref of the version it was compared with; empty where there is none."""
        return self.comparison.before if self.comparison else ""

    @property
    def unchanged(self) -> bool:
        """Whether nothing that asks for a number has changed."""
        return self.comparison is not None and self.comparison.step is Step.NONE

    @property
    def honest(self) -> bool:
        """Whether the number says at least as much as has changed."""
        if self.comparison is None:
            return True
        return is_honest(self.comparison.before.partition("@")[2], self.number, self.comparison.step)


def number_for(registry: Registry, ground: Ground, packs: Packs, card: ModelCard, level: Step | None) -> Numbered:
    """The smallest number that says what changed since the highest release below it, and that nobody has.

    A release may lie between the version that was copied and its honest number, on another line of versions; then
    what counts is what changed since that one. `level` takes the place of what changed.
    """
    versions = (ref.partition("@")[2] for ref in versions_of(card.name, (*registry.models, *registry.unreadable)))
    taken = {precedence(version) for version in versions if version != ground.draft}
    base = _first_base(registry, ground)
    if base is None:
        return Numbered(_unreleased(ground, level, taken), None)
    while True:
        comparison = differences(base.card, card, packs)
        step = level if level is not None else max(comparison.step, Step.PATCH)
        number = _free(smallest(base.card.version, step), taken)
        lower = base_of(registry, card.name, number)
        if lower is None or lower.ref == base.ref:
            return Numbered(number, comparison)
        base = lower


def _first_base(registry: Registry, ground: Ground) -> Entry[ModelCard] | None:
    source = ground.source
    if ground.draft is None and was_released(source.card):
        return source
    return base_of(registry, source.card.name, source.card.version)


def _unreleased(ground: Ground, level: Step | None, taken: set[Order]) -> str:
    """Where nothing was released yet a draft keeps its number, and a copy gets the next one, unless asked for more."""
    now = ground.source.card.version
    if ground.draft is not None:
        return _free(smallest(now, level), taken) if level else now
    return _free(smallest(now, level or Step.PATCH), taken)


def _free(number: str, taken: set[Order]) -> str:
    while precedence(number) in taken:
        number = next_patch(number)
    return number
