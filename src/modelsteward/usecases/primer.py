"""What people who use one use's models need to know besides the introduction."""

from __future__ import annotations

from dataclasses import dataclass

from modelsteward.domain.cards.usecase import UseCaseCard
from modelsteward.domain.registry import Registry
from modelsteward.usecases.shown import contact

_CLASSES = {
    "statistical": "statistical model",
    "ml": "learnt model",
    "generative": "model that writes or draws",
    "agentic": "model that acts by itself",
}
_ORIGINS = {"in-house": "made here", "open": "made elsewhere, run here", "vendor": "a company's"}


@dataclass(frozen=True, slots=True)
class ForUse:
    """One use, as its people should know it."""

    ref: str
    summary: str
    purpose: str | None
    owner: str | None
    contact: str | None
    answers: tuple[str, ...]
    """What answers, by slot, in words."""
    limits: tuple[str, ...]
    """What those models are not for, and where they are weak."""
    notice: str | None
    do_not_enter: tuple[str, ...] | None
    """None where nobody has said; empty where there is nothing of the kind."""
    required: bool | None
    material: str | None


def for_use(registry: Registry, card: UseCaseCard) -> ForUse:
    """What to tell the people of a use."""
    rails, training = card.guardrails, card.training
    return ForUse(
        card.ref,
        card.summary,
        card.purpose,
        card.owner,
        contact(registry, card.owner),
        tuple(_answering(registry, slot, ref) for slot, ref in card.serving.items() if ref),
        tuple(_limits(registry, card)),
        rails.notice if rails else None,
        rails.do_not_enter if rails and rails.knows("do_not_enter") else None,
        training.required if training else None,
        training.material if training else None,
    )


def _answering(registry: Registry, slot: str, ref: str) -> str:
    model = registry.model(ref)
    kind = _CLASSES.get(model.model_class or "", "model") if model else "model"
    words = [kind, *([_ORIGINS[model.origin]] if model and model.origin in _ORIGINS else [])]
    return f"{ref} ({f'{slot}: ' if slot != 'main' else ''}{', '.join(words)})"


def _limits(registry: Registry, card: UseCaseCard) -> list[str]:
    models = [registry.model(ref) for ref in dict.fromkeys(card.serving.values())]
    uses = [model.intended_use for model in models if model and model.intended_use]
    out = [f"Not for: {text}" for use in uses for text in use.out_of_scope]
    return [*out, *(f"Weak at: {text}" for use in uses for text in use.limitations)]
