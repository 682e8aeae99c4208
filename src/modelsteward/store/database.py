"""The file an index lies in: rows and blobs under keys, each with a checksum; whatever is wrong with it, it is empty.

Several processes may use it at once (SQLite locks it); one that finds it busy, unreadable, cut off or damaged does
without, and a damaged file is removed, so that the next run makes it anew. Nothing here is ever the only copy.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

WAIT = 2.0
"""Seconds to wait for another process before doing without."""
_CHUNK = 400
_SCHEMA = """
PRAGMA page_size = 16384;
PRAGMA auto_vacuum = INCREMENTAL;
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS rows (
    digest BLOB, path TEXT, policy BLOB, sum INTEGER, head BLOB, value BLOB, PRIMARY KEY (digest, path, policy));
CREATE TABLE IF NOT EXISTS blobs (name TEXT PRIMARY KEY, sum INTEGER, data BLOB);
COMMIT;
"""
_NOT_NOW = frozenset(
    (
        sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_TOOBIG,
    )
)  # fmt: skip
"""What says nothing against the file itself. Any other error means that it is damaged, or is no index."""

Row = tuple[bytes, str, bytes, bytes, bytes]
"""A file's digest and path, the policy it was judged by, the head and the value."""


class Database:
    """One open database. Every method answers as an empty one would where it cannot do what it is asked."""

    def __init__(self, file: str, *, write: bool) -> None:
        self._file = Path(file)
        self._salt = zlib.crc32(self._file.name.encode())
        """Begins every checksum: what a file of another name says, as one of another version, is not taken for ours."""
        self._write = write
        self._connection: sqlite3.Connection | None = None
        with self._guarded():
            self._connection = _connect(self._file, write)

    @property
    def is_open(self) -> bool:
        """Whether there is a database, and nothing was found to be wrong with it."""
        return self._connection is not None

    @property
    def is_empty(self) -> bool:
        """Whether it holds no rows."""
        return not self._ask("SELECT 1 FROM rows LIMIT 1", ())

    def blob(self, name: str) -> bytes | None:
        """What was kept under a name."""
        for checksum, data in self._ask("SELECT sum, data FROM blobs WHERE name = ?", (name,)):
            if isinstance(data, bytes) and checksum == self._sum_of_blob(name, data):
                return data
        return None

    def rows(self, digests: Iterable[bytes]) -> Iterator[Row]:
        """Every sound row about files with these digests, at whatever path and by whatever policy."""
        wanted = list(digests)
        for i in range(0, len(wanted), _CHUNK):
            chunk = wanted[i : i + _CHUNK]
            marks = ",".join("?" * len(chunk))
            query = f"SELECT digest, path, policy, head, value, sum FROM rows WHERE digest IN ({marks})"
            for digest, path, policy, head, value, checksum in self._ask(query, chunk):
                row = (digest, path, policy, head, value)
                if self._is_sound(row, checksum):
                    yield row

    def save(self, rows: Iterable[Row], blobs: dict[str, bytes]) -> None:
        """Keep rows and blobs, all or none of them; nothing where it may only be read."""
        with self._guarded():
            if self._connection is None or not self._write:
                return
            with self._connection as transaction:
                transaction.executemany(
                    "INSERT OR REPLACE INTO rows (digest, path, policy, head, value, sum) VALUES (?, ?, ?, ?, ?, ?)",
                    ((*row, self._sum(row)) for row in rows),
                )
                transaction.executemany(
                    "INSERT OR REPLACE INTO blobs (name, data, sum) VALUES (?, ?, ?)",
                    ((name, data, self._sum_of_blob(name, data)) for name, data in blobs.items()),
                )

    def prune(self, most_rows: int, most_blobs: int) -> None:
        """Let what was written longest ago go where there is more than that, a fifth at once so that it is seldom."""
        for table, most in (("rows", most_rows), ("blobs", most_blobs)) if self._write else ():
            for (count,) in self._ask(f"SELECT count(*) FROM {table}", ()):
                if count > most:
                    oldest = f"SELECT rowid FROM {table} ORDER BY rowid LIMIT ?"
                    self._do(f"DELETE FROM {table} WHERE rowid IN ({oldest})", (count - most * 4 // 5,))
                    self._do("PRAGMA incremental_vacuum", ())

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _sum(self, row: Row) -> int:
        digest, path, policy, head, value = row
        return zlib.crc32(value, zlib.crc32(b"\0".join((digest, path.encode(), policy, head)), self._salt))

    def _is_sound(self, row: tuple[Any, ...], checksum: Any) -> bool:
        digest, path, *blobs = row
        texts = isinstance(path, str) and all(isinstance(one, bytes) for one in (digest, *blobs))
        return texts and self._sum(row) == checksum

    def _sum_of_blob(self, name: str, data: bytes) -> int:
        return zlib.crc32(data, zlib.crc32(name.encode(), self._salt))

    def _do(self, query: str, given: tuple[Any, ...]) -> None:
        with self._guarded():
            if self._connection is not None:
                with self._connection as transaction:
                    transaction.execute(query, given).fetchall()

    def _ask(self, query: str, given: Iterable[Any]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        with self._guarded():
            if self._connection is not None:
                found = self._connection.execute(query, tuple(given)).fetchall()
        return found

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Do without the database from the first error on."""
        try:
            yield
        except (MemoryError, OverflowError):  # larger than can be kept
            self.close()
        except sqlite3.Error as error:
            self.close()
            if getattr(error, "sqlite_errorcode", -1) & 0xFF not in _NOT_NOW:
                _remove(self._file)


def _remove(file: Path) -> None:
    """Remove a database; first its journal, which would else be played back into the next one of that name."""
    for one in (file.with_name(f"{file.name}-journal"), file):
        with suppress(OSError):
            one.unlink()


def _connect(file: Path, write: bool) -> sqlite3.Connection:
    """Open the file; to write, it is made where there is none. Nothing waits for the disk: what is lost is remade."""
    mode = "rwc" if write else "ro"
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode={mode}", timeout=WAIT, uri=True)
    if write:
        connection.execute("PRAGMA synchronous = OFF")
        if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall():
            connection.executescript(_SCHEMA)
    return connection
