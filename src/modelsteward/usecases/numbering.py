"""The smallest honest number that is free, or the one that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.versions import (
    Order,
    Step,
    core_of,
    is_honest,
    next_patch,
    pre_release_of,
    precedence,
    smallest,
    was_released,
)
from modelsteward.errors import Refused
from modelsteward.rules.changes import Comparison, differences
from modelsteward.rules.numbers import base_of
from modelsteward.usecases.drafts import Ground, require_intact
from modelsteward.usecases.targets import versions_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.packs import Packs


class Asked(NamedTuple):
    """What a person said about the number; at most one of the two."""

    level: Step | None = None
    """The step it is to say, in place of what changed."""
    number: str | None = None
    """The number itself."""


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


def number_for(registry: Registry, ground: Ground, packs: Packs, card: ModelCard, asked: Asked) -> Numbered:
    """The smallest number that says what changed since the highest release below it, and that nobody has.

    A release may lie between the version that was copied and its honest number, on another line of versions; then
    what counts is what changed since that one. Raises Refused for a number that was asked for and cannot be had, and
    where what is compared with is not what was sealed.
    """
    versions = (ref.partition("@")[2] for ref in versions_of(card.name, (*registry.models, *registry.unreadable)))
    taken = {precedence(version) for version in versions if version != ground.draft}
    base = _first_base(registry, ground)
    if asked.number is not None:
        return _named(registry, ground, packs, card, asked.number, taken)
    if base is None:
        return Numbered(_unreleased(ground, asked.level, taken), None)
    while True:
        require_intact(base)
        comparison = differences(base.card, card, packs)
        step = asked.level if asked.level is not None else max(comparison.step, Step.PATCH)
        number = _free(_in_its_way(ground, base.card.version, smallest(base.card.version, step), asked.level), taken)
        lower = base_of(registry, card.name, number)
        if lower is None or lower.ref == base.ref:
            return Numbered(number, comparison)
        base = lower


def _first_base(registry: Registry, ground: Ground) -> Entry[ModelCard] | None:
    source = ground.source
    if ground.draft is None and was_released(source.card):
        return source
    return base_of(registry, source.card.name, source.card.version)


def _in_its_way(ground: Ground, base: str, least: str, level: Step | None) -> str:
    """The smallest number, as the draft's own would have it: 1.0.0 is a promise that nobody takes back unasked, a
    pre-release stays one, and a copy of one is what it was the pre-release of."""
    now, core = ground.source.card.version, core_of(ground.source.card.version)
    if ground.draft is None:
        ends = pre_release_of(now) and not was_released(ground.source.card)
        return max(core, least, key=precedence) if ends and level is None else least
    promised = level is None and base.startswith("0.") and not core.startswith("0.")
    if core == least or (promised and precedence(core) > precedence(least)):
        return now
    return f"{least}-{pre_release_of(now)}" if pre_release_of(now) else least


def _named(
    registry: Registry, ground: Ground, packs: Packs, card: ModelCard, number: str, taken: set[Order]
) -> Numbered:
    """The number that was asked for. Whether it says enough is for a gate to tell."""
    below = _first_base(registry, ground) or (ground.source if ground.draft is None else None)
    if precedence(number) in taken:
        raise Refused(f"{card.name}@{number} is there already", "name a number that is free, or leave --number out")
    if below is not None and precedence(number) <= precedence(below.card.version):
        raise Refused(f"{number} is not above {below.ref}", "name a higher number, or leave --number out")
    base = base_of(registry, card.name, number)
    if base is None:
        return Numbered(number, None)
    require_intact(base)
    return Numbered(number, differences(base.card, card, packs))


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
