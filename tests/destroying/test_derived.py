"""What was made from a version: each thing is decided upon, on its checklist or in a case, before it is destroyed."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.domain.plan import Answer
from modelsteward.rules.examples import TODAY
from modelsteward.usecases.answering import Asked
from modelsteward.usecases.erased import derived
from modelsteward.usecases.erasing.derived import Derivative, derivatives
from tests.conftest import Steward
from tests.destroying.homes import DAY, REF, artifact, make
from tests.life.plans import PACKS
from tests.rules.worlds import world

BASE = "m@1.0.0: {stage: retired, lineage: {parents: [], datasets: ['data:d@1.0.0']}}\ndata:d@1.0.0: {}\n"
CHILD = "n@1.0.0: {stage: %s, lineage: {parents: [{ref: m@1.0.0, relation: %s}], datasets: []}}\n"
FAR = "o@1.0.0: {lineage: {parents: [{ref: n@1.0.0, relation: distilled}], datasets: []}}\n"
LIST = (
    "checklists/m/1.0.0/destruction.yaml: {card: checklist/1, ref: m@1.0.0, purpose: destruction, opened: 2029-12-01, "
    "items: [{id: one, text: See to it.}], decisions: [%s]}\n"
)
CASE = (
    "cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ['data:d'], opened: 2029-12-01, closed: %s, "
    "decisions: [{ref: n@1.0.0, %s, by: ada, on: 2029-12-02}]}\n"
)


def made(example: str) -> dict[str, Derivative]:
    return {one.ref: one for one in derivatives(world(example), "m@1.0.0", TODAY)}


def gate(example: str) -> str:
    registry = world(example)
    model = registry.model("m@1.0.0")
    assert model is not None
    (found,) = derived(Asked(registry, model, TODAY, PACKS))
    return "" if found.answer is Answer.PASSED else found.message


def test_what_was_made_from_it_near_and_far_is_decided_upon() -> None:
    base = BASE + CHILD % ("production", "quantized") + FAR
    found = made(base)
    assert [(one.ref, one.certainty, one.standing) for one in found.values()] == [
        ("n@1.0.0", "surely", "open"), ("o@1.0.0", "possibly", "open"),
    ]  # fmt: skip
    assert found["n@1.0.0"].way == ("quantized from m@1.0.0",)
    assert gate(base) == "made from it, and not decided upon: n@1.0.0 (surely), o@1.0.0 (possibly)"
    near = "{ref: n@1.0.0, decision: erase, by: t, on: 2029-12-03}"
    far = "{ref: o@1.0.0, decision: not affected, by: t, on: 2029-12-03}"
    assert gate(base + LIST % near) == "made from it, and not decided upon: o@1.0.0 (possibly)"
    assert gate(base + LIST % f"{near}, {far}") == ""
    assert made(base + LIST % near)["n@1.0.0"].remark == "not carried out yet: it is in production"
    assert gate(BASE) == ""


@pytest.mark.parametrize(
    ("decided", "says"),
    [
        ("{ref: n@1.0.0, decision: keep, until: 2030-01-01, by: t, on: 2029-12-03}", ""),
        ("{ref: n@1.0.0, decision: keep, until: 2029-12-31, by: t, on: 2029-12-03}", "the exemption ended on 2029-12-31"),
        ("{ref: n@1.0.0, decision: keep, by: t, on: 2029-12-03}", ""),
        ("{ref: n@1.0.0, decision: erase, by: t, on: 2029-12-01}, "
         "{ref: n@1.0.0, decision: keep, until: 2029-12-31, by: t, on: 2029-12-03}", "the exemption ended"),
    ],
    ids=["kept to the last day", "kept until yesterday", "kept for good", "the last word counts"],
)  # fmt: skip
def test_a_decision_counts_as_long_as_it_lasts(decided: str, says: str) -> None:
    said = gate(BASE + CHILD % ("production", "adapter") + LIST % decided)
    assert says in said
    assert bool(said) is bool(says)


@pytest.mark.parametrize("closed", ["null", "2029-12-10"])
def test_what_a_case_about_its_data_decided_counts_be_it_open_or_closed(closed: str) -> None:
    base = BASE + CHILD % ("production", "adapter")
    assert gate(base + CASE % (closed, "decision: erase")) == ""
    assert "needs an end and a role" in gate(base + CASE % (closed, "decision: keep"))
    other = (CASE % (closed, "decision: erase")).replace("data:d", "data:e")
    assert gate(base + other + "data:e@1.0.0: {}\n") != ""


def test_what_is_destroyed_needs_no_decision() -> None:
    assert made(BASE + CHILD % ("destroyed", "merge"))["n@1.0.0"].standing == "gone"


QUANTIZED = """\
card: model/1
name: scorer-int8
version: 1.0.0
stage: staging
summary: The same, smaller.
owner: data-science
origin: in-house
hosting: [self]
license: Apache-2.0
lineage: {parents: [{ref: scorer@1.2.0, relation: quantized}], datasets: []}
"""


def test_deciding_goes_on_the_checklist_and_says_what_is_left(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = artifact(tmp_path / "model.onnx", b"weights")
    monkeypatch.chdir(make(tmp_path / "repo", [line], files={"registry/models/scorer-int8/1.0.0.yaml": QUANTIZED}))
    decide = ("checklist", REF, "decide", "scorer-int8@1.0.0")
    how = ("--reason", "Made of the same weights.", "--by", "data-science", "--today", DAY)
    for words, code in (
        ((*decide, "eras", *how), 2), ((*decide, "erase", "--by", "data-science"), 2), ((*decide, *how), 2),
        ((*decide, "erase", "--reason", "x", "--by", "nobody"), 4), ((*decide, "erase", "--until", "+P1D", *how), 2),
        ((*decide[:3], "scorer-int9@1.0.0", "erase", *how), 4), ((*decide, "erase", "keep", *how), 2),
    ):  # fmt: skip
        ran = steward(*words, "--yes")
        assert ran.code == code, (words, ran.err)
        assert "Traceback" not in ran.err
    assert "scorer-int8@1.0.0" in steward("destroy", REF, "--plan", "--today", DAY).out
    ran = steward(*decide, "erase", *how, "--yes")
    assert ran.code == 0, ran.err
    assert "each thing made from scorer@1.2.0 is decided upon" in ran.out
    plan = steward("destroy", REF, "--plan", "--today", DAY).out
    assert "1 of 1 decided" in plan
    assert "not carried out yet: it is in staging" in plan
    assert steward("validate").code == 0
