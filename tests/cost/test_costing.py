"""What a month costs: units, prices, volumes, and what is said where it cannot be told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from modelsteward.domain.cards.usecase import Volume
from modelsteward.domain.cards.vendor import Price
from modelsteward.domain.costing import (
    Priced,
    Unit,
    asked,
    dollars,
    month,
    price_of,
    standing_prices,
    unit_of,
    use_cost,
    vendor_prices,
)
from tests.rules.worlds import world


@pytest.mark.parametrize(
    ("text", "size", "noun"),
    [
        ("1M tokens", 1e6, "token"),
        ("1k predictions", 1e3, "prediction"),
        ("1K Pages", 1e3, "page"),
        ("1M characters", 1e6, "character"),
        ("minute", 1, "minute"),
        ("request", 1, "request"),
        ("1 request", 1, "request"),
        ("500 images", 500, "image"),
        ("1,000 images", 1e3, "image"),
        ("1_000_000 tokens", 1e6, "token"),
        ("1 million tokens", 1e6, "token"),
        ("per 1M tokens", 1e6, "token"),
        ("0.5k queries", 500, "query"),
        ("  1M   tokens ", 1e6, "token"),
        ("audio minutes", 1, "audio minute"),
        ("class", 1, "class"),
        ("Kilograms", 1, "kilogram"),
    ],
)
def test_a_unit_is_a_count_of_a_noun(text: str, size: float, noun: str) -> None:
    assert unit_of(text) == Unit(size, noun)


@pytest.mark.parametrize(
    "text", ["1m tokens", "0 tokens", "1M", "5m audio", "1e6 tokens", "²", "-1 tokens", "1M 2 tokens"]
)
def test_what_could_mean_something_else_is_no_unit(text: str) -> None:
    assert unit_of(text) is None


def price(unit: str, usd: float | None = None, taken: float | None = None, given: float | None = None) -> Priced:
    return Priced(unit, usd, taken, given, "https://vendor.example", date(2029, 12, 1), "m@1.0.0")


def volume(requests: float = 60000, **more: Any) -> Volume:
    return Volume(requests_per_month=requests, **more)


TOKENS = volume(input_tokens=1800, output_tokens=400)


@pytest.mark.parametrize(
    ("asks", "used", "usd"),
    [
        (price("1M tokens", taken=2.5, given=10), TOKENS, 60000 * (1800 * 2.5 + 400 * 10) / 1e6),
        (price("1k tokens", taken=0.0025, given=0.01), TOKENS, 60000 * (1800 * 2.5 + 400 * 10) / 1e6),
        (price("1M tokens", 2), TOKENS, 60000 * 2200 * 2 / 1e6),
        (price("1M tokens", taken=0.1), volume(input_tokens=500, output_tokens=0), 60000 * 500 * 0.1 / 1e6),
        (price("1M tokens", taken=2.5, given=10), volume(0, input_tokens=1, output_tokens=1), 0),
        (price("1M tokens", taken=0, given=0), TOKENS, 0),
        (price("1k predictions", 0.5), volume(), 30),
        (price("request", 0.01), volume(), 600),
        (price("1k calls", 1), volume(), 60),
        (price("1k predictions", 0.5), volume(units={"predictions": 3}), 90),
        (price("minute", 0.006), volume(units={"minute": 12}), 60000 * 12 * 0.006),
        (price("minute", 0.006), volume(units={"Minutes": 12}), 60000 * 12 * 0.006),
        (price("1k pages", 1.5), volume(100, units={"page": 2.5}), 100 * 2.5 * 1.5 / 1e3),
        (price("1M characters", 16), volume(100, units={"characters": 1000}), 1.6),
    ],
)
def test_a_month_is_requests_times_what_each_takes_times_the_price(asks: Priced, used: Volume, usd: float) -> None:
    found = month(asks, used)
    assert found.usd == pytest.approx(usd)
    assert "requests" in found.why


@pytest.mark.parametrize(
    ("asks", "used", "why"),
    [
        (None, TOKENS, "no price is on file"),
        (price("1M tokens", 2), None, "the use names no volume for the slot"),
        (price("1M tokens"), TOKENS, "names no dollars"),
        (price("1m tokens", 2), TOKENS, "`1m tokens` cannot be read"),
        (price("minute", 0.006), TOKENS, "does not say how many of `minute`"),
        (price("hour", 2.4), volume(units={"minute": 12}), "does not say how many of `hour`"),
        (price("1M tokens", taken=2.5, given=10), volume(), "does not say input_tokens"),
        (price("1M tokens", taken=2.5, given=10), volume(input_tokens=5), "does not say output_tokens"),
        (price("1M tokens", taken=2.5), TOKENS, "does not say what output costs"),
        (price("1M tokens", given=2.5), TOKENS, "does not say what input costs"),
        (price("minute", taken=1, given=1), volume(units={"minute": 1}), "tells input and output apart"),
    ],
)
def test_what_cannot_be_told_says_why_and_is_never_nothing(asks: Priced | None, used: Volume | None, why: str) -> None:
    found = month(asks, used)
    assert found.usd is None
    assert why in found.why


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        (0, "$0.00"), (1234.5, "$1,234.50"), (1, "$1.00"), (0.5, "$0.50"), (0.002, "$0.002"), (0.0021, "$0.0021"),
        (0.0000123, "$0.0000123"), (0.999, "$0.999"), (-3, "-$3.00"), (-0.25, "-$0.25"), (1e9, "$1,000,000,000.00"),
    ],
)  # fmt: skip
def test_an_amount_has_as_many_digits_as_it_takes_to_see_it(usd: float, text: str) -> None:
    assert dollars(usd) == text


def test_a_price_is_told_in_words() -> None:
    assert asked(price("1M tokens", taken=1.25, given=10)) == "$1.25 in, $10.00 out per 1M tokens"
    assert asked(price("1k predictions", 0.5)) == "$0.50 per 1k predictions"
    assert asked(price("minute")) == "an unknown price per minute"


def said(source: str, day: int, usd: float, **of: Any) -> Price:
    return Price(source=source, read_on=date(2029, 12, day), unit="1M tokens", usd=usd, **of)


@pytest.mark.parametrize(
    ("prices", "usd"),
    [
        ([said("a", 1, 1), said("a", 2, 2)], [2]),
        ([said("a", 2, 2), said("a", 1, 1)], [2]),
        ([said("a", 1, 1), said("a", 1, 2)], [2]),
        ([said("a", 1, 1), said("b", 2, 2)], [2, 1]),
        ([said("a", 1, 1, snapshot="s"), said("b", 2, 2)], [1, 2]),
        ([said("a", 1, 1, region="r"), said("a", 2, 2)], [1, 2]),
        ([said("a", 1, 1, snapshot="s", region="r"), said("a", 3, 3, region="r")], [1, 3]),
        ([said("a", 1, 1, snapshot="other"), said("a", 2, 2, region="other")], []),
    ],
)
def test_what_is_said_of_just_this_counts_first_and_then_the_newest(prices: list[Price], usd: list[float]) -> None:
    assert [one.usd for one in standing_prices(prices, "s", "r")] == usd


def test_a_source_that_counts_by_another_number_now_has_said_one_thing() -> None:
    before = Price(source="a", read_on=date(2029, 12, 1), unit="1k tokens", usd=1)
    assert standing_prices([before, said("a", 2, 2)], None, None) == [said("a", 2, 2)]
    beside = Price(source="a", read_on=date(2029, 12, 1), unit="1k requests", usd=1)
    assert standing_prices([beside, said("a", 2, 2)], None, None) == [said("a", 2, 2), beside]


HOUSE = """
vendor:h/big:
  prices: [{source: s, read_on: 2029-12-01, unit: 1M tokens, usd_input: 2, usd_output: 10}]
