"""sarif: SARIF 2.1.0, for GitHub code scanning, Azure DevOps and editors."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from modelsteward.about import VERSION
from modelsteward.domain.findings import Finding, Report, Severity
from modelsteward.report.escape import visible
from modelsteward.report.fingerprint import fingerprints
from modelsteward.report.jsontext import dumps
from modelsteward.report.words import located
from modelsteward.rules import CATALOGUE
from modelsteward.rules.engine import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_LINK = re.compile(r"\[(?=[^\]]*\]\()|\](?=\()")
_ROOT = "%SRCROOT%"


def render(report: Report) -> str:
    """One run with the rules that found something; waived findings are there, suppressed."""
    first = {finding.code: finding for finding in reversed(report.findings)}
    codes = list(dict.fromkeys(finding.code for finding in report.findings))
    prints = fingerprints(report.findings)
    driver = {"name": "steward", "version": VERSION, "rules": [_described(first[code]) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the git repository."}}},
        "results": [
            _result(report, finding, codes.index(finding.code), fingerprint)
            for finding, fingerprint in zip(report.findings, prints, strict=True)
        ],
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _described(finding: Finding) -> dict[str, Any]:
    """The rule of a finding; what no rule found, but a search of source code, has its title alone."""
    if rule := CATALOGUE.get(finding.code):
        return _rule(rule)
    level = {"level": _LEVELS[finding.severity]}
    return {"id": finding.code, "name": _name(finding.title), "shortDescription": {"text": finding.title},
            "defaultConfiguration": level}  # fmt: skip


def _name(title: str) -> str:
    return "".join(word.capitalize() for word in re.findall(r"[A-Za-z0-9]+", title))


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": _name(rule.title),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": f"{rule.why}\n\nRight:\n{rule.good}\n\nWrong:\n{rule.bad}",
            "markdown": f"{rule.why}\n\nRight:\n\n{_fenced(rule.good)}\n\nWrong:\n\n{_fenced(rule.bad)}",
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _fenced(example: str) -> str:
    return f"```yaml\n{example.strip()}\n```"


def _result(report: Report, finding: Finding, index: int, fingerprint: str) -> dict[str, Any]:
    text = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    waived = finding.waived
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(text)},
        "locations": [{"physicalLocation": _location(report, finding)}],
        "partialFingerprints": {"stewardFinding/v1": fingerprint},
        "suppressions": [
            {
                "kind": "external",
                "status": "accepted",
                "justification": visible(f"{waived.reason} (waiver {waived.id}, until {waived.until})", keep="\n"),
            }
        ]
        if waived
        else [],
        "properties": {"ref": visible(finding.ref)},
    }


def _message(text: str) -> str:
    """Text for a viewer, which would take `[text](target)` for a link."""
    return _LINK.sub(r"\\\g<0>", visible(text, keep="\n"))


def _location(report: Report, finding: Finding) -> dict[str, Any]:
    place = finding.place
    region = {"startLine": place.line, "startColumn": place.column}
    if place.end_column is not None:
        region["endColumn"] = place.end_column
    path = located(report.git_root, finding.file)
    # A file's name may hold what is not UTF-8; it still has to become a URI.
    uri = quote(path, safe="/", errors="surrogatepass")
    return {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}, "region": region}
