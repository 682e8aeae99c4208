"""github: workflow commands of GitHub Actions, which become annotations on the lines of a pull request."""

from __future__ import annotations

from modelsteward.domain.findings import Finding, Report, Severity
from modelsteward.report.escape import visible
from modelsteward.report.words import located, summary

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report) -> str:
    """One command for each finding that counts, and a plain line that sums up. Waived ones are only counted."""
    commands = [_command(report, finding) for finding in report.counting()]
    return "\n".join([*commands, f"steward: {summary(report)}"]) + "\n"


def _command(report: Report, finding: Finding) -> str:
    place = finding.place
    properties = {
        "file": located(report.git_root, finding.file),
        "line": place.line,
        "col": place.column,
        "endColumn": place.end_column,
        "title": f"{finding.code} {finding.title}",
    }
    where = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
    text = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    return f"::{_LEVELS[finding.severity]} {where}::{_data(text)}"


def _data(text: str) -> str:
    return visible(text, keep="\n").replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return visible(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
