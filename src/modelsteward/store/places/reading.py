"""Files read so that what is erased afterwards is what was read: the digests, and the state the file was in."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from modelsteward.domain.suggest import shown
from modelsteward.errors import Refused, reason

BUFFER = 2 * 1024 * 1024
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
"""Never through a link, and never waiting for whoever writes to a pipe."""

State = tuple[int, ...]
"""What tells one file, and one state of it, from another."""


class Read(NamedTuple):
    """A file that was read whole."""

    path: str
    bytes: int
    state: State
    digests: Mapping[str, str]
    """By algorithm, each as `sha256:…`."""
    names: int
    """How many names (hard links) it has on its disk."""


class Entry(NamedTuple):
    """A file that lies in a folder, before it is read."""

    name: str
    """Its path within the folder, with forward slashes."""
    full: str
    bytes: int


class Listing(NamedTuple):
    """What lies in a folder, near and far."""

    files: tuple[Entry, ...]
    links: tuple[tuple[Entry, str], ...]
    """Links to what lies in the folder too, each with the path that it leads to."""
    odd: tuple[tuple[str, str], ...]
    """What cannot be read as a file, with why: other links, pipes, folders that may not be listed."""
    folders: tuple[str, ...]
    """The folders within, the innermost first."""


def state_of(status: os.stat_result) -> State:
    """The state of a file as the system has it."""
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def hasher(algorithm: str) -> Any:
    """What works out digests by an algorithm. Raises Refused where this machine has none."""
    if algorithm == "blake3":
        try:
            from blake3 import blake3  # type: ignore[import-not-found, unused-ignore]
        except ImportError:
            raise Refused(
                "its digest is by blake3, which needs the library of that name", "pip install blake3"
            ) from None
        return blake3()
    try:
        return hashlib.new(algorithm, usedforsecurity=False)
    except ValueError:
        raise Refused(f"this machine has no {algorithm}") from None


def read_whole(path: str, algorithms: Iterable[str], told: Callable[[int], None]) -> Read:
    """Read a file once, for several digests. Raises Refused: no file, a link, unreadable, changed meanwhile."""
    working = {algorithm: hasher(algorithm) for algorithm in sorted({"sha256", *algorithms})}
    try:
        handle = os.open(path, _FLAGS)
        with open(handle, "rb", buffering=0) as file:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise Refused(f"{named(path)} is no file")
            size = 0
            for data in _buffers(file):
                for one in working.values():
                    one.update(data)
                size += len(data)
                told(len(data))
                if size > before.st_size:  # it grows, maybe as fast as it is read
                    break
            after = os.fstat(handle)
    except OSError as error:
        raise Refused(f"{named(path)} {_unreadable(error)}") from None
    if size != before.st_size or state_of(before) != state_of(after):
        raise Refused(f"{named(path)} changed while it was read")
    digests = {algorithm: f"{algorithm}:{one.hexdigest()}" for algorithm, one in working.items()}
    return Read(path, size, state_of(after), digests, after.st_nlink)


def _buffers(file: Any) -> Iterator[memoryview]:
    buffer = bytearray(BUFFER)
    view = memoryview(buffer)
    while size := file.readinto(buffer):
        yield view[:size]


def _unreadable(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "is a link, or a loop of links"
    return f"cannot be read: {reason(error)}"


def named(path: str) -> str:
    """A path in a message, whatever bytes its name has."""
    return shown(written(path), 300)


def written(path: str) -> str:
    """A path as it can be written down: bytes that are no text, line ends and the like are escaped."""
    if path.isascii() and path.isprintable():
        return path
    text = path.encode("utf-8", "backslashreplace").decode()
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def listed(folder: str) -> Listing:
    """What lies in a folder. Raises Refused where the folder itself cannot be listed."""
    real = os.path.realpath(folder)
    found = Listing((), (), (), ())
    waiting = [(folder, "")]
    while waiting:
        path, inner = waiting.pop()
        try:
            with os.scandir(path) as there:
                entries = sorted(there, key=lambda entry: entry.name)
        except OSError as error:
            if path == folder:
                raise Refused(f"{named(folder)} cannot be listed: {reason(error)}") from None
            found = found._replace(odd=(*found.odd, (path, f"cannot be listed: {reason(error)}")))
            continue
        inside = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        waiting += [(entry.path, f"{inner}{entry.name}/") for entry in inside]
        found = found._replace(folders=(*(entry.path for entry in reversed(inside)), *found.folders))
        found = _with_files(found, [entry for entry in entries if entry not in inside], inner, real)
    return found


def _with_files(found: Listing, entries: Iterable[os.DirEntry[str]], inner: str, real: str) -> Listing:
    files: list[Entry] = []
    links: list[tuple[Entry, str]] = []
    odd: list[tuple[str, str]] = []
    for entry in entries:
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            odd.append((entry.path, f"cannot be looked at: {reason(error)}"))
            continue
        here = Entry(f"{inner}{entry.name}", entry.path, status.st_size)
        leads_to = os.path.realpath(entry.path) if stat.S_ISLNK(status.st_mode) else ""
        if leads_to.startswith(os.path.join(real, "")):
            links.append((here, leads_to))
        elif leads_to:
            odd.append((entry.path, f"is a link to {named(leads_to)}"))
        elif stat.S_ISREG(status.st_mode):
            files.append(here)
        else:
            odd.append((entry.path, "is neither a file nor a folder"))
    return Listing((*found.files, *files), (*found.links, *links), (*found.odd, *odd), found.folders)
