"""What a move under way writes down before it touches anything: enough to finish it or to undo it, for anyone."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import Any, NamedTuple

from modelsteward.errors import Refused
from modelsteward.store.sharing import share

_FORMAT = 1


class Moved(NamedTuple):
    """A file of a move: its path from the top of the work tree, its exact text before and after."""

    path: str
    before: str | None
    """None where there is no file."""
    after: str | None
    aside: str | None
    """Where the new text is written first: a file beside it; None where the file goes."""
    mode: int | None = None
    """The permissions of the file there; None where there is none."""


class Journal(NamedTuple):
    """A move under way."""

    pid: int
    command: str
    head: str | None
    """The commit it starts from; None before the first one."""
    files: tuple[Moved, ...] = ()
    folders: tuple[str, ...] = ()
    """Folders it makes, from the top of the work tree, the outermost first."""
    new_branch: str | None = None
    """The branch it makes, and where: then no file of this work tree moves."""
    worktree: str | None = None


def write_journal(file: str, journal: Journal) -> None:
    """Put the journal on the disk, for good: whole, and there after a power cut. Raises OSError."""
    data = json.dumps({"format": _FORMAT, **journal._asdict(), "files": [moved._asdict() for moved in journal.files]})
    whole = f"{file}.{journal.pid}"
    try:
        write_through(whole, data.encode())
        share(whole)
        os.replace(whole, file)
    except BaseException:
        with suppress(OSError):
            os.unlink(whole)
        raise
    sync_folder(os.path.dirname(file))


def read_journal(file: str) -> Journal | None:
    """The journal; None where nothing is under way. Raises Refused where it cannot be read."""
    try:
        with open(file, "rb") as opened:
            data: dict[str, Any] = json.loads(opened.read())
        if data.pop("format") != _FORMAT:
            raise Refused(f"{file} was written by another version of steward", "finish with that version")
        files = tuple(Moved(**moved) for moved in data.pop("files"))
        return Journal(**{**data, "files": files, "folders": tuple(data["folders"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        why = f"{file}, the journal of a move that was cut off, cannot be read: {error}"
        raise Refused(
            why, "see with `git status` that the registry is as it should be, then remove that file"
        ) from None


def remove_journal(file: str) -> None:
    """The last step of a move."""
    with suppress(FileNotFoundError):
        os.unlink(file)


def write_through(path: str, data: bytes, mode: int = 0o666, *, sync: bool = True) -> None:
    """Write a new file and see it onto the disk, whole or not at all; without `sync` the caller sees to that.

    Raises OSError; FileExistsError where something is there.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            if sync:
                os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise


def sync_folder(folder: str) -> None:
    """See a folder's names onto the disk; nothing where the system has no such thing."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
