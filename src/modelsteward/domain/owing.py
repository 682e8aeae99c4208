"""Who owes what of a checklist, and by when: as the item says, else as its pack does, told of today's cards."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.dates import Duration
from modelsteward.domain.people import holders

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.states import Checklist, Item
    from modelsteward.domain.checklist_items import PackItem
    from modelsteward.domain.registry import Registry


class Owed(NamedTuple):
    """What is owed of one item."""

    by: tuple[str, ...]
    """Teams, or a role as `role:NAME`; none where nobody owns what it is about."""
    due: date | None
    """Last day on which it is in time; None where no day was set."""


def owed(item: Item, known: PackItem | None, checklist: Checklist, card: ModelCard | DataSetCard,
         registry: Registry) -> Owed:  # fmt: skip
    """Who is to see to an item, and by when. `known` is the item in its pack."""
    said = item.owed_by or (known.owed_by if known else None) or "owner"
    return Owed(tuple(who(said, card, registry)), item.due or due_by(known, checklist.opened, card))


def who(said: str, card: ModelCard | DataSetCard, registry: Registry) -> list[str]:
    """Those whom `owner`, `uses`, `role:NAME` or a team means here. Where there is no such role, the owner is meant."""
    own = [card.owner] if card.owner else []
    if said == "uses":
        return list(dict.fromkeys(use.owner for use, _ in registry.serves.get(card.ref, ()) if use.owner)) or own
    if said == "owner" or (said.startswith("role:") and said[5:] not in registry.policy.roles):
        return own
    return [said]


def due_by(known: PackItem | None, opened: date, card: ModelCard | DataSetCard) -> date | None:
    """A pack's day, told from a date on the card.

    Where it had passed when the list was made, nobody could be in time: the day it leads up to counts then, and where
    that had passed too there is none.
    """
    if known is None or known.due is None:
        return None
    side = "before" if "before" in known.due else "after"
    anchor: date | None = getattr(getattr(card, "lifecycle", None), known.due[side], None)
    if anchor is None:
        return None
    span: Duration = known.due["by"]
    day = span.before(anchor) if side == "before" else span.after(anchor)
    return next((one for one in (day, anchor) if one >= opened), None)


def in_words(by: tuple[str, ...], registry: Registry) -> str:
    """Who owes something, for a sentence: teams with their contact, roles with who holds them."""
    return " and ".join(_named(one, registry) for one in by) or "nobody: it has no owner"


def _named(one: str, registry: Registry) -> str:
    if not one.startswith("role:"):
        return registry.team(one)
    people = ", ".join(member.name for member in holders(registry.policy, one[5:]))
    return f"{one[5:]} ({people or 'nobody holds that role'})"
