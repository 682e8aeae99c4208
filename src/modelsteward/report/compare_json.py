"""Two versions side by side as JSON, for programs. The keys are stable; new ones may be added.

The document: `format` ("steward-compare/1"), `today`, `a` and `b` (`ref`, `summary`, `file`, `note`), `aim` (`use`,
`summary`, `owner`, `slot`, `champion`; null where no use is named), the facts of both under `who`, `data`, `limits` and
`ends` (`key`, `a`, `b`; null is unknown or none), `metrics` and `latency`, `costs`, `changes` (from A to B, as in
steward-diff/1), `findings`, `untested`, `missing` and `sources`.

A metric: `suite`, `metric`, `slice`, `unit`, `better`; `a` and `b` (`value`, `low`, `high`, `basis`, `samples`, `unit`,
`on`, `file`, `by`, `tool`, `dataset`, `use`, `other_seal`; null where there is none); `verdict` of B against A (better,
worse, cannot tell) with `why`; `difference` (`gain`, `low`, `high`; above 0 B is better); `required` (`threshold`,
`better`, `unit`, `oldest`, `max_fall`) and the `standing` of both to it (`met`, `outcome`, `why`, `todo`). A cost:
`price`, `month` (`usd` or null, `why`), `use` (`usd`, `known`, `budget`, `within`). What is missing: `kind` (use,
requirement, untested, verdict, approval, cost, fact), `of` (A, B or null), `text`, `todo`.
"""

from __future__ import annotations

from typing import Any

from modelsteward.report.diff_json import change
from modelsteward.report.values import dump
from modelsteward.usecases.compared import Compared, CostSide, Fact, Gap, Measured, MetricRow, Side, Standing


def render(found: Compared) -> str:
    """The comparison as one JSON document."""
    return dump(
        {
            "format": "steward-compare/1",
            "today": found.today,
            "a": _side(found.a),
            "b": _side(found.b),
            "aim": found.aim._asdict() if found.aim else None,
            "who": _facts(found.who),
            "metrics": [_metric(row) for row in found.metrics],
            "latency": [_metric(row) for row in found.latency],
            "costs": {"a": _cost(found.costs.a), "b": _cost(found.costs.b)},
            "changes": [change(one) for one in found.changes.changes],
            "data": _facts(found.data),
            "limits": _facts(found.limits),
            "ends": _facts(found.ends),
            "findings": [
                {"of": row.letter, **{k: v for k, v in row._asdict().items() if k != "letter"}}
                for row in found.findings
            ],
            "untested": [_gap(one) for one in found.untested],
            "missing": [_gap(one) for one in found.missing],
            "sources": [read._asdict() for read in found.sources],
        }
    )


def _side(side: Side) -> dict[str, Any]:
    return {"ref": side.ref, "summary": side.summary, "file": side.file, "note": side.note or None}


def _facts(facts: tuple[Fact, ...]) -> list[dict[str, Any]]:
    return [fact._asdict() for fact in facts]


def _gap(one: Gap) -> dict[str, Any]:
    return {"kind": one.kind, "of": one.letter, "text": one.text, "todo": one.todo}


def _metric(row: MetricRow) -> dict[str, Any]:
    required = row.required._asdict() if row.required else None
    return {
        "suite": row.suite,
        "metric": row.metric,
        "slice": row.slice,
        "unit": row.unit,
        "better": row.better,
        "a": _measured(row.a),
        "b": _measured(row.b),
        "standing": {"a": _standing(row.standing_a), "b": _standing(row.standing_b)},
        "verdict": row.verdict.value,
        "why": row.why or None,
        "difference": row.difference._asdict() if row.difference else None,
        "required": required,
    }


def _measured(one: Measured | None) -> dict[str, Any] | None:
    if one is None:
        return None
    value = one.estimate
    return {
        "value": value.value,
        "low": value.low,
        "high": value.high,
        "basis": value.basis or None,
        **{k: v for k, v in one._asdict().items() if k not in ("estimate", "better")},
    }


def _standing(one: Standing | None) -> dict[str, Any] | None:
    return (
        {"met": one.met, "outcome": one.outcome.value, "why": one.why or None, "todo": one.todo or None}
        if one
        else None
    )


def _cost(side: CostSide) -> dict[str, Any]:
    whole = side.whole
    return {
        "price": side.price._asdict() if side.price else None,
        "month": side.month._asdict() if side.month else None,
        "use": {"usd": whole.total, "known": whole.known, "budget": whole.budget, "within": whole.within}
        if whole
        else None,
    }
