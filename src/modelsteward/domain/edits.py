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
    orders: tuple[tuple[str, ...], ...] = ()
    """The same for every part of `path`, the outermost first, for keys on the way that are absent too."""


class Remove(NamedTuple):
    """Take the key or list item at `path` away; nothing happens where it is absent."""

    path: Path


class Append(NamedTuple):
    """Put an item at the end of the list at `path`; the list is made where it is absent or null."""

    path: Path
    value: Any
    orders: tuple[tuple[str, ...], ...] = ()
    """As of `Set`, for keys on the way that are absent."""


class Insert(NamedTuple):
    """Put an item into a list so that it stands at `path`; the items from there on stand one place later."""

    path: Path
    value: Any


class AsTyped:
    """A number that is to be written as a person typed it: where a key takes text, `1.10` and `0613` mean just that."""

    text: str


class _TypedInt(AsTyped, int):
    pass


class _TypedFloat(AsTyped, float):
    pass


def as_typed(number: float, text: str) -> AsTyped:
    """`number` is what the text means where a key takes numbers: an int or a float."""
    typed = _TypedInt(number) if isinstance(number, int) else _TypedFloat(number)
    typed.text = text
    return typed


class Apart(list[Any]):
    """A list whose items are written several lines apart, so that changes to two of them merge without a conflict."""


Edit = Set | Remove | Append | Insert


def dotted(path: Path) -> str:
    """A path as it is typed: `artifacts[0].uri`; a key that the dots would take apart stands in quotes."""
    parts = (
        f"[{part}]" if isinstance(part, int) else f'."{part}"' if _APART & set(part) else f".{part}" for part in path
    )
    return "".join(parts).removeprefix(".")


_APART = frozenset(".[]=")
