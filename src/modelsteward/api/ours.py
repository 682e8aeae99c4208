"""What a command may change: the cards of its own registry, and none of those that it includes."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import normpath
from typing import TYPE_CHECKING

from modelsteward.domain.kinds import ref_at
from modelsteward.errors import Refused

if TYPE_CHECKING:
    from modelsteward.domain.guests import Guest
    from modelsteward.domain.plan import Proposal
    from modelsteward.domain.registry import Registry


def require_ours(proposal: Proposal, registry: Registry, prefix: str = "") -> None:
    """Refuse what would change a guest's card or write about it, or make one of ours with a guest's name.

    `prefix` makes a path one from where the reader is.
    """
    for what, guest in _theirs(proposal, registry):
        place = normpath(f"{prefix}{guest.prefix}")
        hint = f"run it there, as in `steward -C {place} {proposal.action} …`"
        raise Refused(f"{what} belongs to the registry {guest.name} ({place})", hint)


def _theirs(proposal: Proposal, registry: Registry) -> Iterator[tuple[str, Guest]]:
    for file in (*proposal.copied.values(), *proposal.edits, *proposal.moved):
        if (guest := registry.guests.at(file)) is not None:
            yield ref_at(file.removeprefix(guest.prefix)), guest
        else:
            yield from _at_home(ref_at(file), registry)
    for ref in _written_about(proposal):
        yield from _at_home(ref, registry)
    for file in (*proposal.copied, *proposal.new):
        name = ref_at(file).partition("@")[0]
        if home := next(filter(None, registry.homes(name)), ""):
            yield name, registry.guests.called(home)


def _at_home(ref: str, registry: Registry) -> Iterator[tuple[str, Guest]]:
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
