"""The vendors' facts that come with steward: made by `tools/vendor_snapshot.py`, a file a host, read when asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from modelsteward.domain.tariff import Tariff
from modelsteward.domain.vendors.feeds import Fact, Feed

_DAYS = ("released", "deprecated", "not_before", "ends", "as_of")
_LISTS = ("alternatives", "aliases")


class From(NamedTuple):
    """A source that the facts are from."""

    name: str
    source: str
    """As its facts name it."""
    edition: str
    licence: str
    url: str
    read_on: date
    facts: int
    """How many are kept of it."""


class About(NamedTuple):
    """What is known of the facts as a whole."""

    made_on: date
    sources: tuple[From, ...]
    hosts: tuple[str, ...]


@cache
def shipped_about() -> About:
    """When the facts were put together, of what, and for which hosts."""
    value = _value("about")
    sources = tuple(From(**{**one, "read_on": date.fromisoformat(one["read_on"])}) for one in value["sources"])
    return About(date.fromisoformat(value["made_on"]), sources, tuple(value["hosts"]))


def shipped_feed(hosts: Iterable[str] | None = None) -> Feed:
    """The facts of some hosts, or of all there are. Each says when it was read; of other hosts there are none."""
    about = shipped_about()
    asked = about.hosts if hosts is None else [host for host in dict.fromkeys(hosts) if host in about.hosts]
    facts = tuple(fact for host in asked for fact in _facts(host))
    return Feed(f"the facts that come with steward, of {about.made_on}", facts, read_on=about.made_on, partial=True)


@cache
def _facts(host: str) -> tuple[Fact, ...]:
    return tuple(
        _fact(host, group["source"], date.fromisoformat(group["read_on"]), one)
        for group in _value(host)["groups"]
        for one in group["facts"]
    )


def _fact(host: str, source: str, read_on: date, value: dict[str, Any]) -> Fact:
    for name in _DAYS:
        if name in value:
            value[name] = date.fromisoformat(value[name])
    for name in _LISTS:
        if name in value:
            value[name] = tuple(value[name])
    if "price" in value:
        value["price"] = Tariff(**value["price"])
    return Fact(host=host, source=source, read_on=read_on, **value)


def _value(name: str) -> Any:
    return json.loads((resources.files("modelsteward") / "packs" / "vendors" / f"{name}.json").read_bytes())
