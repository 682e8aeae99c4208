"""Legal clocks: how long there is to answer a request about data, by law, and which law's time runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from modelsteward.domain.dates import Duration
from modelsteward.domain.jurisdictions import reach


class Clock(NamedTuple):
    """How long one law gives to answer a request."""

    id: str
    title: str
    jurisdictions: tuple[str, ...]
    """Places it covers, as use-case cards name them; what else a place is, `domain/jurisdictions.py` says."""
    purposes: tuple[str, ...]
    """Purposes of the cases that it speaks of."""
    period: Duration | None
    """From the day of receipt to the last day to answer; None where it gives no right to what is asked."""
    extension: Duration | None
    """How much longer it may take, once; None where it may not."""
    article: str
    note: str
    source: str
    read: Literal["text", "excerpt"]
    """How the entry was checked against its source."""
    read_on: date

    def covers(self, jurisdiction: str) -> bool:
        """Whether it binds in a place: one that it names, or a part of one."""
        return not set(self.jurisdictions).isdisjoint(reach(jurisdiction))

    def due(self, received: date) -> date | None:
        """The last day to answer. A month that has no such day ends it."""
        return self.period.after(received) if self.period else None

    def furthest(self, received: date) -> date | None:
        """The last day to answer once more time was taken."""
        due = self.due(received)
        return self.extension.after(due) if due and self.extension else due

    @property
    def called(self) -> str:
        """What it is called beside a day: `gdpr, Art. 12(3), for Art. 17`."""
        return f"{self.id}, {self.article}"


def clock_of(clocks: Mapping[str, Clock], law: str | None, purpose: str) -> Clock | None:
    """The clock of the law that a case names; None where it is not known, or sets no time for what is asked."""
    clock = clocks.get(law or "")
    return clock if clock and purpose in clock.purposes else None


def running(clocks: Iterable[Clock], purpose: str, places: Iterable[str], received: date) -> list[Clock]:
    """The laws whose time runs for a case, by the places where the data is used; the soonest first."""
    there = tuple(places)
    found = [
        (due, clock)
        for clock in clocks
        if purpose in clock.purposes and (due := clock.due(received)) and any(map(clock.covers, there))
    ]
    return [clock for _, clock in sorted(found, key=lambda one: (one[0], one[1].id))]
