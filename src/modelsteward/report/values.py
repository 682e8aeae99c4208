"""Values of use cases as JSON: days in ISO 8601, tuples as lists, secrets masked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from modelsteward.domain.secrets import masked
from modelsteward.report.jsontext import dumps


def dump(value: Any) -> str:
    """A JSON document."""
    return dumps(_jsonable(value))


def _jsonable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _jsonable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return masked(value) if isinstance(value, str) else value
