"""One thing that ends, or is to be done by a day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Appointment(NamedTuple):
    """One thing that ends, or is to be done by a day."""

    thing: str
    """What it is about: a ref, or the id of a case."""
    kind: str
    """What of it: `review_by`, `sunset`, `due` … One thing has one day of a kind, unless `part` tells them apart."""
    part: str
    """Which of several of a kind: an item, a place, a role and a use; empty where there is one."""
    day: date
    """The last day on which it is in time."""
    title: str
    todo: str
    """What a person does about it, and what to type."""
    owner: str | None
    """The team that answers for it."""
    refs: tuple[str, ...]
    """The cards it is about."""
    file: str
    home: str = ""
    """The included registry it belongs to; empty for ours."""
    is_firm: bool = True
    """Whether the day is set; not where a vendor only says that it will not be earlier."""
    stands: bool = True
    """Whether it is still to be kept in mind; not once what it is about is done or gone."""

    others: tuple[tuple[str, str], ...] = ()
    """The teams that must act with it, each with the use for which: those whose uses a model serves that ends."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it this one and no other, whatever its day."""
        return self.home, self.thing, self.kind, self.part
