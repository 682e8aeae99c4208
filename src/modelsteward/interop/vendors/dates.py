"""Days as feeds write them: `2027-07-21`, an instant, seconds since 1970, `July 21, 2027`; any of them `or later`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any, NamedTuple

from modelsteward.domain.imported import said

_ABSENT = frozenset(("", "n/a", "na", "none", "null", "-", "–", "—", "false"))
_FLOOR = re.compile(
    r"(?:(?:not|no) (?:sooner|earlier) than|not before|on or after)\s+|\s+(?:or (?:later|after)|at the earliest)",
    re.IGNORECASE,
)
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}.*)?", re.ASCII)
_WORDS = re.compile(r"(?:([A-Za-z]{3,9})\.? ([0-9]{1,2})|([0-9]{1,2}) ([A-Za-z]{3,9})\.?),? ([0-9]{4})", re.ASCII)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_BY_NAME = {name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3], month[:4])}
_YEARS = range(2000, 2101)
"""The years in which a vendor's model may begin or end; `9999` means never."""
_EPOCH = date(1970, 1, 1)
"""What programs write for a day that they do not know."""
_LONGEST = 60


class When(NamedTuple):
    """What was read of a date."""

    day: date | None = None
    not_before: bool = False
    """Whether it is said to be no end, but a day before which there will be none."""
    odd: str = ""
    """What is the case where it is no day."""


NEVER = When()


def read_day(value: Any) -> When:
    """A day, whichever way it is written. What is absent gives none, and what is no day says so; nothing is raised."""
    if value is None or value is False:
        return NEVER
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _within(_of_seconds(value), value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return When(odd=_no_day(value))
    text = " ".join(value.split())
    if text.lower() in _ABSENT:
        return NEVER
    plain = _FLOOR.sub("", text)
    found = _within(_of_text(plain), value)
    return found._replace(not_before=plain != text) if found.day else found


def _within(day: date | None, value: Any) -> When:
    if day == _EPOCH:
        return NEVER
    if day is None or day.year not in _YEARS:
        return When(odd=_no_day(value))
    return When(day)


def _no_day(value: Any) -> str:
    return f"{said(value)} is no day"


def _of_seconds(value: float) -> date | None:
    try:
        return datetime.fromtimestamp(value, UTC).date() if isfinite(value) else None
    except (ValueError, OverflowError, OSError):
        return None


def _of_text(text: str) -> date | None:
    """The day as it is written: of an instant, that of its own zone."""
    try:
        if match := _ISO.fullmatch(text):
            return date.fromisoformat(match[1])
        if match := _WORDS.fullmatch(text):
            month, day = (match[1], match[2]) if match[1] else (match[4], match[3])
            return date(int(match[5]), _BY_NAME[month.lower()], int(day))
    except (ValueError, KeyError):
        return None
    return _of_seconds(int(text)) if re.fullmatch(r"1[0-9]{9}", text, re.ASCII) else None
