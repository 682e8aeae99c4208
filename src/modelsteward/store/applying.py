"""Applying a plan: one commit of exactly its files, or nothing at all. Crashes are found and tidied up by the next."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from modelsteward.domain.plan import Plan
from modelsteward.domain.texts import amount
from modelsteward.errors import Refused
from modelsteward.store.branching import apply_on_branch, check_branch, remove_branch
from modelsteward.store.carrying import Work, carry_out
from modelsteward.store.gitplace import Place
from modelsteward.store.gitrun import lending
from modelsteward.store.indexes import free_index, remove_private
from modelsteward.store.journal import Journal, read_journal, remove_journal
from modelsteward.store.lock import Say, holder, locked
from modelsteward.store.moving import MOVER
from modelsteward.store.preflight import check, place_of
from modelsteward.store.putting import in_words
from modelsteward.store.settling import remove_stale_locks, settle
from modelsteward.store.sharing import make_own_folder


class Outcome(NamedTuple):
    """What applying a plan came to."""

    commit: str | None
    """The commit's id; None where none was wanted."""
    branch: str | None
    """The branch that was made for it."""
    tidied: tuple[str, ...]
    """What was found of an earlier command that was cut off, and done about it; `say` was told already."""


def _silent(_: str) -> None:
    """For callers who show nothing."""


_HELD: ContextVar[Mapping[str, tuple[str, ...]]] = ContextVar("held", default=MappingProxyType({}))
"""Locks this thread holds, with what was tidied, so that applying within `writing` needs no second one."""


@contextmanager
def writing(root: Path, command: str, say: Say = _silent) -> Iterator[tuple[str, ...]]:
    """Hold the clone's lock, tidied: what is read and planned within cannot change before it is applied.

    Yields what was tidied, in sentences that `say` has been told as well. Raises Refused where others hold it for long.
    """
    place = place_of(root)
    held = _HELD.get()
    if place.lock in held:
        yield held[place.lock]
        return
    _check_no_hook(place)
    with _lock(place, command, say) as tidied:
        before = _HELD.set({**held, place.lock: tidied})
        try:
            yield tidied
        finally:
            _HELD.reset(before)


def apply(plan: Plan, root: Path, *, command: str, branch: str | None = None, commit: bool = True,
          say: Say = _silent) -> Outcome:  # fmt: skip
    """Make a plan come true as one commit: here, or on a new branch; without `commit` the files change and no more.

    `root` is the registry's folder, `command` what others are told who wait. Raises Refused before anything is
    touched, NotCommitted when git did not take the commit and everything was put back.
    """
    place = place_of(root)
    with writing(root, command, say) as tidied:
        work = Work(place, plan, command, commit, say)
        if branch is None:
            return Outcome(carry_out(work), None, tidied)
        return Outcome(apply_on_branch(work, branch), branch, tidied)


def tidy(root: Path, command: str, say: Say = _silent) -> tuple[str, ...]:
    """Finish or undo what a command left that was cut off; what was found and done, in sentences."""
    with writing(root, command, say) as tidied:
        return tidied


def prepare(plan: Plan, root: Path, *, branch: str | None = None, commit: bool = True) -> None:
    """See that git would take a plan as things are. Raises Refused."""
    place = place_of(root)
    if branch is not None:
        check_branch(place, branch)
        return
    files = [place.prefix + name for change in plan.changes for name in (change.was, change.file) if name]
    edited = [place.prefix + (change.was or change.file) for change in plan.changes if change.edited]
    check(place, files, commits=commit, edited=edited)


def _check_no_hook(place: Place) -> None:
    """A hook of a move that starts another would wait for its own end."""
    mover = os.environ.get(MOVER)
    if mover and mover == str((held := holder(place.lock)).pid):
        raise Refused(f"this runs in a hook of `{held.command}`, which is not done yet", "change nothing from a hook")


@contextmanager
def _lock(place: Place, command: str, say: Say) -> Iterator[tuple[str, ...]]:
    """The lock, and what was tidied under it. Raises Refused where git's own folder cannot be written to."""
    with ExitStack() as leaving:
        try:
            make_own_folder(os.path.dirname(place.own("")))
            handle = leaving.enter_context(locked(place.lock, command, say))
            leaving.enter_context(lending(handle))
            tidied = []
            for sentence in _tidy(place):
                say(sentence)
                tidied.append(sentence)
        except OSError as error:
            raise Refused(f"{in_words(error)}, so nothing can be changed here", "mend that first") from None
        yield tuple(tidied)


def _tidy(place: Place) -> Iterator[str]:
    journal = read_journal(place.journal)
    if journal is None:
        free_index(place)
        remove_private(place)
        return
    began = os.stat(place.journal).st_mtime
    what = f"`{journal.command}` was cut off at {time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(began))}"
    if journal.new_branch is not None:
        kept = remove_branch(place, journal)
        remove_journal(place.journal)
        yield f"{what}; " + (
            f"its commit had been made on {journal.new_branch}, so that branch stays"
            if kept
            else f"its commit had not been made, so the branch {journal.new_branch} was taken away again"
        )
        return
    remove_stale_locks(place, journal)
    settled = settle(place, journal, ours=False)
    yield f"{what}; {_story(journal, settled.committed)}"
    if settled.left:
        yield f"left as they are, because they were edited since: {', '.join(settled.left)}; see `git diff`"


def _story(journal: Journal, committed: bool) -> str:
    count = amount(len(journal.files), "file")
    if committed:
        return f"its commit had been made, so {count} and git's index were brought up to it"
    return f"its commit had not been made, so {count} {'was' if len(journal.files) == 1 else 'were'} put back"
