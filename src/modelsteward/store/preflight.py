"""What must hold before a move touches anything: a repository that can take it, and files as they were planned."""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Iterable, Sequence, Set
from pathlib import Path
from typing import NamedTuple

from modelsteward.errors import Refused, reason
from modelsteward.store.gitplace import Place, find_place
from modelsteward.store.gitrun import Ask, Said, ask, ask_all, identity, refusal
from modelsteward.store.indexes import wait_for_index
from modelsteward.store.journal import Moved
from modelsteward.store.putting import bytes_at, encoded, folders_above
from modelsteward.store.sparse import how_to_add

_UNDER_WAY = {
    "MERGE_HEAD": ("a merge", "git merge --continue, or git merge --abort"),
    "CHERRY_PICK_HEAD": ("a cherry-pick", "git cherry-pick --continue, or git cherry-pick --abort"),
    "REVERT_HEAD": ("a revert", "git revert --continue, or git revert --abort"),
    "rebase-merge": ("a rebase", "git rebase --continue, or git rebase --abort"),
    "rebase-apply": ("a rebase", "git rebase --continue, or git rebase --abort"),
    "sequencer": ("a cherry-pick or revert", "git cherry-pick --continue, or git cherry-pick --abort"),
}


_STATUS = ("status", "--porcelain=v2", "-z", "--branch", "--untracked-files=no", "--ignore-submodules=all")


class Head(NamedTuple):
    """Where a work tree stands."""

    commit: str | None
    """None before the first commit."""
    branch: str | None
    """None where no branch is checked out."""


def place_of(root: Path) -> Place:
    """The place of a registry whose work tree can take a commit. Raises Refused."""
    place = find_place(root)
    if place is not None:
        return place
    if ask(os.fspath(root), "rev-parse", "--is-bare-repository").text == "true":
        raise Refused("a bare repository has no files to change", "work in a clone of it: `git clone`")
    raise Refused(
        f"{root} is in no git repository, and git is where steward writes down who changed what",
        "`git init` makes one; so does `steward init`",
    )


def check(place: Place, paths: Sequence[str], *, commits: bool = True, edited: Iterable[str] = ()) -> Head:
    """See that the work tree can take a move of these files, and that none of them is edited or staged.

    `paths` count from the top of the work tree; those in `edited` may be, and all where no commit is to be made, since
    then nobody's edits are swept into one. Raises Refused.
    """
    for path in paths:
        _check_path(place, path)
    _check_under_way(place)
    wait_for_index(place)
    status, flags, ignored, held, who = ask_all(
        place.top,
        Ask((*_STATUS, "--", *paths)),
        Ask(("ls-files", "-v", "--stage", "-z", "--", *paths)),
        Ask(("check-ignore", "-z", "--stdin"), b"".join(os.fsencode(path) + b"\0" for path in paths)),
        Ask(("ls-tree", "-r", "-z", "--name-only", "HEAD", "--", *paths)),
        Ask(("var", "GIT_COMMITTER_IDENT")),
    )
    head = _head(place, status)
    _check_ignored(place, ignored)
    _check_flags(place, flags)
    _check_clean(place, status, set(edited if commits else paths))
    if commits:
        _check_tracked(head, held, place, paths)
        identity(who)
        if head.branch is None:
            hint = "git switch BRANCH, or let steward make one with --branch NAME"
            raise Refused("no branch is checked out (detached HEAD), so the commit could get lost", hint)
    return head


def check_new(place: Place, files: Iterable[Moved]) -> None:
    """See that nothing is where files are to be made. Raises Refused."""
    for moved in files:
        _check_path(place, moved.path)
        if moved.before is None and os.path.lexists(place.full(moved.path)):
            raise Refused(
                f"{_shown(place, moved.path)} is there already", "move it away; steward does not write over it"
            )


def check_texts(place: Place, files: Iterable[Moved]) -> None:
    """See that the files are, byte for byte, what the plan was made from. Raises Refused."""
    for moved in files:
        path = _shown(place, moved.path)
        try:
            found = bytes_at(place.full(moved.path))
        except OSError as error:
            raise Refused(f"{path} cannot be read: {reason(error)}", "see that you may read it") from None
        if found == encoded(moved.before):
            continue
        now = "is gone" if found is None else "has changed"
        raise Refused(f"{path} {now} since this was planned", "run the command again")


