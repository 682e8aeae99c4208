"""What was decided in a case: which decision counts for a thing, whether it still holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case, Checklist, Decision

NEEDS_AN_END = ("erase", "retrain")
"""Decisions that are carried out only when what they are about is gone."""


def latest(case: Case | Checklist) -> dict[str, tuple[int, Decision]]:
    """The decision that counts for each ref, with its place in the list: who decides again appends."""
    return {decision.ref: (at, decision) for at, decision in enumerate(case.decisions)}


def flaw(decision: Decision) -> str:
    """Why an exemption is none; empty for what is one, and for every other decision."""
    if decision.decision != "keep":
        return ""
    missing = [key for key in ("until", "role") if getattr(decision, key) is None]
    return f"an exemption needs an end and a role, and has no {' and no '.join(missing)}" if missing else ""


def is_past(decision: Decision, today: date) -> bool:
    """Whether it is an exemption whose last day is over; that day itself still counts."""
    return decision.decision == "keep" and decision.until is not None and decision.until < today


def holds(decision: Decision, today: date) -> bool:
    """Whether a decision settles today what it is about."""
    return not flaw(decision) and not is_past(decision, today)
