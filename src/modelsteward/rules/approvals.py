"""EV, continued: whether approvals count, and whether what serves has those it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.approvals import Asked, against, needed_roles, standing
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.people import holders
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.rules.engine import Context
from modelsteward.rules.evidence import EVIDENCE
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.records import Approval
    from modelsteward.domain.cards.usecase import UseCaseCard

_ROLES = """
registry:
  roles: {safety: Judges harm.}
  teams: {team: {members: [{name: Ada, git: [ada@example.org], roles: [safety]}]}}
"""
_GIVEN = """
m@1.0.0: {stage: staging}
use:u: {requires: {approvals: [safety]}}
records/models/m/1.0.0/2029-12-01-approval-1f3a9c2e.yaml:
  {card: approval/1, ref: m@1.0.0, use: 'use:u', on: 2029-12-01, by: %s, role: safety, decision: approved,
  seal: 'sha256:935392cc58e7dae9d87a0e815f2260d72583199056ee65c900f8e281c4ef877e',
  requirements: 'sha256:56dd9c7cd457e02244e7d124f571db6a0ef00330715d1329f4aa80ae3cec3567'}
"""


@EVIDENCE.rule(
    120, "Approval that does not count", Severity.WARNING, of="approval", timed=True,
    good=_ROLES + _GIVEN % "ada@example.org",
    bad=_ROLES + _GIVEN % "bob@example.org",
)  # fmt: skip
def void_approval(card: Approval, ctx: Context) -> Iterator[Problem]:
    """An approval speaks for one seal, one use and that use's requirements as they were, by somebody with the role.

    One that waits for its version's promotion and does not count is noticed now, not on the day it is relied on. What
    led to a version that serves by now is history, and is judged with the use (EV121).
    """
    model = ctx.registry.model(card.ref)
    use = ctx.registry.use(card.use)
    if model is None or use is None or model.stage in ENDED_STAGES or use.status == "ended":
        return
    if card.decision == "rejected" or card.of == "end" or model.ref in use.serving.values():
        return
    asked = Asked(ctx.policy, model, use, ctx.today)
    objection = against(card, asked)
    if objection is None or card.role not in needed_roles(ctx.policy, use):
        return
    if standing(card.role, asked, ctx.registry.filed(f"approval {card.ref}")).objection is None:
        return  # a later decision stands in its place
    who = _who(card.role, ctx) or f"somebody with the role {card.role}"
    hint = f"{who} can give it again: steward record approval {card.ref} --for {card.use} --as {card.role}"
    yield Problem((objection.key,), f"it does not count: {objection.why}", hint)


def _who(role: str, ctx: Context) -> str:
    return " or ".join(member.name for member in holders(ctx.policy, role))


@EVIDENCE.rule(
    121, "Serves without the approvals it needs", Severity.WARNING, of="usecase", timed=True,
    good=_ROLES + "m@1.0.0: {}\nuse:u: {serving: {main: m@1.0.0}}",
    bad=_ROLES + "m@1.0.0: {}\nuse:u: {serving: {main: m@1.0.0}, requires: {approvals: [safety]}}",
)  # fmt: skip
def unapproved(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Approvals age, and they are void once the seal, the purpose, the risk or the requirements are others.

    What serves then does so on nobody's word. Whoever holds the role looks again, and says so.
    """
    if card.status != "live":
        return
    for slot, ref in card.serving.items():
        model = ctx.registry.model(ref)
        if model is None:
            continue
        asked = Asked(ctx.policy, model, card, ctx.today)
        given = ctx.registry.filed(f"approval {ref}")
        for role in needed_roles(ctx.policy, card):
            if objection := standing(role, asked, given).objection:
                who = _who(role, ctx) or f"somebody with the role {role}"
                how = f"steward record approval {ref} --for {card.ref} --as {role}"
                message = f"{ref} serves {slot} without approval by {role}: {objection.why}"
                yield Problem(("serving", slot), message, must(ctx, card.owner, f"ask {who} for it: {how}"))
