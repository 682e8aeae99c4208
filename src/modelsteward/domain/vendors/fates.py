"""How long a vendor's model is there, as far as sources tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.vendors.saying import firm_end, last_day_told, retired_by

if TYPE_CHECKING:
    from modelsteward.domain.cards.vendor import Observation


class Fate(NamedTuple):
    """Until when a vendor's model answers; by default nobody says that it ends."""

    last: date | None = None
    """The last day; of what is retired without a day, the one before that was read."""
    told: Observation | None = None
    """Who says so."""
    dated: bool = True
    """Whether a day was told."""


def fate_of(said: Iterable[Observation]) -> Fate:
    """What sources say, taken together: the earliest of their words counts."""
    heard = list(said)
    last, end, retired = last_day_told(heard), firm_end(heard), retired_by(heard)
    if retired is not None and (end is None or end[0] != last):
        return Fate(last, retired, False)
    return Fate(last, end[1] if end else None)
