"""The pack of legal clocks: complete, dated, sourced; and how days are counted by it."""

from __future__ import annotations

from datetime import date
from importlib import resources
from typing import Any

import pytest

from modelsteward.domain.clocks import Clock, running
from modelsteward.store.composer import compose
from modelsteward.store.packs import read_packs

CLOCKS = read_packs().clocks
each_clock = pytest.mark.parametrize("clock", CLOCKS.values(), ids=lambda clock: clock.id)
RECEIVED = date(2030, 1, 31)


def written() -> dict[str, Any]:
    value, faults = compose(resources.files("modelsteward.packs").joinpath("clocks.yaml").read_text(encoding="utf-8"))
    assert not faults
    assert isinstance(value, dict)
    return value


def test_the_pack_says_what_it_is_and_when_it_is_to_be_read_again() -> None:
    pack = written()
    assert pack["pack"] == "clocks"
    assert "no legal advice" in pack["read"]
    assert date.fromisoformat(pack["review_by"]) > max(clock.read_on for clock in CLOCKS.values())


def test_every_clock_has_every_field_and_an_id_of_its_own() -> None:
    assert [set(item) for item in written()["clocks"]] == [set(Clock._fields)] * len(CLOCKS)


@each_clock
def test_every_clock_names_article_and_source_and_how_it_was_read(clock: Clock) -> None:
    assert clock.source.startswith("https://")
    assert any(character.isdigit() for character in clock.article)
    assert clock.note.endswith(".")
    assert clock.read in ("text", "excerpt")
    assert clock.jurisdictions
    assert set(clock.purposes) <= {"erasure", "order", "withdrawal"}


@each_clock
def test_more_time_needs_a_time_first_and_ends_later(clock: Clock) -> None:
    if clock.period is None:
        assert (clock.extension, clock.due(RECEIVED), clock.furthest(RECEIVED)) == (None, None, None)
        return
    due, furthest = clock.due(RECEIVED), clock.furthest(RECEIVED)
    assert due is not None
    assert furthest is not None
    assert RECEIVED < due <= furthest


@pytest.mark.parametrize(
    ("law", "received", "due", "furthest"),
    [
        ("gdpr", "2030-01-15", "2030-02-15", "2030-04-15"),
        ("gdpr", "2030-01-31", "2030-02-28", "2030-04-28"),  # a month that has no such day ends it
        ("gdpr", "2028-01-31", "2028-02-29", "2028-04-29"),
        ("uk-gdpr", "2030-12-01", "2031-01-01", "2031-03-01"),
        ("ccpa", "2030-01-01", "2030-02-15", "2030-04-01"),
    ],
)
def test_days_are_counted_from_the_day_of_receipt(law: str, received: str, due: str, furthest: str) -> None:
    day = date.fromisoformat(received)
    assert (str(CLOCKS[law].due(day)), str(CLOCKS[law].furthest(day))) == (due, furthest)


@pytest.mark.parametrize(
    ("purpose", "places", "laws"),
    [
        ("erasure", ["EU"], ["gdpr"]),
        ("erasure", ["DE-BY"], ["gdpr"]),
        ("erasure", ["IS"], ["gdpr"]),
        ("erasure", ["EL"], ["gdpr"]),  # as the EU writes Greece
        ("erasure", ["GB-SCT"], ["uk-gdpr"]),
        ("erasure", ["US-CA", "DE", "UK"], ["gdpr", "uk-gdpr", "ccpa"]),
        ("erasure", ["US"], []),  # not every state is California
        ("erasure", ["CA"], []),  # Canada
        ("erasure", [], []),
        ("order", ["DE"], []),
        ("withdrawal", ["DE"], []),
    ],
)
def test_a_law_runs_where_it_covers_and_for_what_it_speaks_of(purpose: str, places: list[str], laws: list[str]) -> None:
    found = running(CLOCKS.values(), purpose, places, date(2030, 1, 1))
    assert [clock.id for clock in found] == laws, "the soonest first"
