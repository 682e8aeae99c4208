"""What lives from when to when: versions, or the champions of uses, within a range of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from modelsteward.domain.registry import Registry
from modelsteward.errors import Refused
from modelsteward.usecases.lives import Row, spell_rows, version_row
from modelsteward.usecases.naming import by_ref, resolve, the_use
from modelsteward.usecases.series import Series, over_time

By = Literal["version", "use"]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture as values."""

    by: By
    asked: tuple[str, ...]
    """The refs it keeps to, as typed; none for the whole registry."""
    today: date
    start: date
    end: date
    rows: tuple[Row, ...]
    """What has a day in the range: by group, and in it what ends first first."""
    outside: tuple[Row, ...]
    """What has days, but none in the range."""
    undated: tuple[Row, ...]
    """What has no day at all yet."""
    unreadable: tuple[str, ...]
    """Refs that belong here and have no card that can be read."""
    series: tuple[Series, ...] | None = None
    """What was measured for the uses that are meant, over all that served them; None where nobody asked."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which models and uses are meant; all of them, where `refs` is empty."""

    refs: tuple[str, ...]
    models: frozenset[str]
    uses: frozenset[str]
    serving: frozenset[str]
    """What serves or served those uses."""

    def version(self, ref: str) -> bool:
        """Whether a version's row is meant."""
        return not self.refs or ref in self.models or ref in self.serving

    def spell(self, use: str, ref: str) -> bool:
        """Whether the row of a champion of a use is meant."""
        return not self.refs or use in self.uses or ref in self.models


def draw_up(
    registry: Registry, today: date, refs: Iterable[str] = (), by: By = "version",
    days: tuple[date, date] | None = None, *, series: bool = False,
) -> Timeline:  # fmt: skip
    """What lives when, from a year ago to a year ahead, or between two `days` (both count); with `series` what was
    measured meanwhile, too.

    `refs` keeps to model names, versions, and what serves or served a use. Raises Refused where one means nothing.
    """
    start, end = days or around(today)
    asked = _understood(registry, tuple(refs))
    rows = sorted(_versions(registry, asked, today) if by == "version" else _spells(registry, asked), key=_order)
    dated = [row for row in rows if row.dated]
    return Timeline(
        by, asked.refs, today, start, end,
        rows=tuple(row for row in dated if row.within(start, end)),
        outside=tuple(row for row in dated if not row.within(start, end)),
        undated=tuple(row for row in rows if not row.dated),
        unreadable=_unreadable(registry, asked, by),
        series=tuple(_measured(registry, asked, today)) if series else None,
    )  # fmt: skip


def around(today: date, start: date | None = None, end: date | None = None) -> tuple[date, date]:
    """The range of days: what is given, else a year to each side of today and of what is given."""
    first = start or _years(min(today, end or today), -1)
    return first, end or _years(max(today, first), 1)


def _years(day: date, count: int) -> date:
    """The same day some years on or back; 29 February becomes the 28th, and the calendar's ends hold."""
    year = min(max(day.year + count, date.min.year), date.max.year)
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _understood(registry: Registry, refs: tuple[str, ...]) -> _Asked:
    models: set[str] = set()
    uses: set[str] = set()
    for text in refs:
        if text.startswith("use:"):
            uses.add(the_use(registry, text).ref)
        elif text.startswith("data:"):
            raise Refused(f"{text}: a timeline is of models and uses, not of data", f"try `steward show {text}`")
        else:
            versions = [ref for ref in registry.models if ref.partition("@")[0] == text]
            models.update(versions or [resolve(registry, text).entry.ref])
    return _Asked(refs, frozenset(models), frozenset(uses), frozenset(_ever(registry, uses)))


def _ever(registry: Registry, uses: Iterable[str]) -> set[str]:
    """What serves or served these uses."""
    cards = [registry.uses[ref].card for ref in uses]
    now = {ref for card in cards for ref in card.serving.values() if ref}
    return now | {served.ref for card in cards for served in card.served}


def _versions(registry: Registry, asked: _Asked, today: date) -> list[Row]:
    return [version_row(registry, e.card, today) for e in registry.models.values() if asked.version(e.ref)]


def _spells(registry: Registry, asked: _Asked) -> list[Row]:
    uses = registry.uses.values()
    return [row for entry in uses for row in spell_rows(registry, entry.card) if asked.spell(entry.ref, row.ref)]


def _measured(registry: Registry, asked: _Asked, today: date) -> Iterator[Series]:
    """What the uses that are meant ask for, by use; of no use that has ended, unless it is asked for."""
    for ref, entry in sorted(registry.uses.items()):
        named = {*entry.card.serving.values(), *(served.ref for served in entry.card.served)}
        meant = ref in asked.uses or bool(asked.models & named) if asked.refs else entry.card.status == "live"
        if meant:
            yield from over_time(registry, entry.card, today)


def _order(row: Row) -> tuple[object, ...]:
    """By group; in it what ends first first, what is open or undated last."""
    ends = [span.end or date.max for span in row.spans if span.phase != "retired"]
    begins = min((span.start for span in row.spans), default=date.max)
    return row.group, max(ends, default=date.max), begins, by_ref(row.ref)


def _unreadable(registry: Registry, asked: _Asked, by: By) -> tuple[str, ...]:
    """Broken cards of what is meant, and versions that a use names but that are not there."""
    names = {ref.partition("@")[0] for ref in asked.models}
    named = _ever(registry, asked.uses if asked.refs else registry.uses)
    for ref in registry.unreadable:
        kind = "use" if ref.startswith("use:") else "version" if "@" in ref and not ref.startswith("data:") else ""
        if kind == by and (not asked.refs or ref.partition("@")[0] in names):
            named.add(ref)
    return tuple(sorted(ref for ref in named if not registry.by_ref.get(ref)))
