"""Git's index, of which a move has a private copy: what a person has staged is never in play while hooks run."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from modelsteward.errors import Refused
from modelsteward.store.gitplace import Place
from modelsteward.store.gitrun import ask, must, refusal
from modelsteward.store.journal import write_through
from modelsteward.store.putting import take_away

_PRIVATE = "index-"
_OURS = b"steward "
"""What our lock of the index says; git's own is empty or an index."""
_PATIENCE = 3.0
"""Seconds to wait for another git that has the index."""


_Stamp = tuple[int, int, int]


class Private(NamedTuple):
    """A move's own index."""

    file: str
    copied: _Stamp | None
    """What the person's index was when this was copied; None where something was staged in that one."""


def private_index(place: Place, head: str | None) -> Private:
    """A copy of the index as it would be with nothing staged; the times git keeps in it stay, so no file is read again.

    Raises Refused where a merge is not resolved.
    """
    index = place.own(f"{_PRIVATE}{os.getpid()}")
    remove_private(place)
    if head is None:
        must(place.top, "read-tree", "--empty", index=index)
        return Private(index, None)
    stamp = _stamp(place.git_index)
    _copy(place.git_index, index)
    if not ask(place.top, "diff-index", "--cached", "--quiet", head, "--", index=index).code:
        return Private(index, stamp)
    read = ask(place.top, "read-tree", "-i", "-m", head, index=index)
    if read.code:
        take_away(index)
        if "resolve your current index" in read.err:
            raise Refused(
                "there are unresolved merge conflicts here", "resolve what `git status` names, and `git add` it"
            )
        raise refusal(read, "read-tree")
    return Private(index, None)


def stage(place: Place, index: str, paths: Sequence[str]) -> None:
    """Put files of the work tree into a private index, and take those that are gone out of it."""
    must(place.top, "update-index", "--add", "--remove", "-z", "--stdin", stdin=_lines(paths), index=index)


def follow_head(place: Place, paths: Sequence[str], private: Private | None = None) -> None:
    """Let the person's index hold of these paths what HEAD holds, and of all others what it did.

    The move's private index takes its place where it is the same but for the move. Raises Refused while another git
    has the index.
    """
    if not paths:
        return
    with _lock(place):
        if private is not None and private.copied is not None and private.copied == _stamp(place.git_index):
            os.replace(private.file, place.git_index)
            return
        index = place.own(f"{_PRIVATE}{os.getpid()}-next")
        take_away(f"{index}.lock")  # of a git that this process started and lost, when it was interrupted
        _copy(place.git_index, index)
        entries = [] if _unborn(place) else must(place.top, "ls-tree", "-r", "-z", "HEAD", "--", *paths).fields()
        held = {entry.partition("\t")[2]: entry for entry in entries}
        if held:
            must(place.top, "update-index", "-z", "--index-info", stdin=_lines(held.values()), index=index)
        if gone := [path for path in paths if path not in held]:
            must(place.top, "update-index", "--force-remove", "-z", "--stdin", stdin=_lines(gone), index=index)
        if here := [path for path in held if os.path.lexists(place.full(path))]:
            ask(place.top, "add", "--refresh", "--", *here, index=index)  # the files' times, so that git need not look
        if os.path.lexists(index):  # git writes none where there was none and there is nothing to put in
            os.replace(index, place.git_index)


def _stamp(file: str) -> _Stamp | None:
    """What tells one state of a file from another; None where it is not there."""
    with suppress(FileNotFoundError):
        known = os.stat(file)
        return known.st_mtime_ns, known.st_size, known.st_ino
    return None


def _copy(index: str, to: str) -> None:
    """Copy an index with its time: a file as young as its index is one that git looks into before it trusts it."""
    with suppress(FileNotFoundError):
        known = os.stat(index)
        shutil.copyfile(index, to)
        os.utime(to, ns=(known.st_atime_ns, known.st_mtime_ns))


def free_index(place: Place) -> None:
    """Take away a lock of the index that a steward left which was killed. Only under the lock of the clone."""
    if _first_bytes(f"{place.git_index}.lock") == _OURS:
        take_away(f"{place.git_index}.lock")


def remove_private(place: Place) -> None:
    """Take away private indexes, git's locks of them, and half-written journals. Only under the lock of the clone."""
    folder = os.path.dirname(place.own(""))
    with suppress(FileNotFoundError):
        for name in os.listdir(folder):
            if name.startswith((_PRIVATE, "journal.json.")):
                take_away(os.path.join(folder, name))


def wait_for_index(place: Place) -> None:
    """Wait while another git has the index. Raises Refused when that takes long."""
    until = time.monotonic() + _PATIENCE
    while os.path.lexists(f"{place.git_index}.lock"):
        if time.monotonic() > until:
            raise _busy(place)
        time.sleep(0.02)


def _busy(place: Place) -> Refused:
    lock = f"{place.git_index}.lock"
    return Refused(f"another git is at work here: {lock}", "wait for it to end; where it was killed, remove that file")


@contextmanager
def _lock(place: Place) -> Iterator[None]:
    """Hold git's lock of the index, with our name in it from the first moment."""
    lock = f"{place.git_index}.lock"
    mark = place.own(f"{_PRIVATE}{os.getpid()}-mark")
    take_away(mark)
    write_through(mark, _OURS + str(os.getpid()).encode())
    until = time.monotonic() + _PATIENCE
    while not _link(mark, lock):
        if time.monotonic() > until:
            raise _busy(place)
        time.sleep(0.02)
    try:
        yield
    finally:
        take_away(lock)
        take_away(mark)


def _link(mark: str, lock: str) -> bool:
    try:
        try:
            os.link(mark, lock)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links
            write_through(lock, _OURS + str(os.getpid()).encode())
    except FileExistsError:
        return False
    return True


def _first_bytes(file: str) -> bytes:
    try:
        with open(file, "rb") as opened:
            return opened.read(len(_OURS))
    except OSError:
        return b""


def _unborn(place: Place) -> bool:
    return ask(place.top, "rev-parse", "--verify", "--quiet", "HEAD").code != 0


def _lines(paths: Iterable[str]) -> bytes:
    return b"".join(os.fsencode(path) + b"\0" for path in paths)
