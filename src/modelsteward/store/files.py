"""A registry's files, from the work tree: which there are, and their bytes, with every trap a disk can set."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from modelsteward.domain.kinds import FOLDERS, kinds_at
from modelsteward.domain.suggest import closest, shown
from modelsteward.domain.texts import is_text
from modelsteward.errors import reason
from modelsteward.store.moving import Moving
from modelsteward.store.sparse import left_out
from modelsteward.store.syntax import Fault

LARGEST = 1024 * 1024
"""Bytes a card may have."""


class Unreadable(Exception):
    """A file that cannot be read, as a fault to report."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.fault = Fault("RD112", 1, 1, None, message, hint)


class NotCheckedOut(Unreadable):
    """A file that git has, and that is left out of a sparse checkout."""

    def __init__(self) -> None:
        super().__init__("it is not checked out here", "`git sparse-checkout add FOLDER` brings it")


@dataclass(frozen=True, slots=True)
class Listing:
    """What lies in a registry: card files, and what is wrong with other things that lie there."""

    files: list[str] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    """Card files that are left out of a sparse checkout."""


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

    def beside(self, path: str) -> Iterable[str]:
        """The files in the same folder, itself among them; in no order."""
        ...

    def neighbour(self, path: str) -> tuple[str, Files]:
        """The files of another folder, and what tells it from all others whatever leads there."""
        ...

    def passed(self) -> bool:
        """Whether a command began or ended since they were looked at, so that what was read may be half of each."""
        ...


