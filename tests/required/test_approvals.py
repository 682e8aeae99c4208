"""Approvals: by whom, of what, for what, how long ago. They are void when any of it changes."""

from __future__ import annotations

from typing import Any

import pytest

from modelsteward.domain.requirement import Outcome, Requirement
from tests.required.worlds import HOUSE, USE, approval, facts, required
from tests.rules.worlds import messages

ASKING = HOUSE + USE + "  requires: {approvals: [safety]}\n"


def only(*records: str, example: str = ASKING, **how: Any) -> Requirement:
    (one,) = required(example + "".join(records), **how)
    return one


def good(example: str = ASKING, **more: Any) -> str:
    return approval("m@1.1.0", **({**facts(example)} | more))


def test_an_approval_of_this_seal_for_this_use_passes() -> None:
    one = only(good(conditions=["Watched daily."]))
    assert (one.outcome, one.found, one.by) == (Outcome.PASSES, "approved, if Watched daily.", "ada@example.org")


def test_nobody_has_approved_is_missing_and_the_hint_says_who_may() -> None:
    one = only()
    assert (one.outcome, one.why) == (Outcome.MISSING, "nobody approved it as safety")
    assert one.hint == "Ada or Bob: steward record approval m@1.1.0 --for use:u --as safety"


@pytest.mark.parametrize(
    ("more", "outcome", "why"),
    [
        ({"seal": f"sha256:{'1' * 64}"}, Outcome.VOID, "the technical facts of m@1.1.0 are others since"),
        ({"requirements": f"sha256:{'1' * 64}"}, Outcome.VOID, "the purpose, risk or requirements of use:u are others since"),
        ({"by": "eve@example.org"}, Outcome.VOID, "eve@example.org does not hold the role safety"),
        ({"by": "nobody@example.org"}, Outcome.VOID, "nobody@example.org does not hold the role safety"),
        ({"on": "2028-12-31"}, Outcome.TOO_OLD, "it counted until 2029-12-31"),
        ({"until": "2029-12-31"}, Outcome.TOO_OLD, "it counted until 2029-12-31"),
        ({"decision": "rejected"}, Outcome.FAILS, "ada@example.org rejected it"),
        ({"use": "use:other"}, Outcome.MISSING, "nobody approved it as safety"),
        ({"role": "lead"}, Outcome.MISSING, "nobody approved it as safety"),
        ({"on": "2030-01-02"}, Outcome.MISSING, "nobody approved it as safety"),
    ],
)  # fmt: skip
def test_what_does_not_count(more: dict[str, Any], outcome: Outcome, why: str) -> None:
    one = only(good(**more) + "use:other: {}\n")
    assert (one.outcome, one.why) == (outcome, why)


def test_one_of_its_end_does_not_let_it_serve() -> None:
    assert only(good(of="end")).outcome is Outcome.MISSING


def test_one_that_does_not_say_what_was_judged_is_void() -> None:
    assert only(approval("m@1.1.0")).why == "it does not say what was judged: no `seal` and no `requirements`"


@pytest.mark.parametrize(
    ("old", "new"),
    [("approvals: [safety]", "approvals: [safety], budget_usd_per_month: 5"), ("  requires", "  purpose: More.\n  requires"),
     ("  requires", "  risk: {own: medium, eu_tier: minimal}\n  requires")],
)  # fmt: skip
def test_a_change_of_the_use_voids_what_was_approved_for_it(old: str, new: str) -> None:
    assert only(good(), example=ASKING.replace(old, new)).outcome is Outcome.VOID


def test_a_period_among_the_requirements_is_part_of_what_was_approved() -> None:
    suite = "{suite: holdout, metric: auroc, threshold: 0.5, max_age: %s}"
    example = ASKING.replace("{approvals", "{suites: [" + suite + "], approvals")
    (_, kept), (_, changed) = (required(example % age + good(example % "P1Y")) for age in ("P1Y", "P2Y"))
    assert (kept.outcome, changed.outcome) == (Outcome.PASSES, Outcome.VOID)


def test_a_change_of_anything_else_does_not() -> None:
    assert only(good(), example=ASKING.replace("  requires", "  summary: Other words.\n  requires")).passed


def test_a_rejection_stands_until_somebody_approves_later() -> None:
    first, no = good(on="2029-11-01"), good(on="2029-11-15", by="bob@example.org", decision="rejected")
    assert only(first, no).outcome is Outcome.FAILS
    assert only(first, no, good(on="2029-12-01")).passed


