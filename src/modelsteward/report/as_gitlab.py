"""gitlab: a code quality report, which GitLab shows in the merge request."""

from __future__ import annotations

from typing import Any

from modelsteward.domain.findings import Finding, Report, Severity
from modelsteward.report.escape import visible
from modelsteward.report.fingerprint import fingerprints
from modelsteward.report.jsontext import dumps
from modelsteward.report.words import located

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report) -> str:
    """A JSON array of what counts. The format knows no waivers, so waived findings are left out."""
    counting = report.counting()
    issues = zip(counting, fingerprints(counting), strict=True)
    return dumps([_issue(report, finding, fingerprint) for finding, fingerprint in issues])


def _issue(report: Report, finding: Finding, fingerprint: str) -> dict[str, Any]:
    hint = f" ({finding.hint})" if finding.hint else ""
    return {
        "description": visible(f"{finding.message}{hint}"),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": located(report.git_root, finding.file), "lines": {"begin": finding.place.line}},
    }
