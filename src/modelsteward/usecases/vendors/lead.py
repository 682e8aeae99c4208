"""How long it takes to move away from a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.lifespan import notice_needed

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.dates import Duration
    from modelsteward.domain.registry import Registry


def lead_of(registry: Registry, card: ModelCard) -> Duration:
    """What its card says, else the notice that the uses which it serves are promised."""
    uses = [use for use, _ in registry.serves.get(card.ref, ())]
    return card.lifecycle.migration_lead or notice_needed(registry.policy, uses)