@pytest.mark.parametrize("mark", range(4))
def test_of_one_day_the_rejection_counts_whatever_the_files_are_called(mark: int) -> None:
    yes, no = good(note=f"yes {mark}"), good(by="bob@example.org", decision="rejected", note=f"no {mark}")
    assert only(yes, no).outcome is Outcome.FAILS
    assert only(yes, no, good(on="2029-12-02")).passed


def test_a_rejection_has_no_last_day() -> None:
    yes = good(on="2029-11-01")
    no = good(on="2029-11-15", by="bob@example.org", decision="rejected", until="2029-11-20")
    assert only(yes, no).outcome is Outcome.FAILS


def test_whoever_promotes_may_be_against_it() -> None:
    no = good(HIGH, on="2029-11-15", by="bob@example.org", decision="rejected")
    one = only(good(HIGH, on="2029-11-01"), no, example=HIGH, promoter="bob@example.org")
    assert (one.outcome, one.why) == (Outcome.FAILS, "bob@example.org rejected it")


def test_an_older_approval_stands_in_for_a_newer_one_that_does_not_count() -> None:
    assert only(good(on="2029-11-01"), good(on="2029-12-01", by="eve@example.org")).passed


HIGH = ASKING.replace("  requires", "  risk: {own: high, eu_tier: high}\n  requires")


@pytest.mark.parametrize("promoter", ["ada@example.org", "ADA@home.example"])
def test_nobody_approves_their_own_promotion_where_two_people_are_asked_for(promoter: str) -> None:
    one = only(good(HIGH), example=HIGH, promoter=promoter)
    assert (one.outcome, one.why) == (Outcome.FAILS, "nobody's approval counts for their own promotion here")
    assert only(good(HIGH), example=HIGH, promoter="bob@example.org").passed
    assert only(good(), promoter=promoter).passed


EVE = "        - {name: Eve, git: [eve@example.org]}\n"
TWICE = "    other: {contact: o@example.org, members: [{name: Eve, git: [eve@example.org, eve@b.example], roles: [safety]}]}\n"


def test_somebody_in_two_teams_holds_the_roles_of_both() -> None:
    example = ASKING.replace(EVE, EVE + TWICE)
    for identity in ("eve@example.org", "eve@b.example"):
        assert only(good(example, by=identity), example=example).passed


@pytest.mark.parametrize(
    ("first", "second"), [("eve@example.org", "eve@b.example"), ("eve@b.example", "eve@example.org")]
)
def test_somebody_in_two_teams_is_one_person(first: str, second: str) -> None:
    example = HIGH.replace(EVE, EVE + TWICE)
    assert only(good(example, by=first), example=example, promoter=second).outcome is Outcome.FAILS
    assert only(good(example, by=first), example=example, promoter="ada@example.org").passed


def test_a_risk_that_nobody_judged_asks_for_two_people_too() -> None:
    unknown = ASKING.replace("  requires", "  risk: {own: <absent>}\n  requires")
    assert only(good(unknown), example=unknown, promoter="ada@example.org").outcome is Outcome.FAILS


def test_risk_asks_for_roles_of_its_own() -> None:
    policy = "registry:\n  approvals: {roles: {low: [lead], high: [safety, lead]}}\n"
    assert [row.required for row in required((HOUSE + USE).replace("registry:\n", policy))] == ["approval by lead"]
    assert [row.required for row in required(ASKING.replace("registry:\n", policy))] == [
        "approval by safety", "approval by lead",
    ]  # fmt: skip
    unknown = (HOUSE + USE + "  risk: {own: <absent>}\n").replace("registry:\n", policy)
    (row,) = required(unknown)
    assert (row.outcome, row.hint) == (Outcome.CANNOT_TELL, "steward set use:u risk.own=low|medium|high")


def test_a_use_is_told_of_approvals_that_ran_out() -> None:
    serving = ASKING.replace("main: m@1.0.0}", "main: m@1.1.0}").replace("stage: staging, lifecycle: <absent>", "")
    given = approval("m@1.1.0", **facts(serving), on="2029-01-01")
    (told,) = messages("EV121", serving)
    assert told == "m@1.1.0 serves main without approval by safety: nobody approved it as safety"
    assert messages("EV121", serving + given) == []
    (late,) = messages("EV121", serving + given.replace("2029-01-01", "2028-12-31"))
    assert late.endswith("it counted until 2029-12-31")


def test_a_void_approval_is_told_while_it_waits_and_not_once_another_stands_in() -> None:
    void = good(by="eve@example.org")
    (told,) = messages("EV120", ASKING + void)
    assert told == "it does not count: eve@example.org does not hold the role safety"
    assert messages("EV120", ASKING + void + good()) == []
    assert messages("EV120", (ASKING + void).replace("main: m@1.0.0}", "main: m@1.1.0}")) == []
