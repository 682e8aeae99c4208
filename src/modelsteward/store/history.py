"""Who changed a file last, told by git. The one importer of GitPython, which is slow to import."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from modelsteward.usecases.shown import Commit

if TYPE_CHECKING:
    import git


def last_commits(root: Path, file: str, most: int = 5) -> list[Commit]:
    """The last commits that touched a file of the registry, the newest first.

    Nothing where git has nothing to tell: outside a repository, in one without commits, without git itself, or where
    git refuses (a folder that belongs to somebody else). History is a courtesy, so nothing that goes wrong here stops
    a command; hence the wide `except`.
    """
    try:
        import git

        with git.Repo(root, search_parent_directories=True) as repo:
            if repo.working_tree_dir is None:
                return []
            path = Path(os.path.relpath(os.path.realpath(root / file), os.path.realpath(repo.working_tree_dir)))
            found = repo.iter_commits(paths=f":(top,literal){path.as_posix()}", max_count=most)
            return [_commit(commit) for commit in found]
    except Exception:
        return []


def _commit(commit: git.Commit) -> Commit:
    message = commit.message if isinstance(commit.message, str) else commit.message.decode("utf-8", "replace")
    subject = message.strip().partition("\n")[0]
    return Commit(commit.hexsha[:10], commit.author.name or "", commit.authored_datetime.date(), subject)
