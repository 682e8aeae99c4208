"""Periods of duties: months, days, working days and hours, each in its own unit."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from modelsteward.domain.dates import Duration
from modelsteward.domain.texts import amount

_SPAN = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")


class Span(NamedTuple):
    """One period, as ISO 8601 has it."""

    parts: tuple[int, ...]
    """Years, months, weeks, days, hours, minutes, seconds."""
    in_business_days: bool = False
    """Whether its days are working days: Monday to Friday, since nobody told us the holidays."""

    def after(self, day: date) -> date:
        """The day on which it runs out when it starts on `day`. Hours start with the day: the cards tell no hour."""
        years, months, weeks, days, hours, minutes, seconds = self.parts
        if self.in_business_days:
            return _working(day, days)
        whole = weeks * 7 + days + (hours * 3600 + minutes * 60 + seconds) // 86_400
        return Duration(years * 12 + months, whole, "").after(day)

    @property
    def words(self) -> str:
        """`10 years`, `72 hours`, `20 working days`, `at once`."""
        units = (*_UNITS[:3], "working day" if self.in_business_days else "day", *_UNITS[4:])
        said = [amount(number, unit) for number, unit in zip(self.parts, units, strict=True) if number]
        return " and ".join(said) or "at once"


def parse_span(text: str, in_business_days: bool = False) -> Span:
    """Read `P10Y`, `PT72H` or `PT0S`. Raises ValueError for what is no period."""
    match = _SPAN.fullmatch(text)
    if match is None or text in ("P", "PT"):
        raise ValueError(f"a period is written like P10Y, P20D or PT72H, not {text!r}")
    return Span(tuple(int(part or 0) for part in match.groups()), in_business_days)


def _working(day: date, days: int) -> date:
    """So many working days later; nothing passes 9999-12-31."""
    while days and day < date.max:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day
