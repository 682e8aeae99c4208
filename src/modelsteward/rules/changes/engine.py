"""What a change class is, how it is found, and how two cards are compared by all of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.findings import Path
from modelsteward.domain.packs import ChangeClass, Packs
from modelsteward.domain.versions import Step, is_honest, precedence, smallest

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard


class Difference(NamedTuple):
    """One thing that is not as it was: at which key, and what is the case now."""

    path: Path
    """In the later card; in the earlier one where the later has no such key."""
    message: str


class Around(NamedTuple):
    """All that the comparison may look at besides the two cards."""

    packs: Packs
    told: tuple[Path, ...] = ()
    """Where other classes saw a difference. Known to the classes for what is left, which are asked last."""

    def is_told(self, path: Path) -> bool:
        """Whether a class has spoken of this key already, or of something in or around it."""
        return any(path[: len(other)] == other[: len(path)] for other in self.told)


Detect = Callable[["ModelCard", "ModelCard", Around], Iterator[Difference]]
"""A class's function: the earlier card, the later card, and what is around them."""


class Detector(NamedTuple):
    """One change class as the code knows it. Its step, title and reason are in the pack, under the same id."""

    id: str
    detect: Detect
    before: str
    after: str
    unlike: str
    """YAML: what differs from the ground that rules' examples stand on. `before` to `after` is such a change, `before`
    to `unlike` is not."""
    keys: tuple[str, ...] = ()
    """The card's own keys it looks at: where they are the same on both cards, so is what it looks for."""
    last: bool = False
    """Whether it is asked after all others, for what they left."""
    always: bool = False
    """Whether it is asked even where its keys are the same on both cards: what is written alike may not be alike."""

    @property
    def note(self) -> str:
        """How it is told, where its title does not say it all."""
        return inspect.cleandoc(self.detect.__doc__ or "")


class Kin:
    """Change classes that belong together, under one word."""

    def __init__(self, word: str, about: str, keys: tuple[str, ...]) -> None:
        self.word = word
        self.about = about
        self.keys = keys
        self.detectors: list[Detector] = []

    def change(
        self, name: str, *, before: str, after: str, unlike: str, last: bool = False, always: bool = False
    ) -> Callable[[Detect], Detect]:
        """Declare a change class. The docstring says how it is told."""

        def declare(detect: Detect) -> Detect:
            ident = f"{self.word}.{name}"
            self.detectors.append(Detector(ident, detect, before, after, unlike, self.keys, last, always))
            return detect

        return declare


class Change(NamedTuple):
    """A difference and the class it is of."""

    kind: ChangeClass
    path: Path
    message: str

    @property
    def step(self) -> Step:
        """What it does to the number."""
        return self.kind.step


class Comparison(NamedTuple):
    """Two versions side by side: every difference, the weightiest first."""

    before: str
    """Ref of the earlier version."""
    after: str
    changes: tuple[Change, ...]

    @property
    def step(self) -> Step:
        """The largest step of all changes."""
        return max((change.step for change in self.changes), default=Step.NONE)

    @property
    def comparable(self) -> bool:
        """Whether a number can say how much changed: both are versions of one name, the later one no lower."""
        name, _, old = self.before.partition("@")
        other, _, new = self.after.partition("@")
        return name == other and precedence(old) <= precedence(new)

    @property
    def smallest(self) -> str | None:
        """The smallest honest number of the later version; None where no number can say it."""
        return smallest(self.before.partition("@")[2], self.step) if self.comparable else None

    @property
    def honest(self) -> bool | None:
        """Whether the later version's own number is honest; None where no number can say it."""
        if not self.comparable:
            return None
        return is_honest(self.before.partition("@")[2], self.after.partition("@")[2], self.step)

    def weighty(self) -> tuple[Change, ...]:
        """The changes that ask for the largest step; none where none asks for any."""
        return tuple(change for change in self.changes if change.step and change.step is self.step)


def compare(
    before: ModelCard, after: ModelCard, packs: Packs, detectors: tuple[Detector, ...], *, above: Step | None = None
) -> Comparison:
    """Ask every class, in their order; with `above` only those that weigh more."""
    around, kinds = Around(packs), packs.changes
    asked = [d for d in detectors if above is None or kinds[d.id].step > above]
    changed = _changed(before, after, {key for detector in asked for key in detector.keys})
    found: list[Change] = []
    for detector in asked:
        if detector.always or not changed.isdisjoint(detector.keys):
            here = around._replace(told=tuple(change.path for change in found)) if detector.last else around
            found += [Change(kinds[detector.id], *difference) for difference in detector.detect(before, after, here)]
    found.sort(key=lambda change: (-change.step, change.kind.id, tuple(map(str, change.path))))
    return Comparison(before.ref, after.ref, tuple(found))


def _changed(before: ModelCard, after: ModelCard, keys: set[str]) -> set[str]:
    """Those of a card's own keys that say something else, or are written on one of the two only."""
    differ = {key for key in keys if not _same(getattr(before, key), getattr(after, key))}
    return differ | (keys & (before.model_fields_set ^ after.model_fields_set))


def _same(old: Any, new: Any) -> bool:
    """Whether two values are the same, down to which keys were written. `1` and `1.0` are, `1` and `true` are not."""
    if old is new:
        return True
    if type(old) is not type(new):
        return {type(old), type(new)} == {int, float} and bool(old == new)
    if isinstance(old, tuple | list):
        return len(old) == len(new) and all(map(_same, old, new))
    if isinstance(old, dict):
        return old.keys() == new.keys() and all(_same(value, new[key]) for key, value in old.items())
    written = getattr(old, "model_fields_set", None)
    if written is None:
        return bool(old == new)
    return written == new.model_fields_set and all(_same(getattr(old, key), getattr(new, key)) for key in written)
