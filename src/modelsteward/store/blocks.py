"""Many versions of one card, read quickly: what stands under a top-level key is parsed once, however often it comes."""

from __future__ import annotations

import re
from typing import Any

from modelsteward.store.composer import compose
from modelsteward.store.syntax import Fault

# Lines that are indented, comments, list items or empty go on with what stands above; any other starts a new part.
_STARTS = re.compile(r"(?m)^(?=[^ #\-\n\r])")
_KEY = re.compile(r"(?m)^([A-Za-z_][A-Za-z0-9_-]*):")
# A key and nothing else on its line, then a list of which each item starts with the same indent.
_LIST = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*): *\n( *)- ")
_BREAKS = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
"""What ends a line for YAML, or for some readers of it, and not where we cut."""
_MOST = 16 * 1024 * 1024
"""How many characters are kept, about."""


class Blocks:
    """Reads texts as `compose` does, keeping the parts they share. Values are shared, too: they are not to be changed.

    A text falls into parts only where each is a plain top-level key with nothing wrong in it; any other, one with an
    alias from one part to another for example, is read as a whole.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Any] | None] = {}
        self._held = 0

    def value(self, text: str) -> tuple[Any, list[Fault]]:
        """The value of a text and what is wrong with it, exactly as `compose` has it."""
        found = self._by_parts(text)
        return compose(text) if found is None else (found, [])

    def _by_parts(self, text: str) -> dict[str, Any] | None:
        if _BREAKS.search(text):
            return None
        data: dict[str, Any] = {}
        head, *parts = _STARTS.split(text)
        if head and parts:
            parts[0] = head + parts[0]  # comments, or the document's first line
        for part in parts:
            found = self._by_items(part) or self._part(part)
            if found is None or found[0] in data:
                return None
            data[found[0]] = found[1]
        return data or None

    def _part(self, part: str) -> tuple[str, Any] | None:
        """The one key of a part and its value; None where it is anything else."""
        if part not in self._known:
            if self._held > _MOST:
                self._known.clear()
                self._held = 0
            self._held += len(part)
            self._known[part] = _parsed(part)
        return self._known[part]

    def _by_items(self, part: str) -> tuple[str, Any] | None:
        """The same for a list, item by item: one that grows by a line is not parsed anew. None where it is no list."""
        head = _LIST.match(part)
        if head is None:
            return None
        key_line = part[: head.start(2)]
        items: list[Any] = []
        for item in re.split(f"(?m)^(?={head[2]}- )", part[head.start(2) :])[1:]:
            found = self._part(key_line + item)
            if found is None or not isinstance(found[1], list) or len(found[1]) != 1:
                return None
            items += found[1]
        return head[1], items


def _parsed(part: str) -> tuple[str, Any] | None:
    """The one key of a part and its value; None where it is anything else."""
    keys = _KEY.findall(part)
    value, faults = compose(part) if len(keys) == 1 else (None, [])
    if faults or not isinstance(value, dict) or list(value) != keys:
        return None
    return keys[0], value[keys[0]]
