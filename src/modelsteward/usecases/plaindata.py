"""A card as plain data, put into the order of its schema."""

from __future__ import annotations

from typing import Any, get_args

from modelsteward.domain.cards.base import CardModel


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
