"""What show hands over: a card and all that belongs to it, as values in the order a person asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from modelsteward.domain.registry import Registry
from modelsteward.usecases.listable import Cell, KindName, Row
from modelsteward.usecases.series import Series


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit that touched a file."""

    id: str
    who: str
    when: date
    message: str
    """Its first line."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in the life of what is shown."""

    day: date
    what: str
    """`released`, `sunset`, …; `today` stands among them."""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title."""

    key: str
    title: str
    rows: tuple[Row, ...]
    empty: str = ""
    """What to say when there are no rows; nothing is said when this is empty too."""
    note: str = ""
    """What a reader must know to trust the rows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One card, with everything that the rest of the registry says about it."""

    ref: str
    kind: KindName
    state: str
    """Its stage or status."""
    summary: str
    file: str
    note: str
    """How the card was chosen where only a name was given."""
    today: date
    facts: dict[str, Cell]
    """What the card says of itself, by key; None where it says nothing."""
    life: tuple[Moment, ...]
    """Its dates and today, in order."""
    sections: tuple[Section, ...]
    registry: str = ""
    """The included registry that it belongs to; empty for one of ours."""
    series: tuple[Series, ...] = ()
    """What was measured of it, or of what serves it."""


def contact(registry: Registry, owner: str | None) -> str | None:
    """Where a team is reached."""
    team = registry.team_card(owner)
    return team.contact if team else None
