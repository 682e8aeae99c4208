"""junit: valid XML by the schema that CI servers read by, and no case hides another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from modelsteward.domain.findings import Pass, Report, Severity
from modelsteward.report.as_junit import render
from tests.report.awkward import AWKWARD, EMPTY, finding, report

SCHEMA = etree.XMLSchema(etree.parse(str(Path(__file__).parent / "schemas" / "junit-10.xsd")))


def parsed(found: Report) -> etree._Element:
    return etree.fromstring(render(found).encode())


@pytest.mark.parametrize("found", [AWKWARD, EMPTY], ids=["awkward", "empty"])
def test_a_report_is_valid_junit(found: Report) -> None:
    SCHEMA.assertValid(parsed(found))


def test_the_schema_refuses_broken_junit() -> None:
    root = parsed(AWKWARD)
    del root[0].attrib["tests"]
    assert not SCHEMA.validate(root)


def test_nothing_found_is_a_test_that_passed() -> None:
    (suite,) = parsed(EMPTY)
    assert dict(suite.attrib) == {"name": "steward", "tests": "1", "failures": "0", "errors": "0", "skipped": "0"}
    (case,) = suite
    assert case.get("name") == "nothing to report"
    assert len(case) == 0


def test_only_errors_and_warnings_fail() -> None:
    waived = finding("old", waived=Pass("w-1", "soon gone", date(2030, 2, 1)))
    found = [finding(severity=severity) for severity in Severity]
    (suite,) = parsed(report(*found, waived))
    assert dict(suite.attrib) == {"name": "steward", "tests": "4", "failures": "2", "errors": "0", "skipped": "1"}
    assert [case[0].tag for case in suite] == ["system-out", "failure", "failure", "skipped"]
    assert [case[0].get("type") for case in suite[1:3]] == ["warning", "error"]
    assert suite[3][0].get("message") == "waived until 2030-02-01: soon gone"
    assert suite[3][0].text == "old (waived until 2030-02-01: soon gone)"


def test_cases_of_a_file_have_different_names() -> None:
    (suite,) = parsed(report(finding(), finding(), finding(file="b.yaml")))
    assert [case.get("name") for case in suite] == [
        "RD103 Unknown key, line 1", "RD103 Unknown key, line 1 (2)", "RD103 Unknown key, line 1",
    ]  # fmt: skip


def test_no_line_starts_with_what_a_card_says() -> None:
    assert "\n::error::" not in render(report(finding("a\n::error::forged", hint="b\n::error::forged")))
