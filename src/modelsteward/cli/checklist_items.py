"""What `steward checklist` does to a list and its items, each as a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from modelsteward.api.desk import Desk
    from modelsteward.domain.plan import Proposal
    from modelsteward.usecases.ticking import Meant


class Said(NamedTuple):
    """What was typed about a list or an item of it."""

    ref: str
    verb: str
    items: tuple[str, ...] = ()
    """Of one list; for `decide` the ref to decide upon, and what becomes of it."""
    purpose: str | None = None
    evidence: str | None = None
    reason: str | None = None
    by: str | None = None
    until: str | None = None
    to: str | None = None
    due: str | None = None


TAKEN = {
    "evidence": ("tick", "wait"), "reason": ("skip", "wait", "decide"), "by": ("tick", "skip", "decide"),
    "until": ("wait", "decide"), "to": ("assign",), "due": ("assign",),
}  # fmt: skip
"""Which verbs take what."""


def proposed(desk: Desk, said: Said) -> Proposal:
    """What a verb would do. Raises Refused, BadUsage."""
    from modelsteward.usecases.ticking import plan_assign, plan_skip, plan_tick, plan_wait

    if said.verb in ("make", "refresh"):
        return _made(desk, said)
    if said.verb == "decide":
        return _decided(desk, said)
    meant = _meant(desk, said)
    if said.verb == "tick":
        return plan_tick(meant, said.evidence)
    if said.verb == "skip":
        return plan_skip(meant, said.reason)
    if said.verb == "wait":
        return plan_wait(meant, _day(said.until, desk), said.reason, said.evidence)
    return plan_assign(meant, said.to, _day(said.due, desk))


def _day(text: str | None, desk: Desk) -> date | None:
    from modelsteward.cli.common import day_of

    return day_of(text, desk.today) if text else None


def _meant(desk: Desk, said: Said) -> Meant:
    """The items, with all that its answer may rest on: cases, lineages and records anywhere that name it."""
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.ticking import Meant

    registry = desk.require_own(desk.at_the_end(said.ref), said.ref, "checklist")
    items = tuple(dict.fromkeys(said.items))
    return Meant(registry, said.ref, items, desk.today, read_packs(), said.purpose, said.by)


def _made(desk: Desk, said: Said) -> Proposal:
    """Orders, cases and lineages anywhere may be about the version: they are all looked for."""
    from modelsteward.store.newcards import dressed
    from modelsteward.store.packs import read_packs
    from modelsteward.usecases.checklist import plan_checklist, the_subject
    from modelsteward.usecases.checklist_shown import purpose_meant
    from modelsteward.usecases.refreshing import plan_refresh

    registry = desk.require_own(desk.at_the_end(said.ref), said.ref, "checklist")
    meant = said.purpose or purpose_meant(registry, the_subject(registry, said.ref).card)
    plan = plan_refresh if said.verb == "refresh" else plan_checklist
    return dressed(plan(registry, said.ref, meant, desk.today, read_packs()), desk.root)


def _decided(desk: Desk, said: Said) -> Proposal:
    """What becomes of something that was made from what is destroyed."""
    from modelsteward.cli.destroy import asked_of, read_about
    from modelsteward.errors import BadUsage
    from modelsteward.usecases.erasing.deciding import Ruling, plan_decide

    child, *decisions = said.items
    if len(decisions) > 1:
        raise BadUsage("one decision is made at a time", f"steward checklist {said.ref} decide {child} {decisions[0]}")
    decision = decisions[0] if decisions else None
    asked = asked_of(desk, read_about(desk, said.ref), said.ref)
    return plan_decide(asked, child, Ruling(decision, said.reason, said.by, _day(said.until, desk)))
