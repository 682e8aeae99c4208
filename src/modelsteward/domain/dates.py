"""Calendar arithmetic: days, ISO 8601 durations, and what is before what. Asks no clock."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from modelsteward.domain.texts import amount

_DURATION = re.compile(r"P(?!$)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Duration(NamedTuple):
    """A span of whole months and days, as ISO 8601 writes it (`P1Y6M`, `P90D`)."""

    months: int
    days: int
    text: str

    def __str__(self) -> str:
        return self.text

    def after(self, day: date) -> date:
        """The day this long after `day`; months clamp to the month's end, and nothing passes 9999-12-31."""
        month = day.month - 1 + self.months
        year = day.year + month // 12
        if year > 9999:
            return date.max
        month = month % 12 + 1
        start = day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
        return start + timedelta(days=min(self.days, (date.max - start).days))


def parse_duration(value: object) -> Duration:
    """Read `P90D`, `P6M`, `P1Y`, `P2W` or a combination.

    Raises ValueError with what would be right.
    """
    if isinstance(value, Duration):
        return value
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("a duration is written like P90D (days), P6M (months) or P1Y (a year)")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return Duration(years * 12 + months, weeks * 7 + days, match.group())


def parse_day(value: object) -> date | None:
    """Read `YYYY-MM-DD`; None stays None, so that optional dates may be `null`.

    Raises ValueError with what would be right.
    """
    if value is None or type(value) is date:
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a date is written YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is not a day of the calendar") from None


def ago(day: date, today: date) -> str:
    """How far `day` lies from `today`, in words: `today`, `in 12 days`, `1 day ago`."""
    days = (day - today).days
    if days == 0:
        return "today"
    return f"in {amount(days, 'day')}" if days > 0 else f"{amount(-days, 'day')} ago"
