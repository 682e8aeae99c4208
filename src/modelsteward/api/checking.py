"""The edge where a whole registry is judged: what is kept of it is used, and what is new is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from modelsteward.api.clock import day_in
from modelsteward.domain.progress import Tell, nobody
from modelsteward.store.looking import look_at
from modelsteward.store.verdict import Conditions, recall

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from modelsteward.api.judged import Judged
    from modelsteward.domain.dates import Duration
    from modelsteward.domain.findings import Report
    from modelsteward.domain.registry import Registry
    from modelsteward.store.files import WorkTree
    from modelsteward.store.index import Index
    from modelsteward.store.looking import Look

T = TypeVar("T")

_AGAIN = 5
"""How often to read anew because somebody committed meanwhile."""


class Asked(NamedTuple):
    """By what to judge."""

    today: date | None = None
    """The current day in the registry's time zone when absent."""
    timeless: bool = False
    """Whether to leave the rules of time out."""
    window: Duration | None = None
    """How far to look ahead, in place of what steward.yaml says."""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    since: str = ""
    """A revision: only what changed since HEAD parted from it, and what rests on that, is told."""
    about: Callable[[Registry], Collection[str]] | None = None
    """Tells the files of which anything is asked, once the registry is read: no other is judged among the others."""

    @property
    def conditions(self) -> Conditions | None:
        """By what a kept verdict is told to be about the same; None where not all that can be found is asked for."""
        if self.timeless or self.select or self.ignore or self.since or self.about:
            return None
        return Conditions(self.today, str(self.window or ""))


def check(files: WorkTree, index: Index, asked: Asked, tell: Tell = nobody) -> Report:
    """Judge a registry. Where nothing has changed since the last run, what that said is said again."""
    look = look_at(files, index, tell)
    if asked.conditions:
        known = recall(files, index, look, asked.conditions, day_in)
        if known is not None and not files.moving.passed():
            return known
    return judge_all(files, index, asked, tell, look).report


def judge_all(files: WorkTree, index: Index, asked: Asked, tell: Tell = nobody, look: Look | None = None) -> Judged:
    """The same with the registry that was judged; `look` is the first one at it, if there was one.

    Raises errors.NoRegistry.
    """
    from modelsteward.api.rejudging import judge_survey

    first = iter((look,) if look else ())
    return _settled(
        files, lambda: judge_survey(files, index, asked, next(first, None) or look_at(files, index, tell), tell)
    )


def read_all(files: WorkTree, index: Index, tell: Tell = nobody) -> Registry:
    """Read a registry without judging it. Raises errors.NoRegistry."""
    from modelsteward.store.lodging import with_guests
    from modelsteward.store.survey import survey

    def read() -> Registry:
        own = survey(files, index, look_at(files, index, tell), judges=False, tell=tell)
        return with_guests(files, index, own, tell).registry

    return _settled(files, read)


def read_ties(files: WorkTree, index: Index, tell: Tell = nobody) -> Registry:
    """Read a registry as far as its cards are tied to each other, by what is kept of that if nothing has changed.

    Records that say nothing of that may be missing from it. Raises errors.NoRegistry.
    """
    from modelsteward.store.ties import recall_ties, remember_ties

    def read() -> Registry:
        look = look_at(files, index, tell)
        if (known := recall_ties(files, index, look)) is not None:
            return known
        from modelsteward.store.lodging import with_guests
        from modelsteward.store.survey import survey

        own = survey(files, index, look, judges=False, tell=tell)
        remember_ties(index, look, own)
        return with_guests(files, index, own, tell).registry

    return _settled(files, read)


def _settled(files: WorkTree, read: Callable[[], T]) -> T:
    """What is read while no move begins or ends: else it may be half from before a commit, half from after it."""
    for _ in range(_AGAIN):
        found = read()
        if not files.moving.passed():
            break
        files.moving.look()
    return found
