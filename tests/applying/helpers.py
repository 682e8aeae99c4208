"""A registry with somebody's other work around it, plans to carry out, and what a reader makes of the files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from modelsteward.domain.plan import Change, Plan
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import load
from tests.conftest import HOUSE, git, write

CARD = "models/scorer/1.2.0.yaml"
DATA = "datasets/rows/1.0.0.yaml"
RENAMED = "datasets/rows/1.0.1.yaml"
RECORD = "records/models/scorer/1.2.0/2030-01-01-review-0a1b2c3d.yaml"
REVIEW = "card: review/1\nref: scorer@1.2.0\non: 2030-01-01\nby: data-science\nuntil: 2031-01-01\noutcome: keep\n"

BEFORE = {CARD: HOUSE[CARD], DATA: HOUSE[DATA], RENAMED: None, RECORD: None}
AFTER = {
    CARD: HOUSE[CARD].replace("stage: production", "stage: suspended"),
    DATA: None,
    RENAMED: HOUSE[DATA].replace("version: 1.0.0", "version: 1.0.1"),
    RECORD: REVIEW,
}
"""A move of every kind: an edit, a rename, a new file in new folders."""


def a_plan(*changes: Change) -> Plan:
    """A plan of these changes; of one of every kind when none is given."""
    every = (
        Change(CARD, BEFORE[CARD], AFTER[CARD]),
        Change(RENAMED, BEFORE[DATA], AFTER[RENAMED], DATA),
        Change(RECORD, None, AFTER[RECORD]),
    )
    return Plan(
        "suspend", ("scorer@1.2.0",), "Suspend scorer@1.2.0", changes or every, (("Steward-Action", "suspend"),)
    )


def edit(root: Path, file: str = CARD, old: str = "stage: production", new: str = "stage: suspended") -> Change:
    """A change of one file as it lies there."""
    text = (root / file).read_bytes().decode()
    assert old in text
    return Change(file, text, text.replace(old, new))


def others_work(top: Path) -> None:
    """What a person has going on beside the move: staged, half staged, edited, untracked."""
    write(top, {"staged.txt": "one\n", "half.txt": "one\n", "edited.txt": "one\n"})
    git(top, "add", ".")
    git(top, "commit", "--quiet", "--message", "Other things")
    write(top, {"staged.txt": "two\n", "half.txt": "two\n", "new.txt": "new\n"})
    git(top, "add", "staged.txt", "half.txt", "new.txt")
    write(top, {"half.txt": "three\n", "edited.txt": "two\n", "untracked.txt": "mine\n"})


def of_others(top: Path) -> tuple[str, ...]:
    """Everything git knows of the person's own work, to compare."""
    return (
        git(top, "status", "--porcelain=v2", "--untracked-files=all"),
        git(top, "diff", "--cached"),
        git(top, "diff"),
    )


def on_disk(root: Path) -> dict[str, str | None]:
    """The files of the move as they lie on the disk."""
    return {file: (root / file).read_bytes().decode() if (root / file).exists() else None for file in BEFORE}


def as_read(root: Path) -> dict[str, str | None]:
    """The files of the move as a reader of the registry sees them, in each way there is to see them.

    A commit that outlives its steward may land between two looks: then they are taken again.
    """
    while True:
        head = _head(root)
        listed, seen, loaded = _listed(root), _each(root), _as_loaded(root)
        if _head(root) == head:
            assert listed == {file for file, text in seen.items() if text is not None}
            assert loaded == {file: text for file, text in seen.items() if text is not None}
            return seen


def _head(root: Path) -> str:
    return git(root, "rev-parse", "--verify", "HEAD")


def _listed(root: Path) -> set[str]:
    return set(WorkTree(root).list().files) & set(BEFORE)


def _each(root: Path) -> dict[str, str | None]:
    files = WorkTree(root)
    return {file: files.read(file).decode() if files.exists(file) else None for file in BEFORE}


def _as_loaded(root: Path) -> dict[str, str]:
    loaded = load(WorkTree(root))
    assert not loaded.failed, loaded.failed
    return {entry.file: entry.text for entry in loaded.registry.entries if entry.file in BEFORE}


def left_over(top: Path) -> list[str]:
    """What no finished move leaves behind: files of ours but for the lock, and locks of git's."""
    git_dir = top / ".git"
    ours = [path for path in (git_dir / "steward").rglob("*") if path.name != "lock"]
    locks = list(git_dir.rglob("*.lock"))
    hidden = [path for path in top.rglob(".*steward-*") if ".git" not in path.parts]
    trees = list((git_dir / "worktrees").glob("*"))
    return sorted(os.fspath(path.relative_to(top)) for path in [*ours, *locks, *hidden, *trees])


def copied(template: Path, to: Path) -> Path:
    """A fresh copy of a repository."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(template, to, symlinks=True)
    git(to, "status")
    return to


def locks(top: Path) -> list[str]:
    """Locks of git's."""
    return sorted(os.fspath(path.relative_to(top)) for path in (top / ".git").rglob("*.lock"))


def when_git_has_its_locks(top: Path, script: str, time: int = 1) -> None:
    """Run a script within git, at its so manyth change of a branch: when the locks are taken and nothing is renamed."""
    count = top.parent / "transactions"
    count.unlink(missing_ok=True)
    hook(
        top,
        "reference-transaction",
        f'[ "$1" = prepared ] || exit 0; echo x >> "{count}"; [ $(wc -l < "{count}") = {time} ] || exit 0; {script}',
    )


def hook(top: Path, name: str, script: str) -> None:
    """Install a hook."""
    path = top / ".git/hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


Say = Callable[[str], None]
