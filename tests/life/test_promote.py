"""Promotions as values: what they write, and every gate that stands against them."""

from __future__ import annotations

from datetime import date

import pytest

from modelsteward.domain.edits import Append, Remove, Set
from modelsteward.domain.plan import Proposal
from modelsteward.errors import BadUsage, Refused
from tests.life.plans import failed, promoted

TODAY = date(2030, 1, 1)
STAGED = """
m@1.0.0: {}
m@1.1.0: {stage: staging, license: MIT, lifecycle: <absent>}
use:u:
  serving: {main: m@1.0.0}
  served: [{slot: main, ref: m@1.0.0, from: 2029-06-01}]
"""


def test_a_promotion_swaps_the_champion_and_writes_both_lines_of_the_history() -> None:
    plan = promoted(STAGED, "m@1.1.0", "production", "u")
    assert plan.title == "promote m@1.1.0 for use:u: staging -> production, instead of m@1.0.0"
    assert plan.refs == ("m@1.1.0", "use:u")
    model = plan.edits["models/m/1.1.0.yaml"]
    assert model[0] == Set(("stage",), "production")
    assert isinstance(model[1], Set)
    assert model[1][:2] == (("lifecycle",), {"released": TODAY, "review_by": date(2031, 1, 1)})
    assert model[2].path == ("seal",)
    assert plan.edits["use-cases/u.yaml"] == (
        Set(("serving", "main"), "m@1.1.0"),
        Set(("served", 0, "to"), TODAY),
        Set(("served", 0, "left"), "displaced"),
        Append(("served",), {"slot": "main", "ref": "m@1.1.0", "from": TODAY, "to": None, "why": "promoted",
                             "after": "m@1.0.0"}),
    )  # fmt: skip
    assert not failed(plan)
    assert ("Steward-Displaced", "m@1.0.0") in plan.trailers


def test_another_use_leaves_the_stage_and_the_card_alone() -> None:
    example = STAGED + "use:v: {status: proposed, serving: {main: null}}\n"
    plan = promoted(
        example.replace("m@1.0.0: {}", f"m@1.0.0: {{seal: 'sha256:{'1' * 64}'}}"), "m@1.0.0", "production", "v"
    )
    assert list(plan.edits) == ["use-cases/v.yaml"]
    assert plan.edits["use-cases/v.yaml"][0] == Set(("status",), "live")
    assert plan.title == "promote m@1.0.0 for use:v"


def test_a_use_goes_live_with_the_last_of_its_slots() -> None:
    example = "m@1.0.0: {}\nm@1.1.0: {}\nuse:v: {status: proposed, serving: {stt: %s, llm: null}}\n"
    first = promoted(example % "null", "m@1.0.0", "production", "v", "stt")
    assert Set(("status",), "live") not in first.edits["use-cases/v.yaml"]
    assert "use:v stays proposed until llm is served too" in first.notes
    last = promoted(example % "m@1.0.0", "m@1.1.0", "production", "v", "llm")
    assert last.edits["use-cases/v.yaml"][0] == Set(("status",), "live")


def test_a_review_of_a_draft_does_not_outlast_its_release() -> None:
    for day, wanted in (("2029-12-31", date(2031, 1, 1)), ("2030-01-01", None)):
        example = STAGED.replace("lifecycle: <absent>", f"lifecycle: {{released: <absent>, review_by: {day}}}")
        edits = {e.path: e for e in promoted(example, "m@1.1.0", "production", "u").edits["models/m/1.1.0.yaml"]}
        found = edits.get(("lifecycle", "review_by"))
        assert (found.value if isinstance(found, Set) else None) == wanted


def test_one_of_several_candidates_goes_alone() -> None:
    example = STAGED.replace("use:u:", "use:u:\n  candidates: {main: [m@0.9.0, m@1.1.0]}") + "m@0.9.0: {}\n"
    assert (
        Remove(("candidates", "main", 1)) in promoted(example, "m@1.1.0", "production", "u").edits["use-cases/u.yaml"]
    )


def test_candidates_and_the_replacement_that_came_true_go() -> None:
    example = STAGED.replace("use:u:", "use:u:\n  candidates: {main: [m@1.1.0]}\n  replacement: {main: m@1.1.0}")
    edits = promoted(example, "m@1.1.0", "production", "u").edits["use-cases/u.yaml"]
    assert Remove(("candidates", "main")) in edits
    assert Remove(("replacement",)) in edits


@pytest.mark.parametrize(
    ("ref", "stage", "use", "words"),
    [
        ("m@1.1.0", "draft", None, "does not lead to draft"),
        ("m@1.1.0", "staging", None, "does not lead to staging"),
        ("m@1.0.0", "staging", None, "does not lead to staging"),
        ("m@1.1.0", "retired", None, "does not lead to retired"),
        ("m@1.0.0", "production", "u", "serves main of use:u already"),
    ],
)
def test_what_is_no_move_is_refused(ref: str, stage: str, use: str | None, words: str) -> None:
    with pytest.raises(Refused, match=words):
        promoted(STAGED, ref, stage, use)


def test_a_draft_goes_through_staging() -> None:
    with pytest.raises(Refused) as refused:
        promoted(STAGED.replace("stage: staging", "stage: draft"), "m@1.1.0", "production", "u")
    assert "`promote` (staging)" in refused.value.hint


def test_production_is_entered_for_a_use_and_nothing_else_is() -> None:
    with pytest.raises(BadUsage, match="for a use"):
        promoted(STAGED, "m@1.1.0", "production")
    with pytest.raises(BadUsage, match="--for and --slot go with production"):
        promoted(STAGED.replace("stage: staging", "stage: draft"), "m@1.1.0", "staging", "u")
    with pytest.raises(BadUsage) as refused:
        promoted(STAGED, "m@1.1.0", "prodction", "u")
    assert refused.value.hint == "did you mean `production`?"


