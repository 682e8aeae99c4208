"""What a rollback goes back to, told from the use's own history."""

from __future__ import annotations

from datetime import date

import pytest

from modelsteward.errors import Refused
from modelsteward.usecases.rollback import Spell
from tests.life.plans import failed, rolled_back, target

RELEASED = {"m@1.0.0": "2029-01-01", "m@1.1.0": "2029-03-01", "m@1.2.0": "2029-06-01"}


def use(champion: str, *served: str, also: str = "") -> str:
    """A use with its history, each entry as `REF FROM TO [after=REF] [left=HOW]`, and the versions it names."""
    lines = []
    for entry in served:
        ref, start, end, *rest = entry.split()
        more = "".join(f", {key}: {value.replace('-', ' ') if key == 'left' else value}"
                       for key, _, value in (text.partition("=") for text in rest))  # fmt: skip
        lines.append(f"    - {{slot: main, ref: {ref}, from: {start}, to: {end}{more}}}")
    models = {champion, also, *(entry.split()[0] for entry in served)} & RELEASED.keys()
    cards = "".join(f"{ref}: {{lifecycle: {{released: {RELEASED[ref]}}}}}\n" for ref in sorted(models))
    return cards + f"use:u:\n  serving: {{main: {champion}}}\n  served:\n" + "\n".join(lines) + "\n"


def test_the_one_before_comes_back() -> None:
    plan = rolled_back(use("m@1.1.0", "m@1.0.0 2029-01-01 2029-03-01", "m@1.1.0 2029-03-01 null"))
    assert target(plan) == "m@1.0.0"
    assert plan.title == "roll back use:u to m@1.0.0, from m@1.1.0"
    assert not failed(plan)


def test_a_second_rollback_goes_on_to_what_was_before_and_never_to_the_bad_version() -> None:
    history = (
        "m@1.0.0 2029-01-01 2029-03-01",
        "m@1.1.0 2029-03-01 2029-06-01",
        "m@1.2.0 2029-06-01 2029-07-01 left=rolled-back",
    )
    once = use("m@1.1.0", *history, "m@1.1.0 2029-07-01 null")
    assert target(rolled_back(once)) == "m@1.0.0"
    twice = use("m@1.0.0", *history, "m@1.1.0 2029-07-01 2029-08-01 left=rolled-back", "m@1.0.0 2029-08-01 null")
    with pytest.raises(
        Refused, match=r"nothing served main of use:u before m@1\.0\.0; rolled back from before: m@1\.1"
    ):
        rolled_back(twice)


def test_what_was_promoted_again_after_a_rollback_can_be_gone_back_to() -> None:
    plan = rolled_back(
        use(
            "m@1.2.0",
            "m@1.1.0 2029-03-01 2029-04-01 left=rolled-back",
            "m@1.0.0 2029-04-01 2029-05-01 left=displaced",
            "m@1.1.0 2029-05-01 2029-06-01 left=displaced",
            "m@1.2.0 2029-06-01 null",
        )
    )
    assert target(plan) == "m@1.1.0"


@pytest.mark.parametrize(
    ("served", "words"),
    [
        pytest.param(
            ["m@1.0.0 2029-01-01 2029-03-01", "m@1.1.0 2029-03-01 2029-06-01 after=m@1.0.0",
             "m@1.2.0 2029-06-01 null after=m@1.0.0"],
            r"are both written as served after m@1\.0\.0", id="a fork",
        ),
        pytest.param(
            ["m@1.0.0 2029-01-01 2029-03-01", "m@1.1.0 2029-03-01 null", "m@1.2.0 2029-06-01 null"],
            "two versions are written as serving now", id="two that are open",
        ),
        pytest.param(
            ["m@1.0.0 2029-05-01 2029-06-01", "m@1.1.0 2029-03-01 2029-05-01", "m@1.2.0 2029-06-01 null"],
            "not in order of time", id="out of order",
        ),
        pytest.param(
            ["m@1.0.0 2029-01-01 2029-06-01", "m@1.2.0 2029-06-01 null after=m@1.0.0"],
            r"m@1\.1\.0 was released meanwhile", id="a line that a merge dropped",
        ),
    ],
)  # fmt: skip
def test_a_history_with_a_merge_in_it_asks_for_a_name(served: list[str], words: str) -> None:
    example = use("m@1.2.0", *served, also="m@1.1.0")
    with pytest.raises(Refused, match=words) as refused:
        rolled_back(example)
    assert "--to" in refused.value.hint
    assert target(rolled_back(example, to="m@1.0.0")) == "m@1.0.0"


