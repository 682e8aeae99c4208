"""Where keys stand in a kind of card, and what they take: what an edit has to know of the schema."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from modelsteward.domain.edits import Append, AsTyped, Edit, Insert, Remove
from modelsteward.domain.findings import Path


def placed(edit: Edit, model: type[BaseModel]) -> Edit:
    """The same edit, as such a card has it: new keys go where the schema has them, and where it wants text a number
    that was typed is text."""
    if isinstance(edit, Remove | Insert):
        return edit
    value = texts_as_typed(model, (*edit.path, 0) if isinstance(edit, Append) else edit.path, edit.value)
    return edit._replace(value=value, orders=key_orders(model, edit.path))


def key_orders(model: type[BaseModel], path: Path) -> tuple[tuple[str, ...], ...]:
    """For each part of a path the keys that may stand beside it, in the schema's order; none where keys are free."""
    orders: list[tuple[str, ...]] = []
    annotation: Any = model
    for part in path:
        orders.append(tuple(key for known in _models(annotation) for key in _fields(known)))
        annotation = _inside(annotation, part)
    return tuple(orders)


def texts_as_typed(model: type[BaseModel], path: Path, value: Any) -> Any:
    """The value for a path; where a number was typed and text is taken, the text that was typed."""
    annotation: Any = model
    for part in path:
        annotation = _inside(annotation, part)
    return _texts(annotation, value)


def _texts(annotation: Any, value: Any) -> Any:
    if isinstance(value, AsTyped):
        return value.text if str in (kinds := set(_options(annotation))) and not kinds & {int, float, bool} else value
    if isinstance(value, dict):
        return {key: _texts(_inside(annotation, key), inner) for key, inner in value.items()}
    if isinstance(value, list):
        return type(value)(_texts(_inside(annotation, place), inner) for place, inner in enumerate(value))
    return value


def _inside(annotation: Any, part: str | int) -> Any:
    """What a key or place of a value may hold; None where the schema does not say."""
    for option in _options(annotation):
        if isinstance(part, str) and isinstance(option, type) and issubclass(option, BaseModel):
            if part in (fields := _fields(option)):
                return fields[part]
        elif isinstance(part, str) and get_origin(option) is dict:
            return get_args(option)[1]
        elif isinstance(part, int) and get_origin(option) in (list, tuple):
            return get_args(option)[0]
    return None


def _options(annotation: Any) -> Iterator[Any]:
    """The types that an annotation is made of."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _options(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for option in get_args(annotation):
            yield from _options(option)
    else:
        yield annotation


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    return (option for option in _options(annotation) if isinstance(option, type) and issubclass(option, BaseModel))


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """The keys of a mapping and what they take, in the schema's order."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}
