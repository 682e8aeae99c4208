"""The one place that asks the clock."""

from __future__ import annotations

from datetime import date, datetime
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
