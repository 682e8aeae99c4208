"""Who depends on some versions: the uses that name them, and the teams and places that stand behind these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal, NamedTuple

from modelsteward.domain.cards.usecase import UseCaseCard
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.texts import amount
from modelsteward.usecases.naming import doubt

Role = Literal["serves", "fallback", "candidate", "replacement", "served"]
ROLES: tuple[Role, ...] = ("serves", "fallback", "candidate", "replacement", "served")
"""How a use may name a version, what matters most first."""


class Part(NamedTuple):
    """A version's part in one slot of a use."""

    use: str
    slot: str
    ref: str
    role: Role
    until: date | None
    """Of what served and serves no more: its last day, as far as that is known."""
    status: str
    """The use's: proposed, live or ended."""

    @property
    def stops(self) -> bool:
        """Whether the slot stops without this version."""
        return self.role == "serves" and self.status != "ended"


class Party(NamedTuple):
    """A team that owns something."""

    team: str
    """Its name; empty for what nobody owns."""
    contact: str | None
    """Where it is reached; None where no steward.yaml knows it."""
    owns: tuple[str, ...]
    """What of it is touched."""


def users(registry: Registry, ref: str) -> list[Entry[UseCaseCard]]:
    """The uses that name a version, now or in their history, each once."""
    return list({entry.ref: entry for entry in registry.filed(f"uses {ref}")}.values())


def parts_of(use: UseCaseCard, ref: str) -> Iterator[Part]:
    """The parts of a version in the slots of a use; that it served a slot only where it plays no other part there."""
    named = {
        "serves": [slot for slot, champion in use.serving.items() if champion == ref],
        "fallback": [slot for slot, second in use.fallback.items() if second == ref],
        "candidate": [slot for slot, refs in use.candidates.items() if ref in refs],
        "replacement": [slot for slot, next_one in use.replacement.items() if next_one == ref],
    }
    told: set[str] = set()
    for role in ROLES[:-1]:
        for slot in named[role]:
            told.add(slot)
            yield Part(use.ref, slot, ref, role, None, use.status)
    past: dict[str, date | None] = {}
    for line in use.served:
        if line.ref == ref and line.slot not in told:
            past[line.slot] = line.to
    for slot, until in past.items():
        yield Part(use.ref, slot, ref, "served", until, use.status)


def parts_in_uses(registry: Registry, refs: Iterable[str]) -> tuple[Part, ...]:
    """What each of some versions does in which use, by use and slot; what matters most first."""
    found = (part for ref in refs for use in users(registry, ref) for part in parts_of(use.card, ref))
    return tuple(sorted(found, key=lambda part: (part.use, part.slot, ROLES.index(part.role), part.ref)))


def parties(registry: Registry, owned: Iterable[tuple[str | None, str]]) -> tuple[Party, ...]:
    """The teams behind some cards, given as (owner, ref), with all that each owns of them; nobody comes last."""
    table: dict[str, list[str]] = {}
    for owner, ref in owned:
        table.setdefault(owner or "", []).append(ref)
    teams = sorted(table, key=lambda team: (not team, team))
    return tuple(Party(team, _contact(registry, team), tuple(dict.fromkeys(table[team]))) for team in teams)


def _contact(registry: Registry, team: str) -> str | None:
    card = registry.team_card(team)
    return card.contact if card else None


def not_seen(registry: Registry) -> Iterator[str]:
    """What was not read, and may name more."""
    files = registry.unread()
    unseen = sum(file.unseen for file in files)
    if unread := len(files) - unseen:
        yield f"{amount(unread, 'file')} that cannot be read (`steward check` says what is wrong)"
    if unseen:
        yield f"{amount(unseen, 'file')} not checked out"
    for folder in registry.guests.unseen:
        yield f"the registry at {folder}, which is not checked out"
    if said := doubt(registry):
        yield said
