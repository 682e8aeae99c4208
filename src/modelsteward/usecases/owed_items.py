"""What is open on all checklists of a registry, by who owes it: the soonest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.answers import Asked, moved
from modelsteward.domain.packs import Packs
from modelsteward.domain.people import identities
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.suggest import did_you_mean, shown
from modelsteward.errors import Refused
from modelsteward.usecases.checklist import Subject
from modelsteward.usecases.checklist_shown import ShownItem, shown_item
from modelsteward.usecases.standings import standing_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.cards.states import Checklist


class OwedItem(NamedTuple):
    """One open item with the list it stands on."""

    ref: str
    purpose: str
    item: ShownItem


class OwedItems(NamedTuple):
    """Open items of all lists, the soonest due first; what has no day comes last."""

    whom: tuple[str, ...] | None
    """Teams and roles (`role:NAME`) that were asked for; None for all."""
    today: date
    items: tuple[OwedItem, ...]
    lists: int
    """How many lists are open."""
    unread: tuple[str, ...]
    """Lists that cannot be read."""

    @property
    def overdue(self) -> int:
        """How many are past their day."""
        return sum(one.item.overdue for one in self.items)


def owed_items(registry: Registry, today: date, packs: Packs, whom: tuple[str, ...] | None = None) -> OwedItems:
    """What is open on the lists of this registry, and owed by these teams and roles (by anybody, for None)."""
    lists = list(_open_lists(registry))
    found = [one for entry, card in lists for one in _open_on(entry.card, Asked(registry, card, today, packs))]
    found = [one for one in found if whom is None or not set(whom).isdisjoint(one.item.owed_by)]
    found.sort(key=lambda one: (one.item.due is None, one.item.due or today, one.ref, one.purpose))
    unread = (broken.file for broken in registry.broken if broken.inside.startswith("checklists/"))
    return OwedItems(whom, today, tuple(found), len(lists), tuple(unread))


def _open_lists(registry: Registry) -> Iterator[tuple[Entry[Checklist], Subject]]:
    """Our own lists that are not closed, or whose move is yet to be made."""
    entries: list[Entry[Checklist]] = registry.of_kind("checklist")  # type: ignore[assignment]
    for entry in entries:
        made = None if entry.home else registry.made(entry.card.ref)
        if made is not None and (entry.card.closed is None or not moved(made.card, entry.card.purpose)):
            yield entry, made.card


def _open_on(checklist: Checklist, asked: Asked) -> Iterator[OwedItem]:
    for one in standing_of(checklist, asked):
        if one.state == "open":
            yield OwedItem(checklist.ref, checklist.purpose, shown_item(one, checklist, asked))


def theirs(policy: RegistryCard, name: str) -> tuple[str, ...]:
    """A team, or a role with or without `role:`, as items name it. Raises Refused for what steward.yaml has not."""
    role = name.removeprefix("role:")
    found = [*([name] if name in policy.teams else []), *([f"role:{role}"] if role in policy.roles else [])]
    if found:
        return tuple(found)
    known = [*policy.teams, *policy.roles]
    hint = did_you_mean(role, known) or f"they are {', '.join(sorted(known))}"
    raise Refused(f"{shown(name)} is no team and no role of steward.yaml", hint)


def mine(policy: RegistryCard, identity: str) -> tuple[str, ...]:
    """The teams that a person is in, and the roles they hold. Raises Refused where steward.yaml does not know them."""
    known = identities(policy, identity)
    teams = {
        name: member
        for name, team in policy.teams.items()
        for member in team.members
        if known.intersection(one.casefold() for one in member.git)
    }
    if not teams:
        raise Refused(
            f"{identity} is in no team of steward.yaml",
            "git's user.email says who you are; --owed-by TEAM asks for a team",
        )
    roles = dict.fromkeys(f"role:{role}" for member in teams.values() for role in member.roles)
    return (*teams, *roles)
