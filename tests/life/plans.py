"""Plans as values: proposals from a registry that an example describes, without disk or git."""

from __future__ import annotations

from datetime import date
from typing import Any

from modelsteward.domain.plan import Answer, Proposal
from modelsteward.domain.registry import Registry
from modelsteward.rules.examples import TODAY
from modelsteward.store.packs import read_packs
from modelsteward.usecases.gates import Situation
from modelsteward.usecases.naming import the_model, the_use
from modelsteward.usecases.promote import Wanted, plan_promotion
from modelsteward.usecases.rollback import plan_rollback
from tests.rules.worlds import world

PACKS = read_packs()


def situation(registry: Registry, ref: str, use: str | None = None, today: date = TODAY) -> Situation:
    """What a move of `ref` is about."""
    meant = the_use(registry, use).card if use else None
    return Situation(registry, the_model(registry, ref).card, today, PACKS, meant)


def promoted(example: str, ref: str, stage: str, use: str | None = None, slot: str | None = None) -> Proposal:
    """The proposal of a promotion."""
    registry = world(example)
    about = situation(registry, ref, use)
    return plan_promotion(about, the_model(registry, ref), Wanted(stage, slot), the_use(registry, use) if use else None)


def rolled_back(example: str, use: str = "u", **how: Any) -> Proposal:
    """The proposal of a rollback."""
    registry = world(example)
    return plan_rollback(registry, the_use(registry, use), TODAY, PACKS, **how)


def failed(proposal: Proposal) -> dict[str, str]:
    """The gates that fail, with what they say."""
    return {gate.name: gate.message for gate in proposal.gates if gate.answer is Answer.FAILED}


def target(proposal: Proposal) -> str:
    """The version that a rollback goes back to."""
    return proposal.refs[1]
