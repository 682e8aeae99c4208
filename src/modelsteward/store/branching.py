"""Committing on a new branch: in a work tree of its own while it takes, so that the person's stays as it is."""

from __future__ import annotations

import os
import shutil

from modelsteward.errors import NotCommitted, Refused
from modelsteward.store.carrying import Work, carry_out
from modelsteward.store.gitplace import FOLDER, Place, find_place
from modelsteward.store.gitrun import ask, identity, must
from modelsteward.store.journal import Journal, remove_journal, write_journal
from modelsteward.store.putting import in_words


def check_branch(place: Place, name: str) -> str:
    """See that a branch of this name can be made and committed to; the commit it starts from. Raises Refused."""
    if name.startswith("-") or ask(place.top, "check-ref-format", f"refs/heads/{name}").code:
        raise Refused(f"{name!r} is no name for a branch", "use letters, digits, `-`, `_`, `.` and `/`")
    if not ask(place.top, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}").code:
        raise Refused(f"there is a branch {name} already", f"take another name, or git branch --delete {name}")
    head = ask(place.top, "rev-parse", "--verify", "--quiet", "HEAD")
    if head.code:
        raise Refused("there is no commit yet that a branch could start from", "leave --branch out for the first one")
    identity(ask(place.top, "var", "GIT_COMMITTER_IDENT"))
    return head.text


def apply_on_branch(work: Work, name: str) -> str | None:
    """Carry a plan out on a new branch; the commit's id. Where that fails, neither the branch nor its folder stays."""
    place = work.place
    head = check_branch(place, name)
    worktree = os.path.join(place.common_dir, FOLDER, f"tree-{os.getpid()}")
    journal = Journal(os.getpid(), work.command, head, new_branch=name, worktree=worktree)
    try:
        write_journal(place.journal, journal)
    except OSError as error:
        raise NotCommitted(f"{in_words(error)}; nothing was changed", "see that there is room") from None
    try:
        must(place.top, "worktree", "add", "--quiet", "--no-track", "-b", name, "--", worktree, head)
        return carry_out(work._replace(place=_place_in(worktree, place.prefix, head)))
    finally:
        remove_branch(place, journal)
        remove_journal(place.journal)


def _place_in(worktree: str, prefix: str, head: str) -> Place:
    root = os.path.join(worktree, *prefix.split("/"))
    if not os.path.isdir(root):
        raise Refused(f"the registry is not in the last commit, {head[:10]}", "commit it first")
    place = find_place(root)
    if place is None:
        raise Refused(f"git made no work tree at {worktree}", "see what `git worktree list` says")
    os.makedirs(os.path.dirname(place.own("")), exist_ok=True)
    return place


def remove_branch(place: Place, journal: Journal) -> bool:
    """Take the work tree away, and the branch too where nothing was committed on it; whether the branch stays."""
    if journal.worktree is not None:
        shutil.rmtree(journal.worktree, ignore_errors=True)
        name = os.path.basename(journal.worktree)
        shutil.rmtree(os.path.join(place.common_dir, "worktrees", name), ignore_errors=True)
    branch = f"refs/heads/{journal.new_branch}"
    tip = ask(place.top, "rev-parse", "--verify", "--quiet", branch)
    if not tip.code and tip.text == journal.head:
        must(place.top, "update-ref", "-d", branch, tip.text)
        return False
    return not tip.code
