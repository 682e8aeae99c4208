"""A card as plain data: changed by edits, and put into the order of its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from modelsteward.domain.cards.base import CardModel
from modelsteward.domain.edits import Append, Edit, Remove, Set
from modelsteward.domain.findings import Path
from modelsteward.errors import BadUsage


def put(tree: dict[str, Any], path: Path, value: Any) -> None:
    """Let the value at a path be this, with what is missing on the way. Raises BadUsage where there is no such way."""
    change(tree, Set(path, value))


def change(tree: dict[str, Any], edit: Edit) -> None:
    """Make one edit to plain data. Raises BadUsage where the path cannot be walked."""
    *way, last = edit.path
    at: Any = tree
    for step, after in zip(way, edit.path[1:], strict=True):
        at = _step(at, step, edit.path, [] if isinstance(after, int) else {})
    if isinstance(edit, Append):
        items = _step(at, last, edit.path, [])
        if not isinstance(items, list):
            raise _no_way(edit.path)
        items.append(edit.value)
    elif isinstance(edit, Remove):
        if isinstance(at, dict):
            at.pop(last, None)
    elif (isinstance(at, dict) and isinstance(last, str)) or _has(at, last):
        at[last] = edit.value
    else:
        raise _no_way(edit.path)


def _step(at: Any, step: str | int, path: Path, new: Any) -> Any:
    """What stands one step further; in a mapping it is made where it is missing."""
    if isinstance(at, dict) and isinstance(step, str):
        if at.get(step) is None:
            at[step] = new
        return at[step]
    if _has(at, step):
        return at[step]
    raise _no_way(path)


def _has(at: Any, step: str | int) -> bool:
    """Whether this is a list that has such an item."""
    return isinstance(at, list) and isinstance(step, int) and step < len(at)


def _no_way(path: Path) -> BadUsage:
    return BadUsage(
        f"nothing can stand at {'.'.join(map(str, path))}", "see the card's keys with `steward export schema`"
    )


def ordered(value: Any, model: type[CardModel] | None) -> Any:
    """The same data, keys in the order of the schema; keys that the schema does not know come last."""
    if isinstance(value, list):
        return [ordered(item, model) for item in value]
    if not isinstance(value, dict) or model is None:
        return value
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    known = [name for name in fields if name in value]
    rest = [name for name in value if name not in fields]
    return {
        name: ordered(value[name], _inner(fields[name].annotation) if name in fields else None)
        for name in (*known, *rest)
    }


def _inner(annotation: Any) -> type[CardModel] | None:
    """The part of a card that a field holds, alone or in a list; None for plain values and for mappings by name."""
    if isinstance(annotation, type) and issubclass(annotation, CardModel):
        return annotation
    if getattr(annotation, "__origin__", None) is dict:
        return None
    return next((found for part in get_args(annotation) if (found := _inner(part))), None)


def texts(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
