"""When the clocks of duties start, for a version in a use: one table from what laws count from to days on our cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.conditions import fields_of
from modelsteward.domain.holds import holds_on
from modelsteward.domain.owed.why import Missing
from modelsteward.domain.relations import CASES

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.domain.cards.states import Case
    from modelsteward.domain.owed.pairs import Pair


class Moment(NamedTuple):
    """Where one clock stands."""

    state: Literal["on", "each", "yet", "unknown"]
    """on: it started on `day`. each: every record has a day of its own, the newest possible being `day`, once it has
    stopped. yet: it has not started. unknown: nobody wrote the day down.
    """
    words: str
    """What started it, or will: `it was placed on the market`."""
    day: date | None = None
    about: str = ""
    """The incident, case or hold it is about."""
    due: date | None = None
    """The last day as the case itself has it."""
    missing: Missing | None = None


Clock = Callable[["Pair", "Duty"], Iterator[Moment]]


def moments(duty: Duty, pair: Pair) -> list[Moment]:
    """Where the clock of a duty stands; of incidents, cases and holds each has its own. None where it has no clock."""
    return list(CLOCKS[duty.clock](pair, duty)) if duty.clock else []


def _placed(pair: Pair, duty: Duty) -> Iterator[Moment]:
    use = pair.use
    if use is not None and use.placed_on_market is not None:
        yield Moment("on", "it was placed on the market", use.placed_on_market)
    elif use is not None and use.knows("placed_on_market"):
        yield Moment("yet", "it is placed on the market")
    else:
        yield _unknown(pair, "placed_on_market", "it was placed on the market")


def _unknown(pair: Pair, key: str, words: str) -> Moment:
    card = pair.use.ref if pair.use else "use:…"
    return Moment("unknown", words, missing=Missing(key.partition(" ")[0], f"when {words}", card, key))


def _last(ended: str, ends: str) -> Clock:
    """What ends with the use: the last day it served. In the words of what is over, and of what is to come."""

    def tell(pair: Pair, duty: Duty) -> Iterator[Moment]:
        if pair.stopped is not None:
            yield Moment("on", ended, pair.stopped)
        elif pair.role == "served":
            yield _unknown(pair, "last_use", ended)
        else:
            yield Moment("yet", ends)

    return tell


def _over(ended: str, ends: str) -> Clock:
    """What ends only with the use: that another version took over ends nothing."""

    def tell(pair: Pair, duty: Duty) -> Iterator[Moment]:
        if pair.use is not None and pair.use.status != "ended":
            yield Moment("yet", ends)
        else:
            yield from _last(ended, ends)(pair, duty)

    return tell


def _each(words: str) -> Clock:
    """What each record, decision or person has for itself: none is newer than the last day it served."""

    def tell(pair: Pair, duty: Duty) -> Iterator[Moment]:
        if pair.role == "served" and pair.stopped is None:
            yield _unknown(pair, "last_use", f"the last {words}")
        else:
            yield Moment("each", words, pair.stopped)

    return tell


def _assessed(pair: Pair, duty: Duty) -> Iterator[Moment]:
    met = pair.met(duty.id)
    if met is not None and met.on is not None:
        yield Moment("on", "the assessment was completed", met.on)
    else:
        yield _unknown(pair, f"duties ({{duty: {duty.id}, on: DAY}})", "the assessment was completed")


def _retired(pair: Pair, duty: Duty) -> Iterator[Moment]:
    day = pair.model.lifecycle.retired
    yield Moment("on" if day else "yet", "it was retired" if day else "it is retired", day)


def _happens(words: str) -> Clock:
    """What no card tells of: it may be written down with the duty, once it has happened."""

    def tell(pair: Pair, duty: Duty) -> Iterator[Moment]:
        met = pair.met(duty.id)
        yield Moment("on" if met and met.on else "yet", words, met.on if met else None)

    return tell


def _incidents(pair: Pair, duty: Duty) -> Iterator[Moment]:
    refs = (pair.model.ref, *((pair.use.ref,) if pair.use else ()))
    found = {entry.card.id: entry.card for ref in refs for entry in pair.registry.filed(f"incident {ref}")}
    live = [card for card in found.values() if card.closed is None and card.severity == "serious"]
    mine = [card for card in live if duty.kind != "notify" or card.reported is None]
    yield from (Moment("on", f"{card.id} became known", card.opened, card.id) for card in mine)
    if not mine:
        yield Moment("yet", "a serious incident becomes known that is not reported yet")


def _cases(words: str, *purposes: str) -> Clock:
    """Open cases about its data; an order to keep things is a hold."""

    def tell(pair: Pair, duty: Duty) -> Iterator[Moment]:
        mine = [card for card in _open_cases(pair) if card.purpose in purposes]
        for card in mine:
            due = card.due if card.purpose != "order" else None  # an order's own day is not that of others' orders
            yield Moment("on", f"{card.id} was received", card.opened, card.id, due)
        if not mine:
            yield Moment("yet", words)

    return tell


def _open_cases(pair: Pair) -> Iterator[Case]:
    refs = [data.ref for data in pair.subject.data]
    for entry in pair.registry.filed(CASES):
        card: Case = entry.card
        decided = {decision.ref for decision in card.decisions}
        if card.closed is None and (pair.model.ref in decided or any(map(card.covers, refs))):
            yield card


def _ordered(pair: Pair, duty: Duty) -> Iterator[Moment]:
    if "holds.legal" not in fields_of(duty.applies_when):
        yield from _cases("an order is received", "order")(pair, duty)
        return
    for found in holds_on(pair.registry, pair.model.ref, pair.today):
        hold = found.entry.card
        yield Moment("on", f"{hold.id} was placed", hold.opened, hold.id)


def _started(pair: Pair, duty: Duty) -> Iterator[Moment]:
    if pair.started is not None:
        yield Moment("on", "it first served here", pair.started)
    elif pair.role == "serves":
        yield _unknown(pair, "served", "it first served here")
    else:
        yield Moment("yet", "it serves here")


CLOCKS: dict[str, Clock] = {
    "designed": _happens("it is designed"),
    "placed_on_market": _placed,
    "last_unit_placed": _last("the last unit was placed on the market", "the last unit is placed on the market"),
    "created": _each("record"),
    "last_in_effect": _last("it was last in effect", "it is last in effect"),
    "decision": _each("decision"),
    "last_use": _last("it was last used", "it is last used"),
    "assessment_completed": _assessed,
    "material_change": _happens("something material changes"),
    "retired": _retired,
    "withdrawn": _happens("it is withdrawn"),
    "incident_known": _incidents,
    "request_received": _cases("a request is received", "erasure", "withdrawal"),
    "order_issued": _ordered,
    "service_started": _started,
    "service_terminated": _over("the service ended", "the service ends"),
    "contract_ended": _happens("the contract ends"),
    "purpose_met": _happens("the purpose is met"),
    "last_interaction": _each("person's last interaction"),
    "test_terminated": _over("the test ended", "the test ends"),
    "bias_corrected": _happens("the bias is corrected"),
    "deactivated": _last("it was deactivated", "it is deactivated"),
}
"""Every event that packs may name as `clock`, with the days on our cards that tell of it."""
