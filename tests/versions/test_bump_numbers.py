"""Bumping: which number a draft gets, and which it may be given."""

from __future__ import annotations

import re
from datetime import date

import pytest

from modelsteward.domain.edits import Append, Set
from modelsteward.domain.seal import seal_of
from modelsteward.domain.versions import Step
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.bump import Wanted, plan_bump
from modelsteward.usecases.forcing import Force, with_force
from tests.rules.worlds import world
from tests.versions.bumping import DRAFT, OUT, WEIGHTS, B, after, bump, sealed
from tests.versions.helpers import PACKS


def test_a_number_that_says_too_much_falls_and_says_how_to_keep_it() -> None:
    proposal = bump(f"{OUT}\nm@3.0.0: {{task: a, license: MIT, {DRAFT}}}")
    assert proposal.refs == ("m@2.2.0",)
    assert proposal.notes[-1].endswith("less has changed than it says; --number 3.0.0 keeps it")
    assert bump(f"{OUT}\nm@2.2.0: {{task: a, license: MIT, {DRAFT}}}", number="3.0.0").refs == ("m@3.0.0",)


def test_a_level_raises() -> None:
    assert bump(OUT, level=Step.MAJOR).refs == ("m@3.0.0",)
    assert bump(f"{OUT}\nm@2.1.1: {{task: a, {DRAFT}}}", level=Step.MINOR).refs == ("m@2.2.0",)


def test_a_level_that_says_too_little_is_a_gate_that_fails() -> None:
    proposal = bump(f"{OUT}\nm@3.0.0: {{task: b, {DRAFT}}}", level=Step.MINOR)
    assert proposal.refs == ("m@2.2.0",)
    (gate,) = proposal.failed()
    assert (gate.name, gate.firm) == ("number", False)
    assert gate.message == "2.2.0 says less than the major change since m@2.1.0"
    assert not any("less has changed" in note for note in proposal.notes)


def test_a_forced_number_stays_until_a_level_is_asked_for() -> None:
    forced = "{on: 2029-05-01, move: bump, gates: [number], by: ada@example.org, reason: Agreed.}"
    world_ = f"{OUT}\nm@2.2.0: {{task: b, stage: draft, lifecycle: {{released: <absent>, forced: [{forced}]}}}}"
    proposal = bump(world_)
    assert not proposal.edits
    assert "was forced: Agreed." in proposal.notes[-1]
    assert bump(world_, level=Step.MAJOR).refs == ("m@3.0.0",)


def test_a_number_that_is_taken_is_passed_over() -> None:
    sealed = f"m@2.1.1: {{task: a, {DRAFT}, seal: '{B}'}}"
    assert bump(f"{OUT}\n{sealed}").refs == ("m@2.1.2",)


def test_an_older_line_goes_on_with_numbers_of_its_own() -> None:
    lines = f"m@1.4.0: {{task: a, license: MIT}}\n{OUT}"
    assert bump(lines, "m@1.4.0").copied == {"models/m/1.4.1.yaml": "models/m/1.4.0.yaml"}
    draft = f"m@1.4.1: {{task: a, license: MIT, {DRAFT}, lineage: {{datasets: ['data:d@1.0.0']}}}}"
    assert bump(f"{lines}\n{draft}", "m@1.4.1").refs == ("m@1.5.0",)


def test_what_breaks_an_older_line_is_compared_with_the_releases_it_passes() -> None:
    lines = "m@1.4.0: {task: a}\nm@2.0.0: {task: b}\nm@2.1.0: {task: b}"
    assert bump(f"{lines}\nm@1.4.1: {{task: c, {DRAFT}}}", "m@1.4.1").refs == ("m@3.0.0",)
    assert bump(f"{lines}\nm@1.4.1: {{task: b, license: MIT, {DRAFT}}}", "m@1.4.1").refs == ("m@2.2.0",)


def test_what_an_older_line_would_become_may_be_there_already() -> None:
    lines = "m@1.4.0: {task: a}\nm@2.0.0: {task: b}"
    proposal = bump(f"{lines}\nm@1.4.1: {{task: b, {DRAFT}}}", "m@1.4.1")
    assert not proposal.edits
    assert proposal.notes == ("nothing changed against m@2.0.0: no new version; m@1.4.1 waits for a change",)


