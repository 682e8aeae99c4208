"""One edit as smaller ones: setting a mapping or list that holds much of the same already changes what differs only."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from modelsteward.domain.edited import plain_data, same
from modelsteward.domain.edits import Append, Edit, Insert, Remove, Set

_ALIKE = 0.5
"""From here on two mappings are taken for one that changed."""
_MOST_COMPARED = 250_000
"""Pairs of items that are compared; beyond that, what differs of a list is taken as a whole."""

Pair = tuple[int, int]
"""Places of an item, in the old list and in the new one."""


def narrowed(old: Any, edit: Edit) -> list[Edit]:
    """The same edit as smaller ones, where it sets a collection that holds much of this already: less text changes."""
    if not isinstance(edit, Set):
        return [edit]
    new = plain_data(edit.value)
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() & new.keys():
        order = tuple(new)
        changed = [key for key in new if key not in old or not same(old[key], new[key])]
        gone = [key for key in old if key not in new]
        return [
            *(Set((*edit.path, key), new[key], order) for key in changed),
            *(Remove((*edit.path, key)) for key in gone),
        ]
    if isinstance(old, list) and isinstance(new, list) and (pairs := _pairs(old, new)):
        return list(_steps(old, new, pairs, edit))
    return [edit]


def _steps(old: list[Any], new: list[Any], pairs: list[Pair], edit: Set) -> Iterator[Edit]:
    """Edits from the front to the back. Some item stays throughout, so the list keeps how it is written."""
    before, at, length = 0, 0, len(old)
    for mine, theirs in [*pairs, (len(old), len(new))]:
        for _ in range(before, mine):
            length -= 1
            yield Remove((*edit.path, at))
        for item in new[at:theirs]:
            yield Append(edit.path, item) if at == length else Insert((*edit.path, at), item)
            at, length = at + 1, length + 1
        if mine < len(old) and not same(old[mine], new[theirs]):
            yield Set((*edit.path, at), new[theirs])
        before, at = mine + 1, at + 1


def _pairs(old: list[Any], new: list[Any]) -> list[Pair]:
    """Which item of the old list became which of the new one, in order."""
    front = _alike_from(old, new)
    back = min(_alike_from(old[::-1], new[::-1]), len(old) - front, len(new) - front)
    inner = _aligned(old[front : len(old) - back], new[front : len(new) - back])
    pairs = [
        *((place, place) for place in range(front)),
        *((front + mine, front + theirs) for mine, theirs in inner),
        *((len(old) - place, len(new) - place) for place in range(back, 0, -1)),
    ]
    told, tells = [{json.dumps(item, sort_keys=True) for item in items} for items in (old, new)]

    def changed(mine: int, theirs: int) -> bool:
        """Whether neither only moved: what is said of one item must not come to stand beside another."""
        before, after = (json.dumps(item, sort_keys=True) for item in (old[mine], new[theirs]))
        return before not in tells and after not in told

    kept = set(pairs)
    return [pair for pair in _filled(pairs, len(old), len(new)) if pair in kept or changed(*pair)]


def _alike_from(old: Sequence[Any], new: Sequence[Any]) -> int:
    """How many items at the start are the same."""
    pairs = zip(old, new, strict=False)
    return next((place for place, pair in enumerate(pairs) if not same(*pair)), min(len(old), len(new)))


def _aligned(old: list[Any], new: list[Any]) -> list[Pair]:
    """The pairs that have most in common altogether: the longest common part, items that changed counted in."""
    if len(old) * len(new) > _MOST_COMPARED:
        return []
    likeness = _Likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for k in reversed(range(len(new))):
            paired = likeness.of(i, k)
            best[i][k] = max(best[i + 1][k], best[i][k + 1], paired + best[i + 1][k + 1] if paired else 0)
    pairs, i, k = list[Pair](), 0, 0
    while i < len(old) and k < len(new):
        paired = likeness.of(i, k)
        if paired and best[i][k] == paired + best[i + 1][k + 1]:
            pairs.append((i, k))
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1
    return pairs


class _Likeness:
    """How much two items have in common: 3 when they are the same, 0 when they are strangers."""

    def __init__(self, old: list[Any], new: list[Any]) -> None:
        self.old, self.new = old, new
        self.told = [json.dumps(item, sort_keys=True) for item in old]
        self.tells = [json.dumps(item, sort_keys=True) for item in new]

    def of(self, i: int, k: int) -> float:
        """The old item `i` and the new one `k`. The first key of a mapping mostly names it, and counts for more."""
        if self.told[i] == self.tells[k]:
            return 3
        old, new = self.old[i], self.new[k]
        if not (isinstance(old, dict) and isinstance(new, dict) and old and new):
            return 0
        shared = [key for key in old if key in new and same(old[key], new[key])]
        found = len(shared) / max(len(old), len(new)) + (next(iter(old)) in shared)
        return found if found >= _ALIKE else 0


def _filled(pairs: list[Pair], old: int, new: int) -> Iterator[Pair]:
    """The pairs, and those between them where as many items went as came: each is taken for the one in its place."""
    mine = theirs = 0
    for pair in [*pairs, (old, new)]:
        if pair[0] - mine == pair[1] - theirs:
            yield from zip(range(mine, pair[0]), range(theirs, pair[1]), strict=True)
        if pair != (old, new):
            yield pair
        mine, theirs = pair[0] + 1, pair[1] + 1
