"""All that is known of vendors' models: what is on file in the registry, and what comes with steward for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.cards.vendor import Observation, Price
from modelsteward.domain.costing import standing_prices
from modelsteward.domain.vendors.feeds import SHARED
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.domain.vendors.ids import parts_of, written
from modelsteward.domain.vendors.joining import names_of as every_name
from modelsteward.domain.vendors.saying import Pin, latest_words, standing

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.registry import Registry
    from modelsteward.domain.vendors.feeds import Fact, Feed


@dataclass(slots=True)
class Words:
    """What was said of a model, in one place."""

    observations: list[Observation] = field(default_factory=list)
    prices: list[Price] = field(default_factory=list)

    @property
    def snapshots(self) -> set[str | None]:
        """The snapshots that it speaks of; None where it speaks of the name alone."""
        return {seen.snapshot for seen in self.observations}


@dataclass(slots=True)
class Known:
    """A model of a host.

    What is on file is told from the file; snapshots that are not, from what comes with steward.
    """

    host: str
    model: str
    file: str | None = None
    """Where it is on file; None where it is not."""
    filed: Words = field(default_factory=Words)
    shipped: Words = field(default_factory=Words)
    means: list[tuple[Known, str | None]] = field(default_factory=list)
    """What else its name is another name of, as sources say."""

    @property
    def snapshots(self) -> set[str | None]:
        """All snapshots that anybody speaks of; None for the name alone."""
        return self.filed.snapshots | ((self.shipped.snapshots - {None}) if self.file else self.shipped.snapshots)

    def on_file(self, snapshot: str | None) -> bool:
        """Whether the registry tells of a snapshot by itself."""
        return self.file is not None and (snapshot is None or snapshot not in self.shipped.snapshots
                                          or snapshot in self.filed.snapshots)  # fmt: skip

    def words(self, snapshot: str | None) -> list[Observation]:
        """All that was said of a snapshot, now or before; what is said of every one among it."""
        added = [] if self.on_file(snapshot) else self.shipped.observations
        every = [*(seen for seen in added if not self.file or seen.snapshot == snapshot), *self.filed.observations]
        return [seen for seen in every if seen.snapshot in (None, snapshot)]

    def said(self, pin: Pin) -> list[Observation]:
        """What sources say now."""
        said = standing(self.words(pin.snapshot), pin)
        for other, snapshot in () if pin.snapshot else self.means:
            said += [seen for seen in standing(other.words(snapshot), pin._replace(snapshot=snapshot))
                     if seen not in said]  # fmt: skip
        return said

    def added(self, pin: Pin) -> list[Observation]:
        """What comes with steward, whatever is on file: for what no day hangs on, as how many tokens it takes."""
        return standing(self.shipped.observations, pin)

    def prices(self, pin: Pin) -> list[Price]:
        """What sources say now that it costs, what counts first."""
        added = [] if self.filed.prices and self.on_file(pin.snapshot) else self.shipped.prices
        return standing_prices([*added, *self.filed.prices], pin.snapshot, pin.region)


class Found(NamedTuple):
    """A model by one of its names, and the snapshot that the name pins."""

    known: Known
    snapshot: str | None
    exact: bool = True
    """Whether the name is one that somebody wrote; not so for a snapshot of a known model that nobody speaks of."""


class Facts:
    """All that is known, by host and name. Never changed once it is made."""

    def __init__(self, registry: Registry, shipped: Feed, day: date) -> None:
        self.registry = registry
        self.shipped = shipped
        self.models: dict[tuple[str, str], Known] = {}
        for entry in registry.of_kind("vendor"):  # guests' first: what we have on file ourselves takes their place
            card = registry.vendors[entry.card.host, entry.card.model].card  # type: ignore[attr-defined, union-attr]
            known = self._place(host_named(card.host), card.model)
            known.file, known.filed = entry.file, Words(list(card.observations), list(card.prices))
        read_on = shipped.read_on or day
        for fact in shipped.facts:
            _add(self._place(fact.host, fact.model).shipped, fact, fact.read_on or read_on)
        for known in self.models.values():
            for seen in latest_words((*known.shipped.observations, *known.filed.observations)):
                for name in seen.aliases:
                    if (named := self.models.get((known.host, name))) and (named is not known or seen.snapshot):
                        named.means.append((known, seen.snapshot))

    def at(self, host: str, model: str) -> Known:
        """A model of a host; one of which nothing is known yet where there is none."""
        return self.models.get((host, model)) or Known(host, model)

    def _place(self, host: str, model: str) -> Known:
        return self.models.setdefault((host, model), Known(host, model))

    def of_host(self, host: str) -> list[Known]:
        """The models of a host, by name."""
        return sorted((one for one in self.models.values() if one.host == host), key=lambda one: one.model)

    @property
    def hosts(self) -> list[str]:
        """Every host of which anything is known."""
        return sorted({host for host, _ in self.models})

    def find(self, host: str, name: str, snapshot: str | None = None) -> Found | None:
        """A host's model as a card or a person calls it: name and snapshot apart or as one, or by an alias."""
        host = host_named(host)
        # a card may pin a name that has no snapshots by the name itself
        names: list[tuple[str, str | None]] = [(name, None)] if snapshot == name else []
        names += every_name(name, snapshot)
        found = [Found(known, pinned, pinned in known.snapshots) for model, pinned in names
                 if (known := self.models.get((host, model)))]  # fmt: skip
        by_alias = (one for text in written(name, snapshot) for one in self.called(text) if one.known.host == host)
        return next((one for one in found if one.exact), None) or next(by_alias, None) or next(iter(found), None)

    def called(self, name: str) -> list[Found]:
        """What a name means, at every host where somebody calls a model so."""
        if exact := self._names.get(name):
            return exact
        named = parts_of(name)
        if named.zone and (whole := self._names.get(name.partition(".")[2])):
            return whole
        if named.snapshot is None:
            return []
        return [Found(found.known, named.snapshot, exact=False) for found in self._names.get(named.model, ())]

    @property
    def names(self) -> Iterable[str]:
        """Every name by which anybody calls a model."""
        return self._names

    @cached_property
    def _names(self) -> dict[str, list[Found]]:
        table: dict[str, dict[tuple[str, str], Found]] = {}
        for known in self.models.values():
            for name, snapshot in _called(known):
                table.setdefault(name, {}).setdefault((known.host, known.model), Found(known, snapshot))
        return {name: list(found.values()) for name, found in table.items()}

    @cached_property
    def ours(self) -> dict[tuple[str, str], dict[str | None, list[ModelCard]]]:
        """Our versions by the host's model behind them, and its snapshot."""
        table: dict[tuple[str, str], dict[str | None, list[ModelCard]]] = {}
        for entry in self.registry.models.values():
            source = entry.card.source
            if source is None or source.host is None or source.model is None:
                continue
            found = self.find(source.host, source.model, source.snapshot)
            host, model = (found.known.host, found.known.model) if found else (host_named(source.host), source.model)
            snapshot = found.snapshot if found else source.snapshot
            table.setdefault((host, model), {}).setdefault(snapshot, []).append(entry.card)
        return table


def _called(known: Known) -> Iterator[tuple[str, str | None]]:
    """The names of a model: its own, those of its snapshots, and what sources say that it is called besides."""
    yield known.model, None
    for snapshot in known.snapshots - {None}:
        yield from ((name, snapshot) for name in written(known.model, snapshot))
    for seen in (*known.filed.observations, *known.shipped.observations):
        yield from ((name, seen.snapshot) for name in seen.aliases)


def _add(words: Words, fact: Fact, read_on: date) -> None:
    said = {key: value for key in SHARED if (value := getattr(fact, key)) not in (None, ())}
    words.observations.append(Observation.model_construct(**said, read_on=read_on))
    if price := fact.price:
        words.prices.append(
            Price.model_construct(
                source=fact.source, read_on=read_on, snapshot=fact.snapshot, region=fact.region, unit=price.unit,
                usd=price.usd, usd_input=price.usd_input, usd_output=price.usd_output,
            )
        )  # fmt: skip
