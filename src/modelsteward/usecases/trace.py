"""trace, as a person asks it: this data must go, so which models hold it, where do they lie, and what would stop?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from modelsteward.domain.cards.model import Artifact, ModelCard
from modelsteward.domain.registry import Registry
from modelsteward.errors import BadUsage
from modelsteward.usecases.dependents import Part, Party, not_seen, parties, parts_in_uses
from modelsteward.usecases.meaning import of_name
from modelsteward.usecases.tombstone import Gone, gone
from modelsteward.usecases.tracing import Affected, Unsure, affected, unsure


class Place(NamedTuple):
    """Where some of a model lies."""

    what: str
    """The artifact's role; `replica` for another copy of it; `vendor` for what a vendor holds for us."""
    where: str
    holder: str | None
    """Who holds it, when it is not us."""


class Holder(NamedTuple):
    """A model that holds the data, or may, and where it lies."""

    model: Affected
    places: tuple[Place, ...]
    """Where it lies, or lay; empty where its card does not say."""
    gone: date | None
    """Day it was destroyed; None while it is there."""
    certified: date | None
    """Day of the certificate that says so."""
    unchecked: int
    """Places that nobody looked at when it was destroyed; these are not known to be gone."""
    unsaid: str
    """What its card does not say of where it lies; empty where it says all."""


class Stop(NamedTuple):
    """A slot of a use that would stop without the models that are affected."""

    part: Part
    owner: str | None
    certainty: str
    """The champion's."""
    fallback: str | None
    """What would serve then."""
    fallback_affected: str
    """surely or possibly, where that is affected too; else empty."""


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is known of where some data went."""

    asked: str
    data: tuple[Affected, ...]
    models: tuple[Holder, ...]
    unsure: tuple[Unsure, ...]
    stops: tuple[Stop, ...]
    owners: tuple[Party, ...]
    sources: tuple[str, ...]
    """What the data itself was derived from, near and far: it is in there too."""
    not_seen: tuple[str, ...]
    gone: dict[str, Gone]
    """Of the data sets those that are destroyed, and what shows that."""


def trace_data(registry: Registry, text: str) -> Trace:
    """Where the data of one version, or of all versions of a name, went.

    Raises BadUsage for what is no data set, Refused where there is none that is called so.
    """
    if not text.startswith("data:"):
        raise BadUsage(
            f"`{text}` is no data set",
            f"write data:NAME or data:NAME@VERSION; `steward impact {text}` shows what rests on a model",
        )
    asked = of_name(registry, text)
    found = affected(registry, asked)
    data = tuple(one for one in found if one.kind == "dataset")
    models = tuple(_holder(registry, one) for one in found if one.kind == "model")
    stops = tuple(_stops(registry, {one.model.ref: one for one in models}))
    owned = [*((one.owner, one.ref) for one in found), *((stop.owner, stop.part.use) for stop in stops)]
    known = {one.ref for one in found}
    sources = tuple(dict.fromkeys(hop.ref for ref in asked for hop in registry.lineage(ref) if hop.ref not in known))
    return Trace(
        text, data, models, unsure(registry, known), stops, parties(registry, owned), sources,
        tuple(not_seen(registry)), {one.ref: it for one in data if (it := gone(registry, one.ref))},
    )  # fmt: skip


def _holder(registry: Registry, one: Affected) -> Holder:
    card = registry.model(one.ref)
    if card is None:
        return Holder(one, (), None, None, 0, "its card cannot be read")
    places = tuple(place for artifact in card.artifacts for place in _places(artifact))
    places += tuple(_held_by_vendor(card))
    if card.stage != "destroyed":
        return Holder(one, places, None, None, 0, _unsaid(card, bool(places)))
    it = gone(registry, one.ref)
    return Holder(one, places, card.lifecycle.destroyed, it.certificate if it else None, it.unseen if it else 0, "")


def _places(artifact: Artifact) -> Iterator[Place]:
    yield Place(artifact.role, artifact.uri, artifact.holder)
    yield from (Place("replica", place, None) for place in artifact.replicas)


def _held_by_vendor(card: ModelCard) -> Iterator[Place]:
    """What a vendor was given to tune or to serve, which no artifact of the card names."""
    if "vendor_finetune" in card.hosting and card.source is not None and card.source.host:
        source = card.source
        where = "/".join(part for part in (source.model, source.snapshot, source.deployment) if part)
        yield Place("vendor", where or "at the vendor", source.host)


def _unsaid(card: ModelCard, some: bool) -> str:
    if not card.knows("artifacts") and not some:
        return "its card does not say where it lies"
    if not some:
        return "its card names no file of it"
    if not all(artifact.knows("replicas") for artifact in card.artifacts):
        return "its card does not say whether there are other copies"
    return ""


def _stops(registry: Registry, models: dict[str, Holder]) -> Iterable[Stop]:
    there = [ref for ref, one in models.items() if one.model.state != "destroyed"]
    for part in parts_in_uses(registry, there):
        if part.stops:
            use = registry.uses[part.use].card
            second = use.fallback.get(part.slot)
            also = models.get(second) if second else None
            yield Stop(part, use.owner, models[part.ref].model.certainty, second, also.model.certainty if also else "")
