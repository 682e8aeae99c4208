"""Putting files of the work tree in place, each in one step: written aside, then renamed over the old one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress

from modelsteward.errors import reason
from modelsteward.store.gitplace import Place
from modelsteward.store.journal import Moved, sync_folder, write_through

_MANY = 100
"""From more files on all are seen onto the disk together: one by one each waits for the disk."""


def bytes_at(full: str) -> bytes | None:
    """What lies there; None for nothing. Raises OSError."""
    try:
        with open(full, "rb") as opened:
            return opened.read()
    except (FileNotFoundError, NotADirectoryError):
        return None


def in_words(error: OSError) -> str:
    """What the system says, with the file it says it of."""
    return f"{error.filename}: {reason(error)}" if error.filename else reason(error)


def encoded(text: str | None) -> bytes | None:
    """A text as it lies on the disk."""
    return None if text is None else text.encode("utf-8")


def with_modes(place: Place, files: Iterable[Moved]) -> tuple[Moved, ...]:
    """The same files with the permissions they have now, which those that go take along. Raises OSError."""
    return tuple(moved._replace(mode=_mode(place.full(moved.path))) for moved in files)


def write_aside(place: Place, files: Iterable[Moved]) -> None:
    """Write every new text beside its place. This takes room on the disk; what follows takes none. Raises OSError."""
    texts = [(moved.aside, moved.after, moved.mode) for moved in files if moved.aside and moved.after is not None]
    at_once = len(texts) > _MANY and hasattr(os, "sync")
    for aside, text, mode in texts:
        _write(place.full(aside), text.encode("utf-8"), mode, sync=not at_once)
    if at_once:
        os.sync()


def put_in_place(place: Place, files: Iterable[Moved]) -> None:
    """Rename the new texts over the old ones, and take away the files that go. Raises OSError."""
    folders = set()
    for moved in files:
        full = place.full(moved.path)
        if moved.aside is None:
            take_away(full)
        else:
            os.replace(place.full(moved.aside), full)
        folders.add(os.path.dirname(full))
    for folder in sorted(folders):
        sync_folder(folder)


def put(place: Place, moved: Moved, data: bytes | None) -> None:
    """Let a file be this, or be gone. Raises OSError."""
    full = place.full(moved.path)
    if data is None:
        take_away(full)
        return
    aside = _aside(full)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    take_away(aside)
    try:
        mode = _mode(full)
        _write(aside, data, moved.mode if mode is None else mode)
        os.replace(aside, full)
    finally:
        with suppress(OSError):
            take_away(aside)
    sync_folder(os.path.dirname(full))


def _write(full: str, data: bytes, mode: int | None, *, sync: bool = True) -> None:
    """Write a new file with these permissions; None for those that new files get. Raises OSError."""
    write_through(full, data, 0o666 if mode is None else mode, sync=sync)
    if mode is not None:
        os.chmod(full, mode)  # what the umask took away


def take_away(full: str) -> None:
    """Let there be no such file. Raises OSError."""
    with suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(full)


def aside_of(path: str, pid: int) -> str:
    """The hidden name beside a file that its new text is written to first."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name[:200]}.steward-{pid}"


def _aside(full: str) -> str:
    folder, name = os.path.split(full)
    return os.path.join(folder, f".{name[:200]}.steward-undo")


def make_folders(place: Place, folders: Iterable[str]) -> None:
    """Make folders, the outermost first. Raises OSError."""
    for folder in folders:
        with suppress(FileExistsError):
            os.mkdir(place.full(folder))


def remove_empty(place: Place, folders: Iterable[str]) -> None:
    """Take folders away that hold nothing, the innermost first."""
    for folder in sorted(folders, key=len, reverse=True):
        with suppress(OSError):
            os.rmdir(place.full(folder))


def remove_emptied(place: Place, gone: Iterable[str]) -> None:
    """Take away the folders of the registry that files which are gone leave empty."""
    remove_empty(place, {above for path in gone for above in folders_above(path) if above.startswith(place.prefix)})


def missing_folders(place: Place, paths: Iterable[str]) -> tuple[str, ...]:
    """The folders that these files need and that are not there, the outermost first."""
    wanted = {folder for path in paths for folder in folders_above(path)}
    return tuple(sorted((folder for folder in wanted if not os.path.isdir(place.full(folder))), key=len))


def folders_above(path: str) -> list[str]:
    """The folders a file lies in, from the top of the work tree, the outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: i + 1]) for i in range(len(parts))]


def _mode(full: str) -> int | None:
    """The permissions of the file there."""
    try:
        return stat.S_IMODE(os.lstat(full).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return None
