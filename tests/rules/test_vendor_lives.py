"""What sources say of an end, taken together: what vanishes, what is retired without a day, what moved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from modelsteward.domain.cards.model import Source
from modelsteward.domain.cards.vendor import Observation
from modelsteward.domain.lifespan import moving_takes, why_not
from modelsteward.domain.vendors.fates import Fate, fate_of
from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.domain.vendors.known import Known
from modelsteward.domain.vendors.moves import last_move
from modelsteward.domain.vendors.saying import Pin, firm_end, last_day_told, retired_by, standing
from tests.rules.worlds import world


def said(source: str, read_on: str, note: str = "", **more: Any) -> Observation:
    return Observation.model_validate({"source": source, "read_on": read_on} | ({"note": note} if note else {}) | more)


def notes(seen: list[Observation], pin: Pin) -> list[str | None]:
    return [one.note for one in standing(seen, pin)]


VANISHED = [
    said("a", "2029-01-01", "s1", snapshot="s1", ends="2030-06-01"),
    said("a", "2029-03-01", "gone", snapshot="s1", listed=False),
]


def test_what_vanishes_leaves_its_last_word_standing() -> None:
    assert notes(VANISHED, Pin("s1")) == ["s1", "gone"]
    end = firm_end(standing(VANISHED, Pin("s1")))
    assert end is not None
    assert end[0] == date(2030, 6, 1)


def test_what_vanished_without_a_word_before_has_vanished_all_the_same() -> None:
    assert notes(VANISHED[1:], Pin("s1")) == ["gone"]


@pytest.mark.parametrize(
    ("later", "stands"),
    [
        (said("a", "2029-04-01", "back", snapshot="s1"), ["back"]),
        (said("a", "2029-03-01", "back", snapshot="s1"), ["back"]),
        (said("a", "2029-04-01", "all"), ["all"]),
        (said("a", "2029-02-01", "all"), ["all", "s1", "gone"]),
        (said("a", "2029-04-01", "all", region="eu"), ["all"]),
        (said("b", "2029-04-01", "other", snapshot="s1"), ["other", "s1", "gone"]),
        (said("a", "2029-02-01", "closer", snapshot="s1", region="eu"), ["closer"]),
    ],
    ids=[
        "it comes back", "on the same day", "all are spoken of since", "all were spoken of before",
        "all of its region since", "another source", "a part of it is listed still",
    ],
)  # fmt: skip
def test_what_a_source_still_speaks_of_has_not_vanished(later: Observation, stands: list[str]) -> None:
    gone = [one.model_copy(update={"region": later.region}) for one in VANISHED] if later.note == "all" else VANISHED
    assert notes([*gone, later], Pin("s1", "eu")) == stands


def test_one_snapshot_of_a_model_vanishes_and_the_other_does_not() -> None:
    seen = [*VANISHED, said("a", "2029-01-01", "s2", snapshot="s2")]
    assert notes(seen, Pin("s2")) == ["s2"]


RETIRED = said("a", "2029-03-01", status="retired")


@pytest.mark.parametrize(
    ("others", "is_over"),
    [
        ([], True),
        ([said("b", "2029-02-01", status="active")], True),
        ([said("b", "2029-03-01", status="active")], False),
        ([said("b", "2029-04-01", status="deprecated")], False),
        ([said("b", "2029-04-01", ends="2030-01-01")], True),
        ([said("b", "2029-04-01", status="retired", ends="2028-01-01")], True),
    ],
    ids=["nobody else", "older word", "same day", "later word", "a day without a state", "a day of the same state"],
)
def test_what_is_retired_without_a_day_is_over_unless_somebody_said_otherwise_since(
    others: list[Observation], is_over: bool
) -> None:
    assert (retired_by([RETIRED, *others]) is RETIRED) is is_over


def test_the_last_day_of_what_is_retired_was_before_that_was_read() -> None:
    assert last_day_told([RETIRED]) == date(2029, 2, 28)
    assert last_day_told([said("a", "0001-01-01", status="retired")]) == date.min
    assert last_day_told([]) is None


def test_the_earliest_of_all_words_is_the_fate() -> None:
    later, sooner = said("b", "2029-01-01", ends="2030-01-01"), said("b", "2029-01-01", ends="2028-01-01")
    assert fate_of([RETIRED, later]) == Fate(date(2029, 2, 28), RETIRED, False)
    assert fate_of([RETIRED, sooner]) == Fate(date(2028, 1, 1), sooner)
    assert fate_of([]) == Fate()


DAYS = [
    said("a", "2029-01-01", ends="2030-06-01"),
    said("a", "2029-02-01", ends="2030-06-01", state="Legacy"),
    said("a", "2029-03-01", ends="2030-05-01"),
    said("a", "2029-03-15", listed=False),
    said("a", "2029-04-01", ends="2030-05-01", state="Deprecated"),
    said("b", "2029-05-01", ends="2031-01-01"),
    said("a", "2029-05-01", ends="2031-01-01", region="eu"),
]


def test_the_last_change_of_a_day_is_found_behind_words_that_change_something_else() -> None:
    move = last_move(DAYS, DAYS[4])
    assert move is not None
    assert (move.before, move.seen, move.days_sooner, move.is_later) == (DAYS[1], DAYS[2], 31, False)
    assert last_move(DAYS, DAYS[5]) is None


@pytest.mark.parametrize(
    ("before", "now", "sooner", "later"),
    [
        ({"ends": "2030-01-01"}, {"ends": "2031-01-01"}, 0, True),
        ({"ends": "2030-01-01"}, {}, 0, True),
        ({"not_before": "2030-01-31"}, {"ends": "2030-01-01"}, 30, False),
        ({"not_before": "2030-01-01"}, {"ends": "2030-01-01"}, 0, False),
        ({}, {"ends": "2030-01-01"}, 0, False),
    ],
    ids=["later", "taken back", "sooner than promised", "as promised", "first told"],
)
def test_a_day_moves_one_way_or_the_other(
    before: dict[str, str], now: dict[str, str], sooner: int, later: bool
) -> None:
    words = [said("a", "2029-01-01", **before), said("a", "2029-02-01", **now)]
    move = last_move(words, words[1])
    assert move is not None
    assert (move.days_sooner, move.is_later) == (sooner, later)


KNOWN = Known(
    Feed(
        "shipped",
        (
            Fact("azure-openai", "gpt-4o", "page", "2024-08-06", ends=date(2030, 1, 1), aliases=("omni",)),
            Fact("azure-openai", "gpt-4o", "page", "2024-11-20", region="eu", ends=date(2030, 2, 1)),
            Fact("azure-openai", "gpt-4-0613", "table"),
            Fact("azure-openai", "gpt-4", "page", ends=date(2030, 3, 1), aliases=("gpt-4-0613",)),
        ),
        read_on=date(2029, 12, 1),
    )
)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ({"model": "gpt-4o", "snapshot": "2024-08-06"}, [date(2030, 1, 1)]),
        ({"model": "gpt-4o-2024-08-06"}, [date(2030, 1, 1)]),
        ({"model": "omni"}, [date(2030, 1, 1)]),
        ({"model": "gpt-4-0613"}, [None, date(2030, 3, 1)]),
        ({"model": "gpt-4o", "snapshot": "2024-11-20", "region": "swedencentral"}, [date(2030, 2, 1)]),
        ({"model": "gpt-4o", "snapshot": "2024-11-20", "region": "eastus"}, []),
        ({"model": "gpt-4o"}, []),
        ({"model": "gpt-9"}, []),
        ({}, []),
    ],
)
def test_what_comes_with_steward_is_found_as_what_is_on_file(source: dict[str, str], told: list[date]) -> None:
    words = KNOWN.said(Source.model_validate({"host": "azure-openai"} | source))
    assert [seen.ends for seen in words] == told
    assert all(seen.read_on == date(2029, 12, 1) for seen in words)


def test_what_a_vendor_has_retired_may_not_serve() -> None:
    registry = world("""
vendor:azure/g: {observations: [{source: a, read_on: 2029-12-01, status: retired}]}
m@1.0.0: {origin: vendor, source: {host: azure, model: g}}
""")
    assert why_not(registry, "m@1.0.0", date(2030, 1, 1)) == "its vendor has retired it"


@pytest.mark.parametrize(
    ("lead", "use", "takes"),
    [("migration_lead: P120D", "{}", "P120D"), ("", "{risk: {own: high}}", "P180D"), ("", "{serving: {}}", "P60D")],
    ids=["as the card says", "as its use is promised", "it serves nothing"],
)
def test_moving_takes_what_the_card_says_else_the_notice(lead: str, use: str, takes: str) -> None:
    registry = world(f"""
m@1.0.0: {{lifecycle: {{{lead}}}}}
use:u: {use.replace("{risk", "{serving: {main: m@1.0.0}, risk")}
""")
    card = registry.model("m@1.0.0")
    assert card is not None
    assert str(moving_takes(card, registry)) == takes
