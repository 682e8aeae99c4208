"""Duties judged for a version in a use, and what that leaves out: places whose law no pack here knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from modelsteward.domain.conditions import UNKNOWN, Fact, judge
from modelsteward.domain.facts import FIELDS
from modelsteward.domain.facts.subject import Subject
from modelsteward.domain.jurisdictions import EEA, EU, reach
from modelsteward.domain.owed.rulings import rule_on
from modelsteward.domain.owed.terms import terms_of
from modelsteward.domain.owed.things import Owing
from modelsteward.domain.texts import listed

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty, DutyPack
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.duties import PackHere
    from modelsteward.domain.owed.pairs import Pair


def judged(duties: Iterable[Duty], pair: Pair, *, explain: bool = True) -> list[Owing]:
    """Each duty with its outcome; of those that apply, now or later, also what they come to in days."""
    rulings = [rule_on(duty, pair, explain=explain) for duty in duties]
    return [
        Owing(ruling, terms_of(ruling, pair) if ruling.outcome in ("applies", "later") else ()) for ruling in rulings
    ]


def not_ruled_out(duties: Iterable[Duty], use: UseCaseCard, pairs: list[Pair]) -> list[Duty]:
    """The duties that what a use says of itself does not rule out: most are, before any other card is looked at."""
    if not pairs:
        return []
    facts = _Alone(pairs[0], use)
    return [duty for duty in duties if judge(duty.applies_when, facts).holds is not False]


class _Alone(Mapping[str, Fact]):
    """The facts that stand on the card of a use; all others are unknown."""

    def __init__(self, pair: Pair, use: UseCaseCard) -> None:
        self._subject = Subject(pair.registry, pair.model, (use,), True, (), False, pair.today)
        self._told: dict[str, Fact] = {}

    def __getitem__(self, name: str) -> Fact:
        if name not in self._told:
            field = FIELDS.get(name)
            self._told[name] = field.tell(self._subject) if field and field.of == "use" else UNKNOWN
        return self._told[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FIELDS)

    def __len__(self) -> int:
        return len(FIELDS)


def left_out(places: Iterable[str], here: Iterable[PackHere], package: Iterable[DutyPack]) -> Iterator[str]:
    """What the packs that count do not tell of places: those that no pack knows, and those whose pack is not on."""
    on = {one.pack.name for one in here}
    known = {duty.jurisdiction for one in here for duty in one.pack.duties}
    off = [pack for pack in package if pack.name not in on]
    for place in sorted(set(places)):
        more = [f"`{pack.name}`" for pack in off if any(_is_law_of(duty, place) for duty in pack.duties)]
        nearby = place.partition("-")[0] in EEA
        if nearby:
            yield f"{place}: whether the AI Act came to it was not read; of the EU's law the GDPR alone counts there"
        if more:
            packs, are = ("pack", "is") if len(more) == 1 else ("packs", "are")
            yield (
                f"{place}: the {packs} {listed(more)} {are} not on; `packs.duties` in steward.yaml turns on what holds "
                "there"
            )
        elif not nearby and not known.intersection(reach(place)):
            yield f"{place}: no pack knows its law; one of your own in packs/duties/ could"


def _is_law_of(duty: Duty, place: str) -> bool:
    """Whether a duty counts for a place and not for every one, whatever else it asks for."""
    there, nowhere = ({"jurisdictions": Fact(places)} for places in (reach(place), ()))
    return judge(duty.applies_when, there).holds is not False and judge(duty.applies_when, nowhere).holds is False


def own_law(places: Iterable[str], here: Iterable[PackHere]) -> Iterator[str]:
    """Parts of a country and of the union whose own law no pack here knows, where it knows that of the whole."""
    known = {duty.jurisdiction for one in here for duty in one.pack.duties}
    for place in sorted(set(places) - known):
        whole = [one for one in reach(place) if one in known]
        if whole and ("-" in place or place in EU):
            yield f"{place}: its own law is in no pack; that of {' and '.join(whole)} is"
