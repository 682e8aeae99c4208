"""What laws keep when something is destroyed: the gate before erasing, and what must remain after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.conditions import judge
from modelsteward.domain.duties import duties_here, may_add
from modelsteward.domain.facts import facts_of_set
from modelsteward.domain.owed.pairs import Pair, pairs_of
from modelsteward.domain.owed.rulings import rule_on
from modelsteward.domain.owed.terms import Term, terms_of
from modelsteward.domain.owed.things import ERASED

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.domain.owed.rulings import Ruling
    from modelsteward.domain.packs import Packs
    from modelsteward.domain.registry import Registry

_OF_DATA = frozenset({
    "training_data", "training_data_personal", "validation_data", "bias_test_special_category_data", "personal_data",
    "customer_information", "biometric_templates", "media",
})  # fmt: skip
"""The objects that go with a data set. With a version may go all of `ERASED`: copies of its data as well."""


class KeptThing(NamedTuple):
    """One object that must remain when the bytes are gone."""

    object: str
    until: date | None
    """Last day of the longest duty; None where it has none yet."""
    duties: tuple[str, ...]
    place: str | None
    """Where it lies, as the uses say."""


def against_erasing(
    registry: Registry, card: ModelCard | DataSetCard, today: date, packs: Packs, now: date = date.max
) -> Iterator[tuple[str, str]]:
    """Each law that keeps what would be erased, or of which that cannot be told; with what to do about it.

    `now` is the day by the clock, where bytes go: a later day that was given ends no duty.
    """
    goes = _goes(card)
    pairs = list(_pairs(registry, card, today))
    told: dict[str, tuple[str, str]] = {}
    for pair in pairs:
        for duty in _keeping(registry, packs):
            objects = [name for name in duty.objects if name in goes]
            if objects and (said := _against(duty, objects, pair, min(today, now))):
                told.setdefault(f"{duty.id} {said[0]}", said)
    yield from told.values()
    if not pairs:
        yield from _of_unused(registry, card, today, packs)
    for what, how in may_add(registry, [pair.model.name for pair in pairs]):
        yield f"{what}, so nobody can tell whether a law keeps what is erased", how


def _of_unused(
    registry: Registry, card: ModelCard | DataSetCard, today: date, packs: Packs
) -> Iterator[tuple[str, str]]:
    """Laws that may keep data on which nothing was built, as far as is on record: no use tells until when."""
    facts = facts_of_set(registry, card, today)  # type: ignore[arg-type]  # a version always has a pair
    for duty in _keeping(registry, packs):
        objects = [name for name in duty.objects if name in _OF_DATA]
        is_over = duty.ended_on is not None and duty.ended_on < today
        if objects and not is_over and judge(duty.applies_when, facts).holds is not False:
            what = ", ".join(name.replace("_", " ") for name in objects)
            yield (
                f"whether {duty.id} ({duty.source}, {duty.article}) keeps its {what}, and until when, cannot be told: "
                "no model on record was built on it",
                f"name {card.ref} in the `lineage` of what was built on it, or mend the duty's `applies_when`",
            )


def kept_things(registry: Registry, card: ModelCard | DataSetCard, today: date, packs: Packs) -> list[KeptThing]:
    """What must remain when it is destroyed, by object: documentation, logs, decisions, each with its longest day.

    Only of laws that bind, and surely apply today. What has been kept long enough is left out.
    """
    goes = _goes(card)
    found: dict[str, list[tuple[str, Term, str | None]]] = {}
    for pair in _pairs(registry, card, today):
        for duty in _keeping(registry, packs):
            ruling = rule_on(duty, pair)
            if ruling.outcome == "applies":
                met = pair.met(duty.id)
                for term in terms_of(ruling, pair):
                    for name in duty.objects:
                        found.setdefault(name, []).append((duty.id, term, met.place if met else None))
    kept = (_thing(name, terms, today) for name, terms in sorted(found.items()) if name not in goes)
    return [thing for thing in kept if thing is not None]


def _thing(name: str, terms: list[tuple[str, Term, str | None]], today: date) -> KeptThing | None:
    live = [one for one in terms if one[1].day is None or one[1].day >= today]
    if not live:
        return None
    days = [term.day for _, term, _ in live]
    until = None if None in days else max(day for day in days if day is not None)
    place = next((place for _, _, place in live if place), None)
    return KeptThing(name, until, tuple(dict.fromkeys(duty for duty, _, _ in live)), place)


def _keeping(registry: Registry, packs: Packs) -> Iterator[Duty]:
    """The duties here to keep something, that bind by law."""
    for duty, _ in duties_here(registry, packs).values():
        if duty.kind == "keep" and duty.binding:
            yield duty


def _goes(card: ModelCard | DataSetCard) -> frozenset[str]:
    """The objects that may go when a card's bytes are erased."""
    return _OF_DATA if card.card == "dataset/1" else ERASED


def _pairs(registry: Registry, card: ModelCard | DataSetCard, today: date) -> Iterator[Pair]:
    """What is destroyed in each use; data in the uses of every model that was built on it, near and far."""
    if card.card == "model/1":
        yield from pairs_of(registry, card, today)
        return
    from modelsteward.domain.descent import below

    for ref in sorted(below(registry, [card.ref], versions=False)):
        if model := registry.model(ref):
            yield from pairs_of(registry, model, today)


def _against(duty: Duty, objects: list[str], pair: Pair, first: date) -> tuple[str, str] | None:
    ruling = rule_on(duty, pair)
    what = ", ".join(name.replace("_", " ") for name in objects)
    law = f"{duty.id} ({duty.source}, {duty.article})"
    where = f" in {pair.use.ref}" if pair.use else ""
    if ruling.outcome == "cannot tell":
        return f"whether {law} keeps its {what}{where} cannot be told: {_gaps(ruling)}", _fill(ruling)
    if ruling.outcome != "applies":
        return None
    for term in terms_of(ruling, pair):
        if term.day is not None and term.day < first:
            continue
        until = f"until {term.day}" if term.day else term.words
        return f"{law} keeps its {what}{where} {until}", f"`steward obligations {pair.model.ref}` shows why"
    return None


def _gaps(ruling: Ruling) -> str:
    return "; ".join(dict.fromkeys(gap.question for gap in ruling.missing))


def _fill(ruling: Ruling) -> str:
    gap = ruling.missing[0]
    if gap.card == "use:…":
        return f"no use is known that it served: `{gap.key}` stands on its card (steward register use:NAME)"
    return f"write it down: `{gap.key}` of {gap.card}"
