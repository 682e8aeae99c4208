"""What `check` finds of holds, at the edges that the examples of the rules leave out."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.worlds import messages, paths, problems

LAWYERS = (
    "registry: {holds: {lift: [legal]}, roles: {legal: Lifts holds.}, "
    "teams: {team: {contact: t@example.org, members: [{name: Ada, git: [ada@example.org], roles: [legal]}]}}}\n"
)


def hold(more: str = "", what: str = "refs: [m@1.0.0]") -> str:
    return f"holds/h.yaml: {{card: hold/1, id: h, {what}, opened: 2029-01-01, by: counsel{more}}}\n"


def test_each_pattern_and_owner_that_finds_nothing_is_told_until_the_hold_is_lifted() -> None:
    what = "patterns: ['n*', 'use:*', 'data:d@*'], owners: [team, nobody]"
    ground = "m@1.0.0: {}\nuse:u: {}\ndata:e@1.0.0: {}\n"
    assert paths("CA110", ground + hold(what=what)) == [("patterns", 0), ("patterns", 2), ("owners", 1)]
    assert messages("CA115", ground + hold(what=what)) == ["steward.yaml has no team nobody"]
    lifted = ", released: 2029-02-01, released_by: ada, released_as: legal"
    assert not paths("CA110", ground + hold(lifted, what))
    assert not paths("CA115", ground + hold(lifted, what))


def test_a_card_that_cannot_be_read_is_there_for_a_pattern() -> None:
    assert not problems("CA110", hold(what="patterns: ['n@*']"), raw={"models/n/1.0.0.yaml": "card: model/1\n"})


@pytest.mark.parametrize(
    ("lifted", "said"),
    [
        ("", ""),
        (", released: 2029-12-20, released_by: ada@example.org, released_as: legal", ""),
        (", released: 2029-12-20, released_by: ADA@example.org, released_as: legal", ""),
        (", released: 2029-12-20, released_by: ada@example.org", "in no role that is named, and only legal may"),
        (", released: 2029-12-20, released_by: ada@example.org, released_as: boss", "in the role boss, and only legal may"),
        (", released: 2029-12-20, released_as: legal", "nobody that is named does not hold the role legal"),
        (", released: 2029-12-20, released_by: bo, released_as: legal", "bo does not hold the role legal"),
        (", released: 2029-10-03, released_by: bo, released_as: legal", "bo does not hold the role legal"),
        (", released: 2029-10-02, released_by: bo, released_as: legal", ""),
        (", released: 2030-06-01, released_by: bo, released_as: legal", "bo does not hold the role legal"),
    ],
)  # fmt: skip
def test_a_hold_is_lifted_in_a_role_that_may_by_who_holds_it(lifted: str, said: str) -> None:
    found = messages("CA112", LAWYERS + "m@1.0.0: {}\n" + hold(lifted))
    assert [said in one for one in found] == ([True] if said else [])


def test_where_no_role_may_lift_a_hold_none_was_lifted_rightly() -> None:
    (found,) = messages("CA112", "m@1.0.0: {}\n" + hold(", released: 2029-02-01, released_by: ada, released_as: legal"))
    assert "steward.yaml lets no role do that" in found


GONE = "m@1.0.0: {stage: destroyed, lifecycle: {retired: 2029-03-01, destroyed: 2029-06-01}}\n"
LIFTED = ", released: %s, released_by: ada, released_as: legal"


@pytest.mark.parametrize(
    ("more", "opened", "told"),
    [
        ("", "2029-01-01", True),
        ("", "2029-06-01", True),
        ("", "2029-06-02", False),
        (LIFTED % "2029-06-02", "2029-01-01", True),
        (LIFTED % "2029-06-01", "2029-01-01", False),
    ],
)
def test_what_was_destroyed_on_a_day_of_a_hold_is_an_error(more: str, opened: str, told: bool) -> None:
    text = GONE + hold(more).replace("opened: 2029-01-01", f"opened: {opened}")
    assert bool(problems("CA113", text)) is told


def test_data_and_what_was_built_on_it_count_and_what_nobody_can_tell_does_not() -> None:
    data = "data:d@1.0.0: {status: destroyed, destroyed_on: 2029-06-01, derived_from: []}\n"
    built = GONE.replace("lifecycle", 'lineage: {parents: [], datasets: ["data:d@1.0.0"]}, lifecycle')
    held = hold(what="refs: ['data:d@1.0.0'], built_on: true")
    assert sorted(paths("CA113", data + built + held)) == [("destroyed_on",), ("lifecycle", "destroyed")]
    assert paths("CA113", data + GONE.replace("lifecycle", "lineage: <absent>, lifecycle") + held) == [
        ("destroyed_on",)
    ]
    assert not problems("CA113", data.replace("status: destroyed, destroyed_on: 2029-06-01, ", "") + held)


@pytest.mark.parametrize(
    ("day", "more", "told"),
    [
        ("2030-02-01", "", True),
        ("2029-12-01", "", True),
        ("2030-04-01", "", True),
        ("2030-04-02", "", False),
        ("2030-02-01", LIFTED % "2030-02-01", False),
        ("2030-02-01", LIFTED % "2030-02-02", True),
        ("2030-02-01", LIFTED % "2029-12-01", False),
    ],
)
def test_a_day_to_be_gone_by_that_a_hold_outlasts_is_told_within_the_window(day: str, more: str, told: bool) -> None:
    model = f"m@1.0.0: {{stage: retired, lifecycle: {{retired: 2029-07-01, destroy_by: {day}}}}}\n"
    assert bool(problems("CA114", model + hold(more))) is told
    data = f"data:d@1.0.0: {{retention: {{delete_by: {day}}}}}\n"
    assert paths("CA114", data + hold(more, "patterns: ['data:*']")) == ([("retention", "delete_by")] if told else [])


def test_what_is_destroyed_is_due_no_more() -> None:
    gone = (
        "m@1.0.0: {stage: destroyed, lifecycle: {retired: 2029-03-01, destroyed: 2029-06-01, destroy_by: 2029-07-01}}\n"
    )
    assert not problems("CA114", gone + hold(), date(2030, 1, 1))


def test_a_role_that_may_lift_holds_is_defined() -> None:
    assert paths("ID110", "registry: {holds: {lift: [legal]}, roles: {counsel: Lifts holds.}}\n") == [
        ("holds", "lift", 0)
    ]
