"""A registry's files, from the work tree: which there are, and their bytes, with every trap a disk can set."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from modelsteward.domain.kinds import FOLDERS, kinds_at
from modelsteward.domain.suggest import closest
from modelsteward.store.syntax import Fault

LARGEST = 1024 * 1024
"""Bytes a card may have."""


class Unreadable(Exception):
    """A file that cannot be read, as a fault to report."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.fault = Fault("RD112", 1, 1, None, message, hint)


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a registry: card files, and what is wrong with other things that lie there."""

    files: list[str] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)


class Files(Protocol):
    """Where a registry's files come from. Paths are within the registry, with forward slashes."""

    def list(self) -> Listing:
        """Every card file, sorted."""
        ...

    def read(self, path: str) -> bytes:
        """A file's bytes. Raises Unreadable."""
        ...

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        ...


class WorkTree:
    """The files as they lie on the disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real_root = os.path.realpath(root)

    def list(self) -> Listing:
        """Walk the known folders, and say what lies where no one would read it."""
        listing = Listing()
        for entry in sorted(os.scandir(self.root), key=lambda e: e.name):
            if entry.name in FOLDERS:
                self._folder(entry, listing)
            elif not entry.name.startswith(".") and entry.is_dir() and (near := closest(entry.name, FOLDERS)):
                fault = Fault("RD114", 1, 1, None, f"the folder `{entry.name}` is not read", f"did you mean `{near}`?")
                if near_miss(entry.name, near):
                    listing.faults.append((entry.name, fault))
        return listing

    def _folder(self, folder: os.DirEntry[str], listing: Listing) -> None:
        if folder.is_symlink():
            fault = Fault("RD112", 1, 1, None, "a link, where a registry holds a folder", "put the folder itself here")
            listing.faults.append((folder.name, fault))
        elif not folder.is_dir():
            listing.faults.append((folder.name, Fault("RD112", 1, 1, None, "a file, where a registry holds a folder")))
        else:
            self._walk(folder.path, folder.name, listing)

    def _walk(self, folder: str, path: str, listing: Listing) -> None:
        try:
            found = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as error:
            listing.faults.append((path, Unreadable(f"the folder cannot be read: {_words(error)}").fault))
            return
        for entry in found:
            inner = f"{path}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.name.endswith((".yaml", ".yml")):
                    fault = Fault("RD112", 1, 1, None, "a folder, where a card would be", "remove or rename it")
                    listing.faults.append((inner, fault))
                else:
                    self._walk(entry.path, inner, listing)
            else:
                sort_file(inner, listing)

    def exists(self, path: str) -> bool:
        """Whether there is such a file, readable or not."""
        return os.path.lexists(self.root / path)

    def read(self, path: str) -> bytes:
        """A file's bytes, at most LARGEST + 1 of them. Raises Unreadable."""
        full = f"{self._real_root}/{path}"
        try:
            handle = os.open(full, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            try:
                info = os.fstat(handle)
                if not stat.S_ISREG(info.st_mode):
                    raise Unreadable(
                        "not a file of its own kind: a folder, a pipe or a device", "put a plain file here"
                    )
                if os.path.islink(full) and not self._inside(full):
                    raise Unreadable("a link that leads out of the registry", "put the card itself here")
                return _read_all(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise self._explain(full, error) from None

    def _inside(self, full: str) -> bool:
        return os.path.realpath(full).startswith(self._real_root + os.sep)

    def _explain(self, full: str, error: OSError) -> Unreadable:
        if isinstance(error, FileNotFoundError):
            if os.path.islink(full):
                return Unreadable(f"a link to {os.readlink(full)}, which is not there", "put the card itself here")
            return Unreadable("it was here a moment ago and is gone", "run the command again")
        if isinstance(error, IsADirectoryError):
            return Unreadable("a folder, where a card would be", "remove or rename it")
        return Unreadable(f"it cannot be read: {_words(error)}", "see that you may read it")


def sort_file(path: str, listing: Listing) -> None:
    """Put a file among the cards, or say why it is none; what is not YAML is nobody's business."""
    if path.startswith("packs/"):
        return
    if path.endswith(".yaml") and kinds_at(path):
        listing.files.append(path)
    elif path.endswith(".yml"):
        hint = f"rename it to {path.rpartition('/')[2][:-4]}.yaml"
        listing.faults.append((path, Fault("RD114", 1, 1, None, "cards end in .yaml, so this file is not read", hint)))
    elif path.endswith(".yaml"):
        hint = f"see `steward explain RD114` for where each kind of file lies under {path.partition('/')[0]}/"
        listing.faults.append(
            (path, Fault("RD114", 1, 1, None, "no kind of card lies here, so this file is not read", hint))
        )


def near_miss(name: str, folder: str) -> bool:
    """Whether a folder's name is so near a known one that it must be a slip, not another thing."""
    plain = name.lower().replace("-", "").replace("_", "").rstrip("s")
    return plain == folder.replace("-", "").rstrip("s") or (
        len(plain) > 4 and plain.startswith(folder.replace("-", "").rstrip("s"))
    )


def _read_all(handle: int) -> bytes:
    data = os.read(handle, LARGEST + 1)
    while len(data) <= LARGEST and (more := os.read(handle, LARGEST + 1 - len(data))):
        data += more
    return data


def _words(error: OSError) -> str:
    return (error.strerror or error.__class__.__name__).lower()


def within(paths: Iterable[Path], root: Path) -> Iterator[tuple[Path, str | None]]:
    """Each path with its place within the registry at `root`, None when it lies outside."""
    top = root.resolve()
    for path in paths:
        full = Path(os.path.abspath(path))
        for base in (root.absolute(), top):
            if full.is_relative_to(base):
                yield path, full.relative_to(base).as_posix()
                break
        else:
            yield path, None
