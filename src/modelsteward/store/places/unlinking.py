"""Taking away the very file that was read: by its folder, never through a link, and only as long as it is the same."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from modelsteward.errors import Refused, reason
from modelsteward.store.places.reading import Read, State, named, read_whole, state_of

BY_FOLDER = os.unlink in os.supports_dir_fd and os.stat in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")
"""Whether this system can be asked by an open folder."""
Take = Callable[[str, int | None], None]
"""Takes away a name in an open folder, or a whole path where there is none."""
_WORDS = {
    errno.EROFS: "the file system can only be read",
    errno.EACCES: "its folder may not be written to: permission denied",
    errno.EPERM: "the system does not permit it (is it protected against changes?)",
    errno.EBUSY: "something has it in use",
    errno.ENOTDIR: "a link lies on the way, or a file where a folder was",
    errno.ELOOP: "a link lies on the way",
    errno.ENOENT: "it went meanwhile, and not by steward",
}


def unlink(read: Read) -> None:
    """Take away a file that was read. Raises Refused, with why, and leaves what is no longer the same."""
    _take_away(read.path, lambda name, folder: _unlink_same(read, name, folder))


def unlink_link(path: str) -> None:
    """Take away a link, and not what it leads to. Raises Refused."""

    def take(name: str, folder: int | None) -> None:
        if not os.path.islink(path):
            raise Refused(f"{named(path)} is no link any more")
        os.unlink(name, dir_fd=folder)

    _take_away(path, take)


def remove_folder(path: str) -> bool:
    """Take away a folder if it is empty; whether it is away."""
    try:
        with _folder_of(path) as folder:
            os.rmdir(os.path.basename(path) if folder is not None else path, dir_fd=folder)
    except (OSError, Refused):
        return False
    return True


def _unlink_same(read: Read, name: str, folder: int | None) -> None:
    now = state_of(os.stat(name, dir_fd=folder, follow_symlinks=False))
    if now != read.state and not (read.names > 1 and _still_the_same(read, now)):
        raise Refused(f"{named(read.path)} changed after it was read")
    os.unlink(name, dir_fd=folder)


def _still_the_same(read: Read, now: State) -> bool:
    """Whether only another name of the file went, which changes its state too: the bytes are read once more."""
    again = read_whole(read.path, read.digests, lambda _: None)
    return again.state == now and again.digests == read.digests


def _take_away(path: str, take: Take) -> None:
    try:
        with _folder_of(path) as folder:
            take(os.path.basename(path) if folder is not None else path, folder)
            if folder is not None:
                _sync(folder)
    except OSError as error:
        raise Refused(f"{named(path)} cannot be erased: {_words(error)}") from None


def _sync(folder: int) -> None:
    """See that it is on the disk that a name went; some file systems have no such thing."""
    with suppress(OSError):
        handle = os.open(".", os.O_RDONLY | os.O_DIRECTORY, dir_fd=folder)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _words(error: OSError) -> str:
    return _WORDS.get(error.errno or 0, reason(error))


@contextmanager
def _folder_of(path: str) -> Iterator[int | None]:
    """The folder that holds a path, opened step by step so that no link is passed; None where systems cannot."""
    if not BY_FOLDER:
        if os.path.realpath(os.path.dirname(path)) != os.path.normpath(os.path.dirname(path)):
            raise Refused(f"{named(path)} leads through a link")
        yield None
        return
    passing = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW  # which need not be readable
    handle = os.open("/", passing)
    try:
        for part in Path(path).parent.parts[1:]:
            inner = os.open(part, passing, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)
