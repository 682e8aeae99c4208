"""The ids that are sought, and how sure each is: `gpt-4o` is an id wherever it stands, `command` hardly ever."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum

_SHORTEST, _LONGEST = 2, 200
_SURE_FROM = 5
"""Characters: `gpt-4` is no word of any language, `3.1` and `o3` may be anything."""
_WORD = re.compile(rb"[A-Za-z]+|[vV]?[0-9][0-9.-]*")
_PARTS = re.compile(rb"[-.:@/]")
_DIGIT = re.compile(rb"[0-9]")


class Grade(Enum):
    """How much must stand around an id for it to be one."""

    SURE = "wherever it stands"
    QUOTED = "where it is quoted whole, or what a key like `model` is set to"
    KEYED = "only what a key like `model` is set to"


def grade(name: bytes) -> Grade:
    """`gpt-4o` and `mistral-large-latest` are sure; `o3` and `command-r` want quotes; `ada` and `v3` a key."""
    if _WORD.fullmatch(name):
        return Grade.KEYED
    telling = _PARTS.search(name) and (_DIGIT.search(name) or name.endswith(b"-latest"))
    return Grade.SURE if len(name) >= _SURE_FROM and telling else Grade.QUOTED


class Known:
    """Ids, and the few among their beginnings that every place of one of them begins with."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names: dict[bytes, str] = {}
        for name in names:
            raw = name.encode("utf-8", "replace")
            if _SHORTEST <= len(raw) <= _LONGEST and not set(raw) & set(b" \t\r\n\0"):
                self.names[raw] = name
        self.grades = {raw: grade(raw) for raw in self.names}
        self.roots: list[bytes] = []
        """The ids that no other is a beginning of, sorted."""
        self.lengths: list[list[int]] = []
        """For each root, how long the ids are that begin with it; the longest first."""
        self.doubtful: list[bool] = []
        """For each root, whether no id that begins with it is sure."""
        for raw in sorted(self.names):
            if not self.roots or not raw.startswith(self.roots[-1]):
                self.roots.append(raw)
                self.lengths.append([])
                self.doubtful.append(True)
            if len(raw) not in self.lengths[-1]:
                self.lengths[-1].append(len(raw))
            self.doubtful[-1] &= self.grades[raw] is not Grade.SURE
        for lengths in self.lengths:
            lengths.sort(reverse=True)
        self.alone = [len(lengths) == 1 for lengths in self.lengths]
        """For each root, whether no longer id begins with it."""
