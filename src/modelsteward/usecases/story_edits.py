"""Differences of plain data, and how they are told in few words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from modelsteward.domain.edited import ABSENT, same, value_at
from modelsteward.domain.findings import Path

_SHORT = 40


class Edited(NamedTuple):
    """One key that changed."""

    path: Path
    before: Any
    after: Any


def edits(before: Any, after: Any, path: Path = ()) -> Iterator[Edited]:
    """The keys whose values differ, in the order of the newer text; lists are compared as a whole."""
    if same(before, after):
        return
    if not (isinstance(before, dict) and isinstance(after, dict)):
        yield Edited(path, before, after)
        return
    for key in (*after, *(key for key in before if key not in after)):
        yield from edits(before.get(key, ABSENT), after.get(key, ABSENT), (*path, key))


def blend(after: Any, befores: list[Any]) -> Any:
    """What a merge started from, as far as it brought nothing of its own: where any of its parents says the same as
    the merge, that; else what the first parent says."""
    if any(same(before, after) for before in befores):
        return after
    if not isinstance(after, dict) or not all(isinstance(before, dict) for before in befores):
        return befores[0]
    out: dict[str, Any] = {}
    for key in dict.fromkeys(key for data in (after, *befores) for key in data):
        value = blend(after.get(key, ABSENT), [before.get(key, ABSENT) for before in befores])
        if value is not ABSENT:
            out[key] = value
    return out


def summary(changed: Iterable[Edited], most: int = 6) -> str:
    """`owner a -> b, summary edited, links added`; what goes beyond `most` is counted."""
    told = list(dict.fromkeys(_told(one) for one in changed))
    rest = len(told) - most
    return ", ".join(told if rest <= 0 else [*told[:most], f"{rest} more"])


def _told(one: Edited) -> str:
    name = ".".join(map(str, one.path))
    if one.before is ABSENT:
        return f"{name} {short(one.after)}" if _is_short(one.after) else f"{name} added"
    if one.after is ABSENT:
        return f"{name} taken away"
    if _is_short(one.before) and _is_short(one.after):
        return f"{name} {short(one.before)} -> {short(one.after)}"
    return f"{name} edited"


def _is_short(value: Any) -> bool:
    return not isinstance(value, dict | list) and len(str(value)) <= _SHORT and "\n" not in str(value)


def short(value: Any) -> str:
    """A value as YAML would write it on one line; `none` for nothing."""
    if value is None or value is ABSENT:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def text(value: Any) -> str:
    """A value that should be text; nothing where it is none."""
    return "" if value is None or value is ABSENT or isinstance(value, dict | list) else short(value)


def part(data: Any, *path: str) -> Any:
    """The value at a path; None where there is none."""
    found = value_at(data, path)
    return None if found is ABSENT else found


def items(data: Any, key: str) -> list[dict[str, Any]]:
    """The mappings in a list; whatever else stands there is passed over."""
    found = part(data, key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def mapping(data: Any, key: str) -> dict[str, Any]:
    """The mapping at a key; an empty one where there is none."""
    found = part(data, key)
    return found if isinstance(found, dict) else {}
