"""Where any of thousands of ids may begin in some bytes: two ways to tell, with the same answer.

The library ahocorasick_rs reads every byte once, however many ids there are. Without it Python's own `re` does, which
takes some thirty times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Protocol

_WORTH_A_TABLE = 4 * 1024 * 1024
"""Bytes from which on a larger table, which takes longer to make, is quicker in all."""


Place = tuple[int, int, int]
"""Which root stands somewhere, where it begins and where it ends."""


class Engine(Protocol):
    """Tells where something may begin."""

    def places(self, data: bytes) -> list[Place]:
        """Every place of a root, those that overlap too."""
        ...


class Automaton:
    """By ahocorasick_rs. No root is the beginning of another, so none is told twice for one place."""

    def __init__(self, roots: Sequence[bytes]) -> None:
        from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

        self._table: Callable[[], Any] = lambda: BytesAhoCorasick(roots, MatchKind.Standard, Implementation.DFA)
        self._finder: Any = BytesAhoCorasick(roots, MatchKind.Standard, Implementation.ContiguousNFA)
        self._read = 0

    def places(self, data: bytes) -> list[Place]:
        """Every place of a root, those that overlap too."""
        if self._read < _WORTH_A_TABLE:
            self._read += len(data)
            if self._read >= _WORTH_A_TABLE:
                self._finder = self._table()
        places: list[Place] = self._finder.find_matches_as_indexes(data, overlapping=True)
        return places


class Pattern:
    """By `re`: one expression in which ids share their beginnings."""

    def __init__(self, roots: Sequence[bytes]) -> None:
        self._search = re.compile(_shared(roots, 0)).search
        self._number = {root: number for number, root in enumerate(roots)}

    def places(self, data: bytes) -> list[Place]:
        """Every place of a root, those that overlap too."""
        places = []
        match = self._search(data)
        while match:
            places.append((self._number[match[0]], *match.span()))
            match = self._search(data, match.start() + 1)
        return places


def _shared(names: Sequence[bytes], depth: int) -> bytes:
    """An expression for sorted names of which none begins with another, from this byte of theirs on."""
    if len(names) == 1:
        return re.escape(names[0][depth:])
    by_byte: dict[int, list[bytes]] = {}
    for name in names:
        by_byte.setdefault(name[depth], []).append(name)
    branches = [re.escape(bytes([byte])) + _shared(some, depth + 1) for byte, some in by_byte.items()]
    return branches[0] if len(branches) == 1 else b"(?:" + b"|".join(branches) + b")"


def engine(roots: Sequence[bytes]) -> Engine:
    """The quicker one that is installed."""
    try:
        return Automaton(roots)
    except ImportError:
        return Pattern(roots)
