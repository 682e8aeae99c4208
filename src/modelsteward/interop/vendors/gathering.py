"""Facts as they are gathered from a feed: what is wrong about them becomes a line, and never an end to reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import isfinite
from typing import Any, NamedTuple

from modelsteward.domain.imported import said
from modelsteward.domain.tariff import Tariff
from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.interop.vendors.clean import clean
from modelsteward.interop.vendors.dates import When, read_day
from modelsteward.interop.vendors.document import Document

LONGEST = 200
"""Characters that a name may have."""
_LONGEST_PAGE = 500
_MOST_ODD = 20
_MOST_TOKENS = 10**10
_MOST_NAMES = 50


class Ends(NamedTuple):
    """A day on which it ends, or before which it will not."""

    ends: date | None = None
    not_before: date | None = None


class Gathering:
    """The facts of one source."""

    def __init__(self, source: str, document: Document) -> None:
        self.source = source
        self._document = document
        self._facts: dict[tuple[str, str, str | None, str | None, str | None], Fact] = {}
        self._odd: list[str] = []
        self._more = 0

    def odd(self, place: str, what: str) -> None:
        """Note what could not be taken as it stands."""
        if len(self._odd) < _MOST_ODD:
            self._odd.append(clean(f"{place[:LONGEST]}: {what}"))
        else:
            self._more += 1

    def name(self, value: Any, place: str) -> str | None:
        """A name, or a word; None where there is none, or it is none."""
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not value.strip():
            self.odd(place, f"{said(value)} is no name")
            return None
        found = value.strip()
        if not found.isprintable():
            found = "".join(one for one in found if one.isprintable()).strip()
            self.odd(place, f"{said(value)} holds characters that no name can hold; they are left out")
        if not found or len(found) > LONGEST:
            self.odd(place, f"a name of {len(found)} characters is none")
            return None
        return found

    def names(self, value: Any, place: str) -> tuple[str, ...]:
        """Several names, each once. One by itself is taken for a list of one."""
        if isinstance(value, str):
            value = [value]
        if value is not None and not isinstance(value, list):
            self.odd(place, f"{said(value)} is no list")
        found = (self.name(one, place) for one in (value if isinstance(value, list) else [])[:_MOST_NAMES])
        return tuple(dict.fromkeys(one for one in found if one))

    def page(self, value: Any) -> str | None:
        """An address on the web; None for all else."""
        is_one = isinstance(value, str) and value.startswith(("https://", "http://")) and value.isprintable()
        return value if is_one and len(value) <= _LONGEST_PAGE else None

    def when(self, value: Any, place: str) -> When:
        """A day, and whether it is one before which nothing ends."""
        found = read_day(value)
        if found.odd:
            self.odd(place, found.odd)
        return found

    def day(self, value: Any, place: str) -> date | None:
        """A day."""
        return self.when(value, place).day

    def ends(self, value: Any, place: str, *, floor: bool = False) -> Ends:
        """A day on which it ends. With `floor`, or where it says so itself, one before which it will not."""
        found = self.when(value, place)
        return Ends(None, found.day) if floor or found.not_before else Ends(found.day)

    def tokens(self, value: Any, place: str) -> int | None:
        """A number of tokens; 0 says that it is not known."""
        if value in (None, "", 0):
            return None
        number = (
            int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12 else value
        )
        whole = isinstance(number, int) or (isinstance(number, float) and number.is_integer())
        if isinstance(number, bool) or not whole or not 0 < number <= _MOST_TOKENS:
            self.odd(place, f"{said(value)} is no number of tokens")
            return None
        return int(number)

    def usd(self, value: Any, place: str, times: float = 1) -> float | None:
        """A price in dollars."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9 or not isfinite(value):
            self.odd(place, f"{said(value)} is no price")
            return None
        found = round(value * times, 6)
        return int(found) if found == int(found) else found

    def add(self, fact: Fact) -> None:
        """Take a fact in. Of two about the same, that with the earlier end counts."""
        before = self._facts.get(fact.key)
        self._facts[fact.key] = self._one(before, fact) if before else fact
        if not before:
            self._look(fact)

    def _look(self, fact: Fact) -> None:
        """Note where a fact's days cannot be in that order. They are kept."""
        for name, first in (("announced", fact.deprecated), ("released", fact.released)):
            if fact.ends and first and fact.ends < first:
                self.odd(_title(fact), f"it ends on {fact.ends}, before it was {name} on {first}")

    def _one(self, one: Fact, other: Fact) -> Fact:
        for name in ("ends", "not_before"):
            first, second = getattr(one, name), getattr(other, name)
            if first and second and first != second:
                self.odd(_title(one), f"it is listed twice, and ends on {first} and {second}: the earlier counts")
        known = {key: value for key, value in other._asdict().items() if value is not None and value != ()}
        merged = known | {key: value for key, value in one._asdict().items() if value is not None and value != ()}
        return Fact(**merged)._replace(
            ends=_earlier(one.ends, other.ends), not_before=_earlier(one.not_before, other.not_before),
            aliases=tuple(dict.fromkeys((*one.aliases, *other.aliases))),
        )  # fmt: skip

    def feed(self, name: str, *, prices_only: bool = False, partial: bool = False) -> Feed:
        """All of it, in order."""
        for line in self._document.twice:
            self.odd(self._document.name, line)
        odd = (*self._odd, f"and {self._more} more") if self._more else tuple(self._odd)
        facts = sorted(self._facts.values(), key=lambda fact: [part or "" for part in fact.key])
        return Feed(name, tuple(facts), odd, prices_only=prices_only, partial=partial)


def tariff(taken: float | None, given: float | None, remark: str = "") -> Tariff | None:
    """A price a million tokens; None where there is none, or it is nothing at all."""
    return Tariff("1M tokens", usd_input=taken, usd_output=given, remark=remark) if taken or given else None


def first_and_rest(names: Iterable[str]) -> tuple[str | None, tuple[str, ...]]:
    """What is recommended, and what else."""
    found = tuple(names)
    return (found[0], found[1:]) if found else (None, ())


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(one, other) if one and other else one or other


def _title(fact: Fact) -> str:
    parts = (fact.host, fact.model, fact.snapshot, fact.region, fact.deployment_kind)
    return " ".join(part for part in parts if part)
