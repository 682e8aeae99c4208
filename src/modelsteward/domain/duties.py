"""Duties that count in a registry: those of the packs it chose, of its pinned copies, and of packs of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.packs import Packs
from modelsteward.domain.registry import Registry
from modelsteward.domain.relations import DUTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from modelsteward.domain.cards.packs import Duty, DutyPack
    from modelsteward.domain.entries import Broken
    from modelsteward.domain.registry import Entry


class PackHere(NamedTuple):
    """A pack of duties as it counts here."""

    pack: DutyPack
    file: str | None
    """Where our own or pinned copy lies; None for what comes with steward."""


def packs_here(registry: Registry, packs: Packs) -> list[PackHere]:
    """The packs of duties that count: a copy in packs/duties/ takes the place of the package's of the same name."""
    entries: list[Entry[DutyPack]] = [entry for entry in registry.filed(DUTIES) if not entry.home]
    ours = {entry.card.name: PackHere(entry.card, entry.file) for entry in entries}
    chosen = registry.policy.packs.duties
    theirs = {name: PackHere(packs.duties[name], None) for name in chosen if name in packs.duties and name not in ours}
    on = [one for name, one in ours.items() if name in chosen or name not in packs.duties]
    return [*theirs.values(), *on]


def duties_here(registry: Registry, packs: Packs) -> dict[str, tuple[Duty, PackHere]]:
    """Every duty that counts, by its id; where two packs have one id, the later pack's, ours last."""
    return {duty.id: (duty, here) for here in packs_here(registry, packs) for duty in here.pack.duties}


_SET_OFF = frozenset({"service_terminated", "test_terminated", "deactivated", "retired", "incident_known"})
"""Clocks that an end or an incident starts. What begins with the use is not asked for years later."""


def is_set_off(duty: Duty) -> bool:
    """Whether the law sets a day for something to be done once something ends or happens."""
    return duty.binding and duty.period is not None and duty.clock in _SET_OFF and duty.kind != "keep"


def may_add(registry: Registry, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What was not read and may add to what is asked of models of these names, each with how to see to it.

    Packs, and cards of uses that name one of them, or hide what they name.
    """
    models = tuple(dict.fromkeys(names))
    for broken in sorted(registry.unread(), key=lambda one: one.file):
        is_use = broken.inside.startswith("use-cases/") and _may_name(broken, models)
        if is_use or broken.inside.startswith("packs/duties/"):
            if broken.unseen:
                yield f"{broken.file} is not checked out", f"git sparse-checkout add {broken.file.rpartition('/')[0]}"
            else:
                yield f"{broken.file} cannot be read", f"`steward validate {broken.file}` says why"


_HIDING = ("\\", "\0", "\N{REPLACEMENT CHARACTER}")
"""What a text has that may hide a name: an escape, and the traces of another encoding."""


def _may_name(broken: Broken, names: tuple[str, ...]) -> bool:
    if broken.unseen or not broken.text:
        return bool(names)
    return any(mark in broken.text for mark in (*names, *_HIDING))
