"""gitlab: the keys that GitLab reads, and nothing that counts twice."""

from __future__ import annotations

import json
from datetime import date

from modelsteward.domain.findings import Pass, Place, Severity
from modelsteward.report.as_gitlab import render
from tests.report.awkward import AWKWARD, EMPTY, finding, report


def test_one_finding_reads_like_this() -> None:
    one = finding("unknown key", hint="did you mean `owner`?", path=("ownr",), place=Place(6, 1, 5, "ownr: team"))
    (issue,) = json.loads(render(report(one)))
    assert len(issue.pop("fingerprint")) == 32
    assert issue == {
        "description": "unknown key (did you mean `owner`?)",
        "check_name": "RD103",
        "severity": "critical",
        "location": {"path": "services/registry/models/m/1.0.0.yaml", "lines": {"begin": 6}},
    }


def test_each_severity_has_its_word() -> None:
    issues = json.loads(render(report(*(finding(severity=severity) for severity in Severity))))
    assert [issue["severity"] for issue in issues] == ["info", "minor", "critical"]


def test_fingerprints_are_all_different() -> None:
    issues = json.loads(render(AWKWARD))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == len(AWKWARD.counting())


def test_what_is_waived_is_left_out() -> None:
    assert json.loads(render(report(finding(waived=Pass("w-1", "soon gone", date(2030, 2, 1)))))) == []


def test_nothing_found_is_an_empty_array() -> None:
    assert render(EMPTY) == "[]\n"
