"""Days and durations: what is read, what is refused, and what is after what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelsteward.domain.dates import Duration, ago, parse_day, parse_duration


@pytest.mark.parametrize(
    ("text", "day", "before"),
    [
        ("P30D", date(2030, 1, 1), date(2029, 12, 2)),
        ("P1M", date(2030, 3, 31), date(2030, 2, 28)),
        ("P1Y1D", date(2028, 2, 29), date(2027, 2, 27)),
        ("P9999Y", date(2030, 1, 1), date.min),
        ("P999999D", date(2030, 1, 1), date.min),
        ("P0D", date.min, date.min),
    ],
)
def test_the_day_before_by_a_duration_clamps_and_stays_in_the_calendar(text: str, day: date, before: date) -> None:
    assert parse_duration(text).before(day) == before


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("P90D", 0, 90),
        ("P6M", 6, 0),
        ("P1Y", 12, 0),
        ("P2W", 0, 14),
        ("P1Y2M3W4D", 14, 25),
        ("P0D", 0, 0),
        ("P018M", 18, 0),
    ],
)
def test_a_duration_is_months_and_days(text: str, months: int, days: int) -> None:
    duration = parse_duration(text)

    assert duration == Duration(months, days, text)
    assert str(duration) == text
    assert parse_duration(duration) is duration


@pytest.mark.parametrize(
    "value",
    [
        "",
        "P",
        "90D",
        "p90d",
        "P90",
        "P-1D",
        "P1D1Y",
        "PT1H",
        "P1.5M",
        "P1D ",
        " P1D",
        "P1D\n",
        "P٣D",
        "P9999999D",
        "P99999Y",
        90,
        None,
        True,
    ],
)
def test_what_is_no_duration_is_refused_with_what_would_be_right(value: Any) -> None:
    with pytest.raises(
        ValueError, match=r"^a duration is written like P90D \(days\), P6M \(months\) or P1Y \(a year\)$"
    ):
        parse_duration(value)


@pytest.mark.parametrize(
    ("duration", "day", "after"),
    [
        ("P1M", date(2027, 1, 31), date(2027, 2, 28)),
        ("P1M", date(2028, 1, 31), date(2028, 2, 29)),
        ("P1Y", date(2028, 2, 29), date(2029, 2, 28)),
        ("P4Y", date(2028, 2, 29), date(2032, 2, 29)),
        ("P1M1D", date(2027, 1, 31), date(2027, 3, 1)),
        ("P1M", date(2027, 12, 15), date(2028, 1, 15)),
        ("P90D", date(2026, 12, 1), date(2027, 3, 1)),
        ("P0D", date(2026, 12, 1), date(2026, 12, 1)),
        ("P9999Y", date(2026, 1, 1), date.max),
        ("P999999D", date(9999, 1, 1), date.max),
        ("P1D", date.max, date.max),
        ("P1M", date(9999, 12, 1), date.max),
    ],
)
def test_months_clamp_to_the_months_end_and_time_ends_in_9999(duration: str, day: date, after: date) -> None:
    assert parse_duration(duration).after(day) == after


@settings(deadline=None, derandomize=True)
@given(st.dates(), st.integers(0, 99999), st.integers(0, 999999))
def test_a_duration_never_goes_back_and_never_raises(day: date, months: int, days: int) -> None:
    assert parse_duration(f"P{months}M{days}D").after(day) >= day


@pytest.mark.parametrize("value", ["2026-04-01", "2028-02-29", "0001-01-01", "9999-12-31"])
def test_a_day_is_read(value: str) -> None:
    day = parse_day(value)

    assert day is not None
    assert day.isoformat() == value
    assert parse_day(day) is day


def test_null_is_no_day() -> None:
    assert parse_day(None) is None


@pytest.mark.parametrize(
    "value", ["", "2026-4-1", "20260401", "2026-04-01 ", "2026-04-01T00:00:00", "26-04-01", "2026/04/01", "2026-W14-3", "٢٠٢٦-٠٤-٠١", 20260401, True, datetime(2026, 4, 1)]  # noqa: DTZ001
)  # fmt: skip
def test_what_is_not_written_as_a_day_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^a date is written YYYY-MM-DD$"):
        parse_day(value)


@pytest.mark.parametrize("value", ["2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=f"^{value} is not a day of the calendar$"):
        parse_day(value)


@pytest.mark.parametrize(
    ("day", "words"),
    [(1, "today"), (2, "in 1 day"), (31, "in 30 days")],
)
def test_how_far_a_day_lies_ahead(day: int, words: str) -> None:
    assert ago(date(2030, 1, day), date(2030, 1, 1)) == words


@pytest.mark.parametrize(("day", "words"), [(date(2029, 12, 31), "1 day ago"), (date(2029, 12, 1), "31 days ago")])
def test_how_far_a_day_lies_back(day: date, words: str) -> None:
    assert ago(day, date(2030, 1, 1)) == words
