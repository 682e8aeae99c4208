"""Every file below some paths: what git ignores too, since it is a `.env` that often names the model."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence

from modelsteward.domain.suggest import shown
from modelsteward.errors import BadUsage, reason

PASSED = frozenset((
    ".git", ".hg", ".svn", "node_modules", "site-packages",
    "__pycache__", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache",
))  # fmt: skip
"""Folders of what others wrote, or of what tools keep."""
ENVIRONMENT = "pyvenv.cfg"
"""What marks a folder as an environment of Python."""
_KERNEL = frozenset(("/proc", "/sys", "/dev"))

Named = tuple[str, bool]
"""A file, and whether somebody named it: such a one is read whatever it is, and wherever it lies."""


class Walk:
    """One walk, and the folders that it could not look into."""

    def __init__(self) -> None:
        self.skipped: list[tuple[str, str]] = []

    def files(self, paths: Sequence[str]) -> list[Named]:
        """Each file once, those that are named first."""
        kinds = [(os.path.normpath(path), _kind(path)) for path in paths]
        files = [(path, True) for path, kind in kinds if stat.S_ISREG(kind)]
        for path, kind in kinds:
            if stat.S_ISDIR(kind):
                files += ((inner, False) for inner in self._below(path))
        if len(paths) == 1:
            return files
        once: dict[str, Named] = {}
        for file in files:
            once.setdefault(os.path.abspath(file[0]), file)
        return list(once.values())

    def _below(self, root: str) -> Iterator[str]:
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            if folder in _KERNEL:
                self.skipped.append((folder, "it is the kernel's own"))
                continue
            try:
                with os.scandir(folder) as entries:
                    inside = list(entries)
                if folder == root or not any(entry.name == ENVIRONMENT for entry in inside):
                    yield from self._inside("" if folder == os.curdir else os.path.join(folder, ""), inside, waiting)
            except OSError as error:
                self.skipped.append((folder, reason(error)))

    def _inside(self, folder: str, entries: list[os.DirEntry[str]], waiting: list[str]) -> Iterator[str]:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                yield folder + entry.name
            elif entry.name not in PASSED and entry.is_dir(follow_symlinks=False):
                waiting.append(folder + entry.name)


def _kind(path: str) -> int:
    """What a named path is; where it is a link, what that leads to."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is no path"
        raise BadUsage(f"{shown(path)} cannot be searched: {why}", "name a file or a folder that is there") from error
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise BadUsage(f"{shown(path)} is neither a file nor a folder", "name what holds text")
    return mode
