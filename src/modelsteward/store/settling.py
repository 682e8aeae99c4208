"""Finishing or undoing a move: what HEAD holds is what counts, and every file follows it."""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from modelsteward.errors import Refused
from modelsteward.store.gitplace import Place
from modelsteward.store.gitrun import ask, must
from modelsteward.store.indexes import follow_head, free_index, remove_private
from modelsteward.store.journal import Journal, remove_journal
from modelsteward.store.putting import bytes_at, encoded, put, remove_emptied, remove_empty, take_away

_QUIET = 2.0
"""Seconds after which a lock of git's that does not change belongs to nobody."""


class Settled(NamedTuple):
    """How a move ended."""

    committed: bool
    left: tuple[str, ...]
    """Files that somebody else has changed meanwhile, left as they are."""


def settle(place: Place, journal: Journal, *, ours: bool) -> Settled:
    """Bring files and index to what HEAD holds, and end the journal. Only under the lock of the clone.

    `ours`: the move is this process's own, so that what a hook made of its files is undone as well.
    Raises OSError or Refused; then the journal stays, and the next one who writes tries again.
    """
    free_index(place)
    remove_private(place)  # which makes room, where a full disk ended the move
    landed = _landed(place, journal)
    left = []
    for moved in journal.files:
        found = bytes_at(place.full(moved.path))
        wanted = _held(place, moved.path, found) if moved.path in landed else encoded(moved.before)
        known = ours or found in (encoded(moved.before), encoded(moved.after))
        if found != wanted and known:
            put(place, moved, wanted)
        elif found != wanted:
            left.append(moved.path)
    _sweep(place, journal, landed)
    try:
        follow_head(place, [moved.path for moved in journal.files if moved.path not in left])
    except (OSError, Refused):
        if landed or not ours:
            raise
        remove_private(place)  # the index never left HEAD; git will look into files that are younger than it
    remove_journal(place.journal)
    return Settled(bool(landed), tuple(left))


def remove_stale_locks(place: Place, journal: Journal) -> None:
    """Take away locks of the branch that a killed git left: younger than the move, and quiet for long.

    The branch is the one the move makes, or HEAD's. Only while the move's journal is there.
    """
    journal_time = os.stat(place.journal).st_mtime
    for lock in _ref_locks(place, journal.new_branch):
        until = time.monotonic() + _QUIET
        while (age := _age(lock, journal_time)) is not None and age < _QUIET and time.monotonic() < until + 1:
            time.sleep(0.05)
        if age is not None and age >= _QUIET:
            take_away(lock)


def _age(lock: str, journal_time: float) -> float | None:
    """Seconds since a lock was touched; None where there is none, or one from before the move."""
    try:
        touched = os.stat(lock).st_mtime
    except FileNotFoundError:
        return None
    return time.time() - touched if touched >= journal_time - 1 else None


def _ref_locks(place: Place, new_branch: str | None) -> list[str]:
    ref = f"refs/heads/{new_branch}" if new_branch else _line_of(os.path.join(place.git_dir, "HEAD"))
    shared = [f"{ref.removeprefix('ref: ')}.lock", "packed-refs.lock", "reftable/tables.list.lock"]
    locks = [os.path.join(place.common_dir, *lock.split("/")) for lock in shared]
    if new_branch is None:
        locks.append(os.path.join(place.git_dir, "HEAD.lock"))
    return [lock for lock in locks if os.path.lexists(lock)]


def _line_of(file: str) -> str:
    with open(file, encoding="utf-8") as opened:
        return opened.readline().strip()


def _landed(place: Place, journal: Journal) -> frozenset[str]:
    """The files of the move that HEAD holds otherwise than the commit the move started from."""
    paths = [moved.path for moved in journal.files]
    said = ask(place.top, "rev-parse", "--verify", "--quiet", "HEAD")
    if said.code or said.text == journal.head or not paths:
        return frozenset()
    if journal.head is None:
        return frozenset(must(place.top, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", *paths).fields())
    options = ("-r", "-z", "--name-only", "--no-renames")
    return frozenset(must(place.top, "diff-tree", *options, journal.head, said.text, "--", *paths).fields())


def _held(place: Place, path: str, found: bytes | None) -> bytes | None:
    """A file as HEAD has it; as it was found, when that is the same to git (line ends, as a rule)."""
    held = ask(place.top, "rev-parse", "--verify", "--quiet", f"HEAD:{path}")
    if held.code:
        return None
    if found is not None and must(place.top, "hash-object", f"--path={path}", "--stdin", stdin=found).text == held.text:
        return found
    return must(place.top, "cat-file", "--filters", f"HEAD:{path}").out


def _sweep(place: Place, journal: Journal, landed: frozenset[str]) -> None:
    """Take away what was written aside, and folders that the move leaves empty."""
    for moved in journal.files:
        if moved.aside is not None:
            take_away(place.full(moved.aside))
    remove_emptied(place, [moved.path for moved in journal.files if moved.after is None and moved.path in landed])
    remove_empty(place, journal.folders)
