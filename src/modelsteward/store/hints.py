"""What was probably meant by a value of the wrong type or form."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "tuple_type": "a list",
    "list_type": "a list",
}
"""What is wanted, by pydantic's name of the error."""

_YES_NO = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_GROUPED = r"[-+]?([0-9]+(_[0-9]+)*|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?"
_COMMA = r"[-+]?[0-9]+,[0-9]+"
_DAY_LIKE = r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?!\d)"
_LONGEST = 60


def retyped(wanted: str, given: Any) -> str:
    """What to write instead of a value (not null) where something of another type is wanted."""
    if wanted == "a list":
        simple = isinstance(given, str) and given.isalnum() and len(given) <= _LONGEST
        return f"write [{given}]" if simple else "write a list, each entry behind a `- `"
    if wanted == "true or false":
        return _truth(given)
    if isinstance(given, bool) and wanted == "text":
        return "quote it if it is text"
    if isinstance(given, float) and wanted == "a whole number" and given.is_integer() and abs(given) < 1e15:
        return f"write {int(given)}"
    if isinstance(given, str) and len(given) <= _LONGEST and "number" in wanted:
        return _number(wanted, given)
    return ""


def _truth(given: Any) -> str:
    word = given.lower() if isinstance(given, str) else ""
    if word in ("true", "false"):
        return f"write {word}, without quotes"
    if word in _YES_NO:
        return f"write {_YES_NO[word]}: in YAML 1.2 `{given}` is a word"
    return "write true or false"


def _number(wanted: str, given: str) -> str:
    match = re.fullmatch(_GROUPED, given, re.ASCII)
    if match and (wanted == "a number" or match[4] is None):
        return f"write {given.replace('_', '').replace(',', '')}, without quotes, `_` or `,`"
    if wanted == "a number" and re.fullmatch(_COMMA, given, re.ASCII):
        return f"write {given.replace(',', '.')}"
    return ""


def as_day(text: str) -> str:
    """The day that was meant; only where year, month and day are plain to see."""
    match = re.match(_DAY_LIKE, text, re.ASCII)
    try:
        return f"did you mean {date(*(int(part) for part in match.groups()))}?" if match else ""
    except ValueError:
        return ""


def as_semver(text: str) -> str:
    """The semantic version that was meant."""
    parts = text.removeprefix("v").split(".")
    if len(parts) <= 3 and all(part.isascii() and part.isdigit() and len(part) <= 9 for part in parts):
        numbers = [str(int(part)) for part in parts] + ["0"] * (3 - len(parts))
        return f"did you mean {'.'.join(numbers)}?"
    return "write three numbers, like 2.1.0"


def as_name(text: str) -> str:
    """The name that was meant, and what names are made of."""
    near = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") if len(text) <= _LONGEST else ""
    rule = "names are lower-case letters and digits, with single `.`, `_` or `-` between them"
    return f"did you mean `{near}`? {rule}" if near else rule
