"""Committing on a new branch: in a work tree of its own while it takes, so that the person's stays as it is."""

from __future__ import annotations

import os
import shutil

from modelsteward.errors import NotCommitted, Refused
from modelsteward.store.carrying import Work, carry_out
from modelsteward.store.gitplace import FOLDER, Place, find_place
from modelsteward.store.gitrun import ask, identity, last_words, must, run_hooked
from modelsteward.store.journal import Journal, remove_journal, write_journal
from modelsteward.store.putting import folders_above, in_words, take_away
from modelsteward.store.settling import remove_stale_locks
from modelsteward.store.sharing import make_own_folder


def check_branch(place: Place, name: str) -> str:
    """See that a branch of this name can be made and committed to; the commit it starts from. Raises Refused."""
    _check_name(place, name)
    head = ask(place.top, "rev-parse", "--verify", "--quiet", "HEAD")
    if head.code:
        raise Refused("there is no commit yet that a branch could start from", "leave --branch out for the first one")
    identity(ask(place.top, "var", "GIT_COMMITTER_IDENT"))
    return head.text


def _check_name(place: Place, name: str) -> None:
    """See that git would make a branch of this very name. A branch is a file to git: none can lie below another."""
    said = ask(place.top, "check-ref-format", "--branch", name)
    if said.code or said.text != name or name == "@":
        raise Refused(f"{name!r} is no name for a branch", "use letters, digits, `-`, `_`, `.` and `/`")
    if name.startswith("refs/"):
        raise Refused(f"{name!r} is a whole ref, not the name of a branch", "leave out `refs/heads/`")
    above = folders_above(name)
    refs = (f"refs/heads/{branch}" for branch in (name, *above))
    for there in must(place.top, "for-each-ref", "--format=%(refname)", *refs).text.split("\n"):
        branch = there.removeprefix("refs/heads/")
        if branch == name:
            raise Refused(f"there is a branch {name} already", "take another name")
        if branch in above or branch.startswith(f"{name}/"):
            raise Refused(f"there is a branch {branch}, so none can be called {name}", "take another name")


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
    commit = None
    try:
        commit = carry_out(work._replace(place=_tree(place, journal, worktree), hooks=_hooks(place)))
    finally:
        _clear_away(work, journal, commit)
    return commit


def _tree(place: Place, journal: Journal, worktree: str) -> Place:
    """Make the branch and its work tree; the registry's place there. Raises Refused or NotCommitted."""
    what = ("worktree", "add", "--quiet", "--no-track", "-b", str(journal.new_branch), "--", worktree)
    code, said = run_hooked(place.top, (*what, str(journal.head)))
    if code is None:
        raise KeyboardInterrupt
    if code:
        raise NotCommitted(
            f"git made no work tree for the branch; a post-checkout hook or git itself says:\n{last_words(said, code)}",
            "nothing of it stays; mend that and run the command again",
        )
    root = os.path.join(worktree, *place.prefix.split("/"))
    if not os.path.isdir(root):
        raise Refused(f"the registry is not in the last commit, {str(journal.head)[:10]}", "commit it first")
    made = find_place(root)
    if made is None:
        raise Refused(f"git made no work tree at {worktree}", "see what `git worktree list` says")
    try:
        make_own_folder(os.path.dirname(made.own("")))
    except OSError as error:
        raise NotCommitted(f"{in_words(error)}; everything was put back", "see that there is room") from None
    return made


def _hooks(place: Place) -> str | None:
    """Where the person's hooks are, when they said so; a relative path counts from their own work tree.

    The work tree of the branch has none of what git ignores there, which hooks often are.
    """
    said = ask(place.top, "config", "--type=path", "core.hooksPath")
    return None if said.code else os.path.join(place.top, said.text)


def _clear_away(work: Work, journal: Journal, commit: str | None) -> None:
    """Take away what was made for the branch; what cannot be goes with the next command that writes."""
    try:
        remove_branch(work.place, journal)
        remove_journal(work.place.journal)
    except KeyboardInterrupt:
        if commit:
            work.say(f"the commit had been made on {journal.new_branch} already")
        raise
    except (OSError, Refused) as error:
        why = in_words(error) if isinstance(error, OSError) else error.message
        made = f"the commit is made on {journal.new_branch}, but " if commit else ""
        work.say(f"{made}not all that was made for the branch is gone yet: {why}; the next changing command sees to it")


def remove_branch(place: Place, journal: Journal) -> bool:
    """Take the work tree away, and the branch too where nothing was committed on it; whether the branch stays."""
    if journal.worktree is not None:
        shutil.rmtree(journal.worktree, ignore_errors=True)
        name = os.path.basename(journal.worktree)
        shutil.rmtree(os.path.join(place.common_dir, "worktrees", name), ignore_errors=True)
    remove_stale_locks(place, journal)
    branch = f"refs/heads/{journal.new_branch}"
    tip = ask(place.top, "rev-parse", "--verify", "--quiet", branch)
    if tip.code:
        take_away(os.path.join(place.common_dir, "logs", *branch.split("/")))  # git writes it before the branch
        return False
    if tip.text == journal.head:
        must(place.top, "update-ref", "-d", branch, tip.text)
        return False
    return True
