"""Changes to a card, as data: what is to be at which keys. How a text takes them is the store's business."""

from __future__ import annotations

from typing import Any, NamedTuple

from modelsteward.domain.findings import Path


class Set(NamedTuple):
    """Let the value at `path` be this; keys on the way that are absent are added, and so is the last one."""

    path: Path
    value: Any
    """Plain data: dict, list or tuple, str, int, float, bool, date, None."""
    order: tuple[str, ...] = ()
    """The usual order of keys where the last part of `path` stands: a key that is added goes behind the last one
    present that precedes it here, and to the end where there is none."""


class Remove(NamedTuple):
    """Take the key or list item at `path` away; nothing happens where it is absent."""

    path: Path


class Append(NamedTuple):
    """Put an item at the end of the list at `path`; the list is made where it is absent or null."""

    path: Path
    value: Any


class AsTyped(float):
    """A number that is to be written as a person typed it: where a key takes text, `1.10` means just that."""

    def __new__(cls, number: float, text: str) -> AsTyped:
        """`number` is what the text means where a key takes numbers."""
        made = super().__new__(cls, number)
        made.text = text
        return made

    text: str


class Apart(list[Any]):
    """A list whose items are written several lines apart, so that changes to two of them merge without a conflict."""


Edit = Set | Remove | Append
