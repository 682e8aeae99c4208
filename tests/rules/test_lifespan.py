"""The arithmetic of ends: what vendors say that stands, what is in order, and how early an end is announced."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from modelsteward.domain.cards.model import ModelCard
from modelsteward.domain.cards.registry import RegistryCard
from modelsteward.domain.cards.usecase import UseCaseCard
from modelsteward.domain.cards.vendor import Observation
from modelsteward.domain.dates import parse_duration
from modelsteward.domain.lifespan import (
    latest_review_by,
    lies_within,
    notice_needed,
    out_of_order,
)
from modelsteward.domain.vendors.saying import Pin, firm_end, standing

POLICY = RegistryCard.model_validate({"card": "registry/1", "name": "Example"})


def policy(**notice: str) -> RegistryCard:
    return RegistryCard.model_validate({"card": "registry/1", "name": "Example", "notice": notice})


def said(source: str, read_on: str, **more: Any) -> Observation:
    return Observation.model_validate({"source": source, "read_on": read_on} | more)


def use(**more: Any) -> UseCaseCard:
    ground = {"card": "usecase/1", "name": "u", "status": "live", "summary": "Helps."}
    return UseCaseCard.model_validate(ground | more)


def model(**dates: str) -> ModelCard:
    ground = {"card": "model/1", "name": "m", "version": "1.0.0", "stage": "production", "summary": "S."}
    return ModelCard.model_validate(ground | {"owner": "team", "origin": "in-house", "lifecycle": dates})


@pytest.mark.parametrize(
    ("day", "within"),
    [("2029-12-31", False), ("2030-01-01", True), ("2030-01-31", True), ("2030-02-01", False)],
    ids=["yesterday", "today", "the window's last day", "the day after it"],
)
def test_today_and_the_last_day_lie_within_the_window(day: str, within: bool) -> None:
    assert lies_within(date.fromisoformat(day), date(2030, 1, 1), parse_duration("P30D")) is within


def test_the_latest_word_of_a_source_counts() -> None:
    moved = [said("a", "2029-01-01", ends="2029-06-01"), said("a", "2029-03-01", ends="2029-12-01")]
    assert standing(moved, Pin()) == [moved[1]]
    assert standing(reversed(moved), Pin()) == [moved[1]]


def test_of_two_words_on_one_day_the_one_written_last_counts() -> None:
    corrected = [said("a", "2029-01-01", ends="2029-06-01"), said("a", "2029-01-01", ends="2029-07-01")]
    assert standing(corrected, Pin()) == [corrected[1]]


def test_an_end_that_was_taken_back_is_none() -> None:
    taken_back = [said("a", "2029-01-01", ends="2029-06-01"), said("a", "2029-03-01", not_before="2030-01-01")]
    assert firm_end(standing(taken_back, Pin())) is None


def test_of_several_sources_the_earliest_firm_end_counts() -> None:
    seen = [
        said("a", "2029-03-01", ends="2029-12-01"),
        said("b", "2029-01-01", ends="2029-11-01"),
        said("c", "2029-02-01", not_before="2029-05-01"),
    ]
    assert firm_end(standing(seen, Pin())) == (date(2029, 11, 1), seen[1])


@pytest.mark.parametrize(
    ("snapshot", "region", "stands"),
    [
        ("s1", "east", ["s1", "east"]),
        ("s1", "west", ["s1"]),
        ("s2", "east", ["all", "east"]),
        (None, None, ["all", "east"]),
    ],
    ids=["both are meant", "another region", "another snapshot", "nothing is pinned"],
)
def test_what_is_said_of_another_snapshot_or_region_does_not_count(
    snapshot: str | None, region: str | None, stands: list[str]
) -> None:
    seen = [
        said("a", "2029-01-01", note="all"),
        said("a", "2029-02-01", note="s1", snapshot="s1"),
        said("a", "2029-03-01", note="east", region="east"),
    ]
    assert [observation.note for observation in standing(seen, Pin(snapshot, region))] == stands


def test_a_later_word_about_all_stands_beside_that_about_one_snapshot() -> None:
    seen = [said("a", "2029-02-01", snapshot="s1", note="s1"), said("a", "2029-03-01", note="all")]
    assert [one.note for one in standing(seen, Pin("s1"))] == ["s1", "all"]


def test_a_day_whose_kind_a_source_does_not_tell_counts_unless_another_says_that_it_is_no_end() -> None:
    unclear = said("a", "2029-01-01", ends="2030-01-01", certainty="tentative")
    promise = said("b", "2029-01-01", not_before="2030-01-01")
    assert firm_end([unclear]) == (date(2030, 1, 1), unclear)
    assert firm_end([unclear, promise]) is None
    firm = unclear.model_copy(update={"certainty": "firm"})
    assert firm_end([firm, promise]) == (date(2030, 1, 1), firm)


@pytest.mark.parametrize(
    ("said_of", "ours", "counts"),
    [("eu", "swedencentral", True), ("eu", "eastus", False), ("us", "us-east-1", True), ("global", "eastus", True)],
)
def test_what_is_said_of_a_zone_holds_in_its_regions(said_of: str, ours: str, counts: bool) -> None:
    assert bool(standing([said("a", "2029-01-01", region=said_of)], Pin(None, ours))) is counts


def test_an_equal_day_is_in_order_and_an_unknown_one_too() -> None:
    day = date(2030, 1, 1)
    dates = SimpleNamespace(a=day, b=day, c=None)
    assert list(out_of_order(dates, [("a", "b"), ("a", "c"), ("c", "b")])) == []


def test_one_date_out_of_order_is_told_once() -> None:
    dates = SimpleNamespace(a=date(2030, 3, 1), b=date(2030, 2, 1), c=date(2030, 1, 1))
    assert list(out_of_order(dates, [("a", "c"), ("b", "c")])) == [(("a", dates.a), ("c", dates.c))]


@pytest.mark.parametrize(
    ("uses", "needed"),
    [
        pytest.param([], "P60D", id="it serves nothing"),
        pytest.param([use(risk={"own": "low"})], "P30D", id="low risk"),
        pytest.param([use(risk={"own": "low"}), use()], "P60D", id="one of low and one of unknown risk"),
        pytest.param([use(risk={"eu_tier": "minimal"})], "P60D", id="our own judgement is missing"),
        pytest.param([use(risk={"own": "low"}), use(risk={"own": "high"})], "P180D", id="one of high risk"),
        pytest.param([use(risk={"own": "low", "eu_tier": "high"})], "P180D", id="high risk under the law"),
        pytest.param([use(risk={"own": "low"}, consumers={"external": ["a clinic"]})], "P180D", id="people outside"),
        pytest.param([use(risk={"own": "low"}, consumers={"external": []})], "P30D", id="nobody outside"),
    ],
)
def test_the_notice_follows_risk_and_consumers(uses: list[UseCaseCard], needed: str) -> None:
    assert str(notice_needed(POLICY, uses)) == needed


def test_the_longest_notice_that_applies_counts() -> None:
    uses = [use(risk={"own": "high"}, consumers={"external": ["a clinic"]})]
    assert str(notice_needed(policy(high_risk="P180D", external="P90D"), uses)) == "P180D"
    assert str(notice_needed(policy(high_risk="P90D", external="P6M"), uses)) == "P6M"
    assert str(notice_needed(policy(default="P1Y"), [use(risk={"own": "high"})])) == "P1Y"


@pytest.mark.parametrize(
    ("card", "reviewed", "latest"),
    [
        (model(released="2029-01-01"), [], date(2030, 1, 1)),
        (model(released="2029-01-01"), [date(2029, 3, 1), date(2029, 2, 1)], date(2030, 3, 1)),
        (model(), [date(2029, 3, 1)], date(2030, 3, 1)),
        (model(), [], None),
    ],
    ids=["from the release", "from the newest review", "from a review alone", "from nothing"],
)
def test_the_next_review_is_due_a_period_after_the_last_look(
    card: ModelCard, reviewed: list[date], latest: date | None
) -> None:
    assert latest_review_by(card, POLICY, reviewed) == latest
