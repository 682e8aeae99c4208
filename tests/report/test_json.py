"""json: what is written is what the published schema describes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelsteward.domain.findings import Owner, Pass, Place, Report
from modelsteward.report.as_json import SCHEMA, render, schema
from tests.report.awkward import AWKWARD, EMPTY, finding, report

VALIDATOR = Draft202012Validator(json.loads(schema()), format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json.loads(schema()))


@pytest.mark.parametrize("found", [AWKWARD, EMPTY, Report((), "r", 0)], ids=["awkward", "empty", "without a day"])
def test_a_report_is_as_the_schema_says(found: Report) -> None:
    VALIDATOR.validate(json.loads(render(found)))


def test_the_schema_refuses_what_it_does_not_describe() -> None:
    good = json.loads(render(AWKWARD))
    for change in ({"more": 1}, {"schema": "report/2"}, {"today": "soon"}, {"cards": "34"}, {"findings": [{}]}):
        assert not VALIDATOR.is_valid({**good, **change}), change


def test_every_key_is_described() -> None:
    def properties(node: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(node, dict):
            yield from node.get("properties", {}).items()
            for value in node.values():
                yield from properties(value)

    found = list(properties(json.loads(schema())))
    assert len(found) > 20
    assert [key for key, value in found if not value.get("description")] == []


def test_a_finding_has_all_its_facts() -> None:
    waived = Pass("w-1", "soon gone", date(2030, 2, 1))
    place = Place(6, 1, 5, "ownr: team")
    one = finding("unknown key", hint="a hint", path=("a", 0), place=place, waived=waived)
    one = one._replace(owner=Owner("ops", "ops@example.org"))
    assert json.loads(render(report(one))) == {
        "schema": SCHEMA,
        "registry": "Test house",
        "today": "2030-01-01",
        "since": None,
        "cards": 34,
        "summary": {"error": 0, "warning": 0, "note": 0, "waived": 1},
        "findings": [
            {
                "code": "RD103",
                "title": "Unknown key",
                "severity": "error",
                "message": "unknown key",
                "hint": "a hint",
                "file": "registry/models/m/1.0.0.yaml",
                "line": 6,
                "column": 1,
                "end_column": 5,
                "ref": "m@1.0.0",
                "path": ["a", 0],
                "source": "ownr: team",
                "waived": {"id": "w-1", "reason": "soon gone", "until": "2030-02-01"},
                "owner": {"team": "ops", "contact": "ops@example.org"},
            }
        ],
    }
