"""Which other cards a card names, and where in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from modelsteward.domain.findings import Path

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel

Reference = tuple[Path, str]


def references(card: CardModel) -> Iterator[Reference]:
    """Each ref in a card with its path, in the order of the schema."""
    kind = card.__class__.__name__
    yield from _BY_KIND.get(kind, _of_state)(card)


_DUTY_ID = re.compile(r"[a-z0-9]+(?:[._]?[a-z0-9]+)*(?:-[a-z0-9]+(?:[._]?[a-z0-9]+)*)+")
"""What ids of duties look like in a text: at least two words with hyphens between them."""


def duty_words(text: str) -> list[str]:
    """The words of a text that may be ids of duties, each once."""
    return list(dict.fromkeys(_DUTY_ID.findall(text)))


def names_duties(card: CardModel) -> bool:
    """Whether a card can only be judged with the packs of duties at hand: it names duties, or is a pack itself."""
    kind, any_card = card.__class__.__name__, cast("Any", card)
    if kind == "UseCaseCard":
        return bool(any_card.duties)
    if kind == "DataSetCard":
        return bool(any_card.retention and any_card.retention.basis and duty_words(any_card.retention.basis))
    return kind == "DutyPack"


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
    "HostCard": _none,
    "DutyPack": _none,
}
