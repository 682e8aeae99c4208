"""A version with all that bears on it, and the table of what can be asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.conditions import UNKNOWN, Fact, Value
from modelsteward.domain.registry import Registry
from modelsteward.domain.stages import SERVING_STAGES

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard


Of = Literal["use", "model", "data", "matter"]


class Subject(NamedTuple):
    """A version with what bears on it."""

    registry: Registry
    model: ModelCard
    uses: tuple[UseCaseCard, ...]
    """The uses it serves or served, and those it stands ready for as a fallback."""
    all_uses: bool
    """Whether these are surely all."""
    data: tuple[DataSetCard, ...]
    """Every data set in its lineage that has a card."""
    all_data: bool
    """Whether these are surely all."""
    today: date


class Field(NamedTuple):
    """One thing conditions may ask for."""

    question: str
    """What is not known where it is not known: `whether …`, `where …`."""
    tell: Callable[[Subject], Fact]
    of: Of = "model"
    """On whose card it stands; `matter`: among the holds, incidents and cases."""
    key: str = ""
    """The key there, as `risk.eu_tier`; for matters the folder."""


FIELDS: dict[str, Field] = {}
"""Every field by its name, with where on our cards it stands. Names follow the groups of the cards: of the version, its
uses, its data, and orders. What packs ask for and this table lacks, nobody can tell.
"""


def fact(
    name: str, asks: str, of: Of = "model", key: str = ""
) -> Callable[[Callable[[Subject], Fact]], Callable[[Subject], Fact]]:
    """Declare a field: its name, what is not known where it is unknown, how it is told, and on which card it stands."""

    def declare(tell: Callable[[Subject], Fact]) -> Callable[[Subject], Fact]:
        FIELDS[name] = Field(asks, tell, of, key or name)
        return tell

    return declare


def subject_of(registry: Registry, model: ModelCard, today: date, use: UseCaseCard | None = None) -> Subject:
    """A version with what bears on it, as far as the registry was read; of its uses only the one given, if one is."""
    if use is not None:
        uses, unread, some = (use,), False, True
    else:
        uses = tuple(
            e.card for e in registry.filed(f"uses {model.ref}") if e.kind == "usecase" and _bears(e.card, model.ref)
        )
        unread = any(broken.ref.startswith("use:") for broken in registry.unread())
        some = bool(uses) or was_released(registry, model, uses) is False
    refs = [hop.ref for hop in registry.lineage(model.ref)]
    data = tuple(card for ref in refs if (card := registry.dataset(ref)))
    return Subject(registry, model, uses, some and not unread, data, _whole_lineage(registry, model, refs), today)


def _bears(use: UseCaseCard, ref: str) -> bool:
    return ref in (*use.serving.values(), *use.fallback.values(), *(line.ref for line in use.served))


def lies_elsewhere(model: ModelCard) -> bool:
    """Whether all its bytes lie with vendors, whatever its card says of files.

    What was made here lay here before it went to a vendor; only the tuning of a vendor's own model never did.
    """
    only_theirs = bool(model.hosting) and set(model.hosting) <= {"vendor_api", "vendor_finetune"}
    return only_theirs and (model.origin != "in-house" or "vendor_finetune" in model.hosting)


def was_released(registry: Registry, model: ModelCard, uses: Iterable[UseCaseCard]) -> bool | None:
    """Whether it ever was in production; None when that is not known."""
    suspension = model.lifecycle.suspension
    stage = suspension.was if suspension else model.stage
    served = any(line.ref == model.ref for use in uses for line in use.served)
    if model.lifecycle.released or served or stage in SERVING_STAGES:
        return True
    if stage in registry.policy.stages or model.lifecycle.knows("released"):
        return False
    return None


def _whole_lineage(registry: Registry, model: ModelCard, refs: Iterable[str]) -> bool:
    """Whether all it was built on is known, near and far: an absent list is unknown, an empty one says none."""
    return all(_knows_origins(registry, ref) for ref in (model.ref, *refs))


def _knows_origins(registry: Registry, ref: str) -> bool:
    if model := registry.model(ref):
        return model.lineage is not None and model.lineage.knows("parents", "datasets")
    data = registry.dataset(ref)
    return data is not None and data.knows("derived_from")


def so(answer: bool | None) -> Fact:
    """Whether something is so, as a fact."""
    return UNKNOWN if answer is None else Fact((answer,))


def words(values: Iterable[Value | None], complete: bool) -> Fact:
    """The values there are, each once, as a fact; `complete`: whether there are surely no more."""
    return Fact(tuple(dict.fromkeys(value for value in values if value is not None)), complete)
