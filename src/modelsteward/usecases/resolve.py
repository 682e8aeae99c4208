"""What serves a use today: its champion, else its fallback, else nothing and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.lifespan import why_not
from modelsteward.domain.registry import Entry, Registry
from modelsteward.errors import Refused
from modelsteward.usecases.naming import require_read
from modelsteward.usecases.slots import slot_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard


class Resolved(NamedTuple):
    """The version to call for one slot of a use."""

    use: str
    slot: str
    ref: str
    model: ModelCard
    champion: str | None
    fallback: bool
    """Whether this is the fallback, because the champion may not serve."""
    why: str
    """Why the champion may not serve; empty when it does."""


def resolve_use(registry: Registry, entry: Entry[UseCaseCard], slot: str | None, today: date) -> Resolved:
    """Raises Refused where nothing may serve it, saying why."""
    use = entry.card
    name = slot_of(use, slot)
    if use.status == "ended":
        raise Refused(f"{use.ref} has ended, so nothing serves it", f"steward show {use.ref}")
    if use.risk is not None and use.risk.eu_tier == "prohibited":
        raise Refused(f"{use.ref} is prohibited under the EU AI Act (Art. 5), so nothing may serve it", "")
    champion = use.serving.get(name)
    if champion:
        require_read(registry, champion)  # else its fallback would answer for no reason of its own
    why = why_not(registry, champion, today, use) if champion else "nothing serves it"
    if champion and not why:
        return _found(registry, use, name, champion, champion, "")
    said = (
        f"{champion}, champion of {name} of {use.ref}, may not serve: {why}"
        if champion
        else f"{name} of {use.ref}: {why}"
    )
    second = use.fallback.get(name)
    if second is None:
        back = f"steward rollback {use.ref}, or " if any(entry.slot == name for entry in use.served) else ""
        raise Refused(f"{said}; it has no fallback", f"{back}steward promote REF production --for {use.ref}")
    require_read(registry, second)
    if not_either := why_not(registry, second, today, use):
        raise Refused(f"{said}; nor may its fallback {second}: {not_either}", f"steward show {use.ref}")
    return _found(registry, use, name, second, champion, why)


def _found(registry: Registry, use: UseCaseCard, slot: str, ref: str, champion: str | None, why: str) -> Resolved:
    return Resolved(use.ref, slot, ref, registry.models[ref].card, champion, ref != champion, why)


def uris(model: ModelCard) -> Iterator[str]:
    """Where a version is fetched or called: its weights' places, else what a gateway calls, else the vendor's name."""
    weights = [a.uri for a in model.artifacts if a.role in ("weights", "adapter", "container")]
    source = model.source
    if weights:
        yield from weights
    elif model.serves is not None and model.serves.upstream:
        yield model.serves.upstream
    elif source is not None and source.host and source.model:
        yield f"{source.host}/{source.deployment or source.model}"
