"""A story from a registry's folder: git's history, the cards its files held, and the telling."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from modelsteward.domain.kinds import ref_at
from modelsteward.domain.progress import Step, Tell, counted, nobody
from modelsteward.domain.story import Card, Commit, Line, Story, Unreadable
from modelsteward.domain.suggest import closest
from modelsteward.errors import Refused
from modelsteward.store.blocks import Blocks
from modelsteward.store.commits import History, blob_ids, read_blobs, read_history
from modelsteward.store.files import LARGEST
from modelsteward.store.gitplace import Place, find_place
from modelsteward.usecases.story import Teller
from modelsteward.usecases.story_about import About
from modelsteward.usecases.story_ahead import Ahead

_FIRST, _MOST_AT_ONCE = 32, 1024
"""How many files are read at once, at first and at most."""
_MOST_BYTES = 8 * 1024 * 1024
"""How much of what was read is kept, about."""


class Unheard(Refused):
    """What neither the files of a registry nor their history know."""


class Limits(NamedTuple):
    """Which lines are wanted."""

    since: date | None = None
    until: date | None = None
    most: int | None = None


class Blobs:
    """What files held: read when asked for, with what the next commits will ask for, and parsed once."""

    def __init__(self, place: Place, following: Callable[[], Iterable[Commit]]) -> None:
        """`following` gives the commit that is told of, and those behind it."""
        self._place = place
        self._following = following
        self._bytes: dict[str, bytes | None] = {}
        self._cards: dict[str, Card] = {}
        self._reader = Blocks()
        self._size, self._held = _FIRST, 0

    def card(self, oid: str | None) -> Card:
        """The file as plain data."""
        if oid is None:
            return None
        if oid not in self._cards:
            self._cards[oid] = plain_card(self._text(oid), self._reader)
        return self._cards[oid]

    def holds(self, oid: str | None, words: Sequence[bytes]) -> bool:
        """Whether the file's text has one of these in it."""
        found = self._text(oid) if oid else None
        return found is not None and any(word in found for word in words)

    def ids(self, files: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The ids of files, each given as a commit and a path; what is not there is left out."""
        return blob_ids(self._place, files)

    def _text(self, oid: str) -> bytes | None:
        if oid not in self._bytes:
            self._read(oid)
        return self._bytes[oid]

    def _read(self, oid: str) -> None:
        """Read a file and those that will be asked for next, ever more at once while they are small."""
        if self._held > _MOST_BYTES:
            self._bytes.clear()
            self._cards.clear()
            self._reader = Blocks()
            self._held = 0
        found = read_blobs(self._place, [oid], islice(self._next(), self._size))
        self._bytes |= found
        read = sum(len(text) for text in found.values() if text)
        self._held += read
        mean = read // len(found) + 1
        self._size = max(_FIRST, min(4 * self._size, _MOST_AT_ONCE, _MOST_BYTES // 4 // mean))

    def _next(self) -> Iterator[str]:
        """The files that the next commits changed and that are not here yet."""
        for commit in self._following():
            for file in commit.files:
                yield from (oid for oid in (*file.before, file.after) if oid and oid not in self._bytes)


def plain_card(found: bytes | None, reader: Blocks) -> Card:
    """What a file held, as plain data; or why that cannot be told."""
    if found is None:
        return Unreadable("git does not have its contents")
    if len(found) > LARGEST:
        return Unreadable("larger than a card may be")
    try:
        text = found.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Unreadable("not UTF-8")
    value, faults = reader.value(text)
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return value
    return Unreadable(faults[0].message if faults else "not a mapping of keys to values")


class Telling(Iterator[Line]):
    """A story that is told line by line, the newest first, as far as its limits let it."""

    def __init__(self, root: Path, text: str, limits: Limits, tell: Tell = nobody) -> None:
        """`text` is a ref, a name or, empty, the whole registry. Raises Refused where git is not there, BadUsage for
        what is no ref; the lines raise Refused where there is no history, or never was such a thing.
        """
        place = find_place(root)
        self._root, self._limits = root, limits
        self._about = about = About(text, place.prefix if place else "")
        tell(Step("asking git for its history"))
        history = read_history(root, about.paths(), about.words())
        commits = Ahead(counted(tell, "reading commits", history.commits))
        teller = Teller(commits, about, Blobs(history.place, commits.following))
        self._lines = _within(teller, about, history, limits)
        limited = limits.since is not None or limits.until is not None
        unsaved = tuple(path for path in history.uncommitted if about.owns(path))
        self.story = Story(about.text, (), limited=limited, uncommitted=unsaved, cut=history.cut)
        """What stands around the lines; the last of them in it, and whether there are more, once they were told."""
        self._told = 0

    def __next__(self) -> Line:
        if self._told == self._limits.most:
            self.story = self.story._replace(more=next(self._lines, None) is not None)
            raise StopIteration
        line = next(self._lines, None)
        if line is None:
            if not (self._told or self.story.uncommitted or self.story.limited or self._about.everything):
                _must_be_known(self._root, self._about)
            raise StopIteration
        self._told += 1
        self.story = self.story._replace(lines=(line,))
        return line


def _within(teller: Teller, about: About, history: History, limits: Limits) -> Iterator[Line]:
    """The lines of these days; what lies behind the last of them is not read."""
    first, last = limits.since or date.min, limits.until or date.max
    reach = None
    if limits.since:
        reach = max((number for number, day in enumerate(history.days(), 1) if day >= first), default=0)
    for commit, lines in islice(teller.by_commit(), reach):
        if first <= commit.day <= last:
            yield from lines
        elif not about.everything:
            deque(lines, maxlen=0)  # it may have had another name before


def _must_be_known(root: Path, about: About) -> None:
    """Raise Unheard for what neither the files nor their history know."""
    known = {ref_at(path) for path in _files(root)}
    names = known | {ref.partition("@")[0] for ref in known}
    if about.text in names:
        return
    near = closest(about.text, known if "@" in about.text else names)
    bare = next((ref for ref in sorted(names) if ref.partition(":")[2] == about.text), None)
    hint = (
        f"did you mean `{bare or near}`?"
        if bare or near
        else "`steward list` shows the models; --kind data or use the others"
    )
    raise Unheard(f"nothing is, or ever was, called `{about.text}` here", hint)


def _files(root: Path) -> Iterator[str]:
    """The card files of the registry, as far as their names tell."""
    for pattern in ("models/*/*.yaml", "datasets/*/*.yaml", "use-cases/*.yaml", "steward.yaml"):
        yield from (path.relative_to(root).as_posix() for path in root.glob(pattern))
