"""Scalars by YAML 1.2's core schema: what a text without quotes means.

https://yaml.org/spec/1.2.2/#103-core-schema
"""

from __future__ import annotations

import re
from math import isfinite

MAY_BE_TYPED = frozenset("~nNtTfF+-.0123456789")
"""First characters of the texts that may mean something else than text."""
CORE = "tag:yaml.org,2002:"
TAGGED: dict[str, tuple[type, ...]] = {
    f"{CORE}int": (int,),
    f"{CORE}float": (int, float),
    f"{CORE}bool": (bool,),
    f"{CORE}null": (type(None),),
}
"""The types that the tags of the core schema ask for."""

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+", re.ASCII)
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_LONGEST_NUMBER = 100


class BadNumber(ValueError):
    """A number that cannot be read as one; says what it is instead."""


def plain(text: str) -> str | int | float | bool | None:
    """What a text without quotes means. Raises BadNumber."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text) if len(text) <= _LONGEST_NUMBER else _too_long()
    if _FLOAT.fullmatch(text):
        number = float(text) if len(text) <= _LONGEST_NUMBER else _too_long()
        return number if isfinite(number) else _refuse("larger than a number can be")
    if _BASED.fullmatch(text):
        return int(text, 0) if len(text) <= _LONGEST_NUMBER else _too_long()
    return text if _NOT_FINITE.fullmatch(text) is None else _refuse("not a finite number")


def _too_long() -> int:
    return _refuse("longer than a number may be")


def _refuse(what: str) -> int:
    raise BadNumber(what)
