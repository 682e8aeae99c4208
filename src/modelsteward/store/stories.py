"""A story from a registry's folder: git's history, the cards its files held, and the telling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from modelsteward.domain.kinds import ref_at
from modelsteward.domain.story import Card, Commit, Line, Story, Unreadable
from modelsteward.domain.suggest import closest
from modelsteward.errors import Refused
from modelsteward.store.blocks import Blocks
from modelsteward.store.commits import History, blob_ids, read_blobs, read_history, without_files
from modelsteward.store.files import LARGEST
from modelsteward.usecases.story import Teller
from modelsteward.usecases.story_about import About


class Limits(NamedTuple):
    """Which lines are wanted."""

    since: date | None = None
    until: date | None = None
    most: int | None = None


class Blobs:
    """What files held, read in one go and parsed when asked for, each once."""

    def __init__(self, found: dict[str, bytes]) -> None:
        self._bytes = found
        self._cards: dict[str, Card] = {}
        self._reader = Blocks()

    def card(self, oid: str | None) -> Card:
        """The file as plain data."""
        if oid is None:
            return None
        if oid not in self._cards:
            self._cards[oid] = _card(self._bytes.get(oid), self._reader)
        return self._cards[oid]

    def holds(self, oid: str | None, words: Sequence[bytes]) -> bool:
        """Whether the file's text has one of these in it."""
        found = self._bytes.get(oid or "", b"")
        return any(word in found for word in words)


def _card(found: bytes | None, reader: Blocks) -> Card:
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


def read_story(root: Path, text: str, limits: Limits) -> Story:
    """The story of a ref, a name or (for an empty text) the whole registry, the newest first.

    Raises Refused where there is no history, BadUsage for what is no ref.
    """
    about = About(text)
    history = read_history(root, about.paths(), about.words())
    oids = {oid for commit in history.commits for file in commit.files for oid in (*file.before, file.after) if oid}
    blobs = Blobs(read_blobs(history.place, oids))
    teller = Teller(history.commits, about, blobs)
    lines: list[Line] = []
    more = False
    for line in _within(_all_lines(teller, history), limits):
        if limits.most is not None and len(lines) >= limits.most:
            more = True
            break
        lines.append(line)
    unsaved = tuple(path for path in history.uncommitted if about.owns(path))
    limited = limits.since is not None or limits.until is not None
    if not (lines or unsaved or limited or about.everything):
        _must_be_known(root, about)
    return Story(about.text, tuple(lines), more, limited, unsaved, history.cut)


def _must_be_known(root: Path, about: About) -> None:
    """Raise Refused for what neither the files nor their history know."""
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
    raise Refused(f"nothing is, or ever was, called `{about.text}` here", hint)


def _files(root: Path) -> Iterator[str]:
    """The card files of the registry, as far as their names tell."""
    for pattern in ("models/*/*.yaml", "datasets/*/*.yaml", "use-cases/*.yaml", "steward.yaml"):
        yield from (path.relative_to(root).as_posix() for path in root.glob(pattern))


def _within(lines: Iterator[Line], limits: Limits) -> Iterator[Line]:
    first, last = limits.since or date.min, limits.until or date.max
    return (line for line in lines if first <= line.commit.day <= last)


def _all_lines(teller: Teller, history: History) -> Iterator[Line]:
    """The story, and between its lines the claims of commits that changed nothing."""
    disputed = [(commit.id, path) for commit, path in teller.disputed()]
    ids = blob_ids(history.place, [f"{commit}:{path}" for commit, path in disputed])
    taken = {(commit, path): ids[f"{commit}:{path}"] for commit, path in disputed if f"{commit}:{path}" in ids}
    empty = [(commit, lines) for commit in history.bare if (lines := teller.claims_only(commit))]
    kept = without_files(history.place, [commit.id for commit, _ in empty])
    waiting = [lines for commit, lines in reversed(empty) if commit.id in kept]
    for line in teller.lines(taken):
        while waiting and _newer(waiting[-1][0].commit, line.commit):
            yield from waiting.pop()
        yield line
    while waiting:
        yield from waiting.pop()


def _newer(one: Commit, other: Commit) -> bool:
    return one.when > other.when
