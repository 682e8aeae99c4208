"""One harness for all change classes: their form, their examples, and that pack and code know the same ones."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from typing import Any

import pytest

from modelsteward.domain.packs import ChangeClass
from modelsteward.domain.versions import Step
from modelsteward.rules.changes import DETECTORS, KINS, Detector
from modelsteward.store.composer import compose
from tests.versions.helpers import PACKS, card, compared

CLASSES = list(PACKS.changes.values())
each_detector = pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.id)
each_class = pytest.mark.parametrize("kind", CLASSES, ids=lambda k: k.id)


def written() -> dict[str, Any]:
    value, faults = compose(resources.files("modelsteward.packs").joinpath("changes.yaml").read_text(encoding="utf-8"))
    assert not faults
    assert isinstance(value, dict)
    return value


def test_pack_and_code_know_the_same_classes() -> None:
    assert [kind["id"] for kind in written()["classes"]] == list(PACKS.changes)
    assert set(PACKS.changes) == {detector.id for detector in DETECTORS}
    assert len(DETECTORS) == len(PACKS.changes)


def test_the_pack_says_what_it_is_and_when_it_is_to_be_read_again() -> None:
    assert written()["pack"] == "changes"
    assert written()["read"]
    assert date.fromisoformat(written()["review_by"])


@each_class
def test_a_class_has_a_step_a_title_a_reason_and_a_source(kind: ChangeClass) -> None:
    assert kind.step in Step
    assert 3 <= len(kind.title) <= 80
    assert not kind.title.endswith(".")
    assert kind.why.endswith(".")
    assert kind.source == "house" or kind.source.startswith("https://")


@each_detector
def test_the_example_is_such_a_change(detector: Detector) -> None:
    found = [change for change in compared(detector.before, detector.after).changes if change.kind.id == detector.id]
    assert found
    for change in found:
        assert change.message == change.message.strip()
        assert "\n" not in change.message
        assert not change.message.endswith(".")
        assert change.path


@each_detector
def test_the_counterexample_is_none(detector: Detector) -> None:
    found = [change.kind.id for change in compared(detector.before, detector.unlike).changes]
    assert detector.id not in found


@each_detector
def test_a_card_is_no_change_of_itself(detector: Detector) -> None:
    for patch in (detector.before, detector.after, detector.unlike):
        assert compared(patch, patch).changes == ()


@each_detector
def test_nothing_crashes_where_one_of_the_two_says_nothing(detector: Detector) -> None:
    bare = "{license: <absent>, lineage: <absent>, artifacts: <absent>, hosting: <absent>}"
    none = "{license: null, lineage: null, source: null, interface: null, intended_use: null, task: null}"
    for patch in (bare, none):
        for other in (detector.before, detector.after):
            compared(patch, other)
            compared(other, patch)


def test_families_are_told_apart_by_their_words() -> None:
    assert len({kin.word for kin in KINS}) == len(KINS)
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", detector.id) for detector in DETECTORS)


def test_an_organisation_may_weigh_otherwise() -> None:
    from modelsteward.domain.packs import Packs
    from modelsteward.rules.changes import differences

    lighter = [k._replace(step=Step.MINOR) if k.id == "interface.task-changed" else k for k in CLASSES]
    packs = Packs(tuple, lambda: tuple(lighter))
    found = differences(card("task: a"), card("task: b", "1.1.0"), packs)
    assert (found.step, found.smallest, found.honest) == (Step.MINOR, "1.1.0", True)


def test_the_weightiest_change_comes_first() -> None:
    found = compared("{task: a, owner: team}", "{task: b, owner: other, license: MIT}")
    assert [str(change.step) for change in found.changes] == ["major", "minor", "none"]
    assert [change.kind.id for change in found.weighty()] == ["interface.task-changed"]
