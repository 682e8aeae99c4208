"""`KEY=VALUE` from the command line, as edits: keys joined by dots, values read as a card's are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import isfinite

from modelsteward.domain.edits import Append, AsTyped, Edit, Remove, Set
from modelsteward.domain.findings import Path
from modelsteward.domain.texts import require_text
from modelsteward.errors import BadUsage
from modelsteward.store.composer import compose

_PART = re.compile(r'"([^"]+)"|([^.\[\]"=]+)|\[([0-9]+)\]')


def assignments(texts: Iterable[str], removed: Iterable[str] = ()) -> list[Edit]:
    """Read `KEY=VALUE` (set), `KEY+=VALUE` (append to a list) and keys to remove. Raises BadUsage.

    `artifacts[0].uri` is the first artifact's; a key that holds a dot stands in double quotes.
    """
    edits: list[Edit] = []
    for text in texts:
        require_text(text)
        name, equals, value = text.partition("=")
        if not equals:
            raise BadUsage(f"`{text}` is no KEY=VALUE", "write it like summary='Scores what comes in.'")
        appends = name.endswith("+")
        path = key_path(name.removesuffix("+"))
        edits.append(Append(path, _value(value, text)) if appends else Set(path, _value(value, text)))
    return [*edits, *(Remove(key_path(name)) for name in removed)]


def key_path(name: str) -> Path:
    """The path of a key as typed: `lineage.datasets`, `artifacts[0].uri`. Raises BadUsage."""
    path: list[str | int] = []
    at = 0
    while at < len(name):
        match = _PART.match(name, at)
        if match is None:
            break
        quoted, plain, index = match.groups()
        path.append(int(index) if index is not None else quoted or plain)
        at = match.end()
        if at < len(name) and name[at] == ".":
            at += 1
            if at == len(name):
                break
        elif at < len(name) and name[at] != "[":
            break
    else:
        if path and isinstance(path[0], str):
            return tuple(path)
    raise BadUsage(f"`{name}` is no key", "write it like lifecycle.review_by or artifacts[0].uri")


def _value(text: str, whole: str) -> object:
    value, faults = compose(text)
    if faults:
        raise BadUsage(
            f"the value of `{whole}` cannot be read: {faults[0].message}", faults[0].hint or "quote it for YAML"
        )
    return AsTyped(value, text.strip()) if isinstance(value, float) and isfinite(value) else value
