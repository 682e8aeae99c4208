"""A registry's files to the registry as a value."""

from __future__ import annotations

import gc
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from modelsteward.domain.duty_packs import FOLDER
from modelsteward.domain.guests import GuestBroken, GuestEntry
from modelsteward.domain.kinds import is_missed, kinds_at, ref_at
from modelsteward.domain.progress import Tell, counted, nobody
from modelsteward.domain.references import names_duties
from modelsteward.domain.registry import Broken, Entry, Registry
from modelsteward.store.below import Below
from modelsteward.store.files import Files, Listing, WorkTree
from modelsteward.store.guests import Party
from modelsteward.store.policy import POLICY_FILE, BrokenPolicy, read_file, read_policy, satisfies
from modelsteward.store.reader import Reading

__all__ = [
    "POLICY_FILE", "BrokenPolicy", "Known", "Loaded", "load", "packs_of_duties", "read_file", "read_policy",
    "satisfies", "without_gc",
]  # fmt: skip

_AGAIN = 5
"""How often to read anew because somebody committed meanwhile."""


class Loaded(NamedTuple):
    """A registry, and the files in it that could not be read."""

    registry: Registry
    failed: tuple[Reading, ...]


Known = dict[str, Reading]
"""What was read of a registry, by path."""


def load(
    files: Files,
    only: Iterable[str] | None = None,
    known: Known | None = None,
    tell: Tell = nobody,
    *,
    guests: bool = False,
    aside: Container[str] = (),
) -> Loaded:
    """Read a registry and all that it includes; with `only`, those files and what they refer to, near and far.

    Of files that are `aside` what they refer to is not read: they are looked into for what they say of others.

    `guests` is whether to look for what it includes even if nothing there is sought; their steward.yaml is read then.
    `known` is what was read of these files a moment ago and is not read again; what is read now joins it.
    Raises NoRegistry where there is no steward.yaml, BrokenPolicy where it cannot be read.
    """
    wanted = None if only is None else tuple(only)
    known = {} if known is None else known
    for _ in range(_AGAIN):
        loaded, party = _load(files, wanted, known, tell, guests, aside)
        if not files.passed() and not party.moves():
            break
        if isinstance(files, WorkTree):
            files.moving.look()  # what was read may be half from before a commit, half from after it
        known.clear()
    return loaded


def _load(
    files: Files, only: tuple[str, ...] | None, known: Known, tell: Tell, guests: bool, aside: Container[str]
) -> tuple[Loaded, Party]:
    with without_gc():
        policy, text = read_policy(files)
        party = Party(files, policy)
        if guests:
            party.seats()
        entries: list[Entry[Any]] = [Entry(POLICY_FILE, "registry", "registry", policy, text)]
        broken: list[Broken] = []
        failed: list[Reading] = []
        total, found = _all(files, party) if only is None else (0, _follow(party, only, known, aside))
        for path, reading in counted(tell, "reading files", found, total):
            guest = party.place(path).guest
            if getattr(reading.card, "owner", None) not in (None, *policy.teams):
                party.seats()  # the team may be one of theirs
            if reading.card is not None:
                entry = Entry(reading.file, reading.kind, reading.ref, reading.card, reading.text)
                entries.append(GuestEntry(entry, guest) if guest else entry)
            else:
                if not guest:
                    failed.append(reading)
                if only is not None or is_missed(reading.file):
                    unread = Broken(reading.file, ref_at(reading.file), reading.text, _is_unseen(reading))
                    broken.append(GuestBroken(unread, guest) if guest else unread)
        return Loaded(Registry(policy, entries, broken, party.guests), tuple(failed)), party


def _is_unseen(reading: Reading) -> bool:
    return not reading.faults and not reading.problems


Read = tuple[str, Reading]
"""A path from our registry, and what was read there, which knows its path within its own."""


def _all(files: Files, party: Party) -> tuple[int, Iterator[Read]]:
    """Every file there is, and how many these are."""
    places = [("", files), *((seat.guest.prefix, seat.files) for seat in party.seats())]
    listed = [(prefix, here.list()) for prefix, here in places]
    return sum(len(listing.files) for _, listing in listed), _each(listed, party)


def _each(listed: list[tuple[str, Listing]], party: Party) -> Iterator[Read]:
    for prefix, listing in listed:
        yield from ((f"{prefix}{path}", Reading(path, faults=[fault])) for path, fault in listing.faults)
        yield from ((f"{prefix}{path}", _read(party, f"{prefix}{path}")) for path in listing.files)
        yield from ((f"{prefix}{path}", Reading(path)) for path in listing.unseen)


def _read(party: Party, path: str) -> Reading:
    placed = party.place(path)
    return read_file(placed.files, placed.inner, placed.stages)


def _follow(party: Party, only: tuple[str, ...], known: Known, aside: Container[str]) -> Iterator[Read]:
    """Read each file and the cards they refer to, until nothing new is named; and of each model of ours among `only`
    the highest release below it, which is what its number is judged against."""
    paths = [path for path in dict.fromkeys(only) if path != POLICY_FILE]
    below = Below(party.files)
    asked, seen, queue = frozenset(paths), set(paths), list(paths)
    sought: set[str] = set()
    for path in queue:
        if path not in known:
            known[path] = _read(party, path)
        reading = known[path]
        yield path, reading
        ours = path == reading.file and (path in asked or path in sought)
        lower = below.file(reading, path in sought) if ours else None
        sought |= {lower} - seen if lower else set()
        more = (lower,) if lower else ()
        packs = packs_of_duties(party.files) if ours and reading.card and names_duties(reading.card) else ()
        for file in (*(() if path in sought or path in aside else _next(reading, party)), *more, *packs):
            if file not in seen:
                seen.add(file)
                queue.append(file)


def packs_of_duties(files: Files) -> list[str]:
    """The packs that lie in a registry: what names a duty is judged by all of them, and there are few."""
    return sorted(path for path in files.beside(f"{FOLDER}/x") if kinds_at(path))


def _next(reading: Reading, party: Party) -> Iterator[str]:
    from modelsteward.domain.references import references

    for _, ref in references(reading.card) if reading.card else ():
        yield from party.find(ref)


@contextmanager
def without_gc() -> Iterator[None]:
    """Cards are many small objects that all stay: collecting while they are made costs a third."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
