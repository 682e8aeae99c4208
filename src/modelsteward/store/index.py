"""The index: what files came to, kept by the digest of their bytes, so that what has not changed is not read again.

It holds nothing that cannot be worked out again from the files, and every row and blob in it is true by itself: which
bytes came to what. So no mixture of them, old and new, can say something wrong.

A file's digest is taken from the last run where its size, times and inode are those that it had then. A file that was
written within the last moments before it was read is always read again: it may have changed once more within the
same tick of the clock, as git's documentation says of its index ("racy git").
"""

from __future__ import annotations

import marshal
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from modelsteward.store.files import WorkTree
from modelsteward.store.indexhome import Unsafe, find_home, share_with_others

if TYPE_CHECKING:
    from modelsteward.store.database import Database, Row

MOST_ROWS = 500_000
MOST_BLOBS = 48
_RACY = 2_000_000_000
"""Nanoseconds that a file must have lain still before it was read: the coarsest clock of a file system in use."""
_HAS_CHANGE_TIME = os.name == "posix"

Stat = tuple[int, int, int, int]
"""Size, times of modification and of change in nanoseconds, and inode."""


class Index:
    """What is kept of one registry. Without a database it knows nothing, and keeps nothing."""

    def __init__(self, root: str, database: Database | None, now: int = 0, doubt: str = "") -> None:
        self.doubt = doubt
        """Why the place that was named for it is not used, if that is so."""
        self._root = root
        self._database = database
        self._now = now
        self._grew = False
        self._stats: dict[str, tuple[Stat, bytes]] = self.recall("stats") or {}
        self._fresh: dict[str, tuple[Stat, bytes]] = {}
        self._others: dict[str, Index] = {}

    def of(self, files: WorkTree) -> Index:
        """What is kept, in the same place, of another registry; nothing while its files are not all on the disk."""
        real = os.path.realpath(files.root)
        if files.moving.files:
            return Index("", None)
        return self._others.get(real) or self._others.setdefault(real, Index(real, self._database, self._now))

    @property
    def is_there(self) -> bool:
        """Whether anything can be kept."""
        return self._database is not None and self._database.is_open

    @property
    def is_new(self) -> bool:
        """Whether nothing is kept yet, so that a file's digest tells nothing."""
        return self._database is None or self._database.is_empty

    def stat(self, path: str) -> Stat | None:
        """The state of a file on the disk; None where it can't be told from its next one."""
        try:
            found = os.lstat(f"{self._root}/{path}")
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode) or not _HAS_CHANGE_TIME:
            return None
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino

    def digest(self, path: str, state: Stat | None) -> bytes | None:
        """The digest of a file that is still as it was when it was last read."""
        known = self._stats.get(path)
        if known is None or known[0] != state:
            return None
        self._fresh[path] = known
        return known[1]

    def learn(self, path: str, state: Stat | None, digest: bytes) -> None:
        """Remember the digest of a file whose state was looked at before it was read."""
        if state is not None and max(state[1], state[2]) < self._now - _RACY:
            self._fresh[path] = (state, digest)

    def rows(self, digests: Iterable[bytes]) -> Iterable[Row]:
        """What is kept of files with these digests."""
        return self._database.rows(digests) if self._database else ()

    def values(self, keys: Iterable[tuple[bytes, str]]) -> Mapping[str, bytes]:
        """The values of files, by path. What is a card under one policy may be none, without a value, under another."""
        wanted = set(keys)  # copies of a file have one digest
        return {row[1]: row[4] for row in self.rows({digest for digest, _ in wanted}) if row[4] and row[:2] in wanted}

    def keep(self, rows: Iterable[Row], blobs: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Keep rows and, under their names, blobs."""
        rows = list(rows)
        if self._database is not None and (rows or blobs):
            self._grew = True
            self._database.save(rows, {self._name(name): marshal.dumps(value) for name, value in blobs.items()})

    def close(self) -> None:
        """Keep what was learnt of the files, and let go of the database."""
        if self._database is not None:
            changed = [one for one in (self, *self._others.values()) if one._fresh != one._stats]
            for one in changed:
                one.keep((), {"stats": one._fresh})
            if any(one._grew for one in (self, *self._others.values())):
                self._database.prune(MOST_ROWS, MOST_BLOBS)
            self._database.close()

    def recall(self, name: str) -> Any:
        """What was kept of this registry under a name; None where nothing was."""
        data = self._database.blob(self._name(name)) if self._database else None
        try:
            return None if data is None else marshal.loads(data)
        except (ValueError, EOFError, TypeError):  # whole by its checksum, and yet not ours
            return None

    def _name(self, name: str) -> str:
        return f"{name} {self._root!a}"  # a folder's name need not be text


@contextmanager
def indexed(files: WorkTree, wanted: bool = True) -> Iterator[Index]:
    """The index of a registry while it is being read. Files of a move under way are not on the disk: none then."""
    index = open_index(files.root) if wanted and not files.moving.files else Index("", None)
    try:
        yield index
    finally:
        index.close()


def open_index(root: Path) -> Index:
    """The index of a registry; one that knows and keeps nothing where there is no place for one."""
    real = os.path.realpath(root)
    home = find_home(real)
    if home is None or isinstance(home, Unsafe):
        return Index(real, None, doubt=home.reason if home else "")
    try:
        from modelsteward.store.database import Database
    except ImportError:  # a Python that was built without SQLite
        return Index(real, None)
    database = Database(home.file, write=home.now is not None)
    if database.is_open and home.now is not None:
        share_with_others(home.file)
    return Index(real, database, home.now or 0)
