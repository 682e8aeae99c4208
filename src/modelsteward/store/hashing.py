"""Digests of artifacts: files as `sha256sum` gives them, folders by a listing that `sha256sum` could have made.

The digest of a folder is the SHA-256 of a text with one line for each file in it, sorted by the path's bytes: the
file's own SHA-256 in hex, two spaces, its path within the folder with forward slashes, and a line feed.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from typing import NamedTuple

from modelsteward.domain.suggest import shown
from modelsteward.errors import Refused, reason

BUFFER = 2 * 1024 * 1024
"""Bytes read at a time: enough that the interpreter's own work does not show."""
AT_ONCE = 1024 * 1024
"""A file of at most so many bytes is read at once."""
TINY = 16 * 1024
"""A file of at most so many bytes is read by the thread that asks: handing it to another takes longer than that."""
BATCH, BATCH_BYTES = 200, 4 * 1024 * 1024
"""Files, and bytes, that a thread gets at a time: whichever is reached first."""
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_ODD = re.compile("[\n\r\0\\\\]")

Told = Callable[[int], None]
"""Called from several threads with the bytes done since it was last called."""


State = tuple[int, ...]
Digests = dict[State, str]
"""SHA-256 in hex of files, by their states."""


class Seen(NamedTuple):
    """A file as it was found, before it is read."""

    name: str
    """Path within its folder, with forward slashes; the file's own name where it stands alone."""
    full: str
    """Where it lies."""
    bytes: int
    state: State
    """What tells one file, and one state of it, from another."""


class Found(NamedTuple):
    """What lies at a path that shall become an artifact."""

    path: Path
    files: tuple[Seen, ...]
    is_folder: bool
    leads_to: str = ""
    """Where the path leads when it is itself a link."""

    @property
    def bytes(self) -> int:
        """Size in bytes, of a folder that of its files together."""
        return sum(file.bytes for file in self.files)


class Digested(NamedTuple):
    """An artifact with its digest."""

    found: Found
    digest: str
    """As `sha256:…`."""
    parts: tuple[tuple[str, str], ...] = ()
    """Of a folder the files in it, each with its digest."""


def look_at(paths: Iterable[Path]) -> list[Found]:
    """What lies at each path. Raises Refused with all that is wrong with any of them."""
    found: list[Found] = []
    wrong: list[str] = []
    for path in paths:
        try:
            found.append(_look(path))
        except Refused as error:
            wrong.append(error.message)
    if wrong:
        raise Refused("; ".join(wrong), "name files or folders that are whole and that you may read")
    return found


def digest_all(found: Sequence[Found], told: Told = lambda done: None) -> list[Digested]:
    """Read what was found, several files at once and each only once, and work out the digests.

    Raises Refused where a file can't be read, or is not what it was when it was looked at.
    """
    wanted = {file.state: file for item in found for file in item.files}
    largest_first = sorted(wanted.values(), key=lambda file: file.bytes, reverse=True)
    shared = [file for file in largest_first if file.bytes > TINY]
    digests: Digests = {}
    stop = Event()
    with ThreadPoolExecutor(max(os.cpu_count() or 1, 2)) as pool:
        futures = [pool.submit(_digest_each, batch, told, stop) for batch in _batches(shared)]
        try:
            for batch in _batches(largest_first[len(shared) :]):
                digests |= _digest_each(batch, told, stop)
                _raise_failure(futures)
            _finish(futures)
        finally:  # an interruption as well: the threads end at their next buffer
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
    for future in futures:
        digests |= future.result()
    return [Digested(item, f"sha256:{_digest_of(_unchanged(item), digests)}", _parts(item, digests)) for item in found]


def _batches(files: Iterable[Seen]) -> Iterator[list[Seen]]:
    """What one thread does at a time."""
    batch: list[Seen] = []
    size = 0
    for file in files:
        batch.append(file)
        size += file.bytes
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _digest_each(files: Sequence[Seen], told: Told, stop: Event) -> Digests:
    """The digests of some files, by their states; of those that come before a stop."""
    digests: Digests = {}
    read = 0
    for file in files:
        if stop.is_set():
            break
        if file.bytes > AT_ONCE:
            digests[file.state] = _digest(file, told, stop)
        else:
            digests[file.state] = _digest_at_once(file)
            read += file.bytes
    told(read)
    return digests


def _finish(futures: Iterable[Future[Digests]]) -> None:
    """Wait for all, or for the first that fails. In short steps: where waiting is one long one, Ctrl-C is not heard."""
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, timeout=0.2, return_when=FIRST_EXCEPTION)
        _raise_failure(done)


def _raise_failure(futures: Iterable[Future[Digests]]) -> None:
    for future in futures:
        if future.done():
            future.result()


