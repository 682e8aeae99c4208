"""Calendar arithmetic: days, ISO 8601 durations, and what is before what. Asks no clock."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
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
        start = _months_on(day, self.months)
        return start + timedelta(days=min(self.days, (date.max - start).days))

    def before(self, day: date) -> date:
        """The day this long before `day`; months clamp to the month's end, and nothing passes 0001-01-01."""
        start = _months_on(day, -self.months)
        return start - timedelta(days=min(self.days, (start - date.min).days))


def _months_on(day: date, months: int) -> date:
    """The same day of another month, or that month's last; the calendar's own end where it has no such month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


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
    return None if value is None else parse_date(value)


def parse_date(value: object) -> date:
    """Read `YYYY-MM-DD`. Raises ValueError with what would be right."""
    if type(value) is date:
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a date is written YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value} is not a day of the calendar") from None


def instant(text: str | None) -> datetime | None:
    """A moment with its offset from UTC, as records have it; None for one that the calendar does not have."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def ago(day: date, today: date) -> str:
    """How far `day` lies from `today`, in words: `today`, `in 12 days`, `1 day ago`."""
    days = (day - today).days
    if days == 0:
        return "today"
    return f"in {amount(days, 'day')}" if days > 0 else f"{amount(-days, 'day')} ago"
