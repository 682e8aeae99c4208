"""What the packs of duties say of a version in each of its uses: what its end asks for, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.duties import may_add, packs_here
from modelsteward.domain.owed.judged import judged, left_out
from modelsteward.domain.owed.pairs import pairs_of
from modelsteward.domain.owed.things import Owing, clashes, things_of
from modelsteward.usecases.answering import Answered, Asked, answer
from modelsteward.usecases.answers.plan import model_of

if TYPE_CHECKING:
    from datetime import date

_MOST = 6
"""Days that the evidence names; `steward obligations` names them all."""


@answer("duties")
def _duties(asked: Asked) -> Answered:
    """Every duty of the packs that count was judged for every use it serves or served, and none could not be told."""
    card = model_of(asked)
    packs = packs_here(asked.registry, asked.packs)
    duties = [duty for here in packs for duty in here.pack.duties]
    told = [(pair, judged(duties, pair)) for pair in pairs_of(asked.registry, card, asked.today)]
    unsure = [one for _, owing in told for one in owing if one.ruling.outcome == "cannot tell"]
    how = f"steward obligations {card.ref}"
    if unsure:
        missing = dict.fromkeys(f"{m.key} of {m.card}" for one in unsure for m in one.ruling.missing)
        more = f" and {len(missing) - _MOST} more" if len(missing) > _MOST else ""
        return Answered(None, f"whether {_duties_in_words(len(unsure))} cannot be told without "
                              f"{', '.join(list(missing)[:_MOST])}{more} ({how})")  # fmt: skip
    places = [place for pair, _ in told if pair.use for place in pair.use.jurisdictions]
    if unread := [what for what, _ in may_add(asked.registry, [card.name])]:
        return Answered(None, f"{', '.join(unread)}, and may ask for more ({how})")
    if beyond := list(left_out(places, packs, asked.packs.duties.values())):
        return Answered(None, f"the packs that count do not tell all: {'; '.join(beyond)} ({how})")
    against = [clash for pair, owing in told for clash in clashes(things_of(owing, binding=True), pair.today)]
    if against:
        names = ", ".join(
            f"{one.thing.replace('_', ' ')} ({one.floor.duty} keeps it, {one.cap.duty} has it gone)" for one in against
        )
        return Answered(None, f"laws that clash must be decided in writing: {names} ({how})")
    applies = {one.ruling.duty.id: one for _, owing in told for one in owing if one.ruling.outcome == "applies"}
    days = sorted({(day, words) for _, owing in told for day, words in _days(owing, asked.today)})
    listed = "; ".join(f"{words} {day}" for day, words in days[:_MOST])
    more = f", and {len(days) - _MOST} more days" if len(days) > _MOST else ""
    return Answered(True, f"{_duties_in_words(len(applies))} to {card.ref}, of {len(duties)} in the packs"
                          f"{f': {listed}{more}' if days else ''} (`{how}` on {asked.today}).")  # fmt: skip


def _duties_in_words(number: int) -> str:
    return "one duty applies" if number == 1 else f"{number} duties apply"


def _days(owing: list[Owing], today: date) -> Iterator[tuple[date, str]]:
    """The days yet to come: what is kept until, gone by, done by."""
    words = {"floor": "keep until", "cap": "gone by", "deadline": "done by"}
    for one in owing:
        for term in one.terms:
            if one.ruling.outcome == "applies" and term.day is not None and term.day >= today and term.kind in words:
                yield (
                    term.day,
                    f"{', '.join(one.ruling.duty.objects).replace('_', ' ')} ({one.ruling.duty.id}) {words[term.kind]}",
                )
