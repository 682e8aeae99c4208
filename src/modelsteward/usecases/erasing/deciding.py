"""Deciding, on the checklist of what is destroyed, what becomes of each thing that was made from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from modelsteward.domain.cards.states import Checklist, Decision
from modelsteward.domain.edits import Append
from modelsteward.domain.plan import Proposal
from modelsteward.domain.suggest import did_you_mean, one_of, shown
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.answering import Asked
from modelsteward.usecases.checklist import checklist_of, require_readable
from modelsteward.usecases.erasing.derived import Derivative, derivatives
from modelsteward.usecases.way_out import way_out

DECISIONS = ("erase", "retrain", "keep", "not-affected")
"""What may be decided, as it is typed."""
_WRITTEN = {"not-affected": "not affected"}
_KEYS = (tuple(Checklist.model_fields), tuple(Decision.model_fields))


class Ruling(NamedTuple):
    """What is decided."""

    decision: str | None
    reason: str | None
    by: str | None
    """The team; git knows the person."""
    until: date | None = None


def plan_decide(asked: Asked, child: str, said: Ruling) -> Proposal:
    """Put on the destruction checklist what becomes of something that was made from it.

    Raises BadUsage where something is not said, Refused where there is no list, or where it was not made from that.
    """
    ref = asked.card.ref
    _require_said(ref, child, said, asked.today)
    team = _team(asked, said.by)
    require_readable(asked.registry, ref, "destruction")
    entry = checklist_of(asked.registry, ref, "destruction")
    if entry is None:
        raise Refused(f"{ref} has no destruction checklist yet, and decisions stand there",
                      f"steward checklist {ref} make --purpose destruction")  # fmt: skip
    made = derivatives(asked.registry, ref, asked.today)
    one = _the(ref, made, child)
    decision = _WRITTEN.get(str(said.decision), str(said.decision))
    value: dict[str, Any] = {"ref": one.ref, "decision": decision}
    value |= {"until": said.until} if said.until else {}
    value |= {"reason": said.reason, "by": team, "on": asked.today}
    title = f"checklist {ref}: {decision} {one.ref}" + (f" until {said.until}" if said.until else "")
    edits = {entry.file: (Append(("decisions",), value, _KEYS),)}
    trailers = (("Steward-Reason", str(said.reason)),)
    return Proposal("checklist", (ref, one.ref), title, edits, trailers=trailers,
                    notes=tuple(_next(ref, made, one, decision)))  # fmt: skip


def _require_said(ref: str, child: str, said: Ruling, today: date) -> None:
    if said.decision not in DECISIONS:
        what = f"{shown(said.decision)} is no decision" if said.decision else f"it is not said what becomes of {child}"
        raise BadUsage(what, f"steward checklist {ref} decide {child} {'|'.join(DECISIONS)} --reason TEXT --by TEAM")
    if not said.reason or not said.reason.strip():
        raise BadUsage("what is decided is decided for a reason, and none is given", "say why with --reason 'TEXT'")
    if said.decision == "retrain" and child.startswith("data:"):
        raise BadUsage(f"{child} is data, and data is not trained", "`erase`, `keep` or `not-affected` is for data")
    if said.until and said.decision != "keep":
        raise BadUsage(f"`{said.decision}` has no end", "leave --until out; it is for `keep`")
    if said.until and said.until < today:
        raise BadUsage(f"{said.until} is past", "--until is the last day on which it is kept")


def _team(asked: Asked, by: str | None) -> str:
    teams = asked.registry.policy.teams
    if by is None:
        raise BadUsage("it is not said which team decides", f"name it with --by: {one_of(sorted(teams))}")
    if by not in teams:
        hint = did_you_mean(by, teams) or f"the teams are {', '.join(sorted(teams))}"
        raise Refused(f"{shown(by)} is no team of steward.yaml", hint)
    return by


def _the(ref: str, made: tuple[Derivative, ...], child: str) -> Derivative:
    found = next((one for one in made if one.ref == child), None)
    if found is None:
        names = [one.ref for one in made]
        known = f"made from it: {', '.join(names)}" if names else "nothing was made from it, as far as the cards say"
        raise Refused(f"{child} was not made from {ref}, as far as the cards say", did_you_mean(child, names) or known)
    return found


def _next(ref: str, made: tuple[Derivative, ...], one: Derivative, decision: str) -> Iterator[str]:
    if one.decision is not None:
        yield f"{one.ref} was decided before ({one.decision.decision}): the last word counts"
    if decision in ("erase", "retrain") and one.state != "destroyed":
        yield f"that carries nothing out: {way_out(one.ref, one.state)}"
    left = [other.ref for other in made if other.standing == "open" and other.ref != one.ref]
    if left:
        names = ", ".join(left[:5]) + (f" and {len(left) - 5} more" if len(left) > 5 else "")
        yield f"{amount(len(left), 'decision')} left: {names}"
    else:
        yield f"each thing made from {ref} is decided upon"
