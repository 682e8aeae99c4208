"""vendors list: which hosts there are, and what one offers, how long it lives and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from modelsteward.domain.vendors.hosts import host_named, title_of
from modelsteward.errors import BadUsage
from modelsteward.usecases.vendors.asking import no_host
from modelsteward.usecases.vendors.offers import Offer, offers

if TYPE_CHECKING:
    from modelsteward.domain.dates import Duration
    from modelsteward.usecases.listable import Row
    from modelsteward.usecases.vendors.facts import Facts

SortName = Literal["name", "end", "price", "context"]
Life = Literal["live", "ended", "all", "usual"]
"""`usual`: what answers, and what of ours does not."""

COLUMNS = (
    "model", "state", "ends", "not_before", "released", "usd_input", "usd_output", "context", "replacement", "ours",
    "facts",
)  # fmt: skip
"""Columns of what a host offers. Programs rely on these names: add, never rename."""
HOST_COLUMNS = ("host", "title", "models", "on_file", "ours", "ending", "ended", "sources", "read")
"""Columns of the hosts."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to list, and in which order."""

    host: str | None = None
    life: Life = "usual"
    ending: Duration | None = None
    ours: bool = False
    sort: SortName | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows asked for, and what a reader must know to trust them."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    total: int
    hidden: int
    noun: str
    today: date
    soon: date
    filters: dict[str, int] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()
    """Files of facts that could not be read."""
    host: str | None = None
    offers: tuple[Offer, ...] = ()
    """What the rows are about; nothing where they are hosts."""
    shipped: str = ""
    """Where what is not on file is from; empty where all of it is."""
    over: tuple[str, ...] = ("ended",)
    readings: dict[str, list[tuple[str, date]]] = field(default_factory=dict)
    """For each host when each source was last read, the newest first."""

    @property
    def place(self) -> str:
        """Where it was sought."""
        return self.host or "nobody"

    @property
    def unreadable_at(self) -> dict[str, int]:
        """How many files could not be read."""
        return {"": len(self.unreadable)} if self.unreadable else {}


def list_vendors(facts: Facts, query: Query, today: date) -> Listing:
    """The hosts, or what one offers. Raises Refused for a host of which nothing is known."""
    soon = (query.ending or facts.registry.policy.window).after(today)
    if query.host is None:
        return _hosts(facts, query, today, soon)
    host = host_named(query.host)
    every = offers(facts, host)
    if not every:
        raise no_host(facts, query.host)
    tests = dict(_tests(query, today, soon))
    found = [offer for offer in every if all(test(offer) for test in tests.values())]
    shown = [offer for offer in found if _is_shown(offer, query, today)]
    ordered = _sorted(shown, query, today)
    rows = tuple(_row(offer, today) for offer in ordered)
    return Listing(
        rows, COLUMNS, len(every), len(found) - len(shown), "model" if len(every) == 1 else "models", today, soon,
        {words: sum(map(test, every)) for words, test in tests.items()}, _unread(facts, host), host, tuple(ordered),
        facts.shipped.name if any(offer.said and not offer.file for offer in ordered) else "",
        readings={host: last_read(facts, host, every)},
    )  # fmt: skip


def _tests(query: Query, today: date, soon: date) -> Iterator[tuple[str, Callable[[Offer], bool]]]:
    if query.ending:
        yield f"ending by {soon}", lambda offer: offer.end is not None and today <= offer.end <= soon
    if query.ours:
        yield "that ours rest on", lambda offer: bool(offer.living)
    if query.life == "live":
        yield "that answer", lambda offer: not offer.is_over(today)
    if query.life == "ended":
        yield "that have ended", lambda offer: offer.is_over(today)


def _is_shown(offer: Offer, query: Query, today: date) -> bool:
    return query.life != "usual" or not offer.is_over(today) or bool(offer.living)