class WorkTree:
    """The files as they lie on the disk; those that a move under way has in hand, as the last commit has them."""

    def __init__(self, root: Path, instead: Mapping[str, bytes | None] | None = None) -> None:
        """`instead` are files that are to be other than they lie there: None for those that are not to be."""
        self.root = root
        self.neighbours: dict[str, WorkTree] = {}
        """The other folders that were asked for, by where they are."""
        self._real_root = os.path.realpath(root)
        self._plain_folders: set[str] = {""}
        self.moving = Moving(self._real_root, instead or {})

    def list(self) -> Listing:
        """Walk the known folders, and say what lies where no one would read it."""
        listing = Listing()
        for entry in _entries(self._real_root, "", listing):
            if entry.name in FOLDERS:
                self._folder(entry, listing)
            elif not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                near = closest(entry.name, FOLDERS)
                if near and near_miss(entry.name, near):
                    message, hint = f"the folder {shown(entry.name)} is not read", f"did you mean `{near}`?"
                    listing.faults.append((entry.name, Fault("RD114", 1, 1, None, message, hint)))
        listing.unseen.extend(sorted(self.unseen))
        return self._as_committed(listing) if self.moving.files else listing

    @cached_property
    def left_out(self) -> frozenset[str]:
        """The card files that are not checked out. Git is asked, and only where it may leave some out."""
        return left_out(self._real_root)

    @property
    def unseen(self) -> frozenset[str]:
        """Those of them that are not read from the last commit either."""
        return self.left_out - self.moving.files.keys()

    def passed_over(self) -> int:
        """How many files are not checked out, here and in its neighbours, as far as anybody looked for one."""
        own = len(self.unseen) if "left_out" in self.__dict__ else 0
        return own + sum(there.passed_over() for there in self.neighbours.values() if there is not self)

    def neighbour(self, path: str) -> tuple[str, WorkTree]:
        """The files of another folder, and where that is in truth."""
        real = os.path.realpath(f"{self._real_root}/{path}")
        if real not in self.neighbours:
            self.neighbours[real] = WorkTree(self.root / path)
        return real, self.neighbours[real]

    def passed(self) -> bool:
        """Whether a command began or ended since they were looked at."""
        return self.moving.passed()

    def below(self, folder: str) -> Sequence[str]:
        """The card files in one folder of the registry, sorted; none where it is not there or is no plain folder."""
        return self._listed(folder).files

    def missed(self, folder: str) -> Sequence[str]:
        """The files there that nobody reads, since they are no cards by their names or where they lie."""
        return [path for path, _ in self._listed(folder).faults]

    def _listed(self, folder: str) -> Listing:
        listing, full = Listing(), f"{self._real_root}/{folder}"
        if os.path.isdir(full) and self._inside(full) and not os.path.islink(full):
            self._walk(full, folder, listing)
        listing.files.extend(path for path in self.unseen if path.startswith(f"{folder}/"))
        listing.files.sort()
        return self._as_committed(listing, f"{folder}/") if self.moving.files else listing

    def _as_committed(self, listing: Listing, within: str = "") -> Listing:
        """The same, with the files that move there, or not, as in the last commit; `within` a folder alone."""
        held = Listing()
        for path, data in self.moving.files.items():
            if data is not None and path.startswith(within) and path.partition("/")[0] in FOLDERS:
                sort_file(path, held)
        files = [path for path in listing.files if path not in self.moving.files]
        faults = [(path, fault) for path, fault in listing.faults if path not in self.moving.files]
        return Listing(sorted([*files, *held.files]), [*faults, *held.faults], listing.unseen)

    def _folder(self, folder: os.DirEntry[str], listing: Listing) -> None:
        if folder.is_symlink():
            listing.faults.append((folder.name, _LINKED_FOLDER))
        elif not folder.is_dir(follow_symlinks=False):
            listing.faults.append((folder.name, Fault("RD112", 1, 1, None, "a file, where a registry holds a folder")))
        else:
            self._walk(folder.path, folder.name, listing)

    def _walk(self, top: str, name: str, listing: Listing) -> None:
        folders = [(top, name)]
        while folders:
            folder, path = folders.pop()
            below: list[tuple[str, str]] = []
            for entry in _entries(folder, path, listing):
                inner = f"{path}/{entry.name}"
                if entry.name.startswith("."):
                    continue
                if not entry.is_dir(follow_symlinks=False):
                    if entry.is_symlink() and not inner.endswith(_YAML) and os.path.isdir(entry.path):
                        listing.faults.append((inner, _LINKED_FOLDER))
                    else:
                        sort_file(inner, listing)
                elif inner.endswith(_YAML):
                    fault = Fault("RD112", 1, 1, None, "a folder, where a card would be", "remove or rename it")
                    listing.faults.append((inner, fault))
                else:
                    below.append((entry.path, inner))
            folders.extend(reversed(below))

    def exists(self, path: str) -> bool:
        """Whether there is such a file, readable or not."""
        if path in self.moving.files:
            return self.moving.files[path] is not None
        return os.path.lexists(self.root / path) or path in self.left_out

    def beside(self, path: str) -> Iterable[str]:
        """The files in the same folder, itself among them; in no order."""
        folder = path.rpartition("/")[0]
        try:
            found = {f"{folder}/{name}" for name in os.listdir(self.root / folder)}
        except OSError:  # what is wrong with the folder is told where it is walked
            found = set()
        found |= {other for other in self.left_out if other.rpartition("/")[0] == folder}
        held = self.moving.files
        return [*(found - held.keys()), *(p for p in held if p.rpartition("/")[0] == folder and held[p] is not None)]

    def read(self, path: str) -> bytes:
        """A file's bytes, at most LARGEST + 1 of them. Raises Unreadable."""
        if path in self.moving.files:
            data = self.moving.files[path]
            if data is None:
                raise Unreadable("it is being made, and not committed yet", "run the command again")
            return data[: LARGEST + 1]
        full = f"{self._real_root}/{path}"
        try:
            if self._leads_out(path, full):
                raise Unreadable("a link that leads out of the registry", "put the card itself here")
            handle = os.open(full, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            try:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    raise Unreadable("a folder, a pipe or a device, where a card would be", "put a plain file here")
                return _read_all(handle)
            finally:
                os.close(handle)
        except OSError as error:
            if path in self.left_out:
                raise NotCheckedOut from None
            raise self._explain(full, error) from None

    def _leads_out(self, path: str, full: str) -> bool:
        """Whether the file, or a folder on the way to it, is a link to somewhere outside. Folders are asked once."""
        folder = path.rpartition("/")[0]
        if folder not in self._plain_folders:
            if not self._inside(os.path.dirname(full)):
                return True
            self._plain_folders.add(folder)
        return os.path.islink(full) and os.path.exists(full) and not self._inside(full)

    def _inside(self, full: str) -> bool:
        return os.path.realpath(full).startswith(os.path.join(self._real_root, ""))

    def _explain(self, full: str, error: OSError) -> Unreadable:
        if isinstance(error, FileNotFoundError):
            if os.path.islink(full):
                target = shown(os.readlink(full))
                return Unreadable(f"a link to {target}, which is not there", "put the card itself here")
            return Unreadable("it was here a moment ago and is gone", "run the command again")
        if isinstance(error, IsADirectoryError):
            return Unreadable("a folder, where a card would be", "remove or rename it")
        return Unreadable(f"it cannot be read: {reason(error)}", "see that you may read it")


_YAML = (".yaml", ".yml")
_LINKED_FOLDER = Fault("RD112", 1, 1, None, "a link, where a registry holds a folder", "put the folder itself here")


def _entries(folder: str, path: str, listing: Listing) -> Iterable[os.DirEntry[str]]:
    """What a folder holds, sorted. Names that are no text are told, and left out."""
    try:
        with os.scandir(folder) as scanned:
            found = sorted(scanned, key=lambda entry: entry.name)
    except OSError as error:
        fault = Unreadable(f"the folder cannot be read: {reason(error)}", "see that you may read it").fault
        listing.faults.append((path or ".", fault))
        return []
    for entry in found:
        if not entry.name.isascii() and not is_text(entry.name):
            name = entry.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            fault = Fault("RD112", 1, 1, None, "the name is not UTF-8, so nothing here is read", "rename it")
            listing.faults.append((f"{path}/{name}" if path else name, fault))
    return [entry for entry in found if entry.name.isascii() or is_text(entry.name)]


def sort_file(path: str, listing: Listing) -> None:
    """Put a file among the cards, or say why it is none; what is not YAML is nobody's business."""
    if not path.lower().endswith(_YAML):
        return
    name, _, end = path.rpartition("/")[2].rpartition(".")
    if end != "yaml":
        message = f"cards end in .yaml and this file in .{end}, so it is not read"
        listing.faults.append((path, Fault("RD114", 1, 1, None, message, f"rename it to {name}.yaml")))
    elif kinds_at(path):
        listing.files.append(path)
    else:
        hint = f"see `steward explain RD114` for where each kind of file lies under {path.partition('/')[0]}/"
        message = "no kind of card lies here, so this file is not read"
        listing.faults.append((path, Fault("RD114", 1, 1, None, message, hint)))


def near_miss(name: str, folder: str) -> bool:
    """Whether a folder's name is so near a known one that it must be a slip, not another thing."""

    def bare(text: str) -> str:
        return text.lower().replace("-", "").replace("_", "").replace(" ", "").rstrip("s")

    return sorted(bare(name)) == sorted(bare(folder))  # letters that changed places count as well


def _read_all(handle: int) -> bytes:
    data = os.read(handle, LARGEST + 1)
    while len(data) <= LARGEST and (more := os.read(handle, LARGEST + 1 - len(data))):
        data += more
    return data
