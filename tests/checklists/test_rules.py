"""What `check` says of lists that lost gates, and of versions that are called destroyed."""

from __future__ import annotations

from tests.rules.worlds import messages, problems

LIST = """
m@1.0.0: {stage: STAGE}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01, pack: PACK,
   items: [{id: ret-duties, text: Duties.}, {id: own, text: Ours.}]}
"""
PACK = f'"sha256:{"0" * 64}"'


def test_a_gate_without_its_flag_and_gates_that_are_missing_are_told_apart() -> None:
    found = messages("CL110", LIST.replace("STAGE", "deprecated").replace("PACK", PACK))

    assert found[0] == "ret-duties is a gate, and is called none here"
    assert "ret-orders is a gate of every retirement checklist, and not on this one" in found
    assert not any("ret-contracts" in one for one in found), "whether that applies, the cards must say"


def test_a_list_lacks_no_gate_that_is_asked_of_another_kind_of_thing() -> None:
    made = (
        "m@1.0.0: {stage: retired}\ndata:d@1.0.0: {status: %s}\nchecklists/%s/1.0.0/destruction.yaml:\n"
        "  {card: checklist/1, ref: '%s', purpose: destruction, opened: 2029-12-01, pack: %s, "
        "items: [{id: own, text: Ours.}]}\n"
    )
    of_model = messages("CL110", made % ("active", "m", "m@1.0.0", PACK))
    of_data = messages("CL110", made % ("active", "data/d", "data:d@1.0.0", PACK))
    assert any("des-decided" in one for one in of_model)
    assert not any("des-set-pipelines" in one for one in of_model)
    assert any("des-set-pipelines" in one for one in of_data)
    assert not messages("CL110", made % ("destroyed", "data/d", "data:d@1.0.0", PACK))


def test_a_list_of_ones_own_and_one_behind_the_move_are_left_alone() -> None:
    assert not messages("CL110", LIST.replace("STAGE", "deprecated").replace("PACK", "null"))
    assert not messages("CL110", LIST.replace("STAGE", "retired").replace("PACK", PACK))


def test_what_is_called_destroyed_needs_a_certificate_where_there_were_bytes() -> None:
    (problem,) = problems("CL111", "m@1.0.0: {stage: destroyed}")
    assert "steward certificate issue m@1.0.0" in problem.hint, "what is made by hand is in no chain"
    assert not messages("CL111", "m@1.0.0: {stage: destroyed, artifacts: []}")
    assert not messages("CL111", "m@1.0.0: {stage: retired}")


def test_a_certificate_that_cannot_be_read_may_be_the_one_that_is_missed() -> None:
    file = "records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml"

    assert not problems("CL111", "m@1.0.0: {stage: destroyed}", raw={file: "card: certificate/1\nplaces: ["})
    assert problems("CL111", "m@1.0.0: {stage: destroyed}", raw={file.replace("/m/", "/n/"): "card: ["})


LATE = """
m@1.0.0: {stage: STAGE, lifecycle: {retired: 2029-12-05}}
checklists/m/1.0.0/retirement.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: retirement, opened: 2029-12-01,
   items: [{id: a, text: Tell them., due: 2029-12-20}, {id: b, text: Tell others., due: 2029-12-10},
           {id: c, text: Tell all., due: 2030-06-01}]}
"""


def test_what_is_late_is_told_item_by_item_until_the_move_then_at_once_and_then_no_more() -> None:
    assert len(messages("CL114", LATE.replace("STAGE", "deprecated"))) == 2
    assert messages("CL114", LATE.replace("STAGE", "retired")) == [
        "a and b are open since the move, due on 2029-12-10 (22 days ago)"
    ]
    assert not messages("CL114", LATE.replace("STAGE", "destroyed"))


DECIDED = """
m@1.0.0: {stage: STAGE}
n@1.0.0: {stage: production, lineage: {parents: [{ref: m@1.0.0, relation: quantized}], datasets: []}}
checklists/m/1.0.0/destruction.yaml:
  {card: checklist/1, ref: m@1.0.0, purpose: destruction, opened: 2029-11-01,
   items: [{id: a, text: Erase it., state: done, evidence: Seen., by: team, on: 2029-12-01}],
   decisions: [{ref: n@1.0.0, decision: erase, reason: The same., by: team, on: 2029-11-02},
               {ref: n@1.0.0, DECISION, reason: So., by: team, on: 2029-11-03}]}
"""


def decided(decision: str, stage: str = "destroyed") -> list[str]:
    return messages("CL115", DECIDED.replace("STAGE", stage).replace("DECISION", decision))


def test_the_last_decision_is_held_against_what_became_of_it() -> None:
    first = "m@1.0.0 is destroyed, and n@1.0.0, made from it, "
    assert decided("decision: erase") == [f"{first}was to be erased; it is in production"]
    assert decided("decision: retrain") == [f"{first}was to be trained anew without it; it is in production"]
    assert decided("decision: keep, until: 2029-12-31") == [
        f"{first}was kept until 2029-12-31, which is over; it is in production"
    ]
    assert not decided("decision: keep, until: 2030-01-01"), "the last day still counts"
    assert not decided("decision: keep")
    assert not decided("decision: not affected")
    assert not decided("decision: erase", "retired"), "the gate asks"


def test_derived_data_is_held_to_its_decision_too() -> None:
    world = """
data:d@1.0.0: {status: destroyed}
data:e@1.0.0: {status: STATUS, derived_from: ["data:d@1.0.0"]}
checklists/data/d/1.0.0/destruction.yaml:
  {card: checklist/1, ref: 'data:d@1.0.0', purpose: destruction, opened: 2029-11-01,
   items: [{id: a, text: Erase it., state: done, evidence: Seen., by: team, on: 2029-12-01}],
   decisions: [{ref: 'data:e@1.0.0', decision: erase, reason: The same., by: team, on: 2029-11-02}]}
"""
    (message,) = messages("CL115", world.replace("STATUS", "withdrawn"))
    assert message.endswith("data:e@1.0.0, made from it, was to be erased; it is withdrawn")
    assert not messages("CL115", world.replace("STATUS", "destroyed"))
