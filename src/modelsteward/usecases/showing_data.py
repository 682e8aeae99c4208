"""What is shown of a data set version."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.cards.dataset import Contains, DataSetCard
from modelsteward.domain.registry import Registry
from modelsteward.domain.texts import amount
from modelsteward.usecases.kinship import ancestors, descendants, kin_rows
from modelsteward.usecases.listable import Cell, Row, flags
from modelsteward.usecases.naming import by_ref
from modelsteward.usecases.shown import Moment, Section, contact


def facts(registry: Registry, card: DataSetCard) -> dict[str, Cell]:
    """What the card says of itself."""
    retention, quality = card.retention, card.quality
    unknown = tuple(name.replace("_", " ") for name in Contains.model_fields if getattr(card.contains, name) is None)
    return {
        "owner": card.owner,
        "contact": contact(registry, card.owner),
        "origin": card.origin,
        "purpose": card.purpose,
        "license": card.license,
        "contains": flags(card.contains),
        "not_known_whether": unknown,
        "lawful_basis": card.lawful_basis,
        "retention": retention.basis if retention else None,
        "rows": quality.rows if quality else None,
        "curated_rows": quality.curated_rows if quality else None,
        "checks": quality.checks if quality else (),
        "location": card.location,
        "digest": card.digest,
    }


def moments(registry: Registry, card: DataSetCard) -> Iterator[Moment]:
    """The last day it may exist."""
    if card.retention and card.retention.delete_by:
        yield Moment(card.retention.delete_by, "delete by")


def sections(registry: Registry, card: DataSetCard) -> Iterator[Section]:
    """What it was made from, what was made from it, and which models it reaches."""
    made = [kin for kin in descendants(registry, card.ref) if kin.ref.startswith("data:")]
    reached = {row["ref"]: row for row in _reached(registry, card.ref)}
    unsure = _unsure(registry, {str(ref) for ref in reached})
    rows = tuple(sorted(reached.values(), key=lambda row: by_ref(str(row["ref"]))))
    yield Section("built_on", "Derived from", kin_rows(ancestors(registry, card.ref)))
    yield Section("dependents", "Derived from it", kin_rows(made))
    yield Section("reaches", "Reaches these models", rows, "no model that says so", unsure)


def _reached(registry: Registry, ref: str) -> Iterator[Row]:
    """Models with the data set in their lineage: `ref`, `stage`, `serves`, `through`."""
    for entry in registry.models.values():
        for hop in registry.lineage(entry.ref):
            if hop.ref == ref:
                uses = sorted({use.ref for use, _ in registry.serves.get(entry.ref, ())})
                yield {"ref": entry.ref, "stage": entry.card.stage, "serves": tuple(uses), "through": hop.through}


def _unsure(registry: Registry, reached: set[str]) -> str:
    """How many models may hold the data without anybody knowing."""
    count = sum(
        any(not _says(registry, of) for of in (entry.ref, *(hop.ref for hop in registry.lineage(entry.ref))))
        for entry in registry.models.values()
        if entry.ref not in reached and entry.card.stage != "destroyed"
    )
    if not count:
        return ""
    models = amount(count, "other model")
    return f"it can't be told for {models}, where a card of the lineage does not say what it was trained on"


def _says(registry: Registry, ref: str) -> bool:
    """Whether a card says what it was made from."""
    if model := registry.model(ref):
        return model.lineage is not None and model.lineage.knows("datasets")
    data = registry.dataset(ref)
    return data is not None and data.knows("derived_from")