def test_several_slots_are_listed_and_none_is_chosen() -> None:
    example = STAGED.replace("serving: {main: m@1.0.0}", "serving: {main: m@1.0.0, speech: null}")
    with pytest.raises(Refused, match="several slots: main, speech"):
        promoted(example, "m@1.1.0", "production", "u")
    assert ("Steward-Slot", "speech") in promoted(example, "m@1.1.0", "production", "u", "speech").trailers
    with pytest.raises(Refused, match="no slot sppech"):
        promoted(example, "m@1.1.0", "production", "u", "sppech")


@pytest.mark.parametrize(
    ("old", "new", "gate", "words"),
    [
        ("use:u:", "incident:i: {}\nuse:u:", "incident", "serious incident i is open"),
        ("use:u:", "use:u:\n  status: ended", "use", "use:u has ended"),
        ("use:u:", "use:u:\n  risk: {eu_tier: prohibited}", "prohibited", "Art. 5"),
        ("lifecycle: <absent>", "lineage: {datasets: ['data:d@1.0.0']}", "data", "data:d@1.0.0 is withdrawn"),
        (
            "lifecycle: <absent>", "lifecycle: <absent>, origin: vendor, source: {host: h, model: v}", "vendor",
            "its vendor ends it on 2030-01-15, within the notice period of P30D",
        ),
        ("lifecycle: <absent>", f"lifecycle: <absent>, seal: 'sha256:{'0' * 64}'", "seal", "not those that were sealed"),
        (
            "use:u:", "use:u:\n  suspended: [{ref: m@1.1.0, on: 2029-12-01, reason: Not fair.}]", "use",
            "suspended for use:u since 2029-12-01: Not fair.",
        ),
    ],
)  # fmt: skip
def test_each_gate_says_what_is_the_case(old: str, new: str, gate: str, words: str) -> None:
    example = STAGED.replace(old, new.replace("incident:i: {}", _INCIDENT))
    example += "data:d@1.0.0: {status: withdrawn}\n"
    example += "vendor:h/v: {observations: [{source: https://v.example, read_on: 2029-12-01, ends: 2030-01-15}]}\n"
    found = failed(promoted(example, "m@1.1.0", "production", "u"))
    assert words in found[gate]


_INCIDENT = (
    "incidents/i.yaml: {card: incident/1, id: i, refs: [m@1.1.0], severity: serious, opened: 2029-12-31, by: ada}"
)


def test_all_gates_that_fail_are_told_at_once() -> None:
    example = STAGED.replace("use:u:", f"{_INCIDENT}\nuse:u:\n  status: ended\n  risk: {{eu_tier: prohibited}}")
    assert set(failed(promoted(example, "m@1.1.0", "production", "u"))) == {"incident", "use", "prohibited"}


def test_a_pre_release_cannot_reach_production() -> None:
    early = STAGED.replace("m@1.1.0", "m@1.1.0-rc.1")
    plan = promoted(early, "m@1.1.0-rc.1", "production", "u")
    assert "pre-release" in failed(plan)["final"]
    assert "steward bump m@1.1.0-rc.1 --number 1.1.0" in hint(plan, "final")
    plan = promoted(early.replace("license: MIT", f"seal: 'sha256:{'0' * 64}'"), "m@1.1.0-rc.1", "production", "u")
    assert "steward bump m@1.1.0-rc.1 makes 1.1.0 or higher" in hint(plan, "final")


SAME = STAGED.replace("license: MIT, ", "")


def test_what_is_the_same_as_its_release_is_not_released_again() -> None:
    plan = promoted(SAME, "m@1.1.0", "production", "u")
    assert failed(plan) == {"number": "nothing changed since m@1.0.0 that asks for a new version"}
    assert "let m@1.0.0 serve instead" in hint(plan, "number")
    assert not any(gate.firm for gate in plan.gates)


def test_what_is_released_may_serve_another_use_though_nothing_changed() -> None:
    released = SAME.replace("stage: staging, lifecycle: <absent>", "owner: other")
    example = released + "use:v: {status: proposed, serving: {main: null}}\n"
    assert failed(promoted(example, "m@1.1.0", "production", "v")) == {}


def test_a_number_that_was_forced_is_not_called_honest() -> None:
    forced = "{on: 2029-05-01, move: bump, gates: [number], by: ada@example.org, reason: Agreed.}"
    card = f"{{stage: staging, task: a, lifecycle: {{released: <absent>, forced: [{forced}]}}}}"
    plan = promoted(f"m@1.0.0: {{task: b}}\nm@1.1.0: {card}\n{USE}", "m@1.1.0", "production", "u")
    assert [gate.message for gate in plan.gates if gate.name == "number"] == ["forced earlier: Agreed."]


USE = "use:u: {serving: {main: null}}"


def hint(plan: Proposal, gate: str) -> str:
    return next(found.hint for found in plan.gates if found.name == gate)


def test_what_a_use_requires_and_nobody_has_shown_is_missing() -> None:
    suites = "requires: {suites: [{suite: holdout, metric: auroc, threshold: 0.7}], approvals: [ml-lead]}"
    plan = promoted(STAGED.replace("use:u:", f"use:u:\n  {suites}"), "m@1.1.0", "production", "u")
    assert failed(plan) | {"evaluations": "", "approvals": ""} == {"evaluations": "", "approvals": ""}
    assert failed(plan)["evaluations"].startswith("holdout: auroc at least 0.7: missing: ")
    assert failed(plan)["approvals"].startswith("approval by ml-lead: missing: ")
    assert "approvals" not in {gate.name for gate in promoted(STAGED, "m@1.1.0", "production", "u").gates}
