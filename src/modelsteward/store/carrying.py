"""Carrying a plan out in one work tree: checks, journal, files, commit; and back again when anything fails."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import NamedTuple

from modelsteward.domain.plan import Plan
from modelsteward.errors import NotCommitted, Refused, StewardError
from modelsteward.store.gitplace import Place
from modelsteward.store.gitrun import ask, last_words, must, tidy_objects, was_killed
from modelsteward.store.gitrun import commit as git_commit
from modelsteward.store.indexes import Private, follow_head, private_index, remove_private, stage
from modelsteward.store.journal import Journal, Moved, remove_journal, write_journal
from modelsteward.store.lock import Say
from modelsteward.store.moving import MOVER
from modelsteward.store.preflight import Head, check, check_new, check_texts
from modelsteward.store.putting import (
    aside_of,
    bytes_at,
    encoded,
    in_words,
    make_folders,
    missing_folders,
    put_in_place,
    remove_emptied,
    with_modes,
    write_aside,
)  # fmt: skip
from modelsteward.store.settling import remove_stale_locks, settle


class Work(NamedTuple):
    """A plan at a place."""

    place: Place
    plan: Plan
    command: str
    commits: bool
    say: Say
    hooks: str | None = None
    """Where git finds the person's hooks, if not where it would look by itself."""


def carry_out(work: Work) -> str | None:
    """Carry a plan out; the commit's id, None where none is wanted. Under the lock of the clone, tidied.

    Raises Refused before anything is touched, NotCommitted when everything was put back.
    """
    place, files = work.place, _files(work)
    try:
        head = _checked(work, files)
        files = with_modes(place, files)
        folders = missing_folders(place, (moved.path for moved in files if moved.after is not None))
        journal = Journal(os.getpid(), work.command, head.commit, files, folders)
        index = private_index(place, head.commit) if work.commits else None
        write_journal(place.journal, journal)
    except OSError as error:
        raise NotCommitted(f"{in_words(error)}; nothing was changed", "mend that and run the command again") from None
    try:
        return _move(work, journal, index)
    except BaseException as error:
        return _after(work, journal, error)


def _checked(work: Work, files: tuple[Moved, ...]) -> Head:
    check_new(work.place, files)
    prefix = work.place.prefix
    edited = [prefix + (change.was or change.file) for change in work.plan.changes if change.edited]
    head = check(work.place, [moved.path for moved in files], commits=work.commits, edited=edited)
    check_texts(work.place, files)
    return head


def _move(work: Work, journal: Journal, index: Private | None) -> str | None:
    place, files = work.place, journal.files
    make_folders(place, journal.folders)
    write_aside(place, files)
    put_in_place(place, files)
    if index is None:
        remove_emptied(place, [moved.path for moved in files if moved.after is None])
        remove_journal(place.journal)
        return None
    stage(place, index.file, [moved.path for moved in files])
    env = {"GIT_INDEX_FILE": index.file, MOVER: str(os.getpid())}
    code, said = git_commit(place.top, work.plan.message(), env, work.hooks)
    if code is not None and was_killed(code):
        remove_stale_locks(place, journal)
    made = _made(place, journal)
    if made is None:
        raise KeyboardInterrupt if code is None else _refusal(work, journal, index, code, said)
    _follow(work, journal, made, index)
    return made.commit


class _Made(NamedTuple):
    commit: str
    paths: tuple[str, ...]


def _made(place: Place, journal: Journal) -> _Made | None:
    """The commit that holds the move: the one on top of where it started that has its files."""
    ours = {moved.path for moved in journal.files}
    start = [journal.head] if journal.head else []
    since = [f"^{journal.head}"] if journal.head else []
    for line in ask(place.top, "rev-list", "--parents", "HEAD", *since, "--").text.splitlines():
        commit, *parents = line.split(" ")
        if parents == start:
            names = ("diff-tree", "--root", "-r", "-z", "--no-commit-id", "--name-only", "--no-renames", commit)
            paths = must(place.top, *names).fields()
            if ours.intersection(paths):
                return _Made(commit, tuple(paths))
    return None


