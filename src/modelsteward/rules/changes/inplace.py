"""card: what is edited in place, sealed or not. None of it asks for another number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.rules.changes.engine import Around, Difference, Kin

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard

IN_PLACE = {
    "owner": ("owner",),
    "words": ("summary", "links", "extra"),
    "cost": ("cost",),
    "names": ("serves",),
    "law": (
        "origin",
        "hosting",
        "model_class",
        "gpai",
        "gpai_systemic",
        "free_open_licence",
        "code_of_practice_signatory",
    ),
    "life": ("stage", "lifecycle", "seal"),
}  # fmt: skip
"""By class: the keys that are no technical facts."""
CARD = Kin("card", "What is edited in place.", tuple(key for keys in IN_PLACE.values() for key in keys))
HEAD = ("card", "name", "version")
"""Keys that say what the card is; two versions of a model differ in them, or they would be one."""


def _changed(before: ModelCard, after: ModelCard, name: str) -> Iterator[Difference]:
    for key in IN_PLACE[name]:
        was, now = getattr(before, key), getattr(after, key)
        if was == now:
            continue
        if key in ("owner", "stage", "origin"):
            yield Difference((key,), f"the {key} is {now} now, and was {was}")
        else:
            yield Difference((key,), f"{key} is written otherwise")


@CARD.change("owner", before="owner: team", after="owner: other", unlike="summary: Other words.")
def owner(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _changed(before, after, "owner")


@CARD.change("words", before="{}", after="summary: Other words.", unlike="owner: other")
def words(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _changed(before, after, "words")


@CARD.change(
    "cost", before="{}", after="cost: {unit: 1M tokens, usd: 2.5, source: invoice, read_on: 2029-12-01}",
    unlike="owner: other",
)  # fmt: skip
def cost(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _changed(before, after, "cost")


@CARD.change("names", before="{}", after="serves: {aliases: [m]}", unlike="owner: other")
def names(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _changed(before, after, "names")


@CARD.change("law", before="{}", after="hosting: [edge]", unlike="owner: other")
def law(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _changed(before, after, "law")


@CARD.change("life", before="{}", after="stage: deprecated", unlike="owner: other")
def life(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    return _changed(before, after, "life")
