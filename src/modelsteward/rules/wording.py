"""Turns of phrase that rules share: who must do what, and lists that stay short."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from modelsteward.domain.stages import FIXED_STAGES
from modelsteward.domain.texts import listed

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.rules.engine import Context

_MANY = 12
"""How many uses are named: who must act looks for their own among them."""


def must(ctx: Context, owner: str | None, what: str) -> str:
    """`team (contact) must do what`."""
    return f"{ctx.registry.team(owner) if owner else 'whoever comes to own it'} must {what}"


def whose(card: Any, ctx: Context) -> str:
    """Who answers for a card, record or state file: its team, else the person who made it."""
    owner = getattr(card, "owner", None)
    return ctx.registry.team(owner) if owner else getattr(card, "by", "whoever wrote it")


def stands(stage: str) -> str:
    """A stage as said of a version: `it is deprecated`, `it is in production`."""
    return f"it is {stage}" if stage in FIXED_STAGES[1:] else f"it is in {stage}"


def moving(card: ModelCard, ctx: Context, other: str = "another version") -> str:
    """What retiring a version takes: `move use:u to n@2.0.0 and retire it`, or `retire it` when it serves nothing.

    `other` is where to go when neither the use nor the card says.
    """
    own = card.lifecycle.replacement or other
    uses: dict[str, set[str]] = defaultdict(set)
    for use, slot in ctx.registry.serves.get(card.ref, ()):
        uses[use.replacement.get(slot, own)].add(use.ref)
    moves = [f"{listed(sorted(refs), most=_MANY)} to {to}" for to, refs in sorted(uses.items())]
    return (
        f"move {', '.join(moves)}, and retire it"
        if len(moves) > 1
        else f"move {moves[0]} and retire it"
        if moves
        else "retire it"
    )


def alongside(card: ModelCard, ctx: Context) -> str:
    """The other teams that must act for what a version serves: `, with team (contact) for use:u`; or nothing."""
    theirs: dict[str, set[str]] = defaultdict(set)
    for use, _ in ctx.registry.serves.get(card.ref, ()):
        if use.owner != card.owner or use.owner is None:
            theirs[ctx.registry.team(use.owner) if use.owner else "whoever comes to own it"].add(use.ref)
    parts = [f"{team} for {listed(sorted(refs), most=_MANY)}" for team, refs in sorted(theirs.items())]
    return f", with {listed(parts, most=len(parts))}" if parts else ""


def serving(card: ModelCard, ctx: Context) -> str:
    """What a version serves, to be put behind a message: `; it serves use:u and use:v`; or nothing."""
    refs = sorted({use.ref for use, _ in ctx.registry.serves.get(card.ref, ())})
    return f"; it serves {listed(refs, most=_MANY)}" if refs else ""
