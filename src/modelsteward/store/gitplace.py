"""Where git keeps things around a registry: found with a few looks at the disk, without starting git."""

from __future__ import annotations

import os
from typing import NamedTuple

FOLDER = "steward"
"""Our folder in git's own: lock, journal, and what is only needed while a move is under way."""


class Place(NamedTuple):
    """A registry's place in a work tree. Folders are absolute."""

    top: str
    """The top of the work tree."""
    git_dir: str
    """Git's folder of this work tree: its HEAD and index."""
    common_dir: str
    """Git's folder that all work trees of the clone share; `git_dir` itself where there is one work tree."""
    prefix: str
    """The registry's folder from the top, with a slash behind; empty at the top."""

    @property
    def journal(self) -> str:
        """The journal of a move in this work tree."""
        return os.path.join(self.git_dir, FOLDER, "journal.json")

    @property
    def lock(self) -> str:
        """The lock of the clone."""
        return os.path.join(self.common_dir, FOLDER, "lock")

    @property
    def git_index(self) -> str:
        """Git's index of this work tree."""
        return os.path.join(self.git_dir, "index")

    def own(self, name: str) -> str:
        """A file of ours in git's folder of this work tree."""
        return os.path.join(self.git_dir, FOLDER, name)

    def full(self, path: str) -> str:
        """Where a file of the work tree lies; `path` counts from the top."""
        return os.path.join(self.top, *path.split("/"))


def find_place(root: str | os.PathLike[str]) -> Place | None:
    """The place of a registry's folder; None outside a work tree."""
    inner = folder = os.path.realpath(root)
    while True:
        git_dir = _git_dir(folder)
        if git_dir is not None:
            prefix = os.path.relpath(inner, folder).replace(os.sep, "/")
            return Place(folder, git_dir, _common(git_dir), "" if prefix == "." else f"{prefix}/")
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _git_dir(folder: str) -> str | None:
    """Git's folder where this is the top of a work tree; linked work trees and submodules have a file that names it."""
    found = os.path.join(folder, ".git")
    if not os.path.lexists(found):
        return None
    if not os.path.isdir(found):
        named = _line(found)
        if not named.startswith("gitdir: "):
            return None
        found = os.path.normpath(os.path.join(folder, named.removeprefix("gitdir: ")))
    return found if os.path.lexists(os.path.join(found, "HEAD")) else None


def _common(git_dir: str) -> str:
    shared = _line(os.path.join(git_dir, "commondir"))
    return os.path.normpath(os.path.join(git_dir, shared)) if shared else git_dir


def _line(file: str) -> str:
    """The first line of a small file; nothing where there is none."""
    try:
        with open(file, encoding="utf-8", errors="surrogateescape") as opened:
            return opened.readline().rstrip("\r\n")
    except OSError:
        return ""
