"""Deciding, in a case, what becomes of each thing that it reaches; and closing it once all is decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.deciding import NEEDS_AN_END
from modelsteward.domain.edits import Append, Edit, Set
from modelsteward.domain.holds import holds_on
from modelsteward.domain.plan import Answer, Gate, Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.cases import KEYS, require_open
from modelsteward.usecases.casework import NOT_REACHED, Matter, is_undone, matters_of_case
from modelsteward.usecases.holding import require_holder
from modelsteward.usecases.naming import by_ref, the_card
from modelsteward.usecases.way_out import way_out

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case

_WRITTEN = {"not-affected": "not affected"}
"""Decisions whose words on the card are others than those typed."""
_MOST = 5
"""Things of one kind that are named."""


class Ruling(NamedTuple):
    """What a person decides."""

    decision: str
    role: str | None
    reason: str | None
    by: str
    until: date | None = None


def plan_decision(registry: Registry, entry: Entry[Case], ref: str, said: Ruling, today: date) -> Proposal:
    """Decide what becomes of a version, or by a name alone of every version that the case reaches and that is there.

    Raises BadUsage where something is not said, Refused where the person does not hold the role.
    """
    card = entry.card
    _require_said(said, today)
    require_holder(registry.policy, said.role or "", said.by)
    matters = {one.ref: one for one in matters_of_case(registry, card, today)}
    refs = _meant(registry, matters, ref)
    if not all(_is_kept(matters.get(one)) for one in refs):
        require_open(entry)
    if said.decision == "retrain" and refs[0].startswith("data:"):
        raise BadUsage(f"{refs[0]} is data, and data is not trained", "`erase`, `keep` or `not-affected` is for data")
    decision = _WRITTEN.get(said.decision, said.decision)
    value: dict[str, Any] = {"decision": decision}
    value |= {"until": said.until} if said.until else {}
    value |= {"role": said.role, "reason": said.reason, "by": said.by, "on": today}
    edits: tuple[Edit, ...] = tuple(Append(("decisions",), {"ref": one, **value}, (KEYS,)) for one in refs)
    until = f" until {said.until}" if said.until else ""
    title = f"case {card.id}: {decision} {refs[0]}{until}" + (f", and {len(refs) - 1} more" if len(refs) > 1 else "")
    trailers = (("Steward-Case", card.id), ("Steward-Role", said.role or ""), ("Steward-Reason", said.reason or ""))
    return Proposal("case", refs, title, {entry.file: edits}, trailers=trailers,
                    notes=(*_next(card, matters, refs, decision), *_held(registry, refs, decision, today)))  # fmt: skip


def _held(registry: Registry, refs: Sequence[str], decision: str, today: date) -> Iterator[str]:
    """The orders to keep what is to go: which of the two yields is for people to say."""
    for ref in refs if decision in ("erase", "retrain") else ():
        for held in holds_on(registry, ref, today):
            hold = held.entry.card
            orders = f"may cover {ref}" if held.cover.certainty == "cannot tell" else f"orders {ref} to be kept"
            yield f"hold {hold.id} {orders}, by {hold.by}: while that stands, it is not destroyed"


def _require_said(said: Ruling, today: date) -> None:
    if not said.reason or not said.reason.strip():
        raise BadUsage("what is decided is decided for a reason, and none is given", "say why with --reason 'TEXT'")
    if not said.role:
        raise BadUsage("it is not said in which role it is decided", "name it with --as ROLE, as steward.yaml has it")
    if said.decision != "keep" and said.until:
        raise BadUsage(f"`{said.decision}` has no end", "leave --until out; it is for `keep`")
    if said.decision == "keep" and said.until is None:
        raise BadUsage("an exemption has an end, and none is given", "name its last day with --until DATE, or +P1Y")
    if said.until is not None and said.until < today:
        raise BadUsage(f"{said.until} is past", "--until is the last day of the exemption")


def _meant(registry: Registry, matters: dict[str, Matter], text: str) -> tuple[str, ...]:
    """The refs that are decided: the one named; of a name alone those that the case reaches and that are not gone."""
    if "@" not in text:
        if refs := [one.ref for one in matters.values() if one.ref.partition("@")[0] == text and _is_there(one)]:
            return tuple(refs)
    elif text in matters and text in registry.unreadable:
        raise Refused(
            f"{text} cannot be read", f"`steward validate {registry.unreadable[text]}` says why; mend it first"
        )
    return (the_card(registry, text).ref,)


def _is_kept(one: Matter | None) -> bool:
    """Whether it is exempt, or was: that may be decided anew when the case is closed, for an exemption has an end."""
    return one is not None and one.decision is not None and one.decision.decision == "keep"


def _is_there(one: Matter) -> bool:
    return one.certainty != NOT_REACHED and one.state not in ("destroyed", "unreadable", "unknown")


def _next(card: Case, matters: dict[str, Matter], refs: Sequence[str], decision: str) -> Iterator[str]:
    """What carries it out, what is left to decide, and what else a person should know."""
    for ref in refs:
        if ref not in matters or matters[ref].certainty == NOT_REACHED:
            yield f"the case does not reach {ref} as the cards stand: see that its lineage is complete"
        elif matters[ref].state == "destroyed":
            yield f"{ref} is destroyed already: nothing of it was left to decide"
        elif matters[ref].decision is not None:
            yield f"{ref} was decided before ({matters[ref].decision.decision}): the last word counts"  # type: ignore[union-attr]
    going = [one for ref in refs if decision in NEEDS_AN_END and (one := matters.get(ref)) and _is_there(one)]
    if going and decision == "retrain":
        yield "make a version without the data, and let it take over"
    yield from (f"that carries nothing out: {way_out(one.ref, one.state)}" for one in going[:_MOST])
    if len(going) > _MOST:
        yield f"nor for {_some([one.ref for one in going[_MOST:]])}"
    left = [one.ref for one in matters.values() if one.standing == "open" and one.ref not in refs]
    if card.closed is not None:
        return
    if left:
        yield f"{amount(len(left), 'decision')} left: {_some(left)}"
    else:
        yield f"that was the last one: steward case close {card.id}"


def _some(refs: Sequence[str], most: int = _MOST) -> str:
    return ", ".join(refs[:most]) + (f" and {len(refs) - most} more" if len(refs) > most else "")


def plan_case_closing(registry: Registry, entry: Entry[Case], today: date, by: str) -> Proposal:
    """Close a case. Refused, with all of them, while anything that it reaches is undecided.

    What is to go need not be gone: finding every copy takes longer than there is to answer, and a version that was
    built on withdrawn data keeps its finding until it is destroyed.
    """
    card = entry.card
    require_open(entry)
    matters = matters_of_case(registry, card, today)
    still = [one for one in matters if one.standing == "open"]
    gates = tuple(_undecided(card, one) for one in still) or (
        Gate(
            "decided",
            Answer.PASSED,
            f"each of {len(matters)} was decided, or is gone" if matters else "it reaches nothing",
        ),
    )
    refs = sorted(
        (one.ref for one in matters if one.certainty != NOT_REACHED), key=lambda ref: (":" not in ref, by_ref(ref))
    )
    said = {"closed": today, "reached": refs, "closed_by": by}
    edits: tuple[Edit, ...] = tuple(Set((key,), value, KEYS) for key, value in said.items())
    title = f"case {card.id}: close, {card.purpose} of {_some(card.data, 1)}"
    return Proposal("case", card.data, title, {entry.file: edits}, gates=gates, trailers=(("Steward-Case", card.id),),
                    notes=tuple(_left(card, matters)))  # fmt: skip


def _undecided(card: Case, one: Matter) -> Gate:
    """The gate for one thing that nobody decided, or whose decision does not count."""
    why = f": {one.remark}" if one.remark else ""
    sure = "the case speaks of it" if one.certainty == NOT_REACHED else f"{one.certainty} holds the data"
    hint = f"steward case decide {card.id} {one.ref} erase|retrain|keep|not-affected --as ROLE --reason TEXT"
    return Gate("decided", Answer.FAILED, f"{one.ref} ({sure}) is not decided{why}", hint, firm=True)


def _left(card: Case, matters: Sequence[Matter]) -> Iterator[str]:
    decided = [one for one in matters if one.standing == "decided"]
    if undone := [f"{one.ref} ({one.state})" for one in decided if is_undone(one.decision, one.state)]:
        yield f"to go by decision, and not gone yet: {_some(undone)}"
    for one in decided:
        if one.decision and one.decision.decision == "keep" and one.state != "destroyed":
            yield f"{one.ref} is kept until {one.decision.until}: then it is to be decided anew"
    yield f"of which models nobody can tell: steward trace {card.data[0]}"
