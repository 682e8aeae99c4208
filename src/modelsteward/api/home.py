"""That a card which a command is about is a guest's, told before anything else is said of it."""

from __future__ import annotations

from posixpath import normpath
from typing import TYPE_CHECKING

from modelsteward.errors import Refused

if TYPE_CHECKING:
    from modelsteward.domain.guests import Guest
    from modelsteward.domain.registry import Registry


def require_own(registry: Registry, text: str, action: str, prefix: str = "") -> None:
    """Refuse a command that is about a guest's card alone. `prefix` makes a path one from where the reader is."""
    if guest := home_of(registry, text):
        raise at_home(text, guest, action, prefix)


def home_of(registry: Registry, text: str) -> Guest | None:
    """The guest that a ref or a name belongs to; None where we have something that is called so."""
    cards = registry.named(text)
    homes = {card.home for card in cards} if cards else set(registry.homes(text.partition("@")[0]))
    return None if not homes or "" in homes else registry.guests.called(min(homes))


def at_home(what: str, guest: Guest, action: str, prefix: str = "") -> Refused:
    """The refusal, which says where to run the command instead."""
    place = place_of(guest, prefix)
    hint = f"run it there, as in `steward -C {place} {action} …`"
    return Refused(f"{what} belongs to the registry {guest.name} ({place})", hint)


def place_of(guest: Guest, prefix: str = "") -> str:
    """Its folder, from where the reader is."""
    return normpath(f"{prefix}{guest.prefix}")
