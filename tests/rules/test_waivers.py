"""Waivers: until when they count, how long they may last, and what they may waive."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.worlds import messages, problems


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2030, 2, 1), []),
        (date(2030, 2, 2), ["ended 1 day ago (2030-02-01); AR101 counts again for m@1.0.0"]),
    ],
    ids=["on its last day", "on the day after"],
)
def test_a_waiver_counts_up_to_and_with_its_last_day(today: date, told: list[str]) -> None:
    assert messages("WV101", "m@1.0.0: {}\nwaiver:w: {until: 2030-02-01}", today) == told


@pytest.mark.parametrize(
    ("example", "who"),
    [
        ("m@1.0.0: {}\nwaiver:w: {until: 2029-12-31}", "team (team@example.org)"),
        ("data:d@1.0.0: {owner: <absent>}\nwaiver:w: {until: 2029-12-31, ref: 'data:d@1.0.0'}", "ada@example.org"),
        ("waiver:w: {until: 2029-12-31, ref: registry}", "ada@example.org"),
    ],
    ids=["the owner of what is waived", "who granted it, as nobody owns that", "who granted it, as that is no card"],
)
def test_it_is_told_who_must_act(example: str, who: str) -> None:
    (seen,) = problems("WV101", example)
    assert seen.hint.startswith(f"{who} must mend what AR101 finds")


def test_the_organisation_says_how_long_a_waiver_may_last() -> None:
    policy = "registry: {waivers: {longest: P30D}}\n"
    assert messages("WV102", policy + "waiver:w: {on: 2029-12-01, until: 2029-12-31}") == []
    assert len(messages("WV102", policy + "waiver:w: {on: 2029-12-01, until: 2030-01-01}")) == 1


@pytest.mark.parametrize("code", ["RD103", "WV101", "PO101"])
def test_what_keeps_the_others_honest_cannot_be_waived(code: str) -> None:
    (seen,) = problems("WV103", f"waiver:w: {{rule: {code}}}")
    assert seen.message.endswith("cannot be waived")


def test_a_code_unlike_any_other_is_told_where_codes_stand() -> None:
    (seen,) = problems("WV103", "waiver:w: {rule: QQ999}")
    assert seen.hint == "`steward rules` lists them"
