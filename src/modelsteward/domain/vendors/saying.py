"""What sources say now: of each its latest word, as far as it is about what is asked, and what follows from all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.vendors.regions import may_mean

if TYPE_CHECKING:
    from modelsteward.domain.cards.vendor import Observation


Key = tuple[str, str | None, str | None, str | None]
"""A source, and what it speaks of: snapshot, region, kind of deployment."""


class Pin(NamedTuple):
    """Which of a vendor's models is asked about: what is None is not known, and any word about it may be meant."""

    snapshot: str | None = None
    region: str | None = None
    deployment_kind: str | None = None


def _about(seen: Observation, pin: Pin) -> bool:
    """Whether an observation may speak of what is asked. A name without a snapshot is a model of its own."""
    return (
        seen.snapshot in (None, pin.snapshot)
        and (seen.region is None or pin.region is None or may_mean(seen.region, pin.region))
        and (seen.deployment_kind is None or pin.deployment_kind in (None, seen.deployment_kind))
    )


def standing(observations: Iterable[Observation], pin: Pin) -> list[Observation]:
    """What sources say now of one snapshot in one region: of each source the latest word.

    An observation that names no snapshot (region, kind) speaks of every one. A source's word about just this snapshot
    takes the place of what it said about all of them, unless that was said later: then both stand. That a source no
    longer lists it is no word about its end: what it said last stands beside that, until it says something anew.
    """
    heard = [seen for seen in observations if _about(seen, pin)]
    latest, said = latest_by_key(heard), latest_by_key(seen for seen in heard if seen.listed is not False)
    listed = [seen for seen in latest.values() if seen.listed is not False]
    gone = [
        seen for seen in latest.values()
        if seen.listed is False and not any(_speaks_instead(other, seen) for other in listed)
    ]  # fmt: skip
    words = [*listed, *(said[key] for key in map(key_of, gone) if key in said)]
    return [seen for seen in words if not any(_outdoes(other, seen, pin) for other in listed)] + gone


def key_of(seen: Observation) -> Key:
    """Whose word it is, and about what: a later one with the same key takes its place."""
    return seen.source, seen.snapshot, seen.region, seen.deployment_kind


def latest_by_key(observations: Iterable[Observation]) -> dict[Key, Observation]:
    """Of each source the latest word about the same; of two of one day the one written last."""
    latest: dict[Key, Observation] = {}
    for seen in observations:
        key = key_of(seen)
        if key not in latest or latest[key].read_on <= seen.read_on:
            latest[key] = seen
    return latest


def latest_words(observations: Iterable[Observation]) -> list[Observation]:
    """Of each source the latest word about each snapshot, region and kind of deployment."""
    return list(latest_by_key(observations).values())


def _speaks_instead(one: Observation, gone: Observation) -> bool:
    """Whether a source that does not list something any more speaks of it all the same: more widely or more closely."""
    wider = all(getattr(one, part) in (None, getattr(gone, part)) for part in Pin._fields)
    closer = all(getattr(gone, part) in (None, getattr(one, part)) for part in Pin._fields)
    return one.source == gone.source and (closer or (wider and one.read_on >= gone.read_on))


def _outdoes(one: Observation, other: Observation, pin: Pin) -> bool:
    """Whether a word takes the place of a more general one by the same source."""
    return (
        one.source == other.source
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


def retired_by(said: Iterable[Observation]) -> Observation | None:
    """Who says that it is retired and names no day, unless somebody said later, or on that day, that it is not."""
    heard = [seen for seen in said if seen.status is not None]
    denied = max((seen.read_on for seen in heard if seen.status != "retired"), default=None)
    retired = [seen for seen in heard if seen.status == "retired" and seen.ends is None]
    told = [seen for seen in retired if denied is None or seen.read_on > denied]
    return min(told, key=lambda seen: (seen.read_on, seen.source), default=None)


def last_day_told(said: Iterable[Observation]) -> date | None:
    """The last day on which it answers as far as is told; what is retired without a day had one before that was read.

    None where nothing firm is told.
    """
    heard = list(said)
    end, retired = firm_end(heard), retired_by(heard)
    days = [end[0]] if end else []
    days += [max(retired.read_on, date.min + timedelta(days=1)) - timedelta(days=1)] if retired else []
    return min(days, default=None)
