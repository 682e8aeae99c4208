"""Holds as they are listed and shown, with what they cover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.holds import Certainty, Cover, ever_on, is_standing
from modelsteward.domain.registry import Entry, Registry
from modelsteward.usecases.holds import Kept, kept_by
from modelsteward.usecases.matters import any_matter
from modelsteward.usecases.naming import resolve

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Hold


class ListedHold(NamedTuple):
    """One hold as it is listed."""

    id: str
    opened: date
    released: date | None
    stands: bool
    by: str
    released_by: str | None
    released_as: str | None
    refs: tuple[str, ...]
    patterns: tuple[str, ...]
    owners: tuple[str, ...]
    built_on: bool
    covers: int | None
    """How many models and data sets that are not destroyed; None where it was lifted, or one ref was asked for."""
    why: str | None
    """Why it covers the ref that was asked for."""
    certainty: Certainty | None
    registry: str | None
    """The included registry that it belongs to; None for ours."""


class ShownHold(NamedTuple):
    """A hold with everything that it covers."""

    row: ListedHold
    file: str
    kept: tuple[Kept, ...]


def list_holds(registry: Registry, everything: bool, today: date, ref: str | None = None) -> tuple[ListedHold, ...]:
    """The holds that stand, the oldest first; with `everything` those that were lifted as well, behind them.

    With a ref only those that cover it, each with why. Raises Refused where there is no such thing.
    """
    cards: Iterable[tuple[Entry[Hold], Cover | None]]
    if ref is not None:
        target = ref if ref in registry.unreadable else resolve(registry, ref).entry.ref
        cards = ((held.entry, held.cover) for held in ever_on(registry, target))
    else:
        cards = ((entry, None) for entry in _holds(registry))
    rows = [
        _row(registry, entry, today, cover) for entry, cover in cards if everything or is_standing(entry.card, today)
    ]
    return tuple(sorted(rows, key=lambda row: (not row.stands, row.opened, row.id)))


def _holds(registry: Registry) -> Iterable[Entry[Hold]]:
    return registry.of_kind("hold")  # type: ignore[return-value]


def _row(registry: Registry, entry: Entry[Hold], today: date, cover: Cover | None) -> ListedHold:
    card, stands = entry.card, is_standing(entry.card, today)
    count = None
    if stands and cover is None:
        count = sum(one.state != "destroyed" for one in kept_by(registry, card))
    return ListedHold(
        card.id, card.opened, card.released, stands, card.by, card.released_by, card.released_as, card.refs,
        card.patterns, card.owners, card.built_on, count, cover.why if cover else None,
        cover.certainty if cover else None, entry.home or None,
    )  # fmt: skip


def show_hold(registry: Registry, ident: str, today: date) -> ShownHold:
    """A hold of ours or of a registry that is included, with what it covers. Raises Refused where there is none."""
    known = [entry.card.id for entry in _holds(registry)]
    entry = any_matter(registry, "hold", ident, known)
    return ShownHold(_row(registry, entry, today, None), entry.file, kept_by(registry, entry.card))
