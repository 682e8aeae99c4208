"""The end of a version, from the gates that the cards answer."""

from __future__ import annotations

from modelsteward.domain.plan import Proposal
from modelsteward.usecases.naming import the_model
from modelsteward.usecases.retire import plan_end
from tests.life.plans import failed, situation
from tests.rules.worlds import world

_ITEM = "{id: one, text: See to it., gate: true, state: %s, evidence: Seen., by: team, on: 2029-12-31}"


def checklist(purpose: str, state: str = "done") -> str:
    return (
        f"checklists/m/1.0.0/{purpose}.yaml: {{card: checklist/1, ref: m@1.0.0, purpose: {purpose}, "
        f"opened: 2029-12-01, items: [{_ITEM % state}]}}\n"
    )


DEPRECATED = "m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-06-01, sunset: 2029-12-31}}\n"
RETIRED = "m@1.0.0: {stage: retired, lifecycle: {retired: 2029-12-01}}\n"
PLACE = "{place: s3://m/model.onnx, method: purge, looked_on: 2029-12-30, result: gone}"


def certificate(places: str, more: str = "") -> str:
    return (
        "records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml: {card: certificate/1, ref: m@1.0.0, "
        f"on: 2029-12-30, by: ada, places: [{places}]{more}}}\n"
    )


def ended(action: str, example: str) -> Proposal:
    registry = world(example)
    return plan_end(action, situation(registry, "m@1.0.0"), the_model(registry, "m@1.0.0"), "Old.")


def test_a_version_without_a_checklist_gets_one_first() -> None:
    plan = ended("retire", DEPRECATED)
    assert list(plan.new) == ["checklists/m/1.0.0/retirement.yaml"]
    assert not plan.edits
    assert list(ended("destroy", RETIRED).new) == ["checklists/m/1.0.0/destruction.yaml"]


def test_a_gate_item_that_is_open_holds_the_move_up() -> None:
    assert "1 gate item of the retirement checklist open: one" in failed(
        ended("retire", DEPRECATED + checklist("retirement", "open"))
    )["checklist"]  # fmt: skip
    plan = ended("retire", DEPRECATED + checklist("retirement"))
    assert not failed(plan)
    assert plan.title == "retire m@1.0.0: deprecated -> retired"


def test_what_something_counts_on_is_not_retired() -> None:
    base = DEPRECATED + checklist("retirement") + "n@1.0.0: {stage: deprecated, lifecycle: {replacement: m@1.0.0}}\n"
    plan = ended("retire", base + "use:u: {serving: {main: m@1.0.0}}\nuse:v: {fallback: {main: m@1.0.0}}\n")
    idle = [gate.message for gate in plan.gates if gate.name == "idle"]
    assert idle == ["it still serves main of use:u", "it is the fallback of use:v", "n@1.0.0 is to move to it"]
    assert not failed(
        ended("retire", DEPRECATED + checklist("retirement") + "use:u: {status: ended, fallback: {main: m@1.0.0}}")
    )


def test_bytes_that_nobody_saw_to_be_gone_are_not_destroyed_and_no_force_helps() -> None:
    base = RETIRED + checklist("destruction")
    plan = ended("destroy", base)
    (gate,) = [gate for gate in plan.gates if gate.name == "gone"]
    assert gate.message == "not seen to be gone: s3://m/model.onnx"
    assert gate.firm
    assert not failed(ended("destroy", base + certificate(PLACE)))
    still = PLACE.replace("result: gone", "result: still there")
    assert "gone" in failed(ended("destroy", base + certificate(still)))
    named = certificate(PLACE, ", not_checked: [a folder nobody may read]")
    assert "a folder nobody may read (not checked)" in failed(ended("destroy", base + named))["gone"]


def test_a_hold_an_incident_and_bytes_that_another_needs_stand_against_destruction() -> None:
    base = RETIRED + checklist("destruction") + certificate(PLACE)
    base += "holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2029-01-01, by: counsel}\n"
    base += (
        "incidents/i.yaml: {card: incident/1, id: i, refs: [m@1.0.0], severity: serious, opened: 2029-01-01, by: ada}\n"
    )
    base += "n@1.0.0: {}\n"
    plan = ended("destroy", base)
    assert set(failed(plan)) == {"hold", "incident", "shared"}
    assert {gate.name for gate in plan.gates if gate.firm and gate.answer.value == "failed"} == {"hold"}
    lifted = base.replace("opened: 2029-01-01, by: counsel", "opened: 2029-01-01, released: 2029-06-01, by: counsel")
    assert "hold" not in failed(ended("destroy", lifted))


def looked(day: str, places: str, more: str = "") -> str:
    return certificate(places, more).replace("2029-12-30", day).replace("11111111", day.replace("-", ""))


def test_the_last_look_at_a_place_is_what_counts_wherever_the_bytes_lay() -> None:
    base = RETIRED + checklist("destruction")
    backup = "{place: s3://backup/m.onnx, method: clear, looked_on: 2029-12-31, result: still there}"
    back = PLACE.replace("2029-12-30", "2029-12-31").replace("result: gone", "result: still there")
    again = ended("destroy", base + looked("2029-12-30", PLACE) + looked("2029-12-31", f"{back}, {backup}"))
    assert failed(again)["gone"] == (
        "not seen to be gone: s3://m/model.onnx (still there), s3://backup/m.onnx (still there)"
    )
    tape = "{place: tape-7, method: destroy, looked_on: 2029-12-31, result: gone}"
    first = looked("2029-12-30", PLACE, ", not_checked: [tape-7]")
    assert failed(ended("destroy", base + first))["gone"] == "not seen to be gone: tape-7 (not checked)"
    assert not failed(ended("destroy", base + first + looked("2029-12-31", tape)))


def test_of_two_looks_on_one_day_the_worse_counts_and_any_look_more_than_none() -> None:
    base = RETIRED + checklist("destruction")
    still = PLACE.replace("result: gone", "result: still there")
    assert "still there" in failed(ended("destroy", base + certificate(f"{still}, {PLACE}")))["gone"]
    assert not failed(ended("destroy", base + certificate(PLACE, ", not_checked: ['s3://m/model.onnx']")))


def test_a_hold_on_the_same_bytes_under_another_name_holds_them_too() -> None:
    base = RETIRED + checklist("destruction") + certificate(PLACE) + "n@1.0.0: {stage: retired}\n"
    hold = "holds/h.yaml: {card: hold/1, id: h, refs: [n@1.0.0], opened: 2029-01-01, by: counsel}\n"
    assert not failed(ended("destroy", base))
    (gate,) = [gate for gate in ended("destroy", base + hold).gates if gate.name == "hold"]
    assert gate.message == "hold h orders n@1.0.0, whose bytes are the same, to be kept, by counsel"
    assert gate.firm
    assert not failed(ended("destroy", base + hold.replace("by: counsel", "by: counsel, released: 2029-06-01")))
    gone = base.replace("n@1.0.0: {stage: retired}", "n@1.0.0: {stage: destroyed}")
    assert not failed(ended("destroy", gone + hold))


def test_what_is_said_of_items_that_are_no_gate_is_true() -> None:
    notes = ended("retire", DEPRECATED + checklist("retirement", "open")).notes
    assert not any("none of them a gate" in note for note in notes)
