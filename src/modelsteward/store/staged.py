"""A registry's files as git's index has them: what will be committed, not what lies on the disk.

The environment is git's own: inside a hook GIT_INDEX_FILE may name another index (`git commit --only`), GIT_DIR the
folder of a linked work tree, and those are the ones to judge. Such names count from where git started the hook, so
there git is asked.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from modelsteward.domain.kinds import FOLDERS, kinds_at
from modelsteward.errors import Refused, reason
from modelsteward.store.files import LARGEST, Files, Listing, Unreadable, WorkTree, sort_file
from modelsteward.store.gitplace import find_place
from modelsteward.store.gitrun import require_trust
from modelsteward.store.objects import contents

_LINK = "120000"
_SUBMODULE = "160000"


class Staged:
    """The index of the repository around a registry."""

    def __init__(self, root: Path, asked_from: Path | None = None) -> None:
        """Git is asked from a folder that is there, as that of the registry need not be."""
        self._root = root
        named = any(name in os.environ for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"))
        there = next(folder for folder in (root, *root.parents) if folder.is_dir())  # it may not be checked out
        self._asked_from = Path.cwd() if named else asked_from or there
        self._prefix = self._within_top(root)
        self._contents: dict[str, bytes] = {}

    def changes(self) -> tuple[list[str], list[str]]:
        """The files of the registry that the commit adds or changes, and those it takes away."""
        if self._run("rev-parse", "--verify", "--quiet", "HEAD").returncode:
            return [path for path in self._index if _ours(path)], []  # the first commit of all
        changed: list[str] = []
        gone: list[str] = []
        fields = self._git("diff", "--cached", "--name-status", "--no-renames", "--no-ext-diff", "-z", *self._here())
        words = fields.split("\0")
        for status, full in zip(words[::2], words[1::2], strict=False):
            path = full.removeprefix(self._prefix)
            if _ours(path):
                (gone if status == "D" else changed).append(path)
        return changed, gone

    def list(self) -> Listing:
        """Every card file in the index, sorted."""
        listing = Listing()
        for path in sorted(self._index):
            if path.partition("/")[0] in FOLDERS and not any(part.startswith(".") for part in path.split("/")):
                sort_file(path, listing)
        self._fetch(listing.files)
        return listing

    def exists(self, path: str) -> bool:
        """Whether the index has such a file."""
        return path in self._index

    def beside(self, path: str) -> Iterable[str]:
        """The files in the same folder of the index, itself among them; in no order."""
        folder = path.rpartition("/")[0]
        return [other for other in self._index if other.rpartition("/")[0] == folder]

    def neighbour(self, path: str) -> tuple[str, Files]:
        """The files of another folder: what will be committed of it where that is the same commit."""
        there = self._root / path
        ours, theirs = find_place(self._root), find_place(there)
        same = ours is not None and theirs is not None and ours.top == theirs.top
        return os.path.realpath(there), Staged(there, self._asked_from) if same else WorkTree(there)

    def passed(self) -> bool:
        """Never: what is staged stays so while a hook runs."""
        return False

    def read(self, path: str) -> bytes:
        """A file's bytes as they will be committed. Raises Unreadable."""
        mode, _ = self._index[path]
        if mode == _SUBMODULE:
            raise Unreadable("a submodule, where a card would be", "put a plain file here")
        if mode == _LINK:
            raise Unreadable("a link, where a card would be", "put the card itself here")
        if path not in self._contents:
            self._fetch([path])
        if path not in self._contents:
            raise Unreadable("git does not have the bytes that were staged", "`git fsck` says what else is missing")
        return self._contents[path]

    def _fetch(self, paths: Sequence[str]) -> None:
        """Read many files with one process."""
        plain = [path for path in paths if self._index[path][0] not in (_LINK, _SUBMODULE)]
        answer = self._bytes("cat-file", "--batch", stdin="".join(f"{self._index[path][1]}\n" for path in plain))
        for path, text in zip(plain, contents(answer), strict=True):
            if text is not None:
                self._contents[path] = text[: LARGEST + 1]

    @cached_property
    def _index(self) -> dict[str, tuple[str, str]]:
        """Mode and object of each file, by path within the registry. Raises Refused while a merge is open."""
        table: dict[str, tuple[str, str]] = {}
        for line in self._git("ls-files", "--stage", "--full-name", "-z", *self._here()).split("\0"):
            if line:
                meta, _, full = line.partition("\t")
                mode, object_id, stage = meta.split(" ")
                if stage != "0":
                    raise Refused(f"{full} has an unresolved merge", "resolve it and `git add` the file")
                table[full.removeprefix(self._prefix)] = (mode, object_id)
        return table

    def _here(self) -> tuple[str, ...]:
        """What limits a git command to the registry, wherever it is asked from."""
        return ("--", f":(top,literal){self._prefix.rstrip('/')}")

    def _within_top(self, root: Path) -> str:
        """The registry's folder as git names it: from the top of the work tree, with a slash behind; maybe empty."""
        done = self._run("rev-parse", "--show-toplevel")
        if done.returncode:
            raise Refused("this folder is in no git repository's work tree", "run it inside one, or leave --staged out")
        top, full = Path(os.fsdecode(done.stdout).rstrip("\n")).resolve(), root.resolve()
        if not full.is_relative_to(top):
            raise Refused(f"{root} is not in the work tree {top}", "run it inside the registry's repository")
        inside = full.relative_to(top).as_posix()
        return "" if inside == "." else f"{inside}/"

    def _git(self, *arguments: str) -> str:
        return self._bytes(*arguments).decode("utf-8", "surrogateescape")

    def _bytes(self, *arguments: str, stdin: str = "") -> bytes:
        done = self._run(*arguments, stdin=stdin)
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            raise Refused(f"git cannot say what will be committed: {said}", "see what `git status` says")
        return done.stdout

    def _run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[bytes]:
        command, folder = ["git", *arguments], self._asked_from
        try:
            done = subprocess.run(command, cwd=folder, input=stdin.encode(), capture_output=True, check=False)
        except OSError as error:
            if isinstance(error, FileNotFoundError) and folder.is_dir():
                why = "git is not installed, and --staged asks git what will be committed"
                raise Refused(why, "install git: https://git-scm.com") from None
            raise Refused(f"git cannot be started in {folder}: {reason(error)}", "mend that first") from None
        require_trust(done.returncode, done.stderr.decode("utf-8", "replace"))
        return done


def _ours(path: str) -> bool:
    return bool(kinds_at(path)) or path.partition("/")[0] in FOLDERS