big@1.0.0: {source: {host: h, model: big}}
dear@1.0.0: {source: {host: h, model: big}, cost: {unit: request, usd: 0.1, source: ours, read_on: 2029-12-01}}
ear@1.0.0: {cost: {unit: minute, usd: 0.01, source: bill, read_on: 2029-12-01}}
free@1.0.0: {}
use:u:
  serving: {ear: ear@1.0.0, llm: big@1.0.0}
  volume: {ear: {requests_per_month: 100, units: {minute: 10}}, llm: {requests_per_month: 1000, input_tokens: 1000, output_tokens: 100}}
  requires: {budget_usd_per_month: 13}
"""


def test_the_own_card_counts_before_the_vendors_file() -> None:
    registry = world(HOUSE)
    big, dear, free = (registry.models[ref].card for ref in ("big@1.0.0", "dear@1.0.0", "free@1.0.0"))
    theirs, own = price_of(registry, big), price_of(registry, dear)
    assert theirs is not None
    assert own is not None
    assert (theirs.usd_input, theirs.said_by) == (2, "vendor:h/big")
    assert (own.usd, own.said_by) == (0.1, "dear@1.0.0")
    assert [one.usd_input for one in vendor_prices(registry, dear)] == [2]
    assert price_of(registry, free) is None


@pytest.mark.parametrize(
    ("instead", "known", "total", "within"),
    [
        ({}, 13, 13, True),
        ({"llm": "dear@1.0.0"}, 110, 110, False),
        ({"llm": "free@1.0.0"}, 10, None, None),
        ({"llm": "gone@1.0.0"}, 10, None, None),
        ({"more": "ear@1.0.0"}, 13, None, None),
    ],
)
def test_a_use_costs_what_all_its_slots_do(
    instead: dict[str, str], known: float, total: float | None, within: bool | None
) -> None:
    registry = world(HOUSE)
    cost = use_cost(registry, registry.uses["use:u"].card, instead)
    assert (cost.known, cost.total, cost.within) == (pytest.approx(known), total and pytest.approx(total), within)
    assert bool(cost.why_unknown()) is (total is None)


def test_a_known_part_may_be_too_much_already() -> None:
    registry = world(HOUSE.replace("budget_usd_per_month: 13", "budget_usd_per_month: 9"))
    cost = use_cost(registry, registry.uses["use:u"].card, {"llm": "free@1.0.0"})
    assert (cost.total, cost.within) == (None, False)


def test_what_nothing_serves_costs_nothing_and_is_not_called_unknown() -> None:
    registry = world(HOUSE.replace("llm: big@1.0.0}", "llm: null}"))
    cost = use_cost(registry, registry.uses["use:u"].card)
    assert (cost.total, cost.within, cost.unknown) == (pytest.approx(10), True, ())
    empty = use_cost(world("use:u: {requires: {budget_usd_per_month: 9}}"), registry.uses["use:u"].card)
    assert empty.total is None
