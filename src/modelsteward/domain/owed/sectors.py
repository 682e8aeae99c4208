"""Sectors of uses that no duty asks for: a slip of the pen there loses every duty of the sector that was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.conditions import leaves_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty


def named_sectors(duties: Iterable[Duty]) -> set[str]:
    """The sectors that duties ask for."""
    return {
        str(value)
        for duty in duties
        for condition in conditions_of(duty)
        for field, values in leaves_of(condition)
        if field == "sectors"
        for value in values
    }


def conditions_of(duty: Duty) -> Iterator[dict[str, object]]:
    """Every condition of a duty."""
    yield duty.applies_when
    yield from (start.when for start in duty.applies_from)
    yield from (one.when for one in duty.variants if one.when is not None)
