"""The one place that asks the clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelsteward.domain.registry import Registry


def current_day(registry: Registry) -> date:
    """Today, where the registry lives."""
    return day_in(registry.policy.timezone)


def day_in(timezone: str) -> date:
    """Today in a time zone, by its name in the IANA database."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(timezone)).date()


def moment(timezone: str, day: date | None = None, after: datetime | None = None) -> datetime:
    """Now in a time zone, to the second.

    On a `day` that was given it is noon, or a second past `after` where that is later on that day: so what is done
    one after another on a day that was given stays in order.
    """
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(timezone)
    if day is None:
        return datetime.now(zone).replace(microsecond=0)
    noon = datetime.combine(day, time(12), zone)
    if after is not None and noon <= after and after.astimezone(zone).date() == day:
        return after.astimezone(zone) + timedelta(seconds=1)
    return noon
