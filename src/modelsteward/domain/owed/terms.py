"""What a duty comes to in days: kept until, gone by, done by, and again by, each with how it was counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.conditions import judge
from modelsteward.domain.owed.moments import Moment, moments
from modelsteward.domain.owed.spans import Span, parse_span

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.domain.owed.pairs import Pair
    from modelsteward.domain.owed.rulings import Ruling
    from modelsteward.domain.owed.why import Missing

Kind = Literal["floor", "cap", "deadline", "round", "standing"]


class Term(NamedTuple):
    """One period of a duty, as it stands."""

    kind: Kind
    """floor: keep until. cap: gone by. deadline: done by. round: done again by. standing: no day of its own."""
    words: str
    """How it counts: `10 years from 2025-05-05, when it was placed on the market`."""
    day: date | None = None
    """The last day, where there is one by now."""
    is_open: bool = False
    """Whether the day is still to come: the clock has not started, or goes on with each record."""
    lasts: bool = False
    """Whether it lasts today, for as long as something does."""
    missing: Missing | None = None
    """What nobody wrote down, so that there is no day."""
    about: str = ""
    """The incident, case or hold it is about."""


def terms_of(ruling: Ruling, pair: Pair) -> tuple[Term, ...]:
    """What a duty that applies, now or later, comes to in days."""
    duty = ruling.duty
    kind = _kind(duty)
    if duty.bound is None:
        return tuple(_bare(duty, pair))
    if duty.bound == "while":
        return tuple(_while(duty, kind, pair))
    if duty.bound == "every":
        return (_again(duty, pair),)
    span, said = _period(duty, pair, longest=kind == "floor")
    found = [_term(kind, span, said, moment, ruling) for moment in moments(duty, pair)]
    return tuple(found) or (Term(kind, "no period is named"),)


def _bare(duty: Duty, pair: Pair) -> Iterator[Term]:
    """A duty without a period: what set it off, where anything did."""
    for moment in moments(duty, pair):
        if moment.state == "on" and moment.about:
            yield Term("standing", f"since {moment.day}, when {moment.words}", about=moment.about)


def _kind(duty: Duty) -> Kind:
    if duty.kind == "delete":
        return "cap"
    if duty.bound in ("at_least", "while"):
        return "floor" if duty.kind in ("keep", "review") else "standing"
    return "deadline" if duty.bound in ("within", "at_most") else "standing"


def _period(duty: Duty, pair: Pair, *, longest: bool) -> tuple[Span | None, str]:
    """The period that counts here, with the others in words. Where it cannot be told which, the safer one counts."""
    if duty.period is None:
        return None, _others(duty)
    possible = [parse_span(duty.period, duty.business_days)]
    for variant in duty.variants:
        holds = judge(variant.when, pair.facts).holds if variant.when is not None else False
        span = parse_span(variant.period, duty.business_days)
        possible = [span] if holds else [*possible, span] if holds is None else possible
    day = pair.today
    chosen = (max if longest else min)(possible, key=lambda span: span.after(day))
    unsure = "; which of its periods counts cannot be told, so the safer one is taken" if len(possible) > 1 else ""
    return chosen, unsure + _others(duty)


def _others(duty: Duty) -> str:
    said = [f"{one.of}: {parse_span(one.period).words}" for one in duty.variants if one.when is None]
    return f" ({'; '.join(said)})" if said else ""


def _term(kind: Kind, span: Span | None, said: str, moment: Moment, ruling: Ruling) -> Term:
    period = span.words if span else "no period is named; it counts"
    if moment.state == "unknown":
        return Term(kind, f"{period}{_from(moment)}{said}", missing=moment.missing)
    if moment.state == "yet" or span is None:
        words = f"{period}{_from(moment)}{said}"
        return Term(kind, words, is_open=moment.state in ("yet", "each"), about=moment.about)
    if moment.day is None:
        return Term(kind, f"{period} from each {moment.words}{said}", is_open=True)
    if moment.due is not None:
        return Term(kind, f"the last day of {moment.about}{said}", moment.due, about=moment.about)
    day = span.after(moment.day)
    if kind == "deadline" and ruling.start is not None and ruling.start > day:
        return Term(kind, f"by the day from which it applies{said}", ruling.start, about=moment.about)
    return Term(kind, f"{period}{_from(moment)}{said}", day, about=moment.about)


def _from(moment: Moment) -> str:
    if moment.state == "yet":
        return f" from when {moment.words}, which is yet to come"
    if moment.state == "each":
        newest = f", none of them after {moment.day}" if moment.day else ""
        return f" from each {moment.words}{newest}"
    return f" from {moment.day}, when {moment.words}" if moment.day else f" from when {moment.words}, an unknown day"


def _while(duty: Duty, kind: Kind, pair: Pair) -> Iterator[Term]:
    """As long as something lasts: an incident, a hold, or the use itself."""
    if duty.clock in ("incident_known", "order_issued"):
        for moment in moments(duty, pair):
            if moment.state == "on":
                yield Term(
                    kind, f"as long as {moment.about} is open, since {moment.day}", lasts=True, about=moment.about
                )
        return
    if pair.runs or pair.stopped is None:
        yield Term(kind, "as long as it is in use", is_open=kind == "floor", lasts=pair.role == "serves")
    else:
        yield Term(kind, f"as long as it was in use, to {pair.stopped}", pair.stopped if kind == "floor" else None)


def _again(duty: Duty, pair: Pair) -> Term:
    span = parse_span(duty.period or "PT0S", duty.business_days)
    met = pair.met(duty.id)
    every = f"every {span.words.removeprefix('1 ')}"
    if not pair.runs:
        return Term("round", f"{every}, while it is in use")
    if met is None or met.on is None:
        return Term("round", f"{every}; nobody wrote down when it was last done", missing=_undone(duty, pair))
    return Term("round", f"{every}; last done on {met.on}", span.after(met.on))


def _undone(duty: Duty, pair: Pair) -> Missing:
    from modelsteward.domain.owed.why import Missing

    card = pair.use.ref if pair.use else "use:…"
    return Missing("duties", "when it was last done", card, f"duties ({{duty: {duty.id}, on: DAY}})")
