"""From a model of ours to what is on file about the vendor's model behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.vendors.ids import parts_of, written
from modelsteward.domain.vendors.saying import Pin, standing

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Source
    from modelsteward.domain.cards.vendor import Observation, VendorCard
    from modelsteward.domain.registry import Entry, Registry


class Joined(NamedTuple):
    """The file with the facts of a vendor's model, and what of it is asked about."""

    entry: Entry[VendorCard]
    pin: Pin

    @property
    def card(self) -> VendorCard:
        """The facts."""
        return self.entry.card

    @property
    def said(self) -> list[Observation]:
        """What sources say now of it."""
        return standing(self.card.observations, self.pin)

    @property
    def snapshots(self) -> list[str]:
        """The snapshots that the file knows."""
        return sorted({seen.snapshot for seen in self.card.observations if seen.snapshot})


def joined(registry: Registry, source: Source | None) -> Joined | None:
    """What is on file about where a model comes from; None where no vendor is behind it, or nothing is on file.

    A card may write name and snapshot as one, or call the model by another name of its: the facts are the same.
    """
    if source is None or source.host is None or source.model is None:
        return None
    for model, snapshot in names_of(source.model, source.snapshot):
        if entry := registry.vendors.get((source.host, model)):
            return Joined(entry, Pin(snapshot, source.region, source.deployment_kind))
    for name in written(source.model, source.snapshot):
        if entry := registry.vendor_aliases.get((source.host, name)):
            known = [seen.snapshot for seen in entry.card.observations if name in seen.aliases]
            return Joined(entry, Pin(known[-1] if known else None, source.region, source.deployment_kind))
    return None


def names_of(model: str, snapshot: str | None) -> Iterator[tuple[str, str | None]]:
    """The names under which facts may lie, each with its snapshot: as written, taken apart, and as one."""
    yield model, snapshot
    if snapshot is None:
        named = parts_of(model)
        if named.model != model:
            yield named.model, named.snapshot
        return
    yield from ((name, None) for name in (snapshot, *written(model, snapshot)) if name != model)
    own = parts_of(snapshot)
    if own.snapshot:
        yield own.model, own.snapshot


def called(source: Source | None) -> set[str]:
    """Every name by which a file of facts may speak of where a model comes from."""
    if source is None or source.model is None:
        return set()
    return {model for model, _ in names_of(source.model, source.snapshot)} | {*written(source.model, source.snapshot)}


def said_of(registry: Registry, card: ModelCard) -> list[Observation]:
    """What sources say now of the vendor's model behind a version; nothing where no vendor is behind it."""
    found = joined(registry, card.source)
    return found.said if found else []
