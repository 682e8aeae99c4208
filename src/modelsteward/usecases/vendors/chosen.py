"""What somebody has named already as a successor: the vendor, or we ourselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.vendors.ids import is_moving

if TYPE_CHECKING:
    from modelsteward.usecases.vendors.facts import Facts
    from modelsteward.usecases.vendors.offers import Offer
    from modelsteward.usecases.vendors.tested import Place


class Chosen(NamedTuple):
    """A successor that somebody named."""

    ref: str
    key: tuple[str, str, str | None] | None
    """Host, model and snapshot; None where no vendor offers it, or nobody knows what is meant."""
    rank: str
    """`recommended`, `alternative` or `chosen`."""
    reason: str
    why: str = ""
    """Why it can't be told what is meant; empty where it can."""


def chosen(facts: Facts, asked: Offer, places: Iterable[Place]) -> Iterator[Chosen]:
    """What the vendor recommends, then what cards name."""
    told: set[str] = set()
    for seen in sorted(asked.said, key=lambda seen: seen.read_on, reverse=True):
        named = [("recommended", seen.replacement), *(("alternative", other) for other in seen.alternatives)]
        for rank, name in named:
            if name and name not in told:
                told.add(name)
                too = "" if rank == "recommended" else " too"
                yield from _recommended(
                    facts, asked.host, name, rank, f"recommended{too} by the vendor, says {seen.source}"
                )
    for card in asked.living:
        if ref := card.lifecycle.replacement:
            yield _ours(facts, ref, f"chosen here: the replacement that {card.ref} names")
    for place in places:
        if ref := place.use.replacement.get(place.slot):
            yield _ours(facts, ref, f"chosen here: the replacement for {place.use.ref}")
        for ref in place.use.candidates.get(place.slot, ()):
            yield _ours(facts, ref, f"chosen here: a candidate for {place.use.ref}")
        if ref := place.use.fallback.get(place.slot):
            yield _ours(facts, ref, f"the fallback of {place.use.ref}")


def _recommended(facts: Facts, host: str, name: str, rank: str, reason: str) -> Iterator[Chosen]:
    """A model by the name that a vendor recommends: without a snapshot, each that is known."""
    found = facts.find(host, name)
    if found is None:
        yield Chosen(f"{host}/{name}", None, rank, reason, f"nothing is known of it at {host}")
        return
    known = found.known
    pinned = sorted(snapshot for snapshot in known.snapshots if snapshot)
    snapshots = [found.snapshot] if found.snapshot or not pinned else pinned
    for snapshot in snapshots:
        if snapshot is None or not is_moving(known.model, snapshot):
            ref = f"{host}/{known.model}" + (f"@{snapshot}" if snapshot else "")
            yield Chosen(ref, (known.host, known.model, snapshot), rank, reason)


def _ours(facts: Facts, ref: str, reason: str) -> Chosen:
    card = facts.registry.model(ref)
    source = card.source if card else None
    found = facts.find(source.host, source.model, source.snapshot) if source and source.host and source.model else None
    key = (found.known.host, found.known.model, found.snapshot) if found else None
    return Chosen(ref, key, "chosen", reason)
