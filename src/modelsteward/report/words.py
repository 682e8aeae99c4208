"""What several formats say in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from modelsteward.domain.findings import Finding, Report, Severity
from modelsteward.domain.texts import amount
from modelsteward.report.escape import visible

_MOST = 5
"""File names in a sentence."""


def located(prefix: str, file: str) -> str:
    """A finding's file as a path from where the prefix starts."""
    return f"{prefix.rstrip('/')}/{file}" if prefix.strip("/") else f"{prefix}{file}"


def not_listed(files: Sequence[str]) -> str:
    """A sentence on the files that could not be read for a list; empty where there are none."""
    if not files:
        return ""
    more = f" and {len(files) - _MOST} more" if len(files) > _MOST else ""
    names = ", ".join(map(visible, files[:_MOST])) + more
    return f"not listed, for it cannot be read: {names} (`steward validate {visible(files[0])}` says why)"


def counts(report: Report) -> str:
    """`2 errors, 1 warning`; empty when nothing counts."""
    totals = report.totals()
    return ", ".join(amount(totals[s], str(s)) for s in sorted(Severity, reverse=True) if totals[s])


def summary(report: Report) -> str:
    """The whole report in a line: what was found, in how many files, how many are waived, by which day."""
    found, waived = counts(report), len(report.findings) - len(report.counting())
    files = amount(report.cards, "file")
    if found:
        text = f"{found} in {len({f.file for f in report.counting()})} of {files}"
    else:
        text = f"{files}, nothing to report"
    if waived:
        text += f", {waived} waived"
    judged = f"judged as of {report.today}" if report.today else ""
    since = f"what changed since {visible(report.since)}, and what rests on it" if report.since else ""
    return f"{text} ({'; '.join(filter(None, (judged, since)))})" if judged or since else text


def waiver(finding: Finding) -> str:
    """`waived until 2027-01-01: the reason`; empty for a finding that counts."""
    return f"waived until {finding.waived.until}: {finding.waived.reason}" if finding.waived else ""
