"""One writer at a time in a clone: a file that is locked by the kernel, so that no lock outlives its holders.

The lock is held through an open file. Whoever is killed gives it up; who waits for `git commit` has the open file too,
so that a commit whose steward was killed still holds it until it ends, and nothing that a hook leaves running does.
What the file says is only for those who wait.
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from modelsteward.errors import BadUsage, Refused
from modelsteward.store.sharing import make_own_folder, share

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        os.lseek(handle, _BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _give(handle: int) -> None:
        os.lseek(handle, _BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


Say = Callable[[str], None]
"""How a sentence reaches the person."""

_POLL = 0.05
_PATIENCE = 60.0
"""Seconds to wait for others; STEWARD_LOCK_TIMEOUT says otherwise."""
_BEYOND = 1 << 30
"""The byte Windows locks: behind the text, which stays readable."""


class Holder(NamedTuple):
    """Who holds a lock."""

    pid: int
    user: str
    host: str
    command: str

    def __str__(self) -> str:
        where = f" on {self.host}" if self.host != _host() else ""
        return f"pid {self.pid} ({self.user}{where}): {self.command}" if self.pid else "another steward"


@contextmanager
def locked(file: str, command: str, say: Say) -> Iterator[int]:
    """Hold the lock; yields the open file's handle. Says once for whom it waits; Refused when that is long."""
    make_own_folder(os.path.dirname(file))
    handle = _acquire(file, say)
    try:
        _write(handle, Holder(os.getpid(), _user(), _host(), command))
        yield handle
    finally:
        try:
            _write(handle, None)  # readers see by the file's time that something may have changed
        finally:
            _give(handle)  # for all that have the open file, a daemon that a hook started included
            os.close(handle)


def holder(file: str) -> Holder:
    """Who holds the lock, or held it last."""
    try:
        with open(file, "rb") as opened:
            said = json.loads(opened.read() or b"{}")
        return Holder(int(said["pid"]), str(said["user"]), str(said["host"]), str(said["command"]))
    except (OSError, ValueError, LookupError, TypeError):
        return Holder(0, "", "", "")


def _acquire(file: str, say: Say) -> int:
    patience = _patience()
    until = time.monotonic() + patience
    told = False
    while True:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        share(file)
        if _try(handle, file):
            return handle
        os.close(handle)
        if time.monotonic() >= until:
            raise Refused(
                f"waited {patience:g} seconds for {holder(file)}",
                f"try again when it is done; STEWARD_LOCK_TIMEOUT=SECONDS waits longer; the lock is {file}",
            )
        if not told:
            say(f"waiting for {holder(file)}")
            told = True
        time.sleep(_POLL)


def _patience() -> float:
    text = os.environ.get("STEWARD_LOCK_TIMEOUT", "")
    with suppress(ValueError):
        seconds = float(text) if text else _PATIENCE
        if 0 <= seconds < math.inf:
            return seconds
    raise BadUsage(f"STEWARD_LOCK_TIMEOUT is {text!r}", "give it a number of seconds, like 60")


def _try(handle: int, file: str) -> bool:
    """Lock the open file, if nobody else has, and it is still the one that lies there."""
    try:
        _take(handle)
    except (BlockingIOError, PermissionError):
        return False
    try:
        return os.path.samestat(os.fstat(handle), os.stat(file))
    except FileNotFoundError:
        return False


def _write(handle: int, who: Holder | None) -> None:
    """Say who holds the lock. A full disk is no reason not to hold it."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, json.dumps(who._asdict() if who else {}).encode())


def _host() -> str:
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _user() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in a container
        return "somebody"
