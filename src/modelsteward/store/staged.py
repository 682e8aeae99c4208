"""A registry's files as git's index has them: what will be committed, not what lies on the disk.

The environment is git's own: inside a hook GIT_INDEX_FILE may name another index (`git commit --only`), and that is
the one to judge.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from modelsteward.domain.kinds import FOLDERS, kinds_at
from modelsteward.errors import Refused
from modelsteward.store.files import LARGEST, Listing, Unreadable, sort_file

_LINK = "120000"
_SUBMODULE = "160000"


class Staged:
    """The index of the repository around a registry."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._contents: dict[str, bytes] = {}

    def changes(self) -> tuple[list[str], list[str]]:
        """The files of the registry that the commit adds or changes, and those it takes away."""
        changed: list[str] = []
        gone: list[str] = []
        against = ["--cached"] if self._has_head() else ["--cached", _EMPTY_TREE]
        fields = self._git(
            "diff", *against, "--name-status", "--no-renames", "--no-ext-diff", "--relative", "-z", "--"
        ).split("\0")
        for status, path in zip(fields[::2], fields[1::2], strict=False):
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

    def read(self, path: str) -> bytes:
        """A file's bytes as they will be committed. Raises Unreadable."""
        mode, _ = self._index[path]
        if mode == _SUBMODULE:
            raise Unreadable("a submodule, where a card would be", "put a plain file here")
        if mode == _LINK:
            raise Unreadable("a link, where a card would be", "put the card itself here")
        if path not in self._contents:
            self._fetch([path])
        return self._contents[path]

    def _fetch(self, paths: Sequence[str]) -> None:
        """Read many files with one process: its answer is a header line and the bytes, for each."""
        plain = [path for path in paths if self._index[path][0] not in (_LINK, _SUBMODULE)]
        answer = self._bytes("cat-file", "--batch", stdin="".join(f"{self._index[path][1]}\n" for path in plain))
        start = 0
        for path in plain:
            end = answer.index(b"\n", start)
            size = int(answer[start:end].rpartition(b" ")[2])
            self._contents[path] = answer[end + 1 : end + 1 + min(size, LARGEST + 1)]
            start = end + 1 + size + 1

    @cached_property
    def _index(self) -> dict[str, tuple[str, str]]:
        """Mode and object of each file, by path within the registry. Unmerged files count as they stand first."""
        table: dict[str, tuple[str, str]] = {}
        for line in self._git("ls-files", "--stage", "-z").split("\0"):
            if line:
                meta, _, path = line.partition("\t")
                mode, object_id, _ = meta.split(" ")
                table.setdefault(path, (mode, object_id))
        return table

    def _has_head(self) -> bool:
        command = ["git", "rev-parse", "--verify", "--quiet", "HEAD"]
        return subprocess.run(command, cwd=self.root, capture_output=True, check=False).returncode == 0

    def _git(self, *arguments: str) -> str:
        return self._bytes(*arguments).decode("utf-8", "surrogateescape")

    def _bytes(self, *arguments: str, stdin: str = "") -> bytes:
        try:
            done = subprocess.run(
                ["git", *arguments], cwd=self.root, input=stdin.encode(), capture_output=True, check=False
            )
        except FileNotFoundError:
            raise Refused("git is not installed, and --staged asks git what will be committed", "install git") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise Refused(
                f"git cannot say what will be committed: {said}", "run it inside the repository, or leave --staged out"
            )
        return done.stdout


_EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


def _ours(path: str) -> bool:
    return bool(kinds_at(path)) or path.partition("/")[0] in FOLDERS
