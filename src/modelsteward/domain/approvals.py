"""Whether an approval counts: by whom it was given, of what, for what, and how long ago."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.people import holds_role, one_person
from modelsteward.domain.requirement import Outcome
from modelsteward.domain.seal import canonical, seal_of, written

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.records import Approval
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.entries import Entry

JUDGED = ("purpose", "risk", "requires")
"""The keys of a use-case card that an approval rests on: what it is for, what harm it can do, what it asks for."""


def requirements_digest(use: UseCaseCard) -> str:
    """The digest of what an approval for a use rests on, made as a seal is: canonical JSON (RFC 8785), SHA-256."""
    facts = {key: written(getattr(use, key)) for key in JUDGED if key in use.model_fields_set}
    return f"sha256:{sha256(canonical(facts).encode('utf-8', 'surrogatepass')).hexdigest()}"


def needed_roles(policy: RegistryCard, use: UseCaseCard) -> tuple[str, ...]:
    """The roles that must approve what serves a use: those it names, and those that its risk asks for."""
    risk = use.risk.own if use.risk else None
    by_risk = policy.approvals.roles.get(risk, ()) if risk else ()
    return tuple(dict.fromkeys((*(use.requires.approvals if use.requires else ()), *by_risk)))


def asks_two_people(policy: RegistryCard, use: UseCaseCard) -> bool:
    """Whether nobody's approval counts for their own promotion. A risk that nobody judged is taken for a high one."""
    risk = use.risk.own if use.risk and use.risk.own else "high"
    return risk in policy.approvals.two_people


class Asked(NamedTuple):
    """For what an approval is to count."""

    policy: RegistryCard
    model: ModelCard
    use: UseCaseCard
    today: date
    promoter: str = ""
    """Who promotes, as git knows them; empty where nobody does."""


def last_day(approval: Approval, policy: RegistryCard) -> date:
    """The last day on which an approval counts."""
    latest = policy.approvals.max_age.after(approval.on)
    return min(latest, approval.until) if approval.until else latest


class Objection(NamedTuple):
    """What stands against an approval."""

    outcome: Outcome
    why: str
    """What is the case, in a sentence."""
    key: str = ""
    """The key of the record that it is about."""


def against(approval: Approval, asked: Asked) -> Objection | None:
    """What stands against an approval; None where it counts."""
    return next(_against(approval, asked), None)


def _against(approval: Approval, asked: Asked) -> Iterator[Objection]:
    """Of a rejection only what was judged and by whom: it has no last day, and whoever promotes may be against it."""
    policy = asked.policy
    if not holds_role(policy, approval.by, approval.role):
        yield Objection(Outcome.VOID, f"{approval.by} does not hold the role {approval.role}", "by")
    if approval.seal is None or approval.requirements is None:
        missing = [key for key in ("seal", "requirements") if getattr(approval, key) is None]
        unsaid = " and no ".join(f"`{key}`" for key in missing)
        yield Objection(Outcome.VOID, f"it does not say what was judged: no {unsaid}", missing[0])
    elif approval.seal != (asked.model.seal or seal_of(asked.model)):
        yield Objection(Outcome.VOID, f"the technical facts of {asked.model.ref} are others since", "seal")
    elif approval.requirements != requirements_digest(asked.use):
        why = f"the purpose, risk or requirements of {asked.use.ref} are others since"
        yield Objection(Outcome.VOID, why, "requirements")
    if approval.decision == "rejected":
        return
    if (last := last_day(approval, policy)) < asked.today:
        yield Objection(Outcome.TOO_OLD, f"it counted until {last}", "until" if approval.until else "on")
    if asked.promoter and asks_two_people(policy, asked.use) and one_person(policy, asked.promoter, approval.by):
        yield Objection(Outcome.FAILS, "nobody's approval counts for their own promotion here", "by")


def _speaks_for(approval: Approval, use: UseCaseCard) -> bool:
    return approval.use == use.ref and approval.of == "serving"


class Standing(NamedTuple):
    """How a version stands with a role: the decision that tells, and what stands against it."""

    entry: Entry[Approval] | None
    objection: Objection | None
    """None where the role approved it."""


def standing(role: str, asked: Asked, entries: Iterable[Entry[Approval]]) -> Standing:
    """The newest decision of a role that counts, else the newest with what it lacks. A rejection ends the search.

    Which of one day came later no record tells; a rejection among them counts.
    """
    mine = [one for one in entries if one.card.role == role and _speaks_for(one.card, asked.use)]
    come = [one for one in mine if one.card.on <= asked.today]
    first: Standing | None = None
    for entry in sorted(come, key=lambda one: (one.card.on, one.card.decision == "rejected", one.file), reverse=True):
        objection = against(entry.card, asked)
        if objection is None and entry.card.decision == "rejected":
            objection = Objection(Outcome.FAILS, f"{entry.card.by} rejected it", "decision")
            return Standing(entry, objection)
        if objection is None:
            return Standing(entry, None)
        first = first or Standing(entry, objection)
    return first or Standing(None, Objection(Outcome.MISSING, f"nobody approved it as {role}"))
