"""Holds as they are listed and shown, with what they cover."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.holds import Certainty, Cover, ever_on, is_standing
from modelsteward.domain.registry import Entry, Registry
from modelsteward.usecases.holds import Kept, count_kept, kept_by
from modelsteward.usecases.matters import any_matter
from modelsteward.usecases.naming import the_card

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
    if ref is not None:
        target = ref if ref in registry.unreadable else the_card(registry, ref).ref
        found = [held for held in ever_on(registry, target) if everything or is_standing(held.entry.card, today)]
        rows = [_row(held.entry, today, held.cover) for held in found]
    else:
        entries = [entry for entry in _holds(registry) if everything or is_standing(entry.card, today)]
        count = count_kept(registry, [entry for entry in entries if is_standing(entry.card, today)])
        rows = [_row(entry, today, None, count.get(entry.file)) for entry in entries]
    return tuple(sorted(rows, key=lambda row: (not row.stands, row.opened, row.id)))


def _holds(registry: Registry) -> list[Entry[Hold]]:
    return registry.of_kind("hold")  # type: ignore[return-value]


def _row(entry: Entry[Hold], today: date, cover: Cover | None, count: int | None = None) -> ListedHold:
    card = entry.card
    return ListedHold(
        card.id, card.opened, card.released, is_standing(card, today), card.by, card.released_by, card.released_as,
        card.refs, card.patterns, card.owners, card.built_on, count, cover.why if cover else None,
        cover.certainty if cover else None, entry.home or None,
    )  # fmt: skip


def show_hold(registry: Registry, ident: str, today: date) -> ShownHold:
    """A hold of ours or of a registry that is included, with what it covers. Raises Refused where there is none."""
    entry = any_matter(registry, "hold", ident, [entry.card.id for entry in _holds(registry)])
    kept = kept_by(registry, entry.card)
    here = sum(one.state != "destroyed" for one in kept) if is_standing(entry.card, today) else None
    return ShownHold(_row(entry, today, None, here), entry.file, kept)