def _row(offer: Offer, today: date) -> Row:
    taken, given = offer.usd
    return {
        "model": offer.name,
        "state": offer.state(today),
        "ends": offer.end,
        "not_before": offer.not_before,
        "released": offer.released,
        "usd_input": taken,
        "usd_output": given,
        "context": offer.context,
        "replacement": offer.replacement,
        "ours": tuple(card.ref for card in offer.living),
        "facts": "on file" if offer.file else "not on file" if offer.said else "none",
    }


def _sorted(found: list[Offer], query: Query, today: date) -> list[Offer]:
    """In the order asked for; what has no date, price or window comes last."""
    keys: dict[str, Callable[[Offer], float | date | None]] = {
        "end": lambda offer: offer.end or (date.min if offer.is_over(today) else None),
        "price": _asked,
        "context": lambda offer: -offer.context if offer.context else None,
    }
    sort = query.sort or ("end" if query.ending else "name")
    if sort == "name":
        return found
    key = keys[sort]
    known = [offer for offer in found if key(offer) is not None]
    return sorted(known, key=key) + [offer for offer in found if key(offer) is None]  # type: ignore[arg-type]


def _asked(offer: Offer) -> float | None:
    """What an order by price goes by: input and output together."""
    taken, given = offer.usd
    return None if taken is None and given is None else (taken or 0.0) + (given or 0.0)


def _hosts(facts: Facts, query: Query, today: date, soon: date) -> Listing:
    if query.sort not in (None, "name"):
        raise BadUsage(
            f"hosts have no {query.sort} to sort by", f"name one: steward vendors list HOST --sort {query.sort}"
        )
    table: dict[str, list[Offer]] = {}
    for offer in offers(facts):
        table.setdefault(offer.host, []).append(offer)
    rows = [_host_row(facts, host, found, today, soon) for host, found in sorted(table.items())]
    kept = [row for row in rows if (not query.ours or row["ours"]) and (not query.ending or row["ending"])]
    filters = {"that ours rest on": sum(bool(row["ours"]) for row in rows)} if query.ours else {}
    filters |= {f"with models ending by {soon}": sum(bool(row["ending"]) for row in rows)} if query.ending else {}
    shipped = facts.shipped.name if any(row["on_file"] != row["models"] for row in kept) else ""
    return Listing(tuple(kept), HOST_COLUMNS, len(rows), 0, "host" if len(rows) == 1 else "hosts", today, soon, filters,
                   _unread(facts), shipped=shipped,
                   readings={host: last_read(facts, host, found) for host, found in table.items()})  # fmt: skip


def _host_row(facts: Facts, host: str, found: list[Offer], today: date, soon: date) -> Row:
    return {
        "host": host,
        "title": title_of(host),
        "models": len(found),
        "on_file": sum(offer.file is not None for offer in found),
        "ours": len({card.ref for offer in found for card in offer.living}),
        "ending": sum(offer.end is not None and today <= offer.end <= soon for offer in found),
        "ended": sum(offer.is_over(today) for offer in found),
        "sources": len(days := last_read(facts, host, found)),
        "read": days[0][1] if days else None,
    }


def last_read(facts: Facts, host: str, found: Iterable[Offer]) -> list[tuple[str, date]]:
    """When each source was last read for a host, the newest first."""
    days: dict[str, date] = {}
    for offer in found:
        for seen in offer.said:
            days[seen.source] = max(seen.read_on, days.get(seen.source, date.min))
    card = facts.registry.host(host)
    for reading in card.readings if card else ():
        days[reading.source] = max(reading.read_on, days.get(reading.source, date.min))
    return sorted(days.items(), key=lambda one: (-one[1].toordinal(), one[0]))


def _unread(facts: Facts, host: str | None = None) -> tuple[str, ...]:
    start = f"vendors/{host}/" if host else "vendors/"
    return tuple(sorted(one.file for one in facts.registry.broken if one.inside.startswith(start) and not one.unseen))
