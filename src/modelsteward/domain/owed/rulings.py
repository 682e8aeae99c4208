"""Whether a duty applies to a version in a use: it does, it does not, or that cannot be told; and from when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.conditions import judge
from modelsteward.domain.owed.why import Missing, Why, missing, reasons

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty, Start
    from modelsteward.domain.owed.pairs import Pair

Outcome = Literal["applies", "later", "ended", "not", "cannot tell"]


class Ruling(NamedTuple):
    """What came of asking whether one duty applies."""

    duty: Duty
    outcome: Outcome
    why: tuple[Why, ...] = ()
    """The facts that made it so."""
    missing: tuple[Missing, ...] = ()
    """For `cannot tell`: what nobody wrote down."""
    start: date | None = None
    """First day it binds, where one is known."""
    said: str = ""
    """What else made it so: whom the day is about, what ended it."""


def rule_on(duty: Duty, pair: Pair, *, explain: bool = True) -> Ruling:
    """Whether a duty applies to a version in a use on the pair's day; without the facts where nobody is to be told."""
    verdict = judge(duty.applies_when, pair.facts)
    if verdict.holds is False:
        return Ruling(duty, "not", reasons(duty.applies_when, pair) if explain else ())
    if duty.ended_on is not None and duty.ended_on < pair.today:
        after = f"; {duty.superseded_by} came after it" if duty.superseded_by else ""
        return Ruling(duty, "ended", said=f"{duty.status} since {duty.ended_on}{after}")
    starts = _possible(duty, pair)
    if said := _never(duty, starts, pair):
        return Ruling(duty, "not", reasons(duty.applies_when, pair) if explain else (), said=said)
    if verdict.holds is None:
        return Ruling(duty, "cannot tell", missing=missing(verdict.unknown, pair))
    return _dated(duty, starts, pair, explain)


def _possible(duty: Duty, pair: Pair) -> list[Start]:
    """The days from which it may apply: the first whose condition holds counts, and those before it that may hold."""
    possible: list[Start] = []
    for start in duty.applies_from:
        holds = judge(start.when, pair.facts).holds
        if holds is not False:
            possible.append(start)
        if holds:
            break
    return possible


def _never(duty: Duty, starts: list[Start], pair: Pair) -> str:
    """Why no day will come from which it applies here; empty where one may."""
    if not duty.applies_from:
        return ""
    if not starts:
        return "none of the days from which it applies is for this"
    days = [start.on for start in starts if start.on is not None]
    if not days:
        return starts[0].said or "it never came to apply"
    if pair.stopped is not None and pair.stopped < min(days) and duty.kind != "delete":
        return f"it last served here on {pair.stopped}, before {min(days)}"  # what is still there may have to go yet
    return ""


def _dated(duty: Duty, starts: list[Start], pair: Pair, explain: bool) -> Ruling:
    why = reasons(duty.applies_when, pair) if explain else ()
    if not starts:
        return Ruling(duty, "applies", why)
    verdicts = [judge(start.when, pair.facts) for start in starts]
    unknown = tuple(field for verdict in verdicts for field in verdict.unknown)
    began = all(start.on is not None and start.on <= pair.today for start in starts)
    if unknown and not (began and verdicts[-1].holds):
        return Ruling(duty, "cannot tell", why, missing(unknown, pair), said="from when it applies")
    first = starts[-1]
    later = first.on is None or first.on > pair.today
    why = tuple(dict.fromkeys((*why, *reasons(first.when, pair)))) if explain else ()
    return Ruling(duty, "later" if later else "applies", why, start=first.on, said=first.said or "")
