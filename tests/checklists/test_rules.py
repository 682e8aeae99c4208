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


def test_a_list_of_ones_own_and_one_behind_the_move_are_left_alone() -> None:
    assert not messages("CL110", LIST.replace("STAGE", "deprecated").replace("PACK", "null"))
    assert not messages("CL110", LIST.replace("STAGE", "retired").replace("PACK", PACK))


def test_what_is_called_destroyed_needs_a_certificate_where_there_were_bytes() -> None:
    assert messages("CL111", "m@1.0.0: {stage: destroyed}")
    assert not messages("CL111", "m@1.0.0: {stage: destroyed, artifacts: []}")
    assert not messages("CL111", "m@1.0.0: {stage: retired}")


def test_a_certificate_that_cannot_be_read_may_be_the_one_that_is_missed() -> None:
    file = "records/models/m/1.0.0/2029-12-30-certificate-11111111.yaml"

    assert not problems("CL111", "m@1.0.0: {stage: destroyed}", raw={file: "card: certificate/1\nplaces: ["})
    assert problems("CL111", "m@1.0.0: {stage: destroyed}", raw={file.replace("/m/", "/n/"): "card: ["})