def _refusal(work: Work, journal: Journal, index: Private, code: int, said: str) -> NotCommitted:
    """Why there is no commit of ours. One that got on top of another made meanwhile undoes that one, so it goes; which
    one is ours is told by what it holds and by its message, and any other is somebody else's to keep."""
    top, again = work.place.top, "everything was put back; run the command again"
    if code:
        words = last_words(said, code)
        return NotCommitted(
            f"git did not take the commit; a hook, signing or git itself says:\n{words}",
            "everything was put back; mend that and run the command again",
        )
    shown = must(top, "rev-list", "-n1", "--format=%P%n%T%n%B", "HEAD", "--").text.removeprefix("commit ")
    newest, parents, tree, message = shown.split("\n", 3)
    if newest == journal.head or not parents:
        return NotCommitted("git says that it committed, and the branch does not have the commit", again)
    made = must(top, "write-tree", index=index.file).text
    if made != tree or work.plan.message().strip() not in message:
        hint = "see `git log` and `git reflog` for where it went, and run the command again if it is missing"
        return NotCommitted(f"something else was committed at the same moment, {newest[:10]}, and stays", hint)
    must(top, "update-ref", "-m", "steward: overtaken", "HEAD", parents.partition(" ")[0], newest)
    return NotCommitted("something else was committed at the same moment", again)


def _follow(work: Work, journal: Journal, made: _Made, index: Private) -> None:
    """What is left to do once there is a commit: the person's index, the journal, git's own housekeeping."""
    place = work.place
    ours = [moved.path for moved in journal.files]
    if more := [path for path in made.paths if path not in ours]:
        work.say(f"a hook put more into the commit: {', '.join(more)}")
    if other := [moved.path for moved in journal.files if bytes_at(place.full(moved.path)) != encoded(moved.after)]:
        work.say(f"a hook changed what was planned: {', '.join(other)}; see `git show {made.commit[:10]}`")
    try:
        follow_head(place, [*ours, *more], index)
    except (OSError, Refused) as error:
        why = in_words(error) if isinstance(error, OSError) else error.message
        work.say(f"the commit is made, but git's index does not follow yet: {why}")
        return
    remove_private(place)
    remove_emptied(place, [moved.path for moved in journal.files if moved.after is None])
    remove_journal(place.journal)
    _keep_house(place)


def _keep_house(place: Place) -> None:
    """Let git pack loose objects when it thinks there are too many; asked only when there are about as many."""
    with suppress(OSError):
        if len(os.listdir(os.path.join(place.common_dir, "objects", "17"))) > 20:
            tidy_objects(place.top)


def _after(work: Work, journal: Journal, error: BaseException) -> str | None:
    """Undo the move, and raise what the person should see; or finish it, where its commit exists."""
    if isinstance(error, OSError | Refused):
        error = NotCommitted(f"{_why(error)}; everything was put back", "mend that and run the command again")
    try:
        settled = settle(work.place, journal, ours=True)
    except (OSError, StewardError) as second:
        raise NotCommitted(
            f"{_why(error)}; and the files could not be put back: {_why(second)}",
            "mend that; the next changing command puts them back, and until then steward reads the last commit",
        ) from None
    if settled.committed:
        work.say("the commit had been made already")
        made = _made(work.place, journal)
        if made is not None and isinstance(error, StewardError):
            return made.commit
    raise error from None


def _why(error: BaseException) -> str:
    if isinstance(error, OSError):
        return in_words(error)
    words = error.message if isinstance(error, StewardError) else "it was interrupted"
    return words.removesuffix("; everything was put back")


def _files(work: Work) -> tuple[Moved, ...]:
    """The files of a plan from the top of the work tree; a rename is one that goes and one that comes."""
    found: list[Moved] = []
    prefix, pid = work.place.prefix, os.getpid()
    for change in work.plan.changes:
        path = prefix + change.file
        aside = aside_of(path, pid) if change.after is not None else None
        if change.was is None:
            found.append(Moved(path, change.before, change.after, aside))
        else:
            found += [Moved(path, None, change.after, aside), Moved(prefix + change.was, change.before, None, None)]
    if not found:
        raise Refused("there is nothing to change")
    return tuple(found)
