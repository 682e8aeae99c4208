"""json: for programs. Its keys are described in report.schema.json and change only with its number."""

from __future__ import annotations

from importlib import resources
from typing import Any

from modelsteward.domain.findings import Finding, Report, Severity
from modelsteward.report.jsontext import dumps
from modelsteward.report.words import located

SCHEMA = "report/1"


def schema() -> str:
    """The published JSON Schema, as text."""
    return resources.files("modelsteward.report").joinpath("report.schema.json").read_text(encoding="utf-8")


def render(report: Report) -> str:
    """The report as one JSON object."""
    totals = report.totals()
    counted = {str(severity): totals[severity] for severity in sorted(Severity, reverse=True)}
    return dumps(
        {
            "schema": SCHEMA,
            "registry": report.registry,
            "today": str(report.today) if report.today else None,
            "since": report.since or None,
            "cards": report.cards,
            "summary": {**counted, "waived": len(report.findings) - totals.total()},
            "findings": [_finding(report, finding) for finding in report.findings],
        }
    )


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    place, waived, owner = finding.place, finding.waived, finding.owner
    return {
        "code": finding.code,
        "title": finding.title,
        "severity": str(finding.severity),
        "message": finding.message,
        "hint": finding.hint,
        "file": located(report.root, finding.file),
        "line": place.line,
        "column": place.column,
        "end_column": place.end_column,
        "ref": finding.ref,
        "path": list(finding.path),
        "source": place.text,
        "waived": {"id": waived.id, "reason": waived.reason, "until": str(waived.until)} if waived else None,
        "owner": {"team": owner.team, "contact": owner.contact} if owner else None,
    }
