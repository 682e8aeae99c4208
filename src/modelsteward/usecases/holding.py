"""That only who holds a role decides in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.people import holds_role, named
from modelsteward.domain.suggest import did_you_mean, one_of, shown
from modelsteward.errors import Refused

if TYPE_CHECKING:
    from modelsteward.domain.cards.registry import RegistryCard


def require_holder(policy: RegistryCard, role: str, identity: str) -> None:
    """Raise Refused where the person with a git identity does not hold a role, with who does."""
    if role not in policy.roles:
        known = f"the roles there are {one_of(policy.roles)}" if policy.roles else "define it under `roles` there"
        raise Refused(f"steward.yaml defines no role {shown(role)}", did_you_mean(role, policy.roles) or known)
    if holds_role(policy, identity, role):
        return
    who = named(policy, role)
    held = f"it is held by {who}" if who else "nobody holds it: give it to a member of a team in steward.yaml"
    raise Refused(f"{identity} does not hold the role {role}", held)
