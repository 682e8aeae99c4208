"""Small registries with evidence in them."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import Any

from modelsteward.domain.approvals import requirements_digest
from modelsteward.domain.registry import Registry
from modelsteward.domain.requirement import Requirement
from modelsteward.domain.seal import seal_of
from modelsteward.rules.examples import TODAY
from modelsteward.usecases.requirements import Candidate, requirements
from tests.rules.worlds import world

HOUSE = """
registry:
  roles: {safety: Judges harm., lead: Judges fitness.}
  teams:
    team:
      members:
        - {name: Ada, git: [ada@example.org, ada@home.example], roles: [safety]}
        - {name: Bob, git: [bob@example.org], roles: [lead, safety]}
        - {name: Eve, git: [eve@example.org]}
m@1.0.0: {}
m@1.1.0: {stage: staging, lifecycle: <absent>}
"""
USE = """
use:u:
  serving: {main: m@1.0.0}
  served: [{slot: main, ref: m@1.0.0, from: 2029-06-01}]
"""


def evaluation(ref: str, *results: dict[str, Any], on: str = "2029-12-01", suite: str = "holdout", **more: Any) -> str:
    """An evaluation as an example writes it."""
    value = {"card": "evaluation/1", "ref": ref, "on": on, "by": "nightly", "suite": suite, "results": list(results)}
    return record(ref, "evaluation", value | more)


def approval(ref: str, use: str = "use:u", on: str = "2029-12-01", by: str = "ada@example.org", role: str = "safety",
             decision: str = "approved", **more: Any) -> str:  # fmt: skip
    """An approval as an example writes it."""
    value = {"card": "approval/1", "ref": ref, "use": use, "on": on, "by": by, "role": role, "decision": decision}
    return record(ref, "approval", value | more)


def record(ref: str, kind: str, value: dict[str, Any]) -> str:
    """A record in an example, under a name that its contents tell apart."""
    name, _, version = ref.partition("@")
    mark = sha256(repr(value).encode()).hexdigest()[:8]
    return f"\nrecords/models/{name}/{version}/{value['on']}-{kind}-{mark}.yaml: {value!r}\n"


def facts(example: str, ref: str = "m@1.1.0", use: str = "use:u") -> dict[str, str]:
    """What an approval must name to count in an example."""
    registry = world(example)
    model, meant = registry.model(ref), registry.use(use)
    assert model
    assert meant
    return {"seal": model.seal or seal_of(model), "requirements": requirements_digest(meant)}


def required(example: str | Registry, ref: str = "m@1.1.0", *, use: str = "use:u", slot: str = "main",
             today: date = TODAY, promoter: str = "") -> list[Requirement]:  # fmt: skip
    """What a use of an example requires of a version, with what was found."""
    registry = world(example) if isinstance(example, str) else example
    model, meant = registry.model(ref), registry.use(use)
    assert model
    assert meant
    return list(requirements(Candidate(registry, model, meant, slot, today, promoter)))
