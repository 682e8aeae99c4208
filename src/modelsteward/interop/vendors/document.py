"""A feed's bytes, before it is known whose they are: as text, and as JSON where they are that."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import Any

from modelsteward.domain.imported import said
from modelsteward.domain.suggest import shown
from modelsteward.errors import BadUsage
from modelsteward.interop.vendors.clean import clean

MOST_BYTES = 96 * 2**20
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""What UTF-16 begins with, in which Windows' own shell saves what it is sent."""
_HINT = "save what the source answers, unchanged, and name that file"


class Twice(dict[str, Any]):
    """A mapping in which a key stood twice and did not say the same: what stood there too is kept beside.

    The last one counts, as everywhere in JSON; of two days the earlier.
    """

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        for key, value in pairs:
            if all(isinstance(one, str) and _DAY.match(one) for one in (value, self[key])):
                self[key] = min(value, self[key])
        self.also = [(key, value) for key, value in pairs if self[key] is not value and self[key] != value]


class Document:
    """What a source gave. Nothing is parsed before it is asked for, and then once."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = clean(name)
        self.twice: list[str] = []
        """Keys that stood twice in one mapping, and did not say the same."""
        self._data = data

    @cached_property
    def text(self) -> str:
        """As text. Raises BadUsage where it is none, or too much of it."""
        if len(self._data) > MOST_BYTES:
            raise BadUsage(f"{self.name} is larger than {MOST_BYTES // 2**20} MiB", "no feed of vendors' models is")
        try:
            return self._data.decode("utf-16" if self._data.startswith(_WIDE) else "utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadUsage(f"{self.name} is not UTF-8 text: byte {error.start + 1}", _HINT) from None

    @property
    def is_json(self) -> bool:
        """Whether it looks like JSON."""
        return self.text.lstrip()[:1] in ("{", "[")

    @property
    def is_page(self) -> bool:
        """Whether it is a web page, as those give who ask to sign in first."""
        start = self.text[:1000].lstrip().lower()
        return start.startswith("<") and ("<html" in start or "<!doctype html" in start)

    @cached_property
    def value(self) -> Any:
        """As JSON. Raises BadUsage where it is none."""
        try:
            return json.loads(self.text, object_pairs_hook=self._pairs)
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise BadUsage(f"{self.name} is not JSON: {error.msg.lower()}, {where}", _HINT) from None
        except RecursionError:
            raise BadUsage(f"{self.name} is nested too deeply to be read", _HINT) from None
        except ValueError:  # a whole number of more digits than Python reads
            raise BadUsage(f"{self.name} holds a number too long to be read", _HINT) from None

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        both = Twice(pairs)
        self.twice += [f"{clean(shown(key))} stands twice in one mapping: {_told(both, key)}" for key, _ in both.also]
        return both

    def is_not(self, title: str, what: str) -> BadUsage:
        """The error for a document that is another one."""
        return BadUsage(f"{self.name} is not {title}: {what}", _HINT)


def _told(both: Twice, key: str) -> str:
    other = next(value for name, value in both.also if name == key)
    return clean(f"{said(other)} beside {said(both[key])}")


def items_of(value: Any) -> list[tuple[str, Any]]:
    """The pairs of a mapping, those that stood there twice included; none of what is no mapping."""
    if not isinstance(value, dict):
        return []
    return [*value.items(), *value.also] if isinstance(value, Twice) else list(value.items())


def mappings_of(value: Any) -> list[dict[str, Any]]:
    """The mappings of a list; none of what is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def within(value: Any, *keys: str) -> Any:
    """What lies at the end of some keys; None where they lead nowhere."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
