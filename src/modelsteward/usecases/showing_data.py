"""What is shown of a data set version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from modelsteward.domain.cards.dataset import Contains, DataSetCard
from modelsteward.domain.registry import Registry
from modelsteward.domain.texts import amount
from modelsteward.usecases.dependents import parts_in_uses
from modelsteward.usecases.kinship import ancestors, descendants, kin_rows
from modelsteward.usecases.listable import Cell, Row, flags
from modelsteward.usecases.shown import Moment, Section, contact
from modelsteward.usecases.tombstone import destruction
from modelsteward.usecases.tracing import Affected, affected, unsure


def facts(registry: Registry, card: DataSetCard, today: date) -> dict[str, Cell]:
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
        "withdrawn": _withdrawn(card),
    }


def _withdrawn(card: DataSetCard) -> str | None:
    """When and why it was withdrawn, in a line."""
    said = card.withdrawal
    return f"{said.on}: {said.reason}{f' ({said.case})' if said.case else ''}" if said else None


def moments(registry: Registry, card: DataSetCard) -> Iterator[Moment]:
    """The last day it may exist, the day it was withdrawn, and the day it went."""
    if card.withdrawal:
        yield Moment(card.withdrawal.on, "withdrawn")
    if card.destroyed_on:
        yield Moment(card.destroyed_on, "destroyed")
    if card.retention and card.retention.delete_by:
        yield Moment(card.retention.delete_by, "delete by")


def sections(registry: Registry, card: DataSetCard) -> Iterator[Section]:
    """What it was made from, what was made from it, and which models it reaches."""
    made = [kin for kin in descendants(registry, card.ref) if kin.ref.startswith("data:")]
    found = affected(registry, (card.ref,))
    rows = tuple(_reached(registry, one) for one in found if one.kind == "model")
    yield Section("destruction", "Its destruction", destruction(registry, card.ref))
    yield Section("built_on", "Derived from", kin_rows(ancestors(registry, card.ref)))
    yield Section("dependents", "Derived from it", kin_rows(made))
    yield Section("reaches", "Reaches these models", rows, "no model that says so", _unsure(registry, found))


def _reached(registry: Registry, one: Affected) -> Row:
    """A model that holds some of the data, or may, as `trace` tells it; what is between the two, from the model on."""
    uses = sorted({part.use for part in parts_in_uses(registry, (one.ref,)) if part.stops})
    through = tuple(link.ref for link in reversed(one.how[1:]))
    return {
        "ref": one.ref, "stage": one.state, "serves": tuple(uses), "through": through, "certainty": one.certainty,
        "doubts": one.doubts,
    }  # fmt: skip


def _unsure(registry: Registry, found: Iterable[Affected]) -> str:
    """How many models may hold the data without anybody knowing."""
    count = len(unsure(registry, {one.ref for one in found}))
    if not count:
        return ""
    models = amount(count, "other model")
    return f"it can't be told for {models}, where a card of the lineage does not say what it was built on"