def test_a_line_that_only_an_earlier_commit_knows_is_a_doubt_and_may_be_named() -> None:
    example = use("m@1.2.0", "m@1.0.0 2029-01-01 2029-06-01", "m@1.2.0 2029-06-01 null") + "o@1.0.0: {}\n"
    lost = {Spell("main", "o@1.0.0", date(2029, 3, 1))}
    with pytest.raises(Refused, match=r"an earlier commit says that o@1\.0\.0 served since 2029-03-01") as refused:
        rolled_back(example, told=lost)
    assert "o@1.0.0, m@1.0.0" in refused.value.hint
    assert target(rolled_back(example, told=lost, to="o@1.0.0")) == "o@1.0.0"


def test_what_earlier_commits_say_of_other_slots_or_of_long_ago_is_no_doubt() -> None:
    example = use("m@1.2.0", "m@1.0.0 2029-01-01 2029-06-01", "m@1.2.0 2029-06-01 null")
    told = {
        Spell("main", "m@1.0.0", date(2029, 1, 1)),
        Spell("other", "o@1.0.0", date(2029, 3, 1)),
        Spell("main", "o@1.0.0", date(2028, 3, 1)),
    }
    assert target(rolled_back(example, told=told)) == "m@1.0.0"


def test_what_never_served_is_not_rolled_back_to() -> None:
    example = use("m@1.1.0", "m@1.0.0 2029-01-01 2029-03-01", "m@1.1.0 2029-03-01 null") + "toy@1.0.0: {}\n"
    with pytest.raises(
        Refused, match=r"toy@1\.0\.0 never served main of use:u; what did: m@1\.1\.0, m@1\.0\.0"
    ) as refused:
        rolled_back(example, to="toy@1.0.0")
    assert "steward promote toy@1.0.0 production --for u" in refused.value.hint


def test_data_that_nobody_can_read_is_not_passed_over() -> None:
    example = use("m@1.1.0", "m@1.0.0 2029-01-01 2029-03-01", "m@1.1.0 2029-03-01 null").replace(
        "m@1.0.0: {", "m@1.0.0: {lineage: {parents: [], datasets: ['data:d@1.0.0']}, "
    )
    assert "data:d@1.0.0 has no card" in failed(rolled_back(example))["data"]


@pytest.mark.parametrize(
    ("patch", "gate", "words"),
    [
        ("stage: suspended", "alive", "it is suspended"),
        ("stage: retired, lifecycle: {released: 2029-01-01, retired: 2029-09-01}", "alive", "it is retired"),
        ("stage: deprecated, lifecycle: {deprecated: 2029-06-01, sunset: 2029-12-31}", "alive", "its sunset was"),
        ("lineage: {parents: [], datasets: ['data:d@1.0.0']}", "data", "data:d@1.0.0 is withdrawn"),
        ("source: {host: h, model: v}, origin: vendor", "alive", "its vendor ended it on 2029-12-31"),
    ],
)
def test_what_cannot_serve_is_not_gone_back_to(patch: str, gate: str, words: str) -> None:
    example = use("m@1.1.0", "m@1.0.0 2029-01-01 2029-03-01", "m@1.1.0 2029-03-01 null").replace(
        "m@1.0.0: {lifecycle: {released: 2029-01-01}}", f"m@1.0.0: {{{patch}}}"
    )
    example += "data:d@1.0.0: {status: withdrawn}\n"
    example += "vendor:h/v: {observations: [{source: https://v.example, read_on: 2029-12-01, ends: 2029-12-31}]}\n"
    assert words in failed(rolled_back(example))[gate]


def test_a_prohibited_use_cannot_be_rolled_back_to_anything() -> None:
    example = use("m@1.1.0", "m@1.0.0 2029-01-01 2029-03-01", "m@1.1.0 2029-03-01 null")
    plan = rolled_back(example.replace("use:u:\n", "use:u:\n  risk: {eu_tier: prohibited}\n"))
    (gate,) = [gate for gate in plan.gates if gate.name == "prohibited"]
    assert gate.firm


@pytest.mark.parametrize("stage", ["retired", "suspended", "draft"])
def test_no_force_leads_back_to_a_version_from_which_no_move_does(stage: str) -> None:
    example = use("m@1.1.0", "m@1.0.0 2029-01-01 2029-03-01", "m@1.1.0 2029-03-01 null")
    gone = example.replace("m@1.0.0: {", f"m@1.0.0: {{stage: {stage}, ")
    (gate,) = [gate for gate in rolled_back(gone, to="m@1.0.0").gates if gate.name == "alive"]
    assert gate.firm
    past = example.replace("m@1.0.0: {", "m@1.0.0: {stage: deprecated, ").replace(
        "{released: 2029-01-01}", "{released: 2029-01-01, deprecated: 2029-06-01, sunset: 2029-12-31}"
    )
    (gate,) = [gate for gate in rolled_back(past).gates if gate.name == "alive"]
    assert not gate.firm
