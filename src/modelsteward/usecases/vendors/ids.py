"""Ids of models that somebody met in code, settings or logs: whose each is, and whether it still answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.vendors.hosts import host_named, is_known
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.usecases.vendors.offers import Offer, offers_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.id_hits import Hit
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.vendors.facts import Facts, Found

Life = Literal["ended", "ending", "alive", "unknown"]
"""`ending`: within the window. `unknown`: nobody speaks of it."""
_PREFIXES = ("models/", "openrouter/", "litellm_proxy/")
"""What stands before ids and names no host."""


class Seen(NamedTuple):
    """An id that somebody met."""

    id: str
    host: str | None = None
    """Who was called, where that is known."""
    times: int = 1
    base: str | None = None
    """The id that it is a snapshot or a copy of, where a search told that."""


class Registered(NamedTuple):
    """A version of ours that is called so."""

    ref: str
    stage: str
    how: str
    """`alias`, `deployment`, `upstream`, `source`, or `source, without its snapshot`."""

    @property
    def is_over(self) -> bool:
        """Whether it has ended here."""
        return self.stage in ENDED_STAGES


class At(NamedTuple):
    """What an id means at a host."""

    host: str
    model: str
    snapshot: str | None
    life: Life
    end: date | None
    said_by: str
    """Who says that it ends."""
    replacement: str | None
    on_file: bool
    exact: bool
    """Whether anybody speaks of just this snapshot."""


@dataclass(frozen=True, slots=True)
class IdReport:
    """All that is known of an id."""

    seen: Seen
    registered: tuple[Registered, ...]
    others: tuple[str, ...]
    """Our versions of the same model that pin another snapshot."""
    at: tuple[At, ...]
    elsewhere: tuple[str, ...] = ()
    """Where else it is known, where nothing is known of it at the host that is called."""
    choices: tuple[str, ...] = ()
    """What `register --from vendor:` takes for it, one at each host that still offers any."""

    @property
    def is_registered(self) -> bool:
        """Whether a version of ours that has not ended is called so."""
        return any(not one.is_over for one in self.registered)

    @property
    def dead(self) -> tuple[At, ...]:
        """Where it answers no more."""
        return tuple(one for one in self.at if one.life == "ended")

    @property
    def life(self) -> Life:
        """How it stands at the host that is called; where nobody knows which, as it stands at the best of them."""
        lives = {one.life for one in self.at}
        return next((life for life in ("alive", "ending", "unknown", "ended") if life in lives), "unknown")

    @property
    def is_known(self) -> bool:
        """Whether anybody speaks of it, be it of another snapshot."""
        return bool(self.at)


class Lookup:
    """What our cards and the facts call by which names."""

    def __init__(self, registry: Registry, facts: Facts, today: date, soon: date) -> None:
        self.registry = registry
        self.facts = facts
        self.today = today
        self.soon = soon

    @cached_property
    def ours(self) -> dict[str, list[tuple[ModelCard, str]]]:
        """Our versions by the names that callers, platforms and gateways know them by, and how."""
        table: dict[str, list[tuple[ModelCard, str]]] = {}
        for entry in self.registry.models.values():
            for name, how in _served_as(entry.card):
                table.setdefault(name, []).append((entry.card, how))
        return table

    @cached_property
    def _sources(self) -> dict[tuple[str, str | None], list[tuple[str, ModelCard]]]:
        """Our versions by the model and snapshot that they come from, each with the host."""
        table: dict[tuple[str, str | None], list[tuple[str, ModelCard]]] = {}
        for (host, model), versions in self.facts.ours.items():
            for snapshot, cards in versions.items():
                table.setdefault((model, snapshot), []).extend((host, card) for card in cards)
        return table

    @property
    def names(self) -> set[str]:
        """Every name by which anything is called: what a search looks for."""
        sources = [entry.card.source for entry in self.registry.models.values()]
        own = {source.model for source in sources if source and source.host and source.model}
        return {*self.facts.names, *self.ours, *own}

    def about(self, seen: Seen) -> IdReport:
        """All that is known of an id."""
        host, name = _taken_apart(seen)
        every = self._found(name, seen.base)
        found = [one for one in every if host in (None, one.known.host)]
        registered = dict.fromkeys((*self._served(seen.id, name), *self._by_source(found, host, name)))
        refs = {one.ref for one in registered}
        others = {card.ref for one in found for card in self._cards(one) if card.stage not in ENDED_STAGES} - refs
        if host is None and (hosts := self._hosts_of(registered)):
            found = [one for one in found if one.known.host in hosts] or found
        zone = parts_of(name).zone
        at = tuple(self._at(one, zone) for one in sorted(found, key=lambda one: one.known.host))
        elsewhere = () if found else tuple(sorted(one.known.host for one in every))
        choices = tuple(filter(None, map(self._choice, sorted(found, key=lambda one: (not one.exact, one.known.host)))))
        return IdReport(seen, tuple(registered), tuple(sorted(others)), at, elsewhere, choices)

    def _choice(self, found: Found) -> str | None:
        """What lives of a name: itself where it pins a snapshot or has none, else its snapshot that lasts longest."""
        pinned = found.known.snapshots if found.snapshot is None else {found.snapshot}
        every = [Offer(found.known, one) for one in sorted(filter(None, pinned))]
        alive = [one for one in every or [Offer(found.known, None)] if not one.is_over(self.today)]
        best = max(alive, key=lambda one: (one.end or date.max, one.snapshot or ""), default=None)
        return best.ref if best else None

    def _found(self, name: str, base: str | None = None) -> list[Found]:
        """What it means, at each host; `MODEL@SNAPSHOT` too, as commands of steward write it."""
        if found := self.facts.called(name):
            return found
        model, at, snapshot = name.rpartition("@")
        named = (one for host in self.facts.hosts if at and (one := self.facts.find(host, model, snapshot)))
        return list(named) or ([one._replace(exact=False) for one in self.facts.called(base)] if base else [])

    def _served(self, *names: str) -> Iterator[Registered]:
        for name in dict.fromkeys(names):
            yield from (Registered(card.ref, card.stage, how) for card, how in self.ours.get(name, ()))

    def _by_source(self, found: Iterable[Found], host: str | None, name: str) -> Iterator[Registered]:
        for one in found:
            for snapshot, cards in self.facts.ours.get((one.known.host, one.known.model), {}).items():
                if snapshot == one.snapshot or one.snapshot is None:
                    how = "source" if snapshot == one.snapshot else "source, without its snapshot"
                    yield from (Registered(card.ref, card.stage, how) for card in cards)
        for at, card in self._sources.get(parts_of(name)[:2], ()):  # what nobody but our cards speaks of
            if host in (None, at):
                yield Registered(card.ref, card.stage, "source")

    def _cards(self, found: Found) -> Iterator[ModelCard]:
        for cards in self.facts.ours.get((found.known.host, found.known.model), {}).values():
            yield from cards

    def _hosts_of(self, registered: Iterable[Registered]) -> set[str]:
        """Where our versions are called, as far as these have not ended."""
        cards = [self.registry.model(one.ref) for one in registered if not one.is_over]
        return {host_named(card.source.host) for card in cards if card and card.source and card.source.host}

    def _at(self, found: Found, zone: str | None) -> At:
        offer = Offer(found.known, found.snapshot, region=zone)
        if found.snapshot is None and not offer.said:
            offer = self._lasting(found) or offer
        said = offer.ends[0][1].source if offer.ends else ""
        return At(
            found.known.host, found.known.model, found.snapshot, self._life(offer), offer.end, said, offer.replacement,
            offer.file is not None, found.exact,
        )  # fmt: skip

    def _lasting(self, found: Found) -> Offer | None:
        """What a name without a snapshot may mean, where sources speak of snapshots alone: the one lasting longest."""
        every = list(offers_of(self.facts, found.known))
        return max(every, key=lambda one: (not one.is_over(self.today), one.end or date.max), default=None)

    def _life(self, offer: Offer) -> Life:
        state = offer.state(self.today)
        if state == "ending":
            return "ending" if offer.end is not None and offer.end <= self.soon else "alive"
        return state if state in ("ended", "unknown") else "alive"


def about_ids(registry: Registry, facts: Facts, ids: Iterable[Seen], today: date, soon: date) -> list[IdReport]:
    """What is known of each id; what was met twice is told once, with how often it was met."""
    counted: dict[tuple[str, str | None], int] = {}
    for seen in ids:
        key = (seen.id, host_named(seen.host) if seen.host else None)
        counted[key] = counted.get(key, 0) + seen.times
    lookup = Lookup(registry, facts, today, soon)
    return [lookup.about(Seen(name, host, count)) for (name, host), count in counted.items()]


def _served_as(card: ModelCard) -> Iterator[tuple[str, str]]:
    if serves := card.serves:
        yield from ((name, "alias") for name in serves.aliases)
        yield from ((name, "deployment") for name in serves.deployments)
        if serves.upstream:
            yield serves.upstream, "upstream"


def _taken_apart(seen: Seen) -> tuple[str | None, str]:
    """The host that an id names, or is known to have been called, and the rest of it."""
    host = host_named(seen.host) if seen.host else None
    name = seen.id.removeprefix("vendor:")
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    first, slash, rest = name.partition("/")
    if slash and rest and is_known(first):
        return host or host_named(first), rest.removeprefix("models/")
    return host, name


def seen_in(hits: Iterable[Hit]) -> list[Seen]:
    """What a search met, each id once, with how often."""
    counted: dict[str, Seen] = {}
    for hit in hits:
        seen = counted.get(hit.id) or Seen(hit.id, None, 0, hit.known)
        counted[hit.id] = seen._replace(times=seen.times + 1)
    return [counted[name] for name in sorted(counted)]
