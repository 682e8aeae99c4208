"""Who somebody is, by steward.yaml: the roles they hold, and which git identities are one person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import Member, RegistryCard


def holders(policy: RegistryCard, role: str) -> list[Member]:
    """Who holds a role, each once, though they be in several teams."""
    found: dict[tuple[str, ...], Member] = {}
    for team in policy.teams.values():
        for member in team.members:
            if role in member.roles:
                found.setdefault((member.name, *member.git), member)
    return list(found.values())


def identities(policy: RegistryCard, identity: str) -> set[str]:
    """Every git identity of a person, case folded; lines of two teams that share one are about the same person."""
    known = {identity.casefold()}
    lines = [{one.casefold() for one in member.git} for team in policy.teams.values() for member in team.members]
    while more := [line for line in lines if line & known and not line <= known]:
        known.update(*more)
    return known


def holds_role(policy: RegistryCard, identity: str, role: str) -> bool:
    """Whether the person with a git identity holds a role, in whichever team."""
    known = identities(policy, identity)
    return any(one.casefold() in known for member in holders(policy, role) for one in member.git)


def one_person(policy: RegistryCard, first: str, second: str) -> bool:
    """Whether two git identities are one person's."""
    return second.casefold() in identities(policy, first)


def named(policy: RegistryCard, role: str) -> str:
    """Who holds a role, by name and address, for a sentence; empty where nobody does."""
    return ", ".join(f"{one.name} ({', '.join(one.git)})" if one.git else one.name for one in holders(policy, role))
