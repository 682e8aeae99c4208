"""ID116 and ID117 beyond their examples."""

from __future__ import annotations

import pytest

from modelsteward.domain.seal import seal_of
from tests.rules.worlds import messages, paths, problems
from tests.versions.helpers import card

OLD = "m@1.4.0: {task: a}"
FORCED = "{on: 2029-05-01, move: bump, gates: [number], by: ada@example.org, reason: Agreed with its only caller.}"


@pytest.mark.parametrize(
    "later",
    [
        pytest.param("m@2.0.0: {task: b}", id="large enough"),
        pytest.param(
            "m@2.0.0-rc.1: {task: b, stage: draft, lifecycle: {released: <absent>}}", id="a pre-release of it"
        ),
        pytest.param("m@1.5.0: {task: a, owner: other}", id="nothing technical changed"),
        pytest.param("m@1.5.0: {task: b, stage: retired}", id="its life is over"),
        pytest.param(f"m@1.5.0: {{task: b, lifecycle: {{forced: [{FORCED}]}}}}", id="forced, with a reason"),
        pytest.param("n@1.5.0: {task: b}", id="another model"),
    ],
)
def test_a_number_is_large_enough(later: str) -> None:
    assert messages("ID116", f"{OLD}\n{later}") == []


def test_a_draft_is_judged_before_it_is_promoted() -> None:
    draft = "m@1.5.0: {task: b, stage: draft, lifecycle: {released: <absent>}}"
    (seen,) = problems("ID116", f"{OLD}\n{draft}")
    assert seen.message == "1.5.0 is too small for a major change since m@1.4.0: the task is b now, and was a"
    assert seen.hint == "`steward bump m@1.5.0` gives it 2.0.0 or a higher number that is free"
    assert seen.path == ("version",)


def forced(facts: str) -> str:
    """A draft whose number was forced, for the facts that a seal stands for."""
    entry = FORCED.replace("}", f", facts: '{facts}'}}")
    return f"m@1.5.0: {{task: b, stage: draft, lifecycle: {{released: <absent>, forced: [{entry}]}}}}"


def test_a_forced_number_is_right_for_the_facts_it_was_forced_for_and_no_others() -> None:
    seal = seal_of(card("task: b", "1.5.0"))
    assert messages("ID116", f"{OLD}\n{forced(seal)}") == []
    later = forced(seal).replace("task: b", "task: b, license: CC-BY-NC-4.0")
    assert len(messages("ID116", f"{OLD}\n{later}")) == 1


def test_what_is_sealed_without_saying_which_artifacts_it_has_is_no_patch() -> None:
    draft = "m@1.4.1: {task: a, artifacts: <absent>, stage: draft, lifecycle: <absent>}"
    assert messages("ID116", f"{OLD}\n{draft}") == []
    (seen,) = problems("ID116", f"{OLD}\n{draft.replace('draft,', f'staging, seal: {SEAL},')}")
    assert "m@1.4.1 does not say which artifacts it has" in seen.message
    assert (
        seen.hint
        == "name its artifacts: `steward bump m@1.4.1 --artifact PATH`; write `artifacts: []` if there are none"
    )


SEAL = f"'sha256:{'0' * 64}'"


def test_what_is_out_cannot_be_renumbered() -> None:
    (seen,) = problems("ID116", f"{OLD}\nm@1.5.0: {{task: b}}")
    assert "a released version keeps its number" in seen.hint


def test_a_version_is_compared_with_the_highest_release_below_it() -> None:
    between = "m@2.0.0: {task: b}\nm@3.0.0: {task: b, stage: draft, lifecycle: {released: <absent>}}"
    assert messages("ID116", f"{OLD}\n{between}\nm@3.0.1: {{task: b}}") == []
    assert len(messages("ID116", f"{OLD}\n{between}\nm@2.1.0: {{task: a}}")) == 1


def test_a_draft_below_is_no_base() -> None:
    draft = "m@1.0.0: {task: a, stage: draft, lifecycle: {released: <absent>}}"
    assert messages("ID116", f"{draft}\nm@1.1.0: {{task: b}}") == []


def test_below_1_0_0_one_place_less_counts() -> None:
    assert messages("ID116", "m@0.4.0: {task: a}\nm@0.5.0: {task: b}") == []
    (message,) = messages("ID116", "m@0.4.0: {task: a}\nm@0.4.1: {task: b}")
    assert "0.4.0 is below 1.0.0" in message


def test_a_secret_in_what_changed_is_masked() -> None:
    token = "AKIA" + "IOSFODNN7" + "EXAMPLE"
    (message,) = messages("ID116", f"{OLD}\nm@1.5.0: {{task: {token}}}")
    assert token not in message


def test_every_sealed_fact_is_held_to_the_seal_and_nothing_else_is() -> None:
    seal = seal_of(card("task: a"))
    assert messages("ID117", f"m@1.0.0: {{task: a, owner: team, summary: Other., seal: '{seal}'}}") == []
    assert paths("ID117", f"m@1.0.0: {{task: b, seal: '{seal}'}}") == [("seal",)]


def test_a_tombstone_is_held_to_its_seal_too() -> None:
    assert len(messages("ID117", f"m@1.0.0: {{stage: destroyed, seal: 'sha256:{'0' * 64}'}}")) == 1


def test_a_copied_seal_is_none() -> None:
    seal = seal_of(card("{}", "1.0.0"))
    assert len(messages("ID117", f"m@1.0.1: {{seal: '{seal}'}}")) == 1
