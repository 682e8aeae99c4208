"""JSON that is safe to print: the data is untouched, but what cannot be seen is always written as an escape."""

from __future__ import annotations

import json
import re
from typing import Any

from modelsteward.report.escape import UNSAFE, escaped


def dumps(value: Any) -> str:
    """Indented JSON in UTF-8 with a newline at its end.

    Half surrogate pairs stand for no character, and many parsers refuse them: they become visible text.
    """
    return UNSAFE.sub(_escape, json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\n":  # json.dumps writes those of the data as \n: this one is between the lines
        return character
    if "\ud800" <= character <= "\udfff":
        return "\\" + escaped(character)
    return json.dumps(character)[1:-1] if ord(character) > 0xFFFF else f"\\u{ord(character):04x}"
