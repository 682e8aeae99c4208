"""A plan for a program: the whole of it as JSON, as plan.schema.json beside this file describes it."""

from __future__ import annotations

from typing import Any

from modelsteward.domain.plan import Plan
from modelsteward.domain.requirement import Requirement
from modelsteward.report.jsontext import dumps


def render(plan: Plan, prefix: str, commit: str | None, *, applied: bool, branch: str | None) -> str:
    """`applied` is false where only the plan was asked for, or a gate failed; `commit` is null where none was made."""
    return dumps(
        {
            "schema": "plan/1",
            "action": plan.action,
            "refs": list(plan.refs),
            "title": plan.title,
            "message": plan.message(),
            "trailers": [{"name": name, "value": value} for name, value in plan.trailers],
            "gates": [
                {"name": g.name, "answer": g.answer.value, "message": g.message, "hint": g.hint, "firm": g.firm}
                for g in plan.gates
            ],
            "requirements": [_requirement(r, prefix) for r in plan.requirements],
            "changes": [
                {
                    "file": prefix + c.file,
                    "was": prefix + c.was if c.was else None,
                    "before": c.before,
                    "after": c.after,
                }
                for c in plan.changes
            ],
            "notes": list(plan.notes),
            "applied": applied,
            "branch": branch,
            "commit": commit,
        }
    )


def _requirement(one: Requirement, prefix: str) -> dict[str, Any]:
    return {
        "gate": one.gate,
        "required": one.required,
        "found": one.found,
        "on": str(one.on) if one.on else None,
        "by": one.by,
        "verdict": one.outcome.value,
        "why": one.why,
        "hint": one.hint,
        "file": prefix + one.file if one.file else None,
    }
