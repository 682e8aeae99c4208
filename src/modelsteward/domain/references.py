"""Which other cards a card names, and where in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from modelsteward.domain.findings import Path

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel

Reference = tuple[Path, str]


def references(card: CardModel) -> Iterator[Reference]:
    """Each ref in a card with its path, in the order of the schema."""
    kind = card.__class__.__name__
    yield from _BY_KIND.get(kind, _of_state)(card)


def _of_model(card: Any) -> Iterator[Reference]:
    if card.lineage:
        for i, parent in enumerate(card.lineage.parents):
            yield ("lineage", "parents", i, "ref"), parent.ref
        for i, ref in enumerate(card.lineage.datasets):
            yield ("lineage", "datasets", i), ref
    if card.lifecycle.replacement:
        yield ("lifecycle", "replacement"), card.lifecycle.replacement


def _of_dataset(card: Any) -> Iterator[Reference]:
    for i, ref in enumerate(card.derived_from):
        yield ("derived_from", i), ref


def _of_use(card: Any) -> Iterator[Reference]:
    for slot, ref in card.serving.items():
        if ref is not None:
            yield ("serving", slot), ref
    for slot, refs in card.candidates.items():
        for i, ref in enumerate(refs):
            yield ("candidates", slot, i), ref
    for slot, ref in card.fallback.items():
        yield ("fallback", slot), ref
    for slot, ref in card.replacement.items():
        yield ("replacement", slot), ref
    for i, halt in enumerate(card.suspended):
        yield ("suspended", i, "ref"), halt.ref
    for i, entry in enumerate(card.served):
        yield ("served", i, "ref"), entry.ref


def _of_state(card: Any) -> Iterator[Reference]:
    for name in ("ref", "use", "dataset"):
        ref = getattr(card, name, None)
        if ref is not None and (name != "dataset" or ref.startswith("data:")):
            yield (name,), ref
    for name in ("refs", "data"):
        for i, ref in enumerate(getattr(card, name, ())):
            yield (name, i), ref
    for i, decision in enumerate(getattr(card, "decisions", ())):
        yield ("decisions", i, "ref"), decision.ref


def _none(card: Any) -> Iterator[Reference]:
    return iter(())


_BY_KIND = {
    "ModelCard": _of_model,
    "DataSetCard": _of_dataset,
    "UseCaseCard": _of_use,
    "RegistryCard": _none,
    "VendorCard": _none,
    "DutyPack": _none,
}
