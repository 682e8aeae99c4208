"""The plan of a destruction as JSON, for programs. The keys are stable; new ones may be added.

The document: `format` ("steward-destruction/1"), `ref`, `state`, `owner`, `today`, `least` (the least method, what made
it so, what is not known), `places` (each with who erases it by which method, whether that is enough, and what was last
seen), `found` and `unsearched` (of searches), `keys`, `derived` (what was made from it, with its decision), `unsure`,
`data`, `holds`, `kept`, `gates`, `checklist` (its file, or null), `open_items`, `next` and `notes`.
"""

from __future__ import annotations

from typing import Any

from modelsteward.report.destroy_words import next_steps
from modelsteward.report.values import dump
from modelsteward.usecases.erasing.derived import Derivative
from modelsteward.usecases.erasing.plan import DestructionPlan


def render(plan: DestructionPlan) -> str:
    """The plan as one JSON document."""
    value: dict[str, Any] = {"format": "steward-destruction/1", **plan._asdict()}
    for key in ("places", "found", "unsearched", "keys", "unsure", "data", "kept"):
        value[key] = [one._asdict() for one in value[key]]
    value["least"] = plan.least._asdict()
    value["derived"] = [_derived(one) for one in plan.derived]
    value["gates"] = [
        {"name": one.name, "answer": one.answer.value, "message": one.message, "hint": one.hint, "firm": one.firm}
        for one in plan.gates
    ]
    value["next"] = next_steps(plan)
    return dump(value)


def _derived(one: Derivative) -> dict[str, Any]:
    decision = one.decision.model_dump() if one.decision else None
    return {**one._asdict(), "decision": decision}
