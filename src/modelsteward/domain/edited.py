"""What edits mean, on plain data: the measure that every edited text is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from modelsteward.domain.dates import Duration
from modelsteward.domain.edits import Apart, Append, AsTyped, Edit, Remove, Set
from modelsteward.domain.findings import Path
from modelsteward.errors import Refused

ABSENT: Any = object()
"""Stands for what is not there."""


class NoPlace(Refused):
    """A path that leads nowhere in a value."""


def edited(value: Any, edits: Iterable[Edit]) -> Any:
    """A value with the edits made, one after the other; the value itself stays as it is. Raises NoPlace."""
    value = plain_data(value)
    for edit in edits:
        if isinstance(edit, Remove):
            value = _removed(value, edit.path)
        elif isinstance(edit, Set):
            value = _put(value, edit.path, plain_data(edit.value), edit.path)
        else:
            held = value_at(value, edit.path)
            items = [] if held is None or held is ABSENT else held
            if not isinstance(items, list):
                raise _wrong(edit.path, "is no list, and nothing can be appended to it")
            value = _put(value, edit.path, [*items, plain_data(edit.value)], edit.path)
    return value


def plain_data(value: Any) -> Any:
    """The same value in the types that a text is read as: dict, list, str, int, float, bool and None."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, AsTyped):
        return value
    if isinstance(value, int | float):
        return int(value) if isinstance(value, int) else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Duration):
        return value.text
    if isinstance(value, Mapping):
        return {plain_data(key): plain_data(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        inner = [plain_data(one) for one in value]
        return Apart(inner) if isinstance(value, Apart) else inner
    raise TypeError(f"no plain data: {type(value).__name__}")


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are alike, types included: true is not 1, and 1 is not 1.0. Order of keys is free."""
    if one is other:
        return True
    if _kind(one) is not _kind(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(inner, other[key]) for key, inner in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def value_at(value: Any, path: Path) -> Any:
    """What stands at a path of plain data; ABSENT where it leads nowhere."""
    for part in path:
        known = part in value if isinstance(value, dict) else isinstance(value, list) and part in range(len(value))
        if not known:
            return ABSENT
        value = value[part]
    return value


def _kind(value: Any) -> type:
    return float if isinstance(value, float) else type(value)


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
    if isinstance(old, list) and isinstance(new, list) and old:
        if len(new) > len(old) and same(old, new[: len(old)]):
            return [Append(edit.path, item) for item in new[len(old) :]]
        if len(new) == len(old) and any(map(same, old, new)):
            return [Set((*edit.path, i), item) for i, item in enumerate(new) if not same(old[i], item)]
    return [edit]


def _put(value: Any, path: Path, new: Any, whole: Path) -> Any:
    if not path:
        return new
    part, rest = path[0], path[1:]
    if isinstance(part, str) and (value is None or value is ABSENT or isinstance(value, dict)):
        held = value if isinstance(value, dict) else {}
        return {**held, part: _put(held.get(part, ABSENT), rest, new, whole)}
    if isinstance(part, int) and isinstance(value, list) and 0 <= part < len(value):
        return [*value[:part], _put(value[part], rest, new, whole), *value[part + 1 :]]
    raise _wrong(whole, f"leads nowhere: there is no `{part}`")


def _removed(value: Any, path: Path) -> Any:
    if value_at(value, path) is ABSENT or not path:
        return value
    part: Any = path[0]
    rest = path[1:]
    if isinstance(value, dict):
        if not rest:
            return {key: inner for key, inner in value.items() if key != part}
        return {**value, part: _removed(value[part], rest)}
    return [*value[:part], *([_removed(value[part], rest)] if rest else []), *value[part + 1 :]]


def _wrong(path: Path, what: str) -> NoPlace:
    return NoPlace(f"`{'.'.join(map(str, path))}` {what}", "see the card's keys with `steward export schema`")
