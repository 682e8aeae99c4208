"""The table of moves, against the life cycle as it was agreed on."""

from __future__ import annotations

from itertools import product

import pytest

from modelsteward.domain.moves import EARLY, FIRM, GATES, MOVES, find_move, ways_from
from modelsteward.domain.stages import FIXED_STAGES

EARLY_STAGES = ("draft", "trial", "staging")
STAGES = (*EARLY_STAGES, *FIXED_STAGES)

LEGAL = (
    {("promote", early, other) for early in EARLY_STAGES for other in (*EARLY_STAGES, "production")}
    | {("promote", "production", "production")}
    | {("rollback", stage, "production") for stage in ("production", "deprecated")}
    | {("deprecate", stage, "deprecated") for stage in ("production", "deprecated")}
    | {("deprecate --cancel", "deprecated", "production")}
    | {("suspend", stage, "suspended") for stage in (*EARLY_STAGES, "production", "deprecated")}
    | {("retire", stage, "retired") for stage in (*EARLY_STAGES, "deprecated", "suspended")}
    | {("destroy", "retired", "destroyed")}
)
"""From where to where by which command; that promotions go forward only is the use case's to know."""


@pytest.mark.parametrize("action", sorted({action for action, _, _ in LEGAL}))
def test_the_legal_moves_are_these_and_no_others(action: str) -> None:
    found = {
        (action, source, target)
        for source, target in product(STAGES, STAGES)
        if find_move(action, source, target, EARLY_STAGES) is not None
    }
    assert found == {move for move in LEGAL if move[0] == action}


def test_what_ends_leads_nowhere_but_to_destruction() -> None:
    assert ways_from("destroyed", EARLY_STAGES) == []
    assert ways_from("retired", EARLY_STAGES) == ["`destroy` (destroyed)"]


def test_the_ways_on_from_a_stage_name_the_registrys_own_stages() -> None:
    assert ways_from("draft", EARLY_STAGES)[0] == "`promote` (trial, staging)"
    assert not any("trial" in way for way in ways_from("staging", EARLY_STAGES))


def test_every_gate_of_a_move_says_what_it_means() -> None:
    named = {gate for move in MOVES for gate in move.gates}
    assert named <= GATES.keys()
    assert GATES.keys() == named, "a gate that no move names is no gate"
    assert GATES.keys() >= FIRM


def test_only_three_gates_are_firm() -> None:
    assert {"hold", "gone", "prohibited"} == FIRM


def test_production_is_entered_by_promotion_rollback_or_cancelling_an_end_alone() -> None:
    assert {move.action for move in MOVES if move.target == "production"} == {
        "promote",
        "rollback",
        "deprecate --cancel",
    }
    assert all(move.target != EARLY or move.action in ("register", "bump", "promote") for move in MOVES)


def test_production_is_offered_from_the_last_early_stage_alone() -> None:
    assert not any("production" in way for way in ways_from("draft", EARLY_STAGES))
    assert "`promote` (production)" in ways_from("staging", EARLY_STAGES)
