"""The index: what files came to, kept by the digest of their bytes, so that what has not changed is not read again.

It lies in git's own folder, or in `STEWARD_CACHE_DIR`, and holds nothing that cannot be worked out again from the
files. A file of the index serves one version of steward, on one version of Python and pydantic.

A file's digest is taken from the last run where its size, times and inode are those that it had then. A file that was
written within the last moments before it was read is always read again: it may have changed once more within the
same tick of the clock, as git's documentation says of its index ("racy git").
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from modelsteward.about import VERSION
from modelsteward.store.database import Database, Row
from modelsteward.store.files import WorkTree
from modelsteward.store.gitplace import find_place
from modelsteward.store.sharing import make_own_folder, share

ELSEWHERE = "STEWARD_CACHE_DIR"
"""Names the folder to keep the index in; empty for none at all."""
MOST_ROWS = 500_000
MOST_BLOBS = 48
_FILES = 3
"""How many files of the index, of as many versions of steward, may stand side by side."""
_RACY = 2_000_000_000
"""Nanoseconds that a file must have lain still before it was read: the coarsest clock of a file system in use."""
_HAS_CHANGE_TIME = os.name == "posix"

Stat = tuple[int, int, int, int]
"""Size, times of modification and of change in nanoseconds, and inode."""


class Index:
    """What is kept of one registry. Without a database it knows nothing, and keeps nothing."""

    def __init__(self, root: str, database: Database | None, now: int = 0) -> None:
        self._root = root
        self._database = database
        self._now = now
        self._stats: dict[str, tuple[Stat, bytes]] = self._blob("stats") or {}
        self._fresh: dict[str, tuple[Stat, bytes]] = {}

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
        """The values of files, by path."""
        paths = dict(keys)
        return {row[1]: row[4] for row in self.rows(paths) if paths[row[0]] == row[1]}

    def recall(self, name: str) -> Any:
        """What was kept of this registry under a name; None where nothing was."""
        return self._blob(name)

    def keep(self, rows: Iterable[Row], blobs: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Keep rows and, under their names, blobs."""
        rows = list(rows)
        if self._database is not None and (rows or blobs):
            self._database.save(rows, {self._name(name): marshal.dumps(value) for name, value in blobs.items()})

    def close(self) -> None:
        """Keep what was learnt of the files, and let go of the database."""
        if self._database is not None:
            if self._fresh != self._stats:
                self.keep((), {"stats": self._fresh})
                self._database.prune(MOST_ROWS, MOST_BLOBS)
            self._database.close()

    def _blob(self, name: str) -> Any:
        data = self._database.blob(self._name(name)) if self._database else None
        try:
            return None if data is None else marshal.loads(data)
        except (ValueError, EOFError, TypeError):  # whole by its checksum, and yet not ours
            return None

    def _name(self, name: str) -> str:
        return f"{name} {self._root}"


@contextmanager
def indexed(files: WorkTree, wanted: bool = True) -> Iterator[Index]:
    """The index of a registry while it is being read. Files of a move under way are not on the disk: none then."""
    index = open_index(files.root) if wanted and not files.moving.files else Index("", None)
    try:
        yield index
    finally:
        index.close()


class _Home(NamedTuple):
    folder: Path
    own: bool
    """Whether it is our folder in git's."""


def open_index(root: Path) -> Index:
    """The index of a registry; one that knows and keeps nothing where there is no place for one."""
    real = os.path.realpath(root)
    home = _home(root)
    if home is None:
        return Index(real, None)
    file = home.folder / f"index-{fingerprint()}.sqlite"
    now = _ready(home, file)
    if now is None and not file.exists():
        return Index(real, None)
    database = Database(file, write=now is not None)
    if home.own and database.is_open and now is not None:
        with suppress(OSError):
            share(str(file))
    return Index(real, database, now or 0)


def _home(root: Path) -> _Home | None:
    elsewhere = os.environ.get(ELSEWHERE)
    if elsewhere is not None:
        return _Home(Path(elsewhere).absolute(), False) if elsewhere else None
    place = find_place(root)
    return None if place is None else _Home(Path(place.common_dir, "steward"), True)


def _ready(home: _Home, file: Path) -> int | None:
    """Make the folder writable for us; the time by its own clock, or None where nothing can be written there.

    A folder that belongs to somebody else is not trusted with what we take for true.
    """
    try:
        if home.own:
            make_own_folder(str(home.folder))
        else:
            home.folder.mkdir(parents=True, exist_ok=True)
        clock = home.folder / f"clock-{os.getpid()}"
        clock.touch()
        now = clock.stat().st_mtime_ns
        clock.unlink()
        if not file.exists():
            _let_old_ones_go(home.folder)
    except OSError:
        return None
    return now


def _let_old_ones_go(folder: Path) -> None:
    """Leave only the newest files of other versions, so that an upgrade does not leave them for ever."""
    others = sorted(folder.glob("index-*.sqlite"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in others[_FILES - 1 :]:
        old.unlink()


def fingerprint() -> str:
    """What tells this steward from others that may say something else of the same file."""
    parts = [VERSION, sys.version, *_states(Path(__file__).parent.parent)]
    for library in ("pydantic", "pydantic_core", "yaml"):
        found = find_spec(library)
        parts += [library, *_states(Path(found.origin).parent, deep=False)] if found and found.origin else []
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def _states(folder: Path, deep: bool = True) -> list[str]:
    """The state of each file of a package: in a checkout steward changes while its version stays."""
    out: list[str] = []
    with suppress(OSError), os.scandir(folder) as found:
        for entry in sorted(found, key=lambda one: one.name):
            if entry.is_dir():
                out += _states(Path(entry.path)) if deep and entry.name != "__pycache__" else []
            else:
                state = entry.stat()
                out.append(f"{entry.name} {state.st_size} {state.st_mtime_ns}")
    return out
