"""Who holds which role, by steward.yaml. A person may be in several teams, and have several git identities."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import Member, RegistryCard


def holders(policy: RegistryCard, role: str) -> list[Member]:
    """Who holds a role."""
    return [member for team in policy.teams.values() for member in team.members if role in member.roles]


def holds_role(policy: RegistryCard, identity: str, role: str) -> bool:
    """Whether the person with a git identity holds a role."""
    return any(_is(member, identity) for member in holders(policy, role))


def one_person(policy: RegistryCard, first: str, second: str) -> bool:
    """Whether two git identities are one person's."""
    members = [member for team in policy.teams.values() for member in team.members]
    return first.casefold() == second.casefold() or any(_is(one, first) and _is(one, second) for one in members)


def _is(member: Member, identity: str) -> bool:
    wanted = identity.casefold()
    return any(wanted == known.casefold() for known in member.git)


def named(policy: RegistryCard, role: str) -> str:
    """Who holds a role, by name and address, for a sentence; empty where nobody does."""
    return ", ".join(f"{one.name} ({', '.join(one.git)})" if one.git else one.name for one in holders(policy, role))
