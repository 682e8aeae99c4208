"""Floors and caps for each object: the longest that keeps it, the soonest that has it gone, and where they clash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from modelsteward.domain.owed.rulings import Ruling
    from modelsteward.domain.owed.terms import Term

PARTS = {
    "training_data_personal": "training_data",
    "bias_test_special_category_data": "training_data",
    "weights_if_personal_data": "weights",
}
"""Objects that are part of another: what keeps the whole keeps the part."""
ERASED = frozenset({
    "weights", "weights_if_personal_data", "configuration", "source_code", "embeddings", "biometric_templates", "media",
    "training_data", "training_data_personal", "validation_data", "bias_test_special_category_data", "personal_data",
    "customer_information", "prompts_and_outputs", "vendor_copies", "third_party_copies",
})  # fmt: skip
"""Objects that go when a version or its data is destroyed. All others, as documentation, logs and records, remain."""


class Owing(NamedTuple):
    """One duty with what it comes to."""

    ruling: Ruling
    terms: tuple[Term, ...]


class Bound(NamedTuple):
    """One floor or cap on an object."""

    duty: str
    term: Term


class Clash(NamedTuple):
    """That an object must be kept after the day by which it must be gone."""

    thing: str
    floor: Bound
    cap: Bound


class Thing(NamedTuple):
    """One object with all that keeps it, and all that has it gone."""

    name: str
    floors: tuple[Bound, ...]
    caps: tuple[Bound, ...]

    @property
    def keep_until(self) -> date | None:
        """The longest of the floors that have a day; more may come, where `is_open`."""
        return max((one.term.day for one in self.floors if one.term.day), default=None)

    @property
    def delete_by(self) -> date | None:
        """The soonest of the caps that have a day."""
        return min((one.term.day for one in self.caps if one.term.day), default=None)

    @property
    def is_open(self) -> bool:
        """Whether a floor has no last day yet, for whatever reason."""
        return any(one.term.day is None for one in self.floors)


def things_of(owed: Iterable[Owing], *, binding: bool) -> list[Thing]:
    """The objects that duties keep or have gone, by name: those that bind, or the others."""
    floors: dict[str, list[Bound]] = {}
    caps: dict[str, list[Bound]] = {}
    for one in owed:
        duty = one.ruling.duty
        if duty.binding is not binding or one.ruling.outcome != "applies":
            continue
        for term in one.terms:
            table = {"floor": floors, "cap": caps}.get(term.kind)
            if table is not None:
                for name in duty.objects:
                    table.setdefault(name, []).append(Bound(duty.id, term))
    return [Thing(name, tuple(_keeping(name, floors)), tuple(caps.get(name, ()))) for name in sorted({*floors, *caps})]


def _keeping(name: str, floors: dict[str, list[Bound]]) -> Iterator[Bound]:
    yield from floors.get(name, ())
    yield from floors.get(PARTS.get(name, ""), ())


def clashes(things: Iterable[Thing], today: date) -> Iterator[Clash]:
    """Where an object is to be kept past the day by which it is to be gone; the pair that lies furthest apart."""
    for thing in things:
        due = min((one for one in thing.caps if one.term.day), key=lambda one: one.term.day or today, default=None)
        if due is None or due.term.day is None:
            continue
        dated = [one for one in thing.floors if one.term.day is not None and one.term.day > due.term.day]
        lasting = [one for one in thing.floors if one.term.day is None and one.term.lasts and due.term.day < today]
        if longest := max(dated, key=lambda one: one.term.day or today, default=next(iter(lasting), None)):
            yield Clash(thing.name, longest, due)
