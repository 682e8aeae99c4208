"""junit: test results in XML, for every CI server that shows those. A finding is a test that failed."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from modelsteward.domain.findings import Finding, Report, Severity
from modelsteward.report.escape import visible
from modelsteward.report.words import located, waiver


def render(report: Report) -> str:
    """One test case a finding: errors and warnings fail, notes pass with output, waived ones are skipped."""
    suite = ET.Element("testsuite", name="steward")
    taken: set[tuple[str, str]] = set()
    for finding in report.findings:
        suite.append(_case(report, finding, taken))
    if not report.counting():
        ET.SubElement(suite, "testcase", classname="steward", name="nothing to report")
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(sum(1 for _ in suite.iter(tag))))
    root = ET.Element("testsuites", name="steward")
    root.append(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(report: Report, finding: Finding, taken: set[tuple[str, str]]) -> ET.Element:
    path = visible(located(report.root, finding.file))
    case = ET.Element("testcase", classname=path, name=_name(finding, path, taken))
    message = visible(finding.message)
    if finding.waived:
        ET.SubElement(case, "skipped", message=visible(waiver(finding))).text = visible(
            f"{finding.message} ({waiver(finding)})"
        )
    elif finding.severity is Severity.NOTE:
        ET.SubElement(case, "system-out").text = _body(finding, path)
    else:
        ET.SubElement(case, "failure", type=str(finding.severity), message=message).text = _body(finding, path)
    return case


def _name(finding: Finding, path: str, taken: set[tuple[str, str]]) -> str:
    """A name that no other case of the file has: GitLab drops the second of two equal ones."""
    plain = f"{finding.code} {visible(finding.title)}, line {finding.place.line}"
    name, number = plain, 1
    while (path, name) in taken:
        number += 1
        name = f"{plain} ({number})"
    taken.add((path, name))
    return name


def _body(finding: Finding, path: str) -> str:
    # No line may start with what a card says: a CI server that shows this as a log could take it for a command.
    lines = [f"{path}:{finding.place.line}:{finding.place.column}", f"{finding.severity}: {visible(finding.message)}"]
    if finding.hint:
        lines.append(f"help: {visible(finding.hint)}")
    if finding.place.text:
        lines.append(f"source: {visible(finding.place.text)}")
    return "\n".join(lines)
