"""Every place that holds bytes of a version, and which bytes must be left alone because others live by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.dates import instant
from modelsteward.domain.erasing import Part, Print, Stock, Target
from modelsteward.domain.holds import holds_on
from modelsteward.domain.registry import Registry
from modelsteward.domain.stages import ENDED_STAGES

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.erasure import Erasure
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.registry import Entry

MACHINE = ("file", "hf")
"""Schemes of places that lie on one machine: the same path on another says nothing."""


def is_set(card: ModelCard | DataSetCard) -> bool:
    """Whether it is a data set."""
    return card.ref.startswith("data:")


def targets_of(registry: Registry, card: ModelCard | DataSetCard) -> tuple[Target, ...]:
    """Every place that a card names, each once, with what is known to have lain there.

    A record's list of files counts only where the card's own digest is that of the list: by it files are erased, and a
    folder that has none of them is called gone. Whoever writes a record could name anything.
    """
    known = known_parts(registry, card.ref)
    found: dict[tuple[str, str | None], Target] = {}
    for target in _named(card):
        parts = known.get(target.place, ())
        follows = _is_listing(parts, target.digest)
        found.setdefault((target.place, target.digest), target._replace(parts=parts if follows else ()))
    return tuple(found.values())


def knowing(targets: Iterable[Target], stocks: Iterable[Stock]) -> tuple[Target, ...]:
    """The same with what a run that was cut off met in each place and nobody put on record yet."""
    met = {stock.place: stock.parts for stock in reversed(list(stocks))}
    return tuple(
        one._replace(parts=met[one.place])
        if not one.parts and one.place in met and _is_listing(met[one.place], one.digest)
        else one
        for one in targets
    )


def _is_listing(parts: tuple[Part, ...], digest: str | None) -> bool:
    """Whether a digest is that of one file alone, or of the listing of several (see store.hashing)."""
    if len(parts) == 1 and parts[0].digest == digest:
        return True
    by_path = sorted((part.path.encode("utf-8", "surrogateescape"), part.digest.partition(":")[2]) for part in parts)
    listing = b"".join(hexes.encode() + b"  " + path + b"\n" for path, hexes in by_path)
    return bool(parts) and digest == f"sha256:{sha256(listing).hexdigest()}"


def _named(card: Any) -> Iterator[Target]:
    if is_set(card):
        for place in filter(None, (card.location, *card.replicas)):
            yield Target(place, card.digest, None, "data")
        return
    for one in card.artifacts:
        for place in (one.uri, *one.replicas):
            yield Target(place, one.digest, one.bytes, one.role, (), one.immutable_until)


def holder_of(card: Any, place: str) -> str | None:
    """Who holds what lies in a place, when it is not us."""
    if is_set(card):
        return None
    return next((one.holder for one in card.artifacts if place in (one.uri, *one.replicas)), None)


def erasures_of(registry: Registry, ref: str) -> list[Erasure]:
    """Every erasure on record, the earliest first."""
    return records_of(registry, "erasure", ref)


EARLY = datetime(1, 1, 2, tzinfo=UTC)
"""Before whatever a record says."""


def records_of(registry: Registry, kind: str, ref: str) -> list[Any]:
    """The records of a kind about a version, the earliest first; an included registry's count for its own alone."""
    made = registry.made(ref)
    home = made.home if made else ""
    cards = [entry.card for entry in registry.filed(f"{kind} {ref}") if entry.home == home]
    return sorted(cards, key=ended)


def ended(card: Any) -> tuple[date, datetime]:
    """When a record was made, to put several in order."""
    return card.on, instant(getattr(card, "finished", None)) or EARLY


def known_parts(registry: Registry, ref: str) -> dict[str, tuple[Part, ...]]:
    """What lay in each place, by the earliest record of it: later ones met what was left."""
    found: dict[str, tuple[Part, ...]] = {}
    for card in erasures_of(registry, ref):
        for stock in card.inventory:
            parts = tuple(
                Part(one.path, one.digest, one.bytes, tuple(Print(t.name, t.digest, t.bytes) for t in one.tensors))
                for one in stock.files
            )
            found.setdefault(stock.place, parts)
    return found


class Spared(NamedTuple):
    """What must stay, for others live by it."""

    digests: frozenset[str]
    places: dict[str, str]
    """Places that others name, with one of them: at one place lies one content."""
    away: tuple[tuple[str, str, str], ...] = ()
    """The same of included registries, whose paths count from their own folders: folder, place, ref."""


def spared(registry: Registry, card: ModelCard | DataSetCard, today: date) -> Spared:
    """What others live by: versions that are neither retired nor destroyed, data that is not destroyed, and whatever a
    hold orders to be kept. `registry` must be whole: a folder may hold a file of anybody.
    """
    others = [one for one in living(registry, today) if one.ref != card.ref]
    named = [(target, one) for one in others for target in _named(one.card)]
    digests = frozenset(target.digest for target, _ in named if target.digest)
    own = {target.place: one.ref for target, one in named}
    away = tuple((_folder(one), target.place, one.ref) for target, one in named if one.home)
    return Spared(digests, own, away)


def _folder(entry: Entry[Any]) -> str:
    """The folder of the included registry that a card lies in, seen from ours."""
    return entry.file.removesuffix(entry.inside).rstrip("/")


def hidden(registry: Registry) -> tuple[str, ...]:
    """What nobody could look into and may name the same bytes: cards of models and data sets, whole registries."""
    guests = registry.guests
    return (*spoiled(registry, unseen=True), *(f"the registry {one.key}" for one in guests.missing), *guests.unseen)


def spoiled(registry: Registry, *, unseen: bool = False) -> tuple[str, ...]:
    """Cards of models and data sets that cannot be read; `unseen`: also those that are not checked out."""
    found = (one for one in registry.unread() if one.inside.startswith(("models/", "datasets/")))
    return tuple(sorted(one.file for one in found if unseen or not one.unseen))


def living(registry: Registry, today: date) -> Iterator[Entry[Any]]:
    """Models and data sets whose bytes must stay."""
    for entry in registry.models.values():
        if entry.card.stage not in ENDED_STAGES or (
            entry.card.stage == "retired" and holds_on(registry, entry.ref, today)
        ):
            yield entry
    yield from (entry for entry in registry.datasets.values() if entry.card.status != "destroyed")
