"""What was made from a version, near and far, and what was decided for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.deciding import flaw, is_past
from modelsteward.domain.descent import MADE, Reached, below
from modelsteward.domain.registry import Registry
from modelsteward.usecases.checklist import checklist_of
from modelsteward.usecases.naming import by_ref
from modelsteward.usecases.tracing import facts_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case, Decision

Standing = Literal["decided", "open", "gone"]


class Derivative(NamedTuple):
    """One thing that was made from a version, or may hold something of it."""

    ref: str
    certainty: Literal["surely", "possibly"]
    relation: str
    """How the last step made it, as `quantized`."""
    way: tuple[str, ...]
    """How it came to it, the last step first: `quantized from no-show@1.4.0`."""
    state: str
    """Its stage or status; `unreadable` or `unknown` where no card tells it."""
    owner: str | None
    registry: str
    """The included registry that it belongs to; empty for ours."""
    decision: Decision | None
    decided_in: str
    """The checklist's file or the case's id; empty where nothing was decided."""
    standing: Standing
    remark: str
    """Why its decision does not count any more, or what is still to be done of it."""


def derivatives(registry: Registry, ref: str, today: date) -> tuple[Derivative, ...]:
    """All that was made from a version, near and far; what is open first. Other versions of a data set are not."""
    found = (_judged(registry, ref, one, today) for one in below(registry, [ref], versions=False).values())
    return tuple(sorted((one for one in found if one.ref != ref), key=_order))


def _order(one: Derivative) -> tuple[int, bool, object]:
    return ("open", "decided", "gone").index(one.standing), one.certainty != "surely", by_ref(one.ref)


def _judged(registry: Registry, ref: str, one: Reached, today: date) -> Derivative:
    state, owner, home = facts_of(registry, one.ref)
    relation = one.link.relation if one.link else ""
    way = tuple(f"{MADE.get(link.relation, link.relation)} {link.ref}" for link in reversed(one.how))
    sure: Literal["surely", "possibly"] = "surely" if one.is_sure else "possibly"
    found = Derivative(one.ref, sure, relation, way, state, owner, home, None, "", "open", "")
    said = sorted(_said(registry, ref, one.ref, today), key=lambda three: (not three[2], three[0].on))
    if not said:
        return found._replace(standing="gone") if state == "destroyed" else found
    decision, where, wrong = said[-1]  # one that counts before one that does not, and of these the latest
    found = found._replace(decision=decision, decided_in=where)
    if not wrong:
        return found._replace(standing="decided", remark=_undone(decision, state))
    return found._replace(standing="gone") if state == "destroyed" else found._replace(remark=wrong)


_IN = dict.fromkeys(("draft", "staging", "production"), "in ")


def _undone(decision: Decision, state: str) -> str:
    if decision.decision in ("erase", "retrain") and state != "destroyed":
        return f"not carried out yet: it is {_IN.get(state, '')}{state}"
    return ""


def _said(registry: Registry, ref: str, child: str, today: date) -> Iterator[tuple[Decision, str, str]]:
    """What was decided for a thing, where, and why it does not count: on the checklist of what is destroyed, and in
    cases about the data in it, open or closed."""
    if entry := checklist_of(registry, ref, "destruction"):
        mine = [one for one in entry.card.decisions if one.ref == child]
        if mine:
            yield mine[-1], entry.file, _over(mine[-1], today)
    data = {ref, *(hop.ref for hop in registry.lineage(ref))}
    for found in registry.filed(f"decided {child}"):
        case: Case = found.card
        if any(case.covers(one) for one in data):
            last = [one for one in case.decisions if one.ref == child][-1]
            yield last, case.id, flaw(last) or _over(last, today)


def _over(decision: Decision, today: date) -> str:
    return f"the exemption ended on {decision.until}" if is_past(decision, today) else ""
