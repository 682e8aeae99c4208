"""Whether a version may answer calls today, and what it was built on that may not be used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.lifespan import vendor_end
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.stages import SERVING_STAGES

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Hold, Incident
    from modelsteward.domain.cards.usecase import UseCaseCard


def why_not(registry: Registry, ref: str, today: date, use: UseCaseCard | None = None) -> str:
    """Why a version may not serve (this use) today, as `it is retired`; empty when it may."""
    model = registry.model(ref)
    if model is None:
        return "it has no card that can be read"
    if model.stage not in SERVING_STAGES:
        since = model.lifecycle.suspension if model.stage == "suspended" else None
        return f"it is {model.stage}" + (f" since {since.on}: {since.reason}" if since else "")
    sunset = model.lifecycle.sunset
    if model.stage == "deprecated" and sunset is not None and sunset < today:
        return f"its sunset was {sunset}"
    end = vendor_end(model, registry)
    if end is not None and end[0] < today:
        return f"its vendor ended it on {end[0]}"
    for halt in use.suspended if use else ():
        if halt.ref == ref:
            return f"it is suspended for {use.ref if use else ''} since {halt.on}: {halt.reason}"
    return ""


def unusable_data(registry: Registry, ref: str) -> Iterator[tuple[str, str]]:
    """Data anywhere in the lineage that may not be used any more: its ref, and why."""
    for hop in registry.lineage(ref):
        data = registry.dataset(hop.ref)
        if data is None:
            continue
        path = f" (through {', '.join(hop.through)})" if hop.through else ""
        if data.status != "active":
            yield data.ref, f"{data.ref} is {data.status}{path}"
        elif data.contains is not None and data.contains.unlawful_source:
            yield data.ref, f"{data.ref} is from an unlawful source{path}"


def open_incidents(registry: Registry, *refs: str) -> list[Entry[Incident]]:
    """The incidents about any of these that are not closed."""
    entries: list[Entry[Incident]] = registry.of_kind("incident")  # type: ignore[assignment]
    return [entry for entry in entries if entry.card.closed is None and set(refs) & set(entry.card.refs)]


def holds_on(registry: Registry, ref: str) -> list[Entry[Hold]]:
    """The holds that order a version to be kept and were not released: those that name it, or the whole registry."""
    entries: list[Entry[Hold]] = registry.of_kind("hold")  # type: ignore[assignment]
    return [entry for entry in entries if entry.card.released is None and {ref, "registry"} & set(entry.card.refs)]
