"""Version numbers: the smallest honest one, and what a number says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from semver import Version

from modelsteward.domain.versions import Step, is_honest, next_patch, precedence, says, smallest, was_released
from tests.versions.helpers import card

numbers = st.integers(0, 30)
parts = st.from_regex(r"\A(0|[1-9][0-9]{0,3}|[0-9]*[a-zA-Z-][0-9a-zA-Z-]{0,3})\Z")
tails = st.lists(parts, max_size=3).map(lambda ids: f"-{'.'.join(ids)}" if ids else "")
builds = st.sampled_from(["", "+b.1", "+2"])
versions = st.builds(lambda a, b, c, pre, build: f"{a}.{b}.{c}{pre}{build}", numbers, numbers, numbers, tails, builds)
steps = st.sampled_from(list(Step))


@pytest.mark.parametrize(
    ("base", "major", "minor", "patch"),
    [
        ("1.4.2", "2.0.0", "1.5.0", "1.4.3"),
        ("0.4.2", "0.5.0", "0.4.3", "0.4.3"),
        ("0.0.1", "0.1.0", "0.0.2", "0.0.2"),
        ("2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0"),
        ("1.4.2+build.7", "2.0.0", "1.5.0", "1.4.3"),
    ],
)
def test_the_smallest_number_that_says_a_step(base: str, major: str, minor: str, patch: str) -> None:
    assert [smallest(base, step) for step in (Step.MAJOR, Step.MINOR, Step.PATCH, Step.NONE)] == [
        major, minor, patch, base,
    ]  # fmt: skip
    assert next_patch(base) == patch


@pytest.mark.parametrize(
    ("base", "version", "step"),
    [
        ("1.4.2", "2.0.0", Step.MAJOR),
        ("1.4.2", "2.0.0-rc.1", Step.MAJOR),
        ("1.4.2", "1.5.0-rc.1", Step.MINOR),
        ("1.4.2", "1.4.10", Step.PATCH),
        ("1.4.2", "1.4.2", Step.NONE),
        ("1.4.2", "1.4.2+other", Step.NONE),
        ("1.4.2", "1.4.1", Step.NONE),
        ("1.4.2", "1.4.2-rc.1", Step.NONE),
        ("0.4.2", "0.4.3", Step.MINOR),
        ("0.4.2", "0.5.0", Step.MAJOR),
        ("0.4.2", "1.0.0", Step.MAJOR),
        ("2.0.0-rc.1", "2.0.0-rc.2", Step.MAJOR),
        ("2.0.0-rc.1", "2.0.0", Step.MAJOR),
    ],
)
def test_what_a_number_says_above_another(base: str, version: str, step: Step) -> None:
    assert says(base, version) is step


def test_where_nothing_changed_the_same_number_is_honest() -> None:
    assert is_honest("1.4.2", "1.4.2", Step.NONE)
    assert not is_honest("1.4.2", "1.4.2", Step.PATCH)
    assert not is_honest("1.4.2", "1.4.1", Step.NONE)


@given(versions, steps)
def test_the_smallest_number_is_honest(base: str, step: Step) -> None:
    assert is_honest(base, smallest(base, step), step)


@given(versions, versions, steps)
def test_no_final_number_below_the_smallest_is_honest(base: str, version: str, step: Step) -> None:
    final = version.partition("-")[0].partition("+")[0]
    assert is_honest(base, final, step) is (Version.parse(final) >= Version.parse(smallest(base, step)))


@given(versions, versions)
def test_precedence_is_that_of_the_library(one: str, other: str) -> None:
    compared = Version.parse(one).compare(other)
    assert (precedence(one) > precedence(other)) - (precedence(one) < precedence(other)) == compared


def test_steps_are_named() -> None:
    assert [str(Step.of(name)) for name in ("major", "minor", "patch", "none")] == ["major", "minor", "patch", "none"]
    with pytest.raises(KeyError):
        Step.of("huge")


@pytest.mark.parametrize(
    ("patch", "released"),
    [
        ("{stage: production}", True),
        ("{stage: production, lifecycle: {}}", True),
        ("{stage: deprecated, lifecycle: {}}", True),
        ("{stage: draft, lifecycle: {}}", False),
        ("{stage: retired, lifecycle: {}}", False),
        ("{stage: retired}", True),
        ("{stage: suspended, lifecycle: {suspension: {on: 2029-01-01, was: draft, reason: x}}}", False),
        ("{stage: suspended, lifecycle: {suspension: {on: 2029-01-01, was: production, reason: x}}}", True),
    ],
)
def test_released_is_what_entered_production_once(patch: str, released: Any) -> None:
    if "lifecycle" in patch and patch != "{stage: production}":
        patch = patch.replace("lifecycle: {", "lifecycle: {released: <absent>, ")
    assert was_released(card(patch)) is released
