"""What is shown of a model version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from modelsteward.domain.cards.model import Artifact, ModelCard, Source
from modelsteward.domain.cards.usecase import UseCaseCard
from modelsteward.domain.cards.vendor import Observation
from modelsteward.domain.costing import Priced, asked, price_of, vendor_prices
from modelsteward.domain.dates import ago
from modelsteward.domain.registry import Registry
from modelsteward.domain.vendors.joining import said_of
from modelsteward.domain.vendors.saying import firm_end
from modelsteward.usecases.kinship import ancestors, descendants, kin_rows
from modelsteward.usecases.listable import Cell, Row
from modelsteward.usecases.shown import Moment, Section, contact
from modelsteward.usecases.tombstone import destruction


def facts(registry: Registry, card: ModelCard, today: date) -> dict[str, Cell]:
    """What the card says of itself."""
    use, names, life = card.intended_use, card.serves, card.lifecycle
    return {
        "owner": card.owner,
        "contact": contact(registry, card.owner),
        "origin": card.origin,
        "hosting": card.hosting,
        "source": source_line(card.source) if card.source else None,
        "license": card.license,
        "license_text": card.license_text,
        "task": card.task,
        "class": card.model_class,
        "intended_use": use.primary if use else None,
        "out_of_scope": use.out_of_scope if use else (),
        "limitations": use.limitations if use else (),
        "aliases": names.aliases if names else (),
        "deployments": names.deployments if names else (),
        "upstream": names.upstream if names else None,
        "cost": price_line(price, today) if (price := price_of(registry, card)) else None,
        "replacement": life.replacement,
        "because": life.because,
        "reason": life.reason,
        "seal": card.seal,
    }


def moments(registry: Registry, card: ModelCard) -> Iterator[Moment]:
    """Its own dates, and its vendor's."""
    life, said = card.lifecycle, said_of(registry, card)
    firm = firm_end(said)
    least = max((seen.not_before for seen in said if seen.not_before), default=None)
    days: dict[str, date | None] = {
        "released": life.released,
        "review by": life.review_by,
        "deprecated": life.deprecated,
        "sunset": life.sunset,
        "retired": life.retired,
        "destroy by": life.destroy_by if life.destroyed is None else None,
        "destroyed": life.destroyed,
        "vendor ends": firm[0] if firm else None,
        "vendor: not before": None if firm else least,
    }
    yield from (Moment(day, what) for what, day in days.items() if day)


def sections(registry: Registry, card: ModelCard) -> Iterator[Section]:
    """Whom it serves, what it is built on, what is built on it, and its artifacts."""
    built_on = kin_rows(ancestors(registry, card.ref))
    yield Section("serves", "Serves", tuple(_roles(registry, card.ref)), "no use case")
    yield Section("built_on", "Built on", built_on, *_lineage_words(card, bool(built_on)))
    yield Section("dependents", "What is built on it", kin_rows(descendants(registry, card.ref)))
    yield Section("vendor", "What its vendor says", tuple(map(_said, said_of(registry, card))))
    yield Section("prices", "What its vendor asks", tuple(map(_asked, vendor_prices(registry, card))))
    yield Section("destruction", "Its destruction", destruction(registry, card.ref))
    yield Section("artifacts", "Artifacts", tuple(map(_artifact, card.artifacts)), _no_artifacts(card))


def source_line(source: Source) -> str:
    """Where it comes from, in a line."""
    words = [word for word in (source.hub, source.repository, source.host, source.model, source.snapshot) if word]
    line = " ".join(words)
    for name in ("revision", "region", "deployment"):
        if value := getattr(source, name):
            line += f", {name} {value}"
    return line.removeprefix(", ")


def price_line(price: Priced, today: date) -> str:
    """What it costs, who says so and how long ago, in a line."""
    whose = "" if not price.said_by.startswith("vendor:") else f" ({price.said_by})"
    return f"{asked(price)}, read {price.read_on}, {ago(price.read_on, today)}: {price.source}{whose}"


def _lineage_words(card: ModelCard, known: bool) -> tuple[str, str]:
    """What to say when nothing is named, and what to add to what is."""
    missing = [f"`lineage.{key}`" for key in ("datasets", "parents") if not card.lineage or not card.lineage.knows(key)]
    if not missing:
        return "nothing, by its card", ""
    unsaid = f"its card does not say all: it has no {' and no '.join(missing)}"
    return unsaid, unsaid if known else ""


def _roles(registry: Registry, ref: str) -> Iterator[Row]:
    """Each slot of each use that names the version: `use`, `slot`, `as`, `since`, `status`."""
    for entry in registry.uses.values():
        use = entry.card
        for slot, role in _named(use, ref):
            since = _since(use, slot, ref) if role == "champion" else None
            yield {"use": use.ref, "slot": slot, "as": role, "since": since, "status": use.status}


class _Role(NamedTuple):
    slot: str
    role: str


def _named(use: UseCaseCard, ref: str) -> Iterator[_Role]:
    yield from (_Role(slot, "champion") for slot, of in use.serving.items() if of == ref)
    yield from (_Role(slot, "fallback") for slot, of in use.fallback.items() if of == ref)
    yield from (_Role(slot, "candidate") for slot, refs in use.candidates.items() if ref in refs)
    yield from (_Role(slot, "replacement") for slot, of in use.replacement.items() if of == ref)


def _since(use: UseCaseCard, slot: str, ref: str) -> date | None:
    days = [entry.from_ for entry in use.served if (entry.slot, entry.ref, entry.to) == (slot, ref, None)]
    return max(days, default=None)


def _said(seen: Observation) -> Row:
    return {
        "read_on": seen.read_on,
        "listed": seen.listed,
        "state": seen.state,
        "ends": seen.ends,
        "certainty": seen.certainty,
        "not_before": seen.not_before,
        "replacement": seen.replacement,
        "source": seen.source,
    }


def _asked(price: Priced) -> Row:
    return {"read_on": price.read_on, "asks": asked(price), "source": price.source}


def _artifact(artifact: Artifact) -> Row:
    return {
        "role": artifact.role,
        "format": artifact.format,
        "bytes": artifact.bytes,
        "digest": artifact.digest,
        "uri": artifact.uri,
    }


def _no_artifacts(card: ModelCard) -> str:
    return "none: its vendor holds them" if card.origin == "vendor" else "none on its card"
