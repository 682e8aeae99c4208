"""`steward vendors check`: what `check` finds about vendors, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelsteward.cli import app as door
from modelsteward.rules import CATALOGUE
from tests.conftest import Steward

EXPIRED = str(Path(__file__).parent.parent / "examples" / "expired")
SAMPLE = str(Path(__file__).parent.parent / "registry")
DAY = ("--today", "2026-11-24")


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command by a name of its own."""
    monkeypatch.setitem(door.COMMANDS, "vendors-check", ("vendors_check", "check_"))


def findings(steward: Steward, *words: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(steward(*words, "--format", "json", "--exit-zero").out)["findings"]
    return found


def about_vendors(code: str) -> bool:
    return CATALOGUE[code].family == "VE" or code in ("TM111", "TM112", "TM117")


@pytest.mark.parametrize("where", [EXPIRED, SAMPLE])
def test_it_finds_what_check_finds_about_vendors(where: str, steward: Steward) -> None:
    whole = findings(steward, "-C", where, "check", *DAY, "--within", "P180D")
    told = findings(steward, "-C", where, "vendors-check", *DAY, "--within", "P180D")
    assert told == [one for one in whole if about_vendors(one["code"])]
    assert told


def test_it_fails_as_check_does(steward: Steward) -> None:
    assert steward("-C", EXPIRED, "vendors-check", *DAY).code == 1
    assert steward("-C", EXPIRED, "vendors-check", *DAY, "--exit-zero").code == 0
    assert steward("-C", EXPIRED, "vendors-check", "--today", "2026-09-20").code == 0
    assert steward("-C", EXPIRED, "vendors-check", "--today", "2026-09-20", "--fail-on", "warning").code == 1


def test_each_finding_names_who_must_act_and_what_to_type(steward: Steward) -> None:
    (told,) = (one for one in findings(steward, "-C", EXPIRED, "vendors-check", *DAY) if one["code"] == "TM111")
    assert "data-team (data-team@clinic.example) must move use:letters" in told["hint"]
    assert "with front-desk (front-desk@clinic.example) for use:letters" in told["hint"]
    assert told["hint"].endswith("first: `steward vendors successors gpt-4o@1.0.0 --for letters`")
