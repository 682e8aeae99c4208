"""What sources say now: of each its latest word, as far as it is about what is asked, and what follows from all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.vendors.regions import covers

if TYPE_CHECKING:
    from modelsteward.domain.cards.vendor import Observation


class Pin(NamedTuple):
    """Which of a vendor's models is asked about: what is None is not known, and any word about it may be meant."""

    snapshot: str | None = None
    region: str | None = None
    deployment_kind: str | None = None


def _about(seen: Observation, pin: Pin) -> bool:
    """Whether an observation may speak of what is asked. A name without a snapshot is a model of its own."""
    return (
        seen.snapshot in (None, pin.snapshot)
        and (seen.region is None or pin.region is None or covers(seen.region, pin.region))
        and (seen.deployment_kind is None or pin.deployment_kind in (None, seen.deployment_kind))
    )


def standing(observations: Iterable[Observation], pin: Pin) -> list[Observation]:
    """What sources say now of one snapshot in one region: of each source the latest word.

    An observation that names no snapshot (region, kind) speaks of every one. A source's word about just this snapshot
    takes the place of what it said about all of them, unless that was said later: then both stand.
    """
    latest: dict[tuple[str, str | None, str | None, str | None], Observation] = {}
    for seen in observations:
        if _about(seen, pin):
            key = (seen.source, seen.snapshot, seen.region, seen.deployment_kind)
            if key not in latest or latest[key].read_on <= seen.read_on:
                latest[key] = seen
    return [seen for seen in latest.values() if not any(_outdoes(other, seen, pin) for other in latest.values())]


def _outdoes(one: Observation, other: Observation, pin: Pin) -> bool:
    """Whether a word takes the place of a more general one by the same source."""
    return (
        one.source == other.source and one.listed is not False
        and other.snapshot is None and one.snapshot is not None and pin.snapshot is not None
        and one.region in (other.region, None) and one.deployment_kind in (other.deployment_kind, None)
        and one.read_on >= other.read_on
    )  # fmt: skip


def is_promised(day: date, said: Iterable[Observation]) -> bool:
    """Whether a source says that it will not end before a day, or a later one."""
    return any(seen.not_before is not None and seen.not_before >= day for seen in said)


def firm_ends(said: Iterable[Observation]) -> list[tuple[date, Observation]]:
    """The ends that are firm, the earliest first, and who says each.

    What will not end *before* a day has no firm end. Where a source does not tell the two apart, its day counts, unless
    another says that it is no end before that day.
    """
    heard = list(said)
    ends = [(seen.ends, seen) for seen in heard if seen.ends is not None]
    firm = [
        (day, seen) for day, seen in ends
        if seen.certainty != "tentative" or not is_promised(day, (one for one in heard if one is not seen))
    ]  # fmt: skip
    return sorted(firm, key=lambda end: (end[0], end[1].source))


def firm_end(said: Iterable[Observation]) -> tuple[date, Observation] | None:
    """The earliest end that is firm, and who says so."""
    return next(iter(firm_ends(said)), None)
