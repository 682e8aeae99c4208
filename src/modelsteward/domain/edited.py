"""What edits mean, on plain data: the measure that every edited text is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from modelsteward.domain.dates import Duration
from modelsteward.domain.edits import Apart, AsTyped, Edit, Insert, Remove, Set, dotted
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
        elif isinstance(edit, Insert):
            value = _inserted(value, edit)
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
    return float if isinstance(value, float) else int if isinstance(value, AsTyped) else type(value)


def _put(value: Any, path: Path, new: Any, whole: Path) -> Any:
    if not path:
        return new
    part, rest = path[0], path[1:]
    if isinstance(part, str) and (value is None or value is ABSENT or isinstance(value, dict)):
        held = value if isinstance(value, dict) else {}
        return {**held, part: _put(held.get(part, ABSENT), rest, new, whole)}
    if isinstance(part, int) and isinstance(value, list) and 0 <= part < len(value):
        return [*value[:part], _put(value[part], rest, new, whole), *value[part + 1 :]]
    raise _nowhere(value, whole, len(whole) - len(path))


def _inserted(value: Any, edit: Insert) -> Any:
    *way, place = edit.path
    items = value_at(value, tuple(way))
    if not isinstance(items, list) or place not in range(len(items) + 1):
        raise _nowhere(items, edit.path, len(way))
    place = int(place)
    return _put(value, tuple(way), [*items[:place], plain_data(edit.value), *items[place:]], edit.path)


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


def _nowhere(value: Any, path: Path, depth: int) -> NoPlace:
    """The error for the part of a path at `depth`, which `value` does not have."""
    part = path[depth]
    if isinstance(part, str):
        return _wrong(path, f"leads nowhere: there is no `{part}`")
    lists = value is None or value is ABSENT or isinstance(value, list)
    hint = f"`{dotted(path[:depth])}+=` puts an item at the end" if lists else ""
    if isinstance(value, list) and value:
        held = f"the list has {len(value)} item{'s' * (len(value) > 1)}, counted from [0]"
        return _wrong(path, f"leads nowhere: {held}", hint)
    return _wrong(path, "leads nowhere: there is no list with items", hint)


def _wrong(path: Path, what: str, hint: str = "") -> NoPlace:
    return NoPlace(f"`{dotted(path)}` {what}", hint or "see the card's keys with `steward export schema`")
