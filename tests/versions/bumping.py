"""Drafts for bumping, and what comes of them."""

from __future__ import annotations

from typing import Any

from modelsteward.domain.plan import Proposal
from modelsteward.domain.registry import Registry
from modelsteward.domain.seal import seal_of
from modelsteward.usecases.bump import Wanted, plan_bump
from modelsteward.usecases.drafts import candidate
from tests.rules.worlds import world
from tests.versions.helpers import PACKS, card

B = f"sha256:{'b' * 64}"
WEIGHTS = {"role": "weights", "uri": "s3://m/2.onnx", "digest": B, "bytes": 2, "format": "onnx"}
DRAFT = "stage: draft, lifecycle: <absent>"
OUT = "m@2.1.0: {task: a, serves: {aliases: [m]}}"


def bump(example: str, text: str = "m", **wanted: Any) -> Proposal:
    return plan_bump(world(example), text, PACKS, Wanted(**wanted))


def after(registry: Registry, proposal: Proposal) -> Any:
    """The card that a proposal would lead to."""
    (file, edits), *_ = proposal.edits.items()
    source = proposal.copied.get(file, file)
    (entry,) = [entry for entry in registry.models.values() if entry.file == source]
    return candidate(entry.card, edits)


def sealed(ref: str, facts: str) -> str:
    """A version in staging, with its seal."""
    seal = seal_of(card(f"{{{facts}}}", ref.partition("@")[2]))
    return f"{ref}: {{{facts}, stage: staging, lifecycle: <absent>, seal: '{seal}'}}"
