"""Version numbers: how far one must rise to say how much changed (Semantic Versioning 2.0.0, https://semver.org)."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from modelsteward.domain.stages import SERVING_STAGES

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard


class Step(IntEnum):
    """How much changed, as a version number says it. `none` asks for no new number."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    def __str__(self) -> str:
        return self.name.lower()

    @classmethod
    def of(cls, name: str) -> Step:
        """The step called `name`. Raises KeyError for another word."""
        return cls[name.upper()]


Order = tuple[int, int, int, bool, tuple[tuple[bool, int, str], ...]]


@lru_cache(maxsize=4096)
def precedence(version: str) -> Order:
    """What to compare numbers by: Semantic Versioning's precedence, in which build metadata has no part.

    Kept, and without the library, which takes ten times as long: a check compares every version of a registry.
    """
    core, _, pre = version.partition("+")[0].partition("-")
    major, minor, patch = map(int, core.split("."))
    return major, minor, patch, not pre, tuple(map(_identifier, pre.split("."))) if pre else ()


def core_of(version: str) -> str:
    """The three numbers alone: of `2.0.0-rc.1` the final number."""
    return version.partition("+")[0].partition("-")[0]


def pre_release_of(version: str) -> str:
    """What stands behind the three numbers, as `rc.1`; empty for a final number."""
    return version.partition("+")[0].partition("-")[2]


def _identifier(text: str) -> tuple[bool, int, str]:
    """One part of a pre-release: numbers come before words and are compared as such."""
    return (False, int(text), "") if text.isdigit() else (True, 0, text)


def smallest(base: str, step: Step) -> str:
    """The smallest number above `base` that says this step, without pre-release and build metadata.

    Below 1.0.0 nothing is promised yet, and one place less is counted: major raises the middle number, all else the
    last. A pre-release promises nothing either: its own final number will do for every step. No step, no new number.
    """
    if step is Step.NONE:
        return base
    from semver import Version

    old = Version.parse(base)
    if old.prerelease:
        return str(old.finalize_version())
    if old.major == 0:
        return str(old.bump_minor() if step is Step.MAJOR else old.bump_patch())
    bumped = {Step.MAJOR: old.bump_major, Step.MINOR: old.bump_minor, Step.PATCH: old.bump_patch}[step]()
    return str(bumped)


def says(base: str, version: str) -> Step:
    """The largest step that `version` says above `base`; none where it does not lie above it.

    A pre-release says what its final number says.
    """
    old, new = precedence(base), precedence(version)
    if new <= old:
        return Step.NONE
    if new[0] > old[0] or not old[3]:
        return Step.MAJOR
    if old[0] == 0:
        return Step.MAJOR if new[1] > old[1] else Step.MINOR
    return Step.MINOR if new[1] > old[1] else Step.PATCH


def is_honest(base: str, version: str, step: Step) -> bool:
    """Whether `version` says at least this step above `base`. Where nothing changed, the same number is honest too."""
    if step is Step.NONE:
        return precedence(version) >= precedence(base)
    return says(base, version) >= step


def next_patch(version: str) -> str:
    """The next number up: of a pre-release its final one."""
    return smallest(version, Step.PATCH)


def was_released(card: ModelCard) -> bool:
    """Whether a version ever entered production: it has its day, or stands where only released versions do."""
    was = card.lifecycle.suspension.was if card.lifecycle.suspension else card.stage
    return card.lifecycle.released is not None or was in SERVING_STAGES
