"""The table of moves, against the life cycle as it was agreed on."""

from __future__ import annotations

from itertools import product

import pytest

from modelsteward.domain.moves import EARLY, FIRM, GATES, MOVES, find_move, require_move, ways_on
from modelsteward.domain.stages import FIXED_STAGES
from modelsteward.errors import Refused

EARLY_STAGES = ("draft", "trial", "staging")
STAGES = (*EARLY_STAGES, *FIXED_STAGES)

FORWARD = {(one, other) for i, one in enumerate(EARLY_STAGES) for other in EARLY_STAGES[i + 1 :]}
LEGAL = (
    {("promote", early, other) for early, other in FORWARD}
    | {("promote", stage, "production") for stage in ("staging", "production")}
    | {("rollback", stage, "the same stage") for stage in ("production", "deprecated")}
    | {("deprecate", stage, "deprecated") for stage in ("production", "deprecated")}
    | {("deprecate --cancel", "deprecated", "production")}
    | {("suspend", stage, "suspended") for stage in (*EARLY_STAGES, "production", "deprecated")}
    | {("resume", "suspended", "the stage before")}
    | {("retire", stage, "retired") for stage in (*EARLY_STAGES, "deprecated", "suspended")}
    | {("destroy", "retired", "destroyed")}
)
"""From where to where by which command. `register` and `bump` start from nothing."""


def test_the_legal_moves_are_these_and_no_others() -> None:
    actions = {move.action for move in MOVES}
    targets = {*STAGES, *(move.target for move in MOVES)} - {EARLY}
    found = {
        (action, source, target)
        for action, source, target in product(actions, STAGES, targets)
        if find_move(action, source, target, EARLY_STAGES) is not None
    }
    assert found == LEGAL
    assert actions == {action for action, _, _ in LEGAL} | {"register", "bump"}


def test_a_move_that_is_not_legal_is_refused_with_those_that_are() -> None:
    with pytest.raises(Refused, match=r"m@1\.0\.0 is in trial, and `promote` does not lead to draft") as refused:
        require_move("promote", "m@1.0.0", "trial", EARLY_STAGES, "draft")
    assert refused.value.hint.startswith("from trial lead: `promote` (staging)")
    with pytest.raises(Refused, match="does not lead on") as refused:
        require_move("retire", "m@1.0.0", "destroyed", EARLY_STAGES)
    assert refused.value.hint == "from destroyed leads nothing: its life is over"


def test_the_ways_on_from_a_stage_name_the_registrys_own_stages() -> None:
    assert ways_on("draft", EARLY_STAGES).startswith("from draft lead: `promote` (trial, staging), ")
    assert "production" not in ways_on("draft", EARLY_STAGES)
    assert "trial" not in ways_on("staging", EARLY_STAGES)
    assert "`promote` (production)" in ways_on("staging", EARLY_STAGES)
    assert ways_on("retired", EARLY_STAGES) == "from retired lead: `destroy` (destroyed)"


def test_every_gate_of_a_move_says_what_it_means() -> None:
    named = {gate for move in MOVES for gate in move.gates}
    assert named <= GATES.keys()
    assert GATES.keys() == named, "a gate that no move names is no gate"
    assert GATES.keys() >= FIRM


def test_only_three_gates_are_firm() -> None:
    assert {"hold", "gone", "prohibited"} == FIRM


def test_production_is_entered_by_promotion_or_cancelling_an_end_alone() -> None:
    assert {move.action for move in MOVES if move.target == "production"} == {"promote", "deprecate --cancel"}
    assert all(move.target != EARLY or move.action in ("register", "bump", "promote") for move in MOVES)
