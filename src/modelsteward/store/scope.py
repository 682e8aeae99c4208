"""What `validate` judges: which files, and from where, told from the paths given and from git's index."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from modelsteward.domain.kinds import kinds_at
from modelsteward.errors import BadUsage
from modelsteward.store.files import Files, WorkTree
from modelsteward.store.loading import POLICY_FILE
from modelsteward.store.staged import Staged


class Scope(NamedTuple):
    """Files to read from, and which of them to judge; None for all."""

    files: Files
    only: tuple[str, ...] | None


def scope_of(root: Path, paths: list[Path], staged: bool) -> Scope:
    """What to judge. The whole registry when steward.yaml is among it, since every card stands under it.

    Raises BadUsage for a path that is not in the registry or not there.
    """
    if staged:
        return _staged(root, paths)
    files = WorkTree(root)
    if not paths:
        return Scope(files, None)
    found: list[str] = []
    for path, inside in within(paths, root):
        if inside is None and kinds_at(path.as_posix()) and files.exists(path.as_posix()):  # as steward names its files
            found.append(path.as_posix())
            continue
        if inside is None:
            raise BadUsage(
                f"{path} is not in the registry {root}", "name files of the registry, or another one with -C"
            )
        found += _meant(files, path, inside)
    return Scope(files, None if POLICY_FILE in found else tuple(dict.fromkeys(found)))


def _meant(files: Files, path: Path, inside: str) -> list[str]:
    """The file of this path, or all below it; whether it is there tells the registry, while a move has it in hand."""
    if files.exists(inside) and (inside.endswith(".yaml") or not path.is_dir()):
        return [inside]
    below = _below(files, inside)
    if not below and not path.is_dir():
        raise BadUsage(f"there is no file {path}", "see that the path is right")
    return below


def _below(files: Files, folder: str) -> list[str]:
    listing = files.list()
    every = [*listing.files, *(path for path, _ in listing.faults)]
    if folder == ".":
        return [*every, POLICY_FILE]
    return [path for path in every if path == folder or path.startswith(f"{folder}/")]


def _staged(root: Path, paths: list[Path]) -> Scope:
    """What will be committed. A path outside the registry is passed over: hooks name every file of a commit.

    A card that is taken away may leave refs dangling anywhere, so then everything is judged.
    """
    files = Staged(root)
    named = [inside for _, inside in within(paths, root) if inside is not None]
    changed, gone = files.changes()
    only = [path for path in dict.fromkeys([*named, *changed]) if files.exists(path)]
    if POLICY_FILE in only or gone:
        return Scope(files, None)
    return Scope(files, tuple(only))


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