def _look(path: Path) -> Found:
    try:
        leads_to = os.path.realpath(path) if path.is_symlink() else ""
        if path.is_dir():
            files = sorted(_within(str(path), "", os.path.realpath(path)), key=lambda file: file.name.encode())
            found = Found(path, tuple(files), True, leads_to)
        else:
            found = Found(path, (_seen(path.name, str(path)),), False, leads_to)
    except OSError as error:
        raise _unreadable(error, str(path)) from None
    if not found.bytes:
        raise Refused(f"{_named(path)} {'holds nothing' if found.is_folder else 'is empty'}")
    return found


def _within(folder: str, inner: str, real: str) -> Iterator[Seen]:
    """The files in a folder, near and far. Raises Refused for what has no bytes of its own, or leads out.

    `inner` is the folder's path within the one that was named, with a slash behind; `real` is that one's true place.
    """
    with os.scandir(folder) as found:
        entries = list(found)
    for entry in entries:
        name = f"{inner}{entry.name}"
        is_link = entry.is_symlink()
        if entry.is_dir():
            if is_link:
                raise Refused(f"{_named(entry.path)} is a link to a folder: copy what it leads to")
            yield from _within(entry.path, f"{name}/", real)
            continue
        if not _is_plain(name):
            raise Refused(f"the name {shown(ascii(name))} cannot stand in a listing: rename the file")
        if is_link and not _lies_in(os.path.realpath(entry.path), real):
            raise Refused(f"{_named(entry.path)} is a link that leads out of the folder: copy what it leads to")
        yield _seen(name, entry.path)


def _lies_in(path: str, folder: str) -> bool:
    return Path(path).is_relative_to(folder)


def _is_plain(name: str) -> bool:
    """Whether a name reads the same in every listing: UTF-8, no line ends, and no backslash."""
    if not name.isascii():
        try:
            name.encode()
        except UnicodeEncodeError:
            return False
    return _ODD.search(name) is None


def _seen(name: str, full: str) -> Seen:
    status = os.stat(full)
    if not stat.S_ISREG(status.st_mode):
        raise Refused(f"{_named(full)} is neither a file nor a folder")
    if status.st_mode & 0o444 != 0o444 and not os.access(full, os.R_OK):  # asked only where not everybody may
        raise Refused(f"{_named(full)} cannot be read: permission denied")
    return Seen(name, full, status.st_size, _state(status))


def _state(status: os.stat_result) -> State:
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _digest(file: Seen, told: Told, stop: Event) -> str:
    """SHA-256 of one file, in hex. hashlib lets other threads run while it works."""
    digest, buffer = hashlib.sha256(), bytearray(min(BUFFER, file.bytes + 1))
    view = memoryview(buffer)
    try:
        with open(file.full, "rb", buffering=0) as handle:
            while not stop.is_set() and (size := handle.readinto(buffer)):
                digest.update(view[:size])
                told(size)
            after = os.fstat(handle.fileno())
    except OSError as error:
        raise _unreadable(error, file.full) from None
    if not stop.is_set() and _state(after) != file.state:
        raise _changed(file.full)
    return digest.hexdigest()


def _digest_at_once(file: Seen) -> str:
    """The same, for a file that is read at once: with as few calls to the system as can be, since they take the time.

    What is written meanwhile shows when all is looked at once more.
    """
    try:
        handle = os.open(file.full, _READ)
        try:
            data = os.read(handle, file.bytes + 1)
            while len(data) < file.bytes and (more := os.read(handle, file.bytes - len(data))):
                data += more
        finally:
            os.close(handle)
    except OSError as error:
        raise _unreadable(error, file.full) from None
    if len(data) != file.bytes:
        raise _changed(file.full)
    return hashlib.sha256(data).hexdigest()


def _unchanged(item: Found) -> Found:
    """The same, if nothing came, went or changed meanwhile. Raises Refused."""
    try:
        again = _look(item.path)
    except Refused:
        raise _changed(item.path) from None
    if again.files != item.files:
        raise _changed(item.path)
    return item


def _changed(path: str | Path) -> Refused:
    return Refused(f"{_named(path)} changed while it was read", "run the command again once nothing writes to it")


def _digest_of(item: Found, digests: Digests) -> str:
    if not item.is_folder:
        return digests[item.files[0].state]
    listing = "".join(f"{digests[file.state]}  {file.name}\n" for file in item.files)
    return hashlib.sha256(listing.encode()).hexdigest()


def _parts(item: Found, digests: Digests) -> tuple[tuple[str, str], ...]:
    return tuple((file.name, f"sha256:{digests[file.state]}") for file in item.files if item.is_folder and file.bytes)


def _named(path: str | Path) -> str:
    return shown(str(path), 300)


def _unreadable(error: OSError, path: str) -> Refused:
    """Why a file cannot be read: the one that the system names, or else the one that was asked for."""
    name = str(error.filename or path)
    if isinstance(error, FileNotFoundError) and os.path.islink(name):
        return Refused(f"{_named(name)} cannot be read: it is a link that leads nowhere")
    return Refused(f"{_named(name)} cannot be read: {reason(error)}")
