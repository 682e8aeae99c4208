"""A registry's files as one commit has them, read in proportion to what is asked for.

The bytes are those on the disk wherever git takes them for the commit's own, since line ends may differ, and a plan
is about the files as they lie there.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from modelsteward.domain.kinds import FOLDERS
from modelsteward.errors import Refused
from modelsteward.store.files import LARGEST, Files, Listing, Unreadable, WorkTree, sort_file
from modelsteward.store.gitplace import Place, find_place
from modelsteward.store.gitrun import ask
from modelsteward.store.mentions import in_commit
from modelsteward.store.partial import bring_files, bring_folders
from modelsteward.store.talking import FOLDER, REPOSITORY, Hashes, Object, Objects, TreeEntry, entries


class _Shared(NamedTuple):
    """What serves all who read for one command, since each git has to be started."""

    talks: dict[str, tuple[Objects, Hashes]]
    """By the top of a work tree."""
    neighbours: dict[str, Committed]
    """By where the folder is."""


class Committed:
    """The files of a registry in a commit; `own` are paths that count as they lie on the disk, if the commit has them.

    What lies in another repository within the registry is none of the commit's, and is read from the disk.
    """

    def __init__(
        self, root: Path, place: Place, commit: str, own: Iterable[str] = (), shared: _Shared | None = None
    ) -> None:
        self.root = root
        self.commit = commit
        self._place = place
        self._own = frozenset(own)
        self._disk = WorkTree(root)
        self._shared = shared or _Shared({}, {})
        self._objects, self._hashes = self._talks(place.top)
        self._known: dict[str, Object | None] = {}
        self._bytes: dict[str, bytes] = {}
        self._foreign_folders: dict[str, bool] = {}

    def with_own(self, own: Iterable[str]) -> Committed:
        """The same, but for a person's own edits of these files, which count."""
        return Committed(self.root, self._place, self.commit, own, self._shared)

    def _talks(self, top: str) -> tuple[Objects, Hashes]:
        return self._shared.talks.setdefault(top, (Objects(top), Hashes(top)))

    def foresee(self, paths: Iterable[str]) -> None:
        """Ask for many paths at once that are about to be asked for one by one: git then answers in one go."""
        inner = {f"{self.commit}:{self._place.prefix}{path}": path for path in paths if path not in self._known}
        with suppress(Refused):  # which is told of the one path that it is about
            for name, held in self._objects.several(inner):
                self._known[inner[name]] = held

    def below(self, folder: str) -> Sequence[str]:
        """The card files in one folder of the registry, sorted; they are about to be read."""
        bring_folders(self._place, self.commit, [folder])
        return self._below(folder)

    def missed(self, folder: str) -> Sequence[str]:
        """The files there that nobody reads, since they are no cards by their names or where they lie."""
        if self._foreign(f"{folder}/"):
            return self._disk.missed(folder)
        listing = Listing()
        self._walk(folder, listing)
        return [path for path, _ in listing.faults]

    def _below(self, folder: str) -> Sequence[str]:
        if self._foreign(f"{folder}/"):
            return self._disk.below(folder)
        listing = Listing()
        self._walk(folder, listing)
        return sorted(listing.files)

    def _walk(self, folder: str, listing: Listing) -> None:
        for entry in self._entries(folder):
            path = f"{folder}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.mode == REPOSITORY:
                listing.files.extend(self._disk.below(path))
            elif entry.mode != FOLDER and self._stands(path):
                sort_file(path, listing)
            elif entry.mode == FOLDER and not entry.name.endswith((".yaml", ".yml")):
                self._walk(path, listing)

    def _entries(self, folder: str) -> Iterator[TreeEntry]:
        tree = self._object(folder)
        return entries(tree) if tree and tree.kind == "tree" else iter(())

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""
        if self._object(path) is None:
            return self._foreign(path) and self._disk.exists(path)
        return self._stands(path)

    def _stands(self, path: str) -> bool:
        """Whether a file of the commit is one still: a person's own edits may have taken it away."""
        return path not in self._own or os.path.lexists(self.root / path)

    def beside(self, path: str) -> Iterable[str]:
        """The files in the same folder, itself among them; in no order."""
        if self._foreign(path):
            return self._disk.beside(path)
        folder = path.rpartition("/")[0]
        names = (f"{folder}/{entry.name}" if folder else entry.name for entry in self._entries(folder))
        return [name for name in names if self._stands(name)]

    def neighbour(self, path: str) -> tuple[str, Files]:
        """The files of another folder as our commit has them, and where that is in truth.

        Of another repository that is the commit which ours names, else its last. Raises Refused where it was not
        fetched.
        """
        there, known = self.root / path, self._shared.neighbours
        real = os.path.realpath(there)
        if real == os.path.realpath(self.root):
            return real, self
        if real not in known:
            place = find_place(real)
            commit = (self._named(place.top) or _last(place.top)) if place else ""
            if place is None or not commit:
                return real, WorkTree(there)
            known[real] = Committed(there, place, commit, shared=_Shared(self._shared.talks, {}))
        return real, known[real]

    def _named(self, top: str) -> str:
        """The commit that ours names of a repository, which is ours, a submodule, or one of a submodule's; or none."""
        if top == self._place.top:
            return self.commit
        above = find_place(os.path.dirname(top))
        commit = self._named(above.top) if above else ""
        if above is None or not commit:
            return ""
        folder, _, name = os.path.relpath(top, above.top).replace(os.sep, "/").rpartition("/")
        tree = self._talks(above.top)[0].get(f"{commit}:{folder}")
        inside = entries(tree) if tree and tree.kind == "tree" else ()
        named = next((one.id for one in inside if one.name == name and one.mode == REPOSITORY), "")
        if named and self._talks(top)[0].get(f"{named}^{{commit}}") is None:
            path = os.path.relpath(top, self.root)
            why = f"the last commit here names the commit {named[:10]} of the submodule {path}, which is not there"
            raise Refused(why, f"git -C {shlex.quote(path)} fetch origin {named}")
        return named

    def elsewhere(self) -> list[str]:
        """The submodules that were read at the commit which ours names, while another is checked out there."""
        read = {there._place.top: there.commit for there in self._shared.neighbours.values()}
        read.pop(self._place.top, None)
        return [os.path.relpath(top, self.root) for top, commit in read.items() if _last(top) != commit]

    def passed(self) -> bool:
        """Never: a commit stays as it is."""
        return False

    def read(self, path: str) -> bytes:
        """A file's bytes, at most LARGEST + 1 of them. Raises Unreadable."""
        if path not in self._bytes:
            self._bytes[path] = self._read(path)
        return self._bytes[path]

    def _read(self, path: str) -> bytes:
        held = self._object(path)
        if held is None and self._foreign(path):
            return self._disk.read(path)
        if held is None or held.kind != "blob":
            raise Unreadable("it was never committed", "commit it first")
        if path in self._own:
            return self._disk.read(path)
        try:
            found = self._disk.read(path)
        except Unreadable:
            if self._is_the_same_there(path, held):
                raise
            return held.data[: LARGEST + 1]
        same = found == held.data[: LARGEST + 1] or self._is_link(path, held)
        return found if same or self._hashes.get(self._place.prefix + path) == held.id else held.data[: LARGEST + 1]

    def _is_the_same_there(self, path: str, held: Object) -> bool:
        """Whether what cannot be read is what the commit has, as far as can be told: a file, or the same link."""
        try:
            plain = stat.S_ISREG(os.lstat(self.root / path).st_mode)
        except OSError:
            return False
        return plain or self._is_link(path, held)

    def _is_link(self, path: str, held: Object) -> bool:
        """Whether it is a link, and to where the commit's leads."""
        full = self.root / path
        return os.path.islink(full) and os.fsencode(os.readlink(full)) == held.data

    def _object(self, path: str) -> Object | None:
        if path not in self._known:
            inner = (self._place.prefix + path).rstrip("/")
            try:
                self._known[path] = self._objects.get(f"{self.commit}:{inner}")
            except Refused:
                bring_files(self._place, self.commit, [inner])  # which knows why it cannot be had
                raise
        return self._known[path]

    def _foreign(self, path: str) -> bool:
        """Whether a path leads into another repository."""
        folder = path.rpartition("/")[0]
        if folder not in self._foreign_folders:
            own = bool(folder) and os.path.lexists(self.root / folder / ".git")
            self._foreign_folders[folder] = own or (bool(folder) and self._foreign(folder))
        return self._foreign_folders[folder]

    def naming(self, folders: Sequence[str], words: Iterable[str]) -> list[str]:
        """The card files in some folders whose bytes have one of these words, or could hide one; sorted."""
        return in_commit(self, self._place, self.commit, folders, frozenset(words))

    def list(self) -> Listing:
        """Every card file, sorted."""
        bring_folders(self._place, self.commit, FOLDERS)
        return Listing(sorted(path for folder in FOLDERS for path in self._below(folder)))


def committed(root: Path, own: Iterable[str] = ()) -> Committed | None:
    """The files as the last commit has them; None where there is no commit."""
    place = find_place(root)
    commit = _last(place.top) if place else ""
    return Committed(root, place, commit, own) if place and commit else None


def last_commit(root: Path) -> str | None:
    """The last commit of the repository around a registry, in full; None where there is none."""
    place = find_place(root)
    return (_last(place.top) or None) if place else None


def _last(top: str) -> str:
    """The last commit of a work tree; empty where there is none."""
    head = ask(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return "" if head.code else head.text
