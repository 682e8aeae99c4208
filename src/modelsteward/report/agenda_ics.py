"""Appointments as an iCalendar file (RFC 5545, RFC 7986): all-day events that other programs show and remind of.

Nothing is kept between two exports, so everything follows from the registry and the day it is exported for:

- `UID` is a UUID (version 5) of the registry's name, what the event is about, and what of it. It stays when the day
  moves.
- `DTSTAMP` is midnight (UTC) of the day of the export. Without `METHOD` it says as of when the event is as it is told.
- `SEQUENCE` is the number of days from 2020-01-01 to that day: what is exported on a later day takes the place of what
  was exported before, in every program that compares one or the other, and no history has to be read for it.
- `STATUS` is CONFIRMED; TENTATIVE for a day that is not firm; CANCELLED for what does not stand any more.

Text from cards is shown as it is elsewhere: on one line, and nothing in it that acts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from modelsteward.about import VERSION
from modelsteward.report.cells import safe

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

    from modelsteward.domain.dates import Duration
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.appointment import Appointment

_SPACE = UUID("5f0e2c0a-3a52-5c3e-9d0b-6c1d1d1f7a11")
"""Of our UIDs; never changed, or every calendar would hold everything twice."""
_FIRST = date(2020, 1, 1)
_CATEGORIES = {
    "review_by": "Review", "review": "Review", "sunset": "Sunset", "vendor_end": "Vendor",
    "vendor_deprecated": "Vendor", "destroy_by": "Destruction", "delete_by": "Destruction",
    "immutable_until": "Destruction", "erasure": "Destruction", "verification": "Destruction",
    "retained": "Retention", "duty": "Duty", "pack": "Duty", "approval": "Approval", "waiver": "Waiver",
    "due": "Case", "exemption": "Case", "report": "Incident", "item_due": "Checklist", "item_until": "Checklist",
}  # fmt: skip
"""What a calendar may colour by."""


def render(registry: Registry, found: Iterable[Appointment], today: date, alarm: Duration | None) -> bytes:
    """The appointments as a calendar, in order; `alarm` is how long before each a reminder is due, if at all."""
    from icalendar import Calendar

    calendar = Calendar()
    name = safe(registry.policy.name)
    calendar.add("prodid", f"-//modelsteward//steward {VERSION}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", f"{name}: what ends")
    calendar.add("x-wr-calname", f"{name}: what ends")
    for one in found:
        calendar.add_component(_event(registry, one, today, alarm))
    return _text(calendar)


def _text(calendar: Calendar) -> bytes:
    return bytes(calendar.to_ical())


def uid(registry: Registry, one: Appointment) -> str:
    """The event's UID: the same for one thing for ever, from whichever registry it is exported."""
    policy = registry.guests.called(one.home).policy if one.home else registry.policy
    return str(uuid5(_SPACE, "\n".join((policy.name, one.thing, one.kind, one.part))))


def _event(registry: Registry, one: Appointment, today: date, alarm: Duration | None) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", uid(registry, one))
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("sequence", max((today - _FIRST).days, 0))
    event.add("dtstart", one.day)
    if one.day < date.max:
        event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", safe(one.title))
    event.add("description", _description(registry, one))
    event.add("categories", ["steward", _CATEGORIES[one.kind]])
    event.add("status", _status(one))
    event.add("transp", "TRANSPARENT")
    if one.owner:
        event.add("contact", safe(registry.team(one.owner)))
    if alarm is not None and one.stands and one.day >= today:
        event.add_component(_alarm(one, alarm))
    return event


def _status(one: Appointment) -> str:
    if not one.stands:
        return "CANCELLED"
    return "CONFIRMED" if one.is_firm else "TENTATIVE"


def _description(registry: Registry, one: Appointment) -> str:
    lines = [
        safe(one.todo),
        f"about: {', '.join(map(safe, dict.fromkeys((one.thing, *one.refs))))}",
        f"owner: {safe(registry.team(one.owner)) if one.owner else 'unknown'}",
        *(f"with: {safe(registry.team(team))} for {safe(use)}" for team, use in one.others),
        f"file: {safe(one.file)}",
    ]
    return "\n".join(lines)


def _alarm(one: Appointment, before: Duration) -> Alarm:
    """A reminder some days ahead, which is all that a calendar's own durations can say: months become days."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", safe(one.title))
    alarm.add("trigger", before.before(one.day) - one.day)
    return alarm