def _check_path(place: Place, path: str) -> None:
    """See that a path stays within the registry, and passes through plain folders only."""
    shown = _shown(place, path)
    parts = path.split("/")
    if not path.startswith(place.prefix) or any(part in ("", ".", "..") or _is_gits(part) for part in parts):
        raise Refused(f"{shown!r} is no place for a file of the registry", "names cannot leave its folder")
    if any(character in path for character in "\0\\") or (":" in path and os.name == "nt"):
        raise Refused(f"{shown!r} is no name for a file", "use letters, digits, `.`, `-` and `_`")
    for folder in folders_above(path):
        mode = _mode(place.full(folder))
        if mode is not None and not stat.S_ISDIR(mode):
            what = "a link" if stat.S_ISLNK(mode) else "no folder"
            raise Refused(f"{shown} cannot be written: {_shown(place, folder)} is {what}", "put a plain folder there")
        if mode is not None and os.path.lexists(os.path.join(place.full(folder), ".git")):
            where = _shown(place, folder)
            raise Refused(f"{shown} lies in another repository, {where}", f"run steward within {where}, or move it")
    mode = _mode(place.full(path))
    if mode is not None and not stat.S_ISREG(mode):
        raise Refused(f"{shown} is no plain file, so it is not written", "put a plain file there")


def _is_gits(part: str) -> bool:
    """Whether a part of a path means git's own folder to some file system."""
    return part.rstrip(" .").casefold() in (".git", "git~1") or part.casefold().startswith(".git:")


def _check_under_way(place: Place) -> None:
    for name, (what, how) in _UNDER_WAY.items():
        if os.path.lexists(os.path.join(place.git_dir, name)):
            raise Refused(f"{what} is in progress here", f"finish it first: {how}")


def _head(place: Place, status: Said) -> Head:
    if status.code:
        if "must be run in a work tree" in status.err:
            raise Refused("a bare repository has no files to change", "work in a clone of it: `git clone`")
        raise refusal(status, "status")
    said = dict(field[2:].split(" ", 1) for field in status.fields() if field.startswith("# "))
    commit, branch = said["branch.oid"], said["branch.head"]
    return Head(None if commit == "(initial)" else commit, None if branch == "(detached)" else branch)


def _check_clean(place: Place, status: Said, edited: Set[str]) -> None:
    """See that none of the files is in conflict, and none but those in `edited` is edited or staged."""
    dirty: list[str] = []
    fields = iter(status.fields())
    for field in fields:
        kind = field[:1]
        if kind == "u":
            path = _shown(place, field.split(" ", 10)[-1])
            raise Refused(f"{path} has an unresolved merge", "resolve it and `git add` the file")
        if kind in "12":
            dirty.append(field.split(" ", 8 if kind == "1" else 9)[-1])
        if kind == "2":
            next(fields, None)  # the old name of a rename
    dirty = [path for path in dirty if path not in edited]
    if dirty:
        names, many = ", ".join(_shown(place, path) for path in dirty), len(dirty) > 1
        raise Refused(
            f"{names} {'have' if many else 'has'} changes that are not committed",
            f"commit or stash {'them' if many else 'it'} first: git stash push -- {_typed(place, *dirty)}",
        )


def _check_ignored(place: Place, ignored: Said) -> None:
    if ignored.code > 1:
        raise refusal(ignored, "check-ignore")
    if paths := ignored.fields():
        names = ", ".join(_shown(place, path) for path in paths)
        raise Refused(f"git ignores {names}", f"see which rule does: git check-ignore -v {_typed(place, *paths)}")


def _check_flags(place: Place, flags: Said) -> None:
    """See that git keeps an eye on the files, and that each one there is in its care."""
    if flags.code:
        raise refusal(flags, "ls-files")
    for field in flags.fields():
        meta, _, path = field.partition("\t")
        tag, mode = meta.split(" ")[:2]
        shown = _shown(place, path)
        if tag in "Ss":
            raise Refused(f"{shown} is left out of this sparse checkout", how_to_add(place, os.path.dirname(path)))
        if tag.islower():
            again = f"git update-index --no-assume-unchanged {_typed(place, path)}"
            raise Refused(f"git is told not to look at {shown}", again)
        if not mode.startswith("100"):
            raise Refused(f"{shown} is a link or a submodule to git", "put a plain file there")


def _check_tracked(head: Head, held: Said, place: Place, files: Iterable[str]) -> None:
    """See that files that are there are in the last commit; else the plan's commit would hold more than its change."""
    known = set(held.fields()) if head.commit else set()
    there = [path for path in files if os.path.lexists(place.full(path))]
    if new := [path for path in there if path not in known]:
        names = ", ".join(_shown(place, path) for path in new)
        raise Refused(f"{names} was never committed", f"commit it first: git add {_typed(place, *new)}; git commit")


def _shown(place: Place, path: str) -> str:
    return path.removeprefix(place.prefix)


def _typed(place: Place, *paths: str) -> str:
    """Files as a person types them for git, from where they are."""
    return " ".join(shlex.quote(os.path.relpath(place.full(path))) for path in paths)


def _mode(full: str) -> int | None:
    try:
        return os.lstat(full).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
