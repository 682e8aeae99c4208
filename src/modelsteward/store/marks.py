"""Where the keys and values of a text stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from modelsteward.domain.findings import Path

_MOST_STEPS = 50


class Mark(NamedTuple):
    """Where a node stands in its text; lines and columns from 0, `end` on the line where it ends."""

    line: int
    column: int
    end_line: int
    end: int
    written: str | None = None
    """A plain scalar as written, before it became a number."""


@dataclass(slots=True)
class Marks:
    """Where every key and value of a text stands, by path."""

    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)
    aliases: dict[Path, Path] = field(default_factory=dict)
    """Where an alias stands, and where what it stands for is written."""

    def written(self, path: Path) -> str | None:
        """The plain scalar at a path as written, aliases followed; None when there is no such scalar."""
        for _ in range(_MOST_STEPS):
            mark = self.values.get(path)
            if mark is not None and mark.written is not None:
                return mark.written
            shared = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in self.aliases), None)
            if shared is None:
                return None
            path = self.aliases[shared] + path[len(shared) :]
        return None
