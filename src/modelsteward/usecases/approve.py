"""A role's decision about one version for one use, put on record with what it was about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.approvals import (
    Asked,
    asks_two_people,
    last_day,
    needed_roles,
    requirements_digest,
    standing,
)
from modelsteward.domain.cards.records import Approval
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.plan import NewRecord, Proposal
from modelsteward.domain.seal import seal_of
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.holding import require_holder
from modelsteward.usecases.requirements import Candidate, evaluations
from modelsteward.usecases.slots import slot_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.usecases.gates import Situation


class Given(NamedTuple):
    """What the person decides."""

    role: str
    by: str
    reject: bool = False
    conditions: tuple[str, ...] = ()
    until: date | None = None
    note: str | None = None
    slot: str | None = None
    end: bool = False
    """Whether it is the version's end that is decided on."""


def plan_approval(situation: Situation, given: Given) -> Proposal:
    """Put a decision on record: of this seal, for this use, as its requirements are now.

    Raises Refused for who does not hold the role, and for what has ended; BadUsage for a day that no approval reaches.
    """
    model, use, policy = situation.model, situation.use, situation.registry.policy
    require_holder(policy, given.role, given.by)
    _require_plain_no(given)
    if model.stage in ENDED_STAGES:
        raise Refused(f"{model.ref} is {model.stage}: nobody has to approve it any more", f"steward show {model.ref}")
    if given.end:
        return _of_end(situation, given)
    if use is None:
        raise BadUsage("an approval is for a use", "name it with --for; --end approves that the version ends early")
    if use.status == "ended":
        raise Refused(f"{use.ref} has ended: nothing has to be approved for it any more", f"steward show {use.ref}")
    decision = "rejected" if given.reject else "approved"
    record = _record(situation, given, decision, requirements=requirements_digest(use))
    _require_days(policy, record, situation.today)
    slot = slot_of(use, given.slot) if given.slot or len(use.serving) == 1 else next(iter(use.serving), "main")
    found = tuple(evaluations(Candidate(situation.registry, model, use, slot, situation.today)))
    title = f"{'reject' if given.reject else 'approve'} {model.ref} for {use.ref} as {given.role}"
    trailers = (("Steward-Role", given.role), ("Steward-Decision", decision))
    return Proposal(
        "record approval", (model.ref, use.ref), title, records=(NewRecord(record_folder(model.ref), record),),
        trailers=trailers, notes=tuple(_notes(situation, use, given, record)), requirements=found,
    )  # fmt: skip


def _require_plain_no(given: Given) -> None:
    if given.reject and (given.until or given.conditions):
        raise BadUsage("a rejection has no last day and depends on nothing: it stands until somebody approves later",
                       "leave --until and --condition out; --note says what has to change")  # fmt: skip


def _of_end(s: Situation, given: Given) -> Proposal:
    """That a version may end on a shorter notice than steward.yaml promises; with a use, for that one's people."""
    decision = "rejected" if given.reject else "approved"
    record = _record(s, given, decision, of="end")
    _require_days(s.registry.policy, record, s.today)
    refs = (s.model.ref, *((s.use.ref,) if s.use else ()))
    title = f"{'reject' if given.reject else 'approve'} the end of {s.model.ref} as {given.role}"
    trailers = (("Steward-Role", given.role), ("Steward-Decision", decision))
    note = f"`steward deprecate {s.model.ref} --because …` may then give less notice than steward.yaml asks for"
    return Proposal("record approval", refs, title, records=(NewRecord(record_folder(s.model.ref), record),),
                    trailers=trailers, notes=() if given.reject else (note,))  # fmt: skip


_KEYS = (
    "card", "ref", "use", "on", "by", "of", "role", "seal", "requirements", "decision", "conditions", "until", "note",
)  # fmt: skip


def _record(s: Situation, given: Given, decision: str, **more: str) -> dict[str, Any]:
    """The record; keys that say nothing are left out."""
    said = {
        "card": "approval/1", "ref": s.model.ref, "use": s.use.ref if s.use else None, "on": s.today, "by": given.by,
        "seal": s.model.seal or seal_of(s.model), "role": given.role, "decision": decision,
        "conditions": list(given.conditions), "until": given.until, "note": given.note, **more,
    }  # fmt: skip
    return {key: said[key] for key in _KEYS if said.get(key)}


def _require_days(policy: RegistryCard, record: dict[str, Any], today: date) -> None:
    until, longest = record.get("until"), policy.approvals.max_age.after(today)
    if until is not None and not today <= until <= longest:
        raise BadUsage(
            f"an approval of today counts from {today} until {longest} at the furthest, and not until {until}",
            f"steward.yaml says so: approvals.max_age is {policy.approvals.max_age}",
        )


def _notes(s: Situation, use: UseCaseCard, given: Given, record: dict[str, Any]) -> list[str]:
    policy = s.registry.policy
    last = last_day(Approval.model_validate(record), policy)
    stands = "it stands until the role approves on a later day" if given.reject else f"it counts until {last}"
    notes = [f"{stands}, and for these technical facts and requirements only"]
    if not given.reject and _rejected_today(s, use, given):
        notes.append(f"{given.role} rejected it today, and of one day the rejection counts: approve it on a later day")
    if s.model.seal is None:
        notes.append(f"{s.model.ref} is not sealed yet: a change of its technical facts makes this void")
    if given.role not in needed_roles(policy, use):
        notes.append(f"{use.ref} does not ask for the role {given.role}; the roles it needs: "
                     f"{', '.join(needed_roles(policy, use)) or 'none'}")  # fmt: skip
    if asks_two_people(policy, use) and not given.reject:
        notes.append("somebody else must promote it: here nobody's approval counts for their own promotion")
    return notes


def _rejected_today(s: Situation, use: UseCaseCard, given: Given) -> bool:
    """Whether the role said no on the same day; a no counts before a yes then."""
    asked = Asked(s.registry.policy, s.model, use, s.today)
    entry, objection = standing(given.role, asked, s.registry.filed(f"approval {s.model.ref}"))
    return entry is not None and objection is not None and objection.key == "decision" and entry.card.on == s.today
