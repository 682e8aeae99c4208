"""Where an index lies: in git's own folder, or where `STEWARD_CACHE_DIR` says; and whether it may be believed there."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from sys import version
from typing import NamedTuple

from modelsteward.about import VERSION
from modelsteward.errors import reason
from modelsteward.store.gitplace import find_place
from modelsteward.store.sharing import make_own_folder, share

ELSEWHERE = "STEWARD_CACHE_DIR"
"""Names the folder to keep the index in; empty for none at all."""
_FILES = 3
"""How many files of the index, of as many versions of steward, may stand side by side."""
_NEVER = (errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL)
"""Why a folder cannot be made that could not be made in another place or at another time either."""
_LIBRARIES = ("pydantic", "pydantic_core", "yaml")


class Home(NamedTuple):
    """A place for an index."""

    file: str
    """The database."""
    now: int | None
    """The time by the clock of its file system, in nanoseconds; None where nothing can be written there."""


class Unsafe(NamedTuple):
    """A place that somebody named for it and that is not used: others could have put there what it would say, or it
    can be no folder."""

    reason: str


def find_home(root: str) -> Home | Unsafe | None:
    """The place for the index of the registry at this real path; None where there is none, or nothing is there yet."""
    elsewhere = os.environ.get(ELSEWHERE)
    if elsewhere is None:
        place = find_place(root)
        return _in_git(os.path.join(place.common_dir, "steward")) if place else None
    if not elsewhere:
        return None
    try:
        folder = os.path.abspath(os.path.expanduser(elsewhere))  # which a shell does, and a CI file does not
        return _named(folder, root)
    except OSError as error:  # no folder that can be made now, or no folder to start from
        return Unsafe(f"{elsewhere} can be no folder: {reason(error)}") if error.errno in _NEVER else None


def _in_git(folder: str) -> Home | None:
    """Whoever may write in git's folder may do worse there than plant an index: it is believed as git is."""
    file = _file(folder, fingerprint())
    now: int | None = None
    with suppress(OSError):
        make_own_folder(folder)
        now = _clock(folder)
    return _swept(file, now)


def _named(folder: str, root: str) -> Home | Unsafe | None:
    """An index in a folder of somebody's choice, which may be carried from one machine to another. Raises OSError."""
    with suppress(FileExistsError):
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        os.mkdir(folder, 0o700)
        _hide(folder)
    if not os.path.isdir(folder):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if why := _why_not(folder, root):
        return Unsafe(f"{folder} {why}")
    now: int | None = None
    with suppress(OSError):
        now = _clock(folder)
    home = _swept(_file(folder, fingerprint(by_contents=True)), now)
    if home and os.path.exists(home.file) and (why := _why_not(home.file, root)):
        return Unsafe(f"{home.file} {why}")
    return home


def _hide(folder: str) -> None:
    """Keep git from a folder that steward made, which may well lie in a work tree: the index holds what cards hold."""
    with suppress(OSError), open(os.path.join(folder, ".gitignore"), "x", encoding="ascii") as ignored:
        ignored.write("# steward made this folder\n*\n")


def _why_not(path: str, root: str) -> str:
    """Why what lies at a path is not believed: others than its owner and the owner's group could have made it."""
    if os.name != "posix":
        return ""
    found = os.stat(path)
    if found.st_mode & stat.S_IWOTH:
        return "may be written to by everybody"
    if found.st_uid not in (0, os.geteuid(), os.stat(root).st_uid):
        return "belongs to somebody else"
    return ""


def _file(folder: str, name: str) -> str:
    return os.path.join(folder, f"index-{name}.sqlite")


def _clock(folder: str) -> int:
    """The time that a file written now gets in a folder. Raises OSError where none can be written."""
    clock = os.path.join(folder, f"clock-{os.getpid()}")
    with suppress(FileNotFoundError):  # what a process of that number left that was killed
        os.unlink(clock)
    handle = os.open(clock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        return os.fstat(handle).st_mtime_ns
    finally:
        os.close(handle)
        with suppress(FileNotFoundError):
            os.unlink(clock)


def _swept(file: str, now: int | None) -> Home | None:
    """The place, with nothing in the way; None where nothing is there that could be used."""
    with suppress(OSError):
        if not stat.S_ISREG(os.lstat(file).st_mode):  # a link or a pipe: nothing that steward made
            os.unlink(file)
    is_there = os.path.isfile(file) and not os.path.islink(file)
    if is_there or now is None or os.path.lexists(file):
        return Home(file, now) if is_there else None
    with suppress(OSError):
        _let_old_ones_go(os.path.dirname(file))
    return Home(file, now)


def _let_old_ones_go(folder: str) -> None:
    """Leave only the newest files of other versions, so that an upgrade does not leave them for ever; nor what a
    process left that was killed."""
    with os.scandir(folder) as found:
        ours = [one for one in found if one.name.startswith(("index-", "clock-")) and one.is_file()]
    files = [one for one in ours if one.name.endswith(".sqlite")]
    kept = {one.name for one in sorted(files, key=lambda one: one.stat().st_mtime)[-(_FILES - 1) :]}
    for old in ours:
        if old.name.removesuffix("-journal") not in kept:
            os.unlink(old.path)


def share_with_others(file: str) -> None:
    """Let everybody use an index whom git's folder is for, if that is where it lies."""
    if os.environ.get(ELSEWHERE) is None:
        with suppress(OSError):
            share(file)


def fingerprint(*, by_contents: bool = False) -> str:
    """What tells this steward from others that may say something else of the same file.

    In a checkout steward changes while its version stays, so each file of it counts: by its time, or by what it holds,
    since the same code has other times on another machine.
    """
    parts = [VERSION, version, *_own_files(Path(__file__).parent.parent, by_contents)]
    for library in _LIBRARIES:
        found = find_spec(library)
        parts += [library, *_installed(library, found.origin, by_contents)] if found and found.origin else []
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _own_files(folder: Path, by_contents: bool) -> list[str]:
    out: list[str] = []
    with suppress(OSError), os.scandir(folder) as found:
        for entry in sorted(found, key=lambda one: one.name):
            if entry.is_dir():
                out += _own_files(Path(entry.path), by_contents) if entry.name != "__pycache__" else []
            elif by_contents:
                out.append(f"{entry.name} {sha256(Path(entry.path).read_bytes()).hexdigest()}")
            else:
                out.append(_state(entry))
    return out


def _installed(library: str, origin: str, by_contents: bool) -> Iterable[str]:
    """The version of a library, from the name of the folder that its installer left; else the state of its files."""
    folder = Path(origin).parent
    with suppress(OSError):
        if by_contents and (named := [one for one in os.listdir(folder.parent) if _is_about(library, one)]):
            return sorted(named)
        with os.scandir(folder) as found:
            return [_state(entry) for entry in sorted(found, key=lambda one: one.name) if entry.is_file()]
    return ()


def _is_about(library: str, name: str) -> bool:
    project = {"yaml": "pyyaml"}.get(library, library)
    return name.lower().replace("-", "_").startswith(f"{project}_") and name.endswith((".dist-info", ".egg-info"))


def _state(entry: os.DirEntry[str]) -> str:
    state = entry.stat()
    return f"{entry.name} {state.st_size} {state.st_mtime_ns}"
