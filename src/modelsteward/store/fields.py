"""What a card's schema has at a path: the field, its choices, the keys that may stand there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from modelsteward.domain.findings import Path


def choices_at(model: type[BaseModel], path: Path) -> Iterator[object]:
    """The values a `Literal` at this path allows."""

    def literals(annotation: Any) -> Iterator[object]:
        for argument in get_args(annotation):
            if isinstance(argument, str):
                yield argument
            else:
                yield from literals(argument)

    inner = field_at(model, path)
    if inner is not None:
        yield from (choice for choice in literals(inner.annotation) if isinstance(choice, str))


def names_of(model: type[BaseModel]) -> list[str]:
    """The keys that a mapping of this model may have."""
    return [field.alias or name for name, field in model.model_fields.items()]


def home_of(model: type[BaseModel], key: str) -> str:
    """The key of this mapping under which another key has its place."""
    for name, field in model.model_fields.items():
        if any(key in names_of(inner) for inner in _models(field.annotation)):
            return field.alias or name
    return ""


def examples_of(field: Any) -> Iterator[Any]:
    """The examples of a field, and of what it holds."""
    yield from getattr(field, "examples", None) or ()
    for argument in get_args(getattr(field, "annotation", None) or field):
        yield from examples_of(argument)
    for part in getattr(field, "metadata", ()):
        yield from examples_of(part)


def field_at(model: type[BaseModel], path: Path) -> Any:
    """The field that a path ends in, list positions and free keys passed over."""
    steps = [step for step in path if isinstance(step, str)]
    for end in range(len(steps), 0, -1):
        here = model_at(model, tuple(steps[: end - 1]))
        if here is not None:
            for name, field in here.model_fields.items():
                if (field.alias or name) == steps[end - 1]:
                    return field
    return None


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model that reads the mapping at a path."""
    here: type[BaseModel] = model
    annotation: Any = None
    for step in path:
        if isinstance(step, str):
            fields = {field.alias or name: field for name, field in here.model_fields.items()}
            if step in fields:
                annotation = fields[step].annotation
            elif annotation is None:
                return None
        here = next(_models(annotation), here)
    return here


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
