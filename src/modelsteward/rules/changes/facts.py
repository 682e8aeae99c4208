"""facts: what else of the sealed part of a card is not as it was. Every such change needs a number of its own, since a
seal names one version and holds one set of facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from modelsteward.domain.findings import Path
from modelsteward.domain.seal import SEALED, canonical, facts
from modelsteward.rules.changes.engine import Around, Difference, Kin

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard

_COMPARED = tuple(key for key in SEALED if key not in ("name", "version"))
FACTS = Kin("facts", "What else is sealed.", _COMPARED)

_MISSING: Any = object()


def _leaves(old: Any, new: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Where two values differ, as deep down as both are mappings; a list is one value."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from _leaves(old.get(key, _MISSING), new.get(key, _MISSING), (*path, key))
    elif old is _MISSING or new is _MISSING or canonical(old) != canonical(new):
        yield path, old, new


def _left(before: ModelCard, after: ModelCard, around: Around) -> Iterator[tuple[Path, bool, bool]]:
    """The differences that no class has spoken of: where, whether it was known, and whether it is."""
    old, new = ({key: of[key] for key in _COMPARED if key in of} for of in (facts(before), facts(after)))
    for path, was, now in _leaves(old, new):
        if not around.is_told(path):
            yield path, was is not _MISSING, now is not _MISSING


def _spelt(path: Path) -> str:
    return ".".join(map(str, path))


@FACTS.change(
    "first-stated",
    before="{}",
    after="task: tabular-classification",
    unlike="summary: Other words.",
    last=True,
)
def first_stated(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """A key that was absent: what it says was unknown, and now it is known."""
    for path, was_known, _ in _left(before, after, around):
        if not was_known:
            yield Difference(path, f"{_spelt(path)} is stated for the first time")


@FACTS.change(
    "left-out",
    before="interface: {inputs: {age: {type: integer, description: In years.}}}",
    after="interface: {inputs: {age: {type: integer}}}",
    unlike="interface: {inputs: {}}",
    last=True,
)
def left_out(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """A key that is absent now, where its class does not say more. A fresh draft has no artifacts yet."""
    for path, _, is_known in _left(before, after, around):
        if not is_known:
            yield Difference(path, f"{_spelt(path)} is not stated any more")


@FACTS.change(
    "restated",
    before="interface: {inputs: {age: {type: integer, description: In years.}}}",
    after="interface: {inputs: {age: {type: integer, description: Age in years.}}}",
    unlike="interface: {inputs: {age: {type: number, description: In years.}}}",
    last=True,
)
def restated(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Descriptions, another order, where copies lie: all that is sealed and that no other class speaks of."""
    for path, was_known, is_known in _left(before, after, around):
        if was_known and is_known:
            yield Difference(path, f"{_spelt(path)} is written otherwise")
