"""sarif: valid by the schema of the standard, and made so that viewers follow a finding through edits."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelsteward.domain.findings import Pass, Place, Report
from modelsteward.report.as_sarif import render
from modelsteward.rules import CATALOGUE
from tests.report.awkward import AWKWARD, EMPTY, finding, report

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def run_of(found: Report) -> Any:
    return json.loads(render(found))["runs"][0]


@pytest.mark.parametrize("found", [AWKWARD, EMPTY], ids=["awkward", "empty"])
def test_a_report_is_valid_sarif(found: Report) -> None:
    VALIDATOR.validate(json.loads(render(found)))


def test_every_rule_can_be_described_in_sarif() -> None:
    VALIDATOR.validate(json.loads(render(report(*(finding(code=code) for code in CATALOGUE)))))


def _column_zero(log: Any) -> None:
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] = 0


def _unknown_level(log: Any) -> None:
    log["runs"][0]["results"][0]["level"] = "fatal"


def _no_driver(log: Any) -> None:
    del log["runs"][0]["tool"]["driver"]


def _unknown_key(log: Any) -> None:
    log["runs"][0]["results"][0]["severity"] = "error"


@pytest.mark.parametrize("break_it", [_column_zero, _unknown_level, _no_driver, _unknown_key])
def test_the_schema_refuses_broken_sarif(break_it: Callable[[Any], None]) -> None:
    log = json.loads(render(AWKWARD))
    break_it(log)
    assert not VALIDATOR.is_valid(log)


def test_results_point_at_their_rules() -> None:
    run = run_of(AWKWARD)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["RD103", "RD104", "RD105", "RD114", "PO101"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_a_path_is_a_relative_uri_from_the_top_of_the_repository() -> None:
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run_of(AWKWARD)["results"]]
    assert uris[0] == "services/registry/models/a%20b%2Cc%253A%3Ad%7C%60e%60%3Cf%3E/1.0.0%C3%A9.yaml"
    assert uris[-1] == "services/registry/steward.yaml"


def test_a_waiver_is_a_suppression() -> None:
    one = finding(waived=Pass("w-1", "soon gone", date(2030, 2, 1)))
    waived, counting = run_of(report(one, finding()))["results"]
    assert waived["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "soon gone (waiver w-1, until 2030-02-01)"}
    ]
    assert counting["suppressions"] == []


def _prints(*findings: Any) -> list[str]:
    return [r["partialFingerprints"]["stewardFinding/v1"] for r in run_of(report(*findings))["results"]]


def test_a_fingerprint_outlives_moved_lines_and_new_words() -> None:
    before = finding("sunset in 12 days", path=("lifecycle", "sunset"), place=Place(8, 3, 9, "  sunset: x"))
    after = finding("sunset in 11 days", path=("lifecycle", "sunset"), place=Place(9, 3, 9, "  sunset: y"))
    assert _prints(before) == _prints(after)


def test_a_finding_without_keys_is_known_by_its_line() -> None:
    one, other = Place(8, 1, 9, "a: secret"), Place(9, 1, 9, "b: secret")
    assert _prints(finding(place=one)) == _prints(finding(place=Place(12, 1, 9, "a: secret")))
    assert _prints(finding(place=one)) != _prints(finding(place=other))


def test_fingerprints_are_all_different() -> None:
    same = [finding(), finding(), finding(), finding(code="RD105"), finding(file="b.yaml"), finding(ref="b@1.0.0")]
    assert len(set(_prints(*same))) == len(same)


def test_text_that_looks_like_a_link_is_not_one() -> None:
    assert run_of(report(finding("see [a](b) and [c] (d)")))["results"][0]["message"]["text"] == (
        "see \\[a\\](b) and [c] (d)"
    )
