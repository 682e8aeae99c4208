"""Whose a card is: what a command may change are the cards of its own registry, and none of those that it includes."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import normpath
from typing import TYPE_CHECKING

from modelsteward.domain.kinds import ref_at
from modelsteward.errors import Refused

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.guests import Guest
    from modelsteward.domain.plan import Proposal
    from modelsteward.domain.registry import Entry, Registry


def require_own(registry: Registry, text: str, action: str, prefix: str = "") -> None:
    """Refuse a command that is about a guest's card alone, before anything else is said of that.

    `prefix` makes a path one from where the reader is.
    """
    if guest := home_of(registry, text):
        raise at_home(text, guest, f"{action} …", prefix)


def require_ours(proposal: Proposal, registry: Registry, prefix: str = "") -> None:
    """Refuse what would change a guest's card or write about it, or make one of ours with a guest's name.

    `prefix` makes a path one from where the reader is.
    """
    for what, guest in _theirs(proposal, registry):
        raise at_home(what, guest, f"{proposal.action} …", prefix)


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


def _theirs(proposal: Proposal, registry: Registry) -> Iterator[tuple[str, Guest]]:
    for file in (*proposal.copied.values(), *proposal.edits, *proposal.moved):
        if (guest := registry.guests.at(file)) is not None:
            yield ref_at(file.removeprefix(guest.prefix)), guest
        else:
            yield from _of_guest(ref_at(file), registry)
    for ref in _written_about(proposal):
        yield from _of_guest(ref, registry)
    for file in (*proposal.copied, *proposal.new):
        name = ref_at(file).partition("@")[0]
        if home := next(filter(None, registry.homes(name)), ""):
            yield name, registry.guests.called(home)


def _of_guest(ref: str, registry: Registry) -> Iterator[tuple[str, Guest]]:
    """A ref with the registry that alone has its card, where that is not ours."""
    entries = registry.named(ref)
    if entries and all(entry.home for entry in entries):
        yield ref, registry.guests.called(entries[0].home)


def _written_about(proposal: Proposal) -> Iterator[str]:
    """What new records and checklists are about: they lie where the card does."""
    yield from (str(record.value["ref"]) for record in proposal.records)
    for file in proposal.new:
        if file.startswith("checklists/"):
            yield "@".join(file.split("/")[1:3])
