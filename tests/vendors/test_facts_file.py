"""A vendor's file is made of what sources said: nothing is added, and the schema takes it."""

from __future__ import annotations

from datetime import date

from modelsteward.domain.cards.vendor import Observation, Price, VendorCard
from modelsteward.domain.tariff import Tariff
from modelsteward.domain.vendors.feeds import Fact
from modelsteward.usecases.facts_file import observation_of, price_of, value_of

DAY = date(2026, 11, 20)
FULL = Fact(
    "azure-openai", "gpt-4o", "feed", snapshot="2024-11-20", region="eastus", deployment_kind="standard",
    state="Deprecated", status="deprecated", released=date(2024, 11, 20), deprecated=date(2026, 3, 31),
    not_before=date(2026, 10, 1), ends=date(2027, 4, 1), certainty="firm", replacement="gpt-5.1",
    alternatives=("gpt-5.1-mini",), aliases=("gpt-4o-latest",), context_window=128000, max_output=16384,
    as_of=date(2026, 11, 1), cites="https://example.com/page", note="As told.",
)  # fmt: skip


def test_an_observation_has_what_was_said_in_the_order_of_the_schema() -> None:
    value = observation_of(FULL, DAY)
    assert list(value) == [name for name in Observation.model_fields if name != "listed"]
    assert Observation.model_validate(value).model_dump(exclude={"listed"}, mode="python") == {
        **value, "alternatives": ("gpt-5.1-mini",), "aliases": ("gpt-4o-latest",),
    }  # fmt: skip
    assert observation_of(Fact("h", "m", "feed"), DAY) == {"source": "feed", "read_on": DAY}


def test_a_price_has_its_own_entry_and_round_dollars_are_whole() -> None:
    fact = FULL._replace(price=Tariff("1M tokens", usd_input=2.5, usd_output=10.0))
    value = price_of(fact, DAY)
    assert list(value) == [name for name in Price.model_fields if name != "usd"]
    assert (value["usd_input"], repr(value["usd_output"])) == (2.5, "10")
    assert price_of(FULL, DAY) == price_of(FULL._replace(price=Tariff("minute")), DAY) == {}


def test_the_file_is_what_the_schema_wants_even_where_only_a_price_is_known() -> None:
    priced = Fact("h", "m", "table", price=Tariff("1M tokens", usd_input=1))
    both = value_of([FULL, priced], DAY)
    assert list(both) == ["card", "host", "model", "observations", "prices"]
    assert [len(both[key]) for key in ("observations", "prices")] == [1, 1]
    only = value_of([priced], DAY)
    assert only["observations"] == [{"source": "table", "read_on": DAY}]
    for value in (both, only, value_of([FULL], DAY)):
        VendorCard.model_validate(value)
    assert "prices" not in value_of([FULL], DAY)
