"""One file on the disk: hashed if its size is one that is sought, looked into if it can hold others."""

from __future__ import annotations

import os
import stat
from typing import IO, NamedTuple

from modelsteward.errors import reason
from modelsteward.store.places.reading import state_of, written
from modelsteward.store.scan.index import Algorithms, Hashers, Index
from modelsteward.store.scan.kinds import HEAD, ZIP_END, Kind, closed, end_of, ends_as_zip, kind_of, may_be_behind
from modelsteward.store.scan.streams import Budget, TooMuch
from modelsteward.store.scan.within import Hit, Inside, look_into

_BUFFER = 2 * 1024 * 1024
_FLAGS = (
    os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
)  # fmt: skip


class Met(NamedTuple):
    """A file that is to be examined."""

    path: str
    size: int


class Examined(NamedTuple):
    """What came of one file."""

    met: Met
    hits: tuple[Hit, ...] = ()
    faults: tuple[str, ...] = ()
    hashed: bool = False
    archives: int = 0


class Terms(NamedTuple):
    """What a search goes by."""

    sought: Index
    thorough: bool


def examine(met: Met, algorithms: Algorithms, sniffed: bool, terms: Terms) -> Examined:
    """Examine a file. Nothing comes out of it but what it returns: a file that is not right is no end of a search."""
    place = written(met.path)
    inside = Inside(terms.sought, Budget(met.size), [], [], [], terms.thorough)
    try:
        with open(os.open(met.path, _FLAGS), "rb", buffering=0) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                return Examined(met, faults=(f"{place} was not read: it became something else than a file",))
            if before.st_size != met.size:
                return Examined(met, faults=(f"{place} was not read: it changes",))
            _look(file, met, algorithms, sniffed, terms, inside)
            if state_of(before) != state_of(os.fstat(file.fileno())):
                inside.faults.append(f"{place} changed while it was read")
    except TooMuch as error:
        inside.faults.append(f"{place} was not looked into to its end: {error}")
    except OSError as error:
        inside.faults.append(f"{place} was not read: {reason(error)}")
    except Exception as error:  # whatever a spoiled file made of a library: it was not looked into
        inside.faults.append(f"{place} was not looked into to its end: {type(error).__name__}")
    return Examined(met, tuple(inside.hits), tuple(inside.faults), bool(algorithms), len(inside.archives))


def holds_nothing(path: str) -> bool:
    """Whether a file's first bytes say that nothing is packed in it; False where they cannot be read."""
    try:
        handle = os.open(path, _FLAGS)
        try:
            head = os.read(handle, HEAD)
            end = end_of(path)
            return not _kind(handle, head, end) and not closed(head, end)
        finally:
            os.close(handle)
    except OSError:
        return False


def _kind(handle: int, head: bytes, end: str) -> Kind:
    """What can be looked into: by the first bytes, or as a zip archive that stands behind something else."""
    kind = kind_of(head)
    if kind or not may_be_behind(end):
        return kind
    os.lseek(handle, max(0, os.fstat(handle).st_size - ZIP_END), os.SEEK_SET)
    return "zip" if ends_as_zip(os.read(handle, ZIP_END)) else ""


def _look(file: IO[bytes], met: Met, algorithms: Algorithms, sniffed: bool, terms: Terms, inside: Inside) -> None:
    place = written(met.path)
    head = file.read(HEAD)
    if algorithms:
        file.seek(0)
        hashers = Hashers(algorithms)
        size = _hash(file, hashers, met.size)
        if size == met.size:
            inside.hits.extend(Hit(place, d, size) for d in hashers.digests() if d in terms.sought.by_digest)
    if inside.hits or not sniffed:
        return
    end = end_of(met.path)
    if words := closed(head, end):
        inside.faults.append(f"{place} was not looked into: {words}")
    if kind := _kind(file.fileno(), head, end):
        file.seek(0)
        look_into(file, met.size, place, kind, inside)


def _hash(file: IO[bytes], hashers: Hashers, size: int) -> int:
    """Hash a file, and at most one byte more than it should have: it may grow as fast as it is read."""
    buffer = bytearray(min(_BUFFER, size + 1))
    view, done = memoryview(buffer), 0
    while done <= size and (count := file.readinto(buffer)):  # type: ignore[attr-defined]
        hashers.update(view[:count])
        done += count
    return done
