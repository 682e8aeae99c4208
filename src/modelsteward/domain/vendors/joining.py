"""From a model of ours to what is on file about the vendor's model behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.vendors.fates import fate_of
from modelsteward.domain.vendors.ids import parts_of, written
from modelsteward.domain.vendors.saying import Pin, latest_words, standing

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Source
    from modelsteward.domain.cards.vendor import Observation, VendorCard
    from modelsteward.domain.registry import Entry, Registry


class Joined(NamedTuple):
    """The file with the facts of a vendor's model, and what of it is asked about."""

    entry: Entry[VendorCard]
    pin: Pin
    also: Joined | None = None
    """What a source says that the same name is another name of, where others speak of the name itself."""

    @property
    def card(self) -> VendorCard:
        """The facts."""
        return self.entry.card

    @property
    def said(self) -> list[Observation]:
        """What sources say now of it."""
        own = standing(self.card.observations, self.pin)
        return own + [seen for seen in self.also.said if seen not in own] if self.also else own

    @property
    def ever(self) -> list[Observation]:
        """All that was said, now or before."""
        return [*self.card.observations, *(self.also.ever if self.also else ())]

    @property
    def counting(self) -> list[Observation]:
        """The same, as far as its end goes by it: what a name means of which nobody speaks, but only of its snapshots,
        lasts as long as the one that stays longest.
        """
        said = self.said
        if said or self.pin.snapshot or not self.snapshots:
            return said
        pins = (self.pin._replace(snapshot=snapshot) for snapshot in self.snapshots)
        every = (standing(self.card.observations, pin) for pin in pins)
        return max(every, key=lambda words: fate_of(words).last or date.max)

    @property
    def snapshots(self) -> list[str]:
        """The snapshots that the file knows."""
        return sorted({seen.snapshot for seen in self.card.observations if seen.snapshot})


def joined(registry: Registry, source: Source | None) -> Joined | None:
    """What is on file about where a model comes from; None where no vendor is behind it, or nothing is on file.

    A card may write name and snapshot as one, or call the model by another name of its: the facts are the same. A name
    that tells a zone (`eu.anthropic.claude-…`) tells the region, where the card does not.
    """
    if source is None or source.host is None or source.model is None:
        return None
    pin = Pin(None, region_of(source), source.deployment_kind)
    exact: Joined | None = None
    near: Joined | None = None
    for model, snapshot in names_of(source.model, source.snapshot):
        if entry := registry.vendors.get((source.host, model)):
            near = near or Joined(entry, pin._replace(snapshot=snapshot))
            if snapshot is None or any(seen.snapshot == snapshot for seen in entry.card.observations):
                exact = Joined(entry, pin._replace(snapshot=snapshot))
                break
    other = next(_by_alias(registry, source, pin), None)
    if exact and other and (exact.entry.file, exact.pin) != (other.entry.file, other.pin):
        return exact._replace(also=other)
    return exact or other or near


def _by_alias(registry: Registry, source: Source, pin: Pin) -> Iterator[Joined]:
    """What sources say now that a name is another name of."""
    for name in written(source.model or "", source.snapshot):
        if entry := registry.vendor_aliases.get((source.host or "", name)):
            known = [seen.snapshot for seen in latest_words(entry.card.observations) if name in seen.aliases]
            if known:
                yield Joined(entry, pin._replace(snapshot=known[-1]))


def names_of(model: str, snapshot: str | None) -> Iterator[tuple[str, str | None]]:
    """The names under which facts may lie, each with its snapshot: as written, taken apart, and as one; then all of
    them in the lower case that most vendors use.
    """
    told = set()
    for name in _names_of(model, snapshot):
        if name not in told:
            told.add(name)
            yield name


def _names_of(model: str, snapshot: str | None) -> Iterator[tuple[str, str | None]]:
    yield model, snapshot
    named = parts_of(model)
    if named.model != model and snapshot in (None, named.snapshot):
        yield named.model, named.snapshot
    if snapshot is not None:
        for name in dict.fromkeys((snapshot, *written(model, snapshot))):
            if name != model:
                yield name, None
            own = parts_of(name)
            if own.snapshot:
                yield own.model, own.snapshot
    if (model, snapshot) != (lower := (model.lower(), snapshot and snapshot.lower())):
        yield from _names_of(*lower)


def region_of(source: Source) -> str | None:
    """Where calls are answered: as the card says, else as the name tells its zone."""
    return source.region or parts_of(source.model or "").zone or parts_of(source.snapshot or "").zone


def called(source: Source | None) -> set[str]:
    """Every name by which a file of facts may speak of where a model comes from."""
    if source is None or source.model is None:
        return set()
    return {model for model, _ in names_of(source.model, source.snapshot)} | {*written(source.model, source.snapshot)}


def said_of(registry: Registry, card: ModelCard) -> list[Observation]:
    """What sources say now of the vendor's model behind a version; nothing where no vendor is behind it."""
    found = joined(registry, card.source)
    return found.counting if found else []
