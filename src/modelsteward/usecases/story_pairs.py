"""Cards that got another name in one commit: which that came is which that went."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from modelsteward.domain.edited import same, value_at
from modelsteward.domain.kinds import ref_at
from modelsteward.domain.seal import SEALED
from modelsteward.domain.stages import FIXED_STAGES
from modelsteward.domain.story import Card, Event, Touched

Data = dict[str, Any]
Pair = tuple[str, str, Data, Data]
"""A file that got another name: the old and new path, and what stood in each."""

Fact = tuple[str, Hashable]
"""A key of a card, and its value."""

_NAMED = ("models", "datasets", "use-cases")
"""Folders in which a file's path is what its card is called."""
_NAMES = ("name", "version")
_ENOUGH = 0.5
"""The least share of their keys that two cards have in common where one may be the other's new name."""


class _Side:
    """The cards that went, or those that came, by path; each with its keys, and with all it says in parts.

    `known` holds every part once, so that equal ones are one and the same and quickly compared.
    """

    def __init__(self, cards: Sequence[tuple[str, Data]], known: dict[Fact, Fact]) -> None:
        self.cards = dict(cards)
        self.facts = {path: frozenset(known.setdefault(fact, fact) for fact in _facts(card)) for path, card in cards}
        self.keys = {path: frozenset(card) for path, card in cards}

    def content(self, path: str, names: Sequence[str]) -> Hashable:
        """All that a card says, without what it is called but for these of its names."""
        left_out = {name for name in _NAMES if name not in names}
        return _top(path), frozenset(fact for fact in self.facts[path] if fact[0] not in left_out)


def pairs(files: Sequence[tuple[Touched, Card, Card]]) -> tuple[list[Pair], list[Touched]]:
    """Cards that got another name in one commit, each with the card it was; and the files that remain.

    What says the same but for its name is found at once, whatever the commit moved; only the rest is compared.
    """
    known: dict[Fact, Fact] = {}
    named = [one for one in files if _top(one[0].path) in _NAMED]
    gone = _Side([(file.path, was) for file, was, _ in named if file.after is None and isinstance(was, dict)], known)
    come = _Side([(file.path, new) for file, _, new in named
                  if file.before[:1] == (None,) and isinstance(new, dict)], known)  # fmt: skip
    found: dict[str, str] = {}
    for names in (("name",), ("version",), ()):
        _pair_equal(gone, come, found, names)
    _pair_alike(gone, come, found)
    taken = {*found, *found.values()}
    paired = [(old, found[old], card, come.cards[found[old]]) for old, card in gone.cards.items() if old in found]
    return paired, [file for file, _, _ in files if file.path not in taken]


def _pair_equal(gone: _Side, come: _Side, found: dict[str, str], names: Sequence[str]) -> None:
    """Pair the cards that are left and say the same, `names` of what they are called included."""
    taken = set(found.values())
    waiting: dict[Hashable, deque[str]] = defaultdict(deque)
    for path in come.cards:
        if path not in taken:
            waiting[come.content(path, names)].append(path)
    for path in gone.cards:
        equal = waiting.get(gone.content(path, names)) if path not in found else None
        if equal and _likeness(gone, path, come, equal[0]) >= _ENOUGH:
            found[path] = equal.popleft()


def _pair_alike(gone: _Side, come: _Side, found: dict[str, str]) -> None:
    """Pair each card that is left with the one most like it, where that may be the same."""
    taken = set(found.values())
    left = {top: {path: None for path in come.cards if path not in taken and _top(path) == top} for top in _NAMED}
    for old in (path for path in gone.cards if path not in found):
        others = left[_top(old)]
        likely = [(_likeness(gone, old, come, new), new) for new in others]
        score, new = max(likely, key=itemgetter(0), default=(0.0, ""))
        if score >= _ENOUGH and (_is_early(gone.cards[old]) or _same_facts(gone.cards[old], come.cards[new])):
            found[old] = new
            del others[new]


def _likeness(gone: _Side, old: str, come: _Side, new: str) -> float:
    """The share of keys whose values two cards have in common."""
    had, has = gone.keys[old], come.keys[new]
    keys = len(had) if had == has else len(had | has)
    return len(gone.facts[old] & come.facts[new]) / max(keys, 1)


def _facts(card: Data) -> Iterator[Fact]:
    return ((key, _frozen(value)) for key, value in card.items())


def _frozen(value: Any) -> Hashable:
    """A value to compare by: alike where `same` says so, and in one step however large."""
    if isinstance(value, dict):
        return dict, frozenset((key, _frozen(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return list, tuple(map(_frozen, value))
    return type(value), value


def _top(path: str) -> str:
    return path.partition("/")[0]


def _is_early(card: Data) -> bool:
    return value_at(card, ("stage",)) not in FIXED_STAGES


def _same_facts(before: Data, after: Data) -> bool:
    """Whether two cards tell of the same technical facts: a released version is no draft that was renumbered."""
    keys = [key for key in SEALED if key not in _NAMES]
    return all(same(value_at(before, (key,)), value_at(after, (key,))) for key in keys)


def renamed(old: str, new: str) -> Event:
    """That a card has another name from here on."""
    was, now = ref_at(old), ref_at(new)
    one, other = was.partition("@"), now.partition("@")
    what = f"version renumbered {one[2]} -> {other[2]}" if one[0] == other[0] else f"renamed {was} -> {now}"
    return Event("renumbered" if one[0] == other[0] else "renamed", now, what, ((was, what),), after=was)