def test_before_the_first_release_any_number_is_honest() -> None:
    proposal = bump(f"m@0.1.0: {{task: a, {DRAFT}}}")
    assert not proposal.edits
    assert proposal.gates == ()
    assert bump(f"m@0.1.0: {{task: a, {DRAFT}}}", level=Step.MAJOR).refs == ("m@0.2.0",)


@pytest.mark.parametrize(
    ("version", "change", "number"),
    [
        ("3.0.0-rc.1", "task: b", "3.0.0-rc.1"),
        ("2.2.0-rc.1", "task: b", "3.0.0-rc.1"),
        ("3.0.0-rc.1", "task: a, license: MIT", "2.2.0-rc.1"),
    ],
)
def test_a_pre_release_stays_one(version: str, change: str, number: str) -> None:
    assert bump(f"{OUT}\nm@{version}: {{{change}, {DRAFT}}}").refs == (f"m@{number}",)


def test_a_sealed_pre_release_that_is_named_gets_its_final_number() -> None:
    for change in ("task: b", "task: a, license: MIT"):
        pre = sealed("m@3.0.0-rc.1", change)
        assert bump(f"{OUT}\n{pre}", "m@3.0.0-rc.1").refs == ("m@3.0.0",)


@pytest.mark.parametrize("version", ["1.0.0", "1.0.0-rc.1", "1.1.0"])
@pytest.mark.parametrize("change", ["task: b", "task: a, license: MIT"])
def test_a_draft_that_promises_1_0_0_is_not_taken_below_it(version: str, change: str) -> None:
    proposal = bump(f"m@0.4.2: {{task: a}}\nm@{version}: {{{change}, {DRAFT}}}")
    assert proposal.refs == (f"m@{version}",)
    assert not proposal.moved


@pytest.mark.parametrize("number", ["1.0.0", "0.5.0", "1.0.0-rc.1"])
def test_a_number_may_be_named(number: str) -> None:
    young = "m@0.4.2: {task: a}"
    assert bump(young, number=number).refs == (f"m@{number}",)
    draft = f"m@0.4.3: {{task: b, {DRAFT}}}"
    proposal = bump(f"{young}\n{draft}", number=number)
    assert proposal.refs == (f"m@{number}",)
    assert proposal.failed() == ()


def test_a_number_that_is_named_and_says_too_little_is_a_gate_that_fails() -> None:
    proposal = bump(f"{OUT}\nm@2.1.1: {{task: b, {DRAFT}}}", number="2.9.0")
    (gate,) = proposal.failed()
    assert (gate.name, gate.firm) == ("number", False)
    assert gate.message == "2.9.0 says less than the major change since m@2.1.0"


@pytest.mark.parametrize(
    ("number", "message"),
    [("2.1.0", "m@2.1.0 is there already"), ("2.1.0+b", "is there already"), ("2.0.5", "2.0.5 is not above m@2.1.0")],
)
def test_a_number_that_cannot_be_had_is_refused(number: str, message: str) -> None:
    with pytest.raises(Refused, match=re.escape(message)):
        bump(f"{OUT}\nm@2.1.1: {{task: b, {DRAFT}}}", number=number)


def test_what_is_no_number_is_bad_usage() -> None:
    for wanted in ({"number": "2.1"}, {"number": "2.2.0", "level": Step.MINOR}):
        with pytest.raises(BadUsage):
            bump(OUT, **wanted)


def test_what_is_forced_is_told_by_its_facts() -> None:
    (gate,) = bump(OUT, sets=(Set(("task",), "b"),), artifacts=(WEIGHTS,), level=Step.MINOR).failed()
    registry = world(OUT)
    proposal = plan_bump(registry, "m", PACKS, Wanted(Step.MINOR, (Set(("task",), "b"),), (WEIGHTS,)))
    assert gate.facts == seal_of(after(registry, proposal))
    (file,) = proposal.edits
    made = with_force(proposal, Force("Agreed.", date(2030, 1, 1), "ada@example.org"))
    (entry,) = [edit.value for edit in made.edits[file] if isinstance(edit, Append)]
    assert (entry["gates"], entry["facts"]) == (["number"], gate.facts)
