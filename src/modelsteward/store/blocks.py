"""Many versions of one card, read quickly: what stands under a top-level key is parsed once, however often it comes."""

from __future__ import annotations

import re
from typing import Any

from modelsteward.store.composer import compose
from modelsteward.store.syntax import Fault

# Lines that are indented, comments, list items or empty go on with what stands above; any other starts a new part.
_STARTS = re.compile(r"(?m)^(?=[^ #\-\n\r])")
_KEY = re.compile(r"(?m)^([A-Za-z_][A-Za-z0-9_-]*):")


class Blocks:
    """Reads texts as `compose` does, keeping the parts they share. Values are shared, too: they are not to be changed.

    A text falls into parts only where each is a plain top-level key with nothing wrong in it; any other, one with an
    alias from one part to another for example, is read as a whole.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Any] | None] = {}

    def value(self, text: str) -> tuple[Any, list[Fault]]:
        """The value of a text and what is wrong with it, exactly as `compose` has it."""
        found = self._by_parts(text)
        return compose(text) if found is None else (found, [])

    def _by_parts(self, text: str) -> dict[str, Any] | None:
        data: dict[str, Any] = {}
        head, *parts = _STARTS.split(text)
        if head and parts:
            parts[0] = head + parts[0]  # comments, or the document's first line
        for part in parts:
            if part not in self._known:
                self._known[part] = _parsed(part)
            found = self._known[part]
            if found is None or found[0] in data:
                return None
            data[found[0]] = found[1]
        return data or None


def _parsed(part: str) -> tuple[str, Any] | None:
    """The one key of a part and its value; None where it is anything else."""
    keys = _KEY.findall(part)
    value, faults = compose(part) if len(keys) == 1 else (None, [])
    if faults or not isinstance(value, dict) or list(value) != keys:
        return None
    return keys[0], value[keys[0]]
