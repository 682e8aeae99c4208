"""That a card which a command is about is a guest's, told before anything else is said of it."""

from __future__ import annotations

from posixpath import normpath
from typing import TYPE_CHECKING

from modelsteward.errors import Refused

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.guests import Guest
    from modelsteward.domain.registry import Entry, Registry


def require_own(registry: Registry, text: str, action: str, prefix: str = "") -> None:
    """Refuse a command that is about a guest's card alone. `prefix` makes a path one from where the reader is."""
    if guest := home_of(registry, text):
        raise at_home(text, guest, f"{action} …", prefix)


def require_released(registry: Registry, entry: Entry[ModelCard], prefix: str = "") -> None:
    """Refuse a guest's version that is not in production yet: no use of ours brings it there."""
    guest = registry.guests.called(entry.home) if entry.home else None
    if guest and entry.card.stage in guest.policy.stages:
        place = place_of(guest, prefix)
        raise Refused(
            f"{entry.ref} belongs to the registry {guest.name} ({place}), and is in {entry.card.stage} there",
            f"a use of that registry brings it into production: `steward -C {place} promote {entry.ref} production"
            " --for USE`; then run this again",
        )


def home_of(registry: Registry, text: str) -> Guest | None:
    """The guest that a ref or a name belongs to; None where we have something that is called so."""
    cards = registry.named(text)
    homes = {card.home for card in cards} if cards else set(registry.homes(text.partition("@")[0]))
    return None if not homes or "" in homes else registry.guests.called(min(homes))


def at_home(what: str, guest: Guest, command: str, prefix: str = "") -> Refused:
    """The refusal, which says where to run the command instead."""
    place = place_of(guest, prefix)
    hint = f"run it there, as in `steward -C {place} {command}`"
    return Refused(f"{what} belongs to the registry {guest.name} ({place})", hint)


def place_of(guest: Guest, prefix: str = "") -> str:
    """Its folder, from where the reader is."""
    return normpath(f"{prefix}{guest.prefix}")
