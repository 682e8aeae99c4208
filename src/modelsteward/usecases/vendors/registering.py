"""A vendor's model that is to be registered: what is known of it, on file or by the facts that come with steward."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.cards.base import NAME
from modelsteward.domain.cards.model import Source
from modelsteward.domain.cards.vendor import VendorCard
from modelsteward.domain.entries import Entry
from modelsteward.domain.findings import Path
from modelsteward.domain.lifespan import lies_within
from modelsteward.domain.registry import Registry
from modelsteward.domain.suggest import did_you_mean, shown
from modelsteward.domain.texts import amount, slug
from modelsteward.domain.vendors.hosts import HOSTS, host_named, is_known, title_of
from modelsteward.domain.vendors.ids import file_of
from modelsteward.domain.vendors.joining import Joined, called, joined
from modelsteward.domain.vendors.saying import Pin, firm_end, standing
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.facts_file import host_value, value_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.vendor import Observation
    from modelsteward.domain.dates import Duration
    from modelsteward.domain.vendors.feeds import Fact, Feed

_MOST = 12
"""Snapshots that are listed to choose from."""
_PREFIX = "vendor:"


class Dossier(NamedTuple):
    """What is known of it."""

    card: VendorCard
    pin: Pin
    files: Mapping[str, Mapping[str, Any]]
    """What is to be put on file with it; nothing where that is there."""
    said: list[Observation]
    """What sources say now of it."""

    @property
    def host(self) -> str:
        """By its one name."""
        return host_named(self.card.host)

    @property
    def called(self) -> str:
        """`gpt-4o@2024-11-20`."""
        return f"{self.card.model}@{self.pin.snapshot}" if self.pin.snapshot else self.card.model

    @property
    def name(self) -> str:
        """What a card of it is called where nobody says otherwise."""
        model = self.card.model.lower()
        return model if re.fullmatch(NAME, model, re.ASCII) else slug(model)

    @property
    def makes_text(self) -> bool:
        """Whether it is said how much it gives, and at what price: so it generates."""
        paid = any(price.usd_output for price in self.card.prices if price.snapshot in (None, self.pin.snapshot))
        return paid and any(seen.max_output for seen in self.said)


def meant_by(text: str, region: str | None = None) -> Source:
    """What `vendor:HOST/MODEL@SNAPSHOT` names. Raises BadUsage where it names nothing."""
    host, slash, rest = text.removeprefix(_PREFIX).partition("/")
    if not text.startswith(_PREFIX) or not (host.strip() and slash and rest.strip()):
        raise BadUsage(f"{shown(text)} names no vendor's model", "write vendor:azure-openai/gpt-4o@2024-11-20")
    model, at, snapshot = rest.rpartition("@")
    if not (at and model.strip() and snapshot.strip()):
        model, snapshot = rest.rstrip("@") or rest, ""
    where = region if region and region.strip() else None
    return Source(host=host_named(host), model=model, snapshot=snapshot or None, region=where)


def dossier(registry: Registry, shipped: Callable[[], Feed], meant: Source, today: date) -> Dossier:
    """What is known of a vendor's model: as it is on file in `registry`, else as the facts have it that come along.

    Raises Refused where nobody knows it, where it leaves open which snapshot, or where it has ended.
    """
    found = joined(registry, meant)
    files: Mapping[str, Mapping[str, Any]] = {}
    if found is None:
        feed = shipped()
        facts = _about(feed, meant)
        found = joined(_as_registry(registry, facts, feed.read_on or today), meant) if facts else None
        if found is None:
            raise _unknown(registry, feed, meant)
        files = _files(registry, feed, found, today)
    _require_snapshot(found, today)
    known = Dossier(found.card, found.pin, files, found.said)
    _require_alive(known, today)
    return known


def _about(feed: Feed, meant: Source) -> list[Fact]:
    """All that a feed says of the models that may be meant."""
    host, names = meant.host, called(meant)
    models = {
        fact.model for fact in feed.facts
        if fact.host == host and (fact.model in names or not names.isdisjoint(fact.aliases))
    }  # fmt: skip
    return [fact for fact in feed.facts if fact.host == host and fact.model in models]


def _as_registry(registry: Registry, facts: Iterable[Fact], day: date) -> Registry:
    """Facts, joined as if they were on file."""
    by_model: dict[str, list[Fact]] = {}
    for fact in facts:
        by_model.setdefault(fact.model, []).append(fact)
    cards = [VendorCard.model_validate(value_of(found, day)) for found in by_model.values()]
    entries = [Entry(file_of(card.host, card.model), "vendor", card.ref, card, "") for card in cards]
    return Registry(registry.policy, entries)


def _files(registry: Registry, feed: Feed, found: Joined, today: date) -> dict[str, Mapping[str, Any]]:
    card, day = found.card, feed.read_on or today
    facts = [fact for fact in feed.facts if fact.host == card.host]
    files: dict[str, Mapping[str, Any]] = {
        one.entry.file: value_of([fact for fact in facts if fact.model == one.card.model], day)
        for one in (found, *([found.also] if found.also else []))
    }
    if registry.host(card.host) is None:
        files[f"vendors/{card.host}.yaml"] = host_value(card.host, facts, day)
    return files


def _unknown(registry: Registry, feed: Feed, meant: Source) -> Refused:
    host, model = meant.host or "", meant.model or ""
    entries: list[Entry[Any]] = registry.of_kind("vendor")
    known = {one.card.model for one in entries if host_named(one.card.host) == host}
    known |= {fact.model for fact in feed.facts if fact.host == host}
    if not known and not is_known(host):
        hint = did_you_mean(host, (one.name for one in HOSTS)) or "`steward vendors list` has those that are known"
        return Refused(f"nothing is known of a host called {shown(host)}", hint)
    hint = "; ".join(filter(None, (did_you_mean(model, known), f"`steward vendors list {host}` has those it offers")))
    return Refused(f"nothing is known of {shown(model)} at {host}", hint)


def _require_snapshot(found: Joined, today: date) -> None:
    """Raise Refused where it is open which snapshot is meant, or where nobody knows it."""
    known, pin, card = found.snapshots, found.pin, found.card
    if pin.snapshot in known or not (known or pin.snapshot):
        return
    where = f"{card.model} at {host_named(card.host)}"
    if not known:
        raise Refused(f"no snapshots of {where} are known, so not {shown(str(pin.snapshot))} either", "leave it out")
    newest = sorted(known, reverse=True)
    ends = {one: _end_of(card, pin._replace(snapshot=one)) for one in newest}
    told = ", ".join(f"{one} ({_standing(ends[one], today)})" for one in newest[:_MOST])
    alive = [one for one in newest if (end := ends[one]) is None or end[0] >= today]
    words = (seen for one in newest for seen in standing(card.observations, pin._replace(snapshot=one)))
    way = _instead(host_named(card.host), words)
    if alive:
        best = max(alive, key=lambda one: (ends[one] or (date.max, None))[0])
        way = f"write --from {_PREFIX}{host_named(card.host)}/{card.model}@{best}"
    hint = f"the snapshots are {told}; {way}"
    if pin.snapshot is None:
        raise Refused(f"{where} has snapshots, and it is not said which", hint)
    raise Refused(f"nothing is known of {shown(pin.snapshot)} of {where}", hint)


def _end_of(card: VendorCard, pin: Pin) -> tuple[date, Observation] | None:
    return firm_end(standing(card.observations, pin))


def _standing(end: tuple[date, Observation] | None, today: date) -> str:
    if end is None:
        return "no firm end"
    return f"ends on {end[0]}" if end[0] >= today else f"ended on {end[0]}"


def _require_alive(known: Dossier, today: date) -> None:
    end = firm_end(known.said)
    retired = next((seen for seen in known.said if seen.status == "retired"), None)
    if end is not None and end[0] < today:
        what = f"its vendor ended {known.called} on {end[0]}, says {_by(end[1])}"
    elif retired is not None and (end is None or end[1] is retired):
        what = f"its vendor has retired {known.called}, says {_by(retired)}"
    else:
        return
    raise Refused(what, _instead(known.host, known.said))


def _instead(host: str, said: Iterable[Observation]) -> str:
    """What to register in place of what has ended."""
    if name := next((seen.replacement for seen in said if seen.replacement), None):
        return f"its vendor recommends {name}: --from {_PREFIX}{host}/{name}"
    return f"choose another: `steward vendors list {host}`"


def _by(seen: Observation) -> str:
    return f"{seen.source} (read {seen.read_on})"


def values_of_vendor(known: Dossier) -> dict[Path, Any]:
    """What a card of it says, by path. What sources do not say is left open."""
    source = {"host": known.host, "model": known.card.model, "snapshot": known.pin.snapshot, "region": known.pin.region}
    which = f", snapshot {known.pin.snapshot}" if known.pin.snapshot else ""
    values: dict[Path, Any] = {
        ("summary",): f"{known.card.model}{which}, through {title_of(known.host)}.",
        ("origin",): "vendor",
        ("hosting",): ["vendor_api"],
    }
    values |= {("source", key): value for key, value in source.items() if value}
    if known.makes_text:
        values["model_class",] = "generative"
    return values | dict(_interface(known))


def _interface(known: Dossier) -> Iterator[tuple[Path, Any]]:
    """How much it takes and gives; where sources disagree, the least."""
    for key in ("context_window", "max_output"):
        found = [value for seen in known.said if (value := getattr(seen, key))]
        if found:
            yield ("interface", key), min(found)


def notes_of(known: Dossier, today: date, window: Duration) -> Iterator[str]:
    """What the person should know of it: that it ends soon, and what goes on file with it."""
    end = firm_end(known.said)
    if end is not None and lies_within(end[0], today, window):
        instead = next((seen.replacement for seen in known.said if seen.replacement), None)
        then = f"; it recommends {instead}" if instead else ""
        yield f"its vendor ends it in {amount((end[0] - today).days, 'day')} ({end[0]}), says {_by(end[1])}{then}"
    if known.files:
        sources = ", ".join(dict.fromkeys(_by(seen) for seen in known.said))
        yield f"what is known of it goes on file with it, in vendors/{known.host}: {sources}"
