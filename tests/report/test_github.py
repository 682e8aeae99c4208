"""github: every finding is one command, and no text can end it or start another."""

from __future__ import annotations

from datetime import date

from modelsteward.domain.findings import Pass, Place, Severity
from modelsteward.report.as_github import render
from tests.report.awkward import EMPTY, finding, report


def test_one_finding_reads_like_this() -> None:
    one = finding("unknown key `ownr`", hint="did you mean `owner`?", place=Place(6, 1, 5, "ownr: team"))
    assert render(report(one)) == (
        "::error file=services/registry/models/m/1.0.0.yaml,line=6,col=1,endColumn=5,title=RD103 Unknown key::"
        "unknown key `ownr`%0Adid you mean `owner`?\n"
        "steward: 1 error in 1 of 34 files (judged as of 2030-01-01)\n"
    )


def test_each_severity_has_its_level() -> None:
    text = render(report(*(finding(severity=severity) for severity in Severity)))
    assert [line.partition(" ")[0] for line in text.splitlines()] == ["::notice", "::warning", "::error", "steward:"]


def test_properties_and_messages_are_escaped_by_their_own_rules() -> None:
    text = render(report(finding("100%, a::b\nc", file="a,b:c%d\n.yaml", place=Place(1, 1))))
    assert text.splitlines()[0] == (
        "::error file=services/registry/a%2Cb%3Ac%25d\\n.yaml,line=1,col=1,title=RD103 Unknown key::100%25, a::b%0Ac"
    )


def test_waived_findings_are_only_counted() -> None:
    assert render(report(finding(waived=Pass("w-1", "soon gone", date(2030, 2, 1))))) == (
        "steward: 34 files, nothing to report, 1 waived (judged as of 2030-01-01)\n"
    )


def test_nothing_found_is_said() -> None:
    assert render(EMPTY) == "steward: 34 files, nothing to report (judged as of 2030-01-01)\n"
