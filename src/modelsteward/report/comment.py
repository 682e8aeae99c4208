"""What a comment on a pull request or merge request has room for."""

from __future__ import annotations

from collections.abc import Iterable

LIMIT = 65_536
"""Characters that GitHub takes in a comment; counted in bytes here, which is never fewer."""
LONGEST = 600
"""Characters of a message or hint that a comment shows."""


def fitting(rows: Iterable[tuple[str, str]], room: int) -> tuple[str, int]:
    """The first rows, each with the head that stands before it, as many as fit; and how many are left."""
    kept: list[str] = []
    left = 0
    for head, row in rows:
        room -= size(head + row)
        if room < 0:
            left += 1
        else:
            kept += [head, row]
    return "".join(kept), left


def size(text: str) -> int:
    """What a text takes of a comment's room."""
    return len(text.encode())
