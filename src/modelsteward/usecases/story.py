"""The story of a registry, told from what changed in its files; what commit messages say only annotates it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Protocol

from modelsteward.domain.story import Card, Commit, Event, Line, Touched, Unreadable
from modelsteward.usecases.story_about import About
from modelsteward.usecases.story_ahead import Ahead
from modelsteward.usecases.story_claims import contradictions, reason
from modelsteward.usecases.story_edits import blend
from modelsteward.usecases.story_files import happened
from modelsteward.usecases.story_kept import dropped
from modelsteward.usecases.story_model import passed as passed_in
from modelsteward.usecases.story_pairs import pairs, renamed
from modelsteward.usecases.story_sides import Done, Ends, Sides


class Contents(Protocol):
    """What files held, by the ids of their contents."""

    def card(self, oid: str | None) -> Card:
        """The file as plain data."""

    def holds(self, oid: str | None, words: Sequence[bytes]) -> bool:
        """Whether the file's text has one of these in it."""

    def ids(self, files: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        """The ids of files, each given as a commit and a path; what is not there is left out."""


class Teller:
    """Tells the story of what was asked for, from commits in git's order: the newest first."""

    def __init__(self, commits: Ahead, about: About, contents: Contents) -> None:
        self._commits = commits
        self._about = about
        self._contents = contents
        self._sides = Sides(commits.following())

    def by_commit(self) -> Iterator[tuple[Commit, Iterator[Line]]]:
        """Each commit with its lines, the newest first. Lines are told when they are asked for.

        Unless everything is told of, they must be: a version that was renumbered has another name further back.
        """
        for commit in self._commits:
            sides = self._sides.of(commit)
            yield commit, self._lines(commit, sides)

    def _lines(self, commit: Commit, sides: Sequence[Done]) -> Iterator[Line]:
        events = self._of_commit(commit) if commit.files else ()
        passed = self._passed(commit) if any(claim.forced for claim in commit.claims) else frozenset()
        events = list(events) if commit.claims else events
        yield from self._shown(commit, events, passed)
        if commit.merge:
            yield from self._shown(commit, self._left_out(commit, sides))
        elif commit.claims:
            yield from self._shown(commit, contradictions(commit, list(events), self._about, passed))

    def _passed(self, commit: Commit) -> frozenset[str]:
        """The gates that cards say were passed by force in this commit, as a message would name them."""
        models = [file for file in commit.files if file.path.startswith("models/") and file.before]
        cards = [(self._contents.card(file.before[0]), self._contents.card(file.after)) for file in models]
        return frozenset(names for before, after in cards for names, _ in passed_in(before, after))

    def _of_commit(self, commit: Commit) -> Iterable[Event]:
        """What a commit did; of a merge, what it did by itself. Of very many new files it is told file by file."""
        files = [file for file in commit.files if self._concerns(file)]
        files += self._other_names(commit, files)
        if len(files) > _MANY and not any(map(any, (file.before for file in files))):
            return (event for file in files for event in _settled(self._of_file(file)))
        if commit.merge or not any(file.after is None for file in files):
            return _settled(event for file in files for event in self._of_file(file))
        paired, rest = pairs(
            [(file, self._contents.card(file.before[0]), self._contents.card(file.after)) for file in files]
        )
        events: list[Event] = []
        for old, new, before, after in paired:
            event = renamed(old, new)
            self._about.also(event.ref, event.after)
            events += [event, *happened(new, before, after)]
        return _settled([*events, *(event for file in rest for event in self._of_file(file))])

    def _other_names(self, commit: Commit, files: Sequence[Touched]) -> list[Touched]:
        """Files that went when one of these came, and may be what it was called before."""
        came = {file.path.partition("/")[0] for file in files if file.before[:1] == (None,)}
        gone = (file for file in commit.files if file.after is None and file.path.partition("/")[0] in came)
        known = {file.path for file in files}
        return [file for file in gone if file.path not in known]

    def _concerns(self, file: Touched) -> bool:
        if self._about.needs(file.path):
            return True
        words = self._about.words() + ((b"patterns",) if file.path.startswith("holds/") else ())
        return any(self._contents.holds(oid, words) for oid in (*file.before, file.after))

    def _of_file(self, file: Touched) -> Iterator[Event]:
        befores = [self._contents.card(oid) for oid in file.before]
        after = self._contents.card(file.after)
        readable = [self._readable(file.path, oid) for oid in file.before]
        before = blend(after, readable) if len(readable) > 1 else readable[0] if readable else None
        broken = befores[0] if befores and not isinstance(after, dict) else next(
            (one for one in befores if not isinstance(one, dict) and one is not None), None)  # fmt: skip
        yield from happened(file.path, before, after, broken)

    def _readable(self, path: str, oid: str | None) -> Card:
        """A file's contents; where they are no card, the last ones before that were."""
        card = self._contents.card(oid)
        for commit in self._commits.following() if isinstance(card, Unreadable) else ():
            file = next((file for file in commit.files if (file.path, file.after) == (path, oid)), None)
            if file is not None:
                oid = file.before[0]
                card = self._contents.card(oid)
                if not isinstance(card, Unreadable):
                    break
        return card if isinstance(card, dict) else None

    def _left_out(self, merge: Commit, sides: Sequence[Done]) -> list[Event]:
        """What one side of a merge had done to a file, and the merge did not keep."""
        found: dict[tuple[str, str], Event] = {}
        ends = Ends(merge, [path for done in sides for path in done], self._contents.ids)
        for side, done in enumerate(sides):
            for path, touched in done.items():
                kept, tip = ends.of(path, side)
                if kept == tip:
                    continue
                cards = self._contents.card(tip), self._contents.card(kept)
                for commit, file in touched:
                    for event in self._dropped(file, *cards):
                        found.setdefault((event.ref, event.what), _not_kept(event, commit))
        return list(found.values())

    def _dropped(self, file: Touched, tip: Card, kept: Card) -> Iterator[Event]:
        """What happened to a file on one side of a merge, as far as it did not outlive the merge."""
        if self._concerns(file):
            before = self._readable(file.path, file.before[0]) if file.before else None
            lost = dropped(before, self._contents.card(file.after), tip, kept)
            if lost is not None:
                yield from happened(file.path, *lost)

    def _shown(self, commit: Commit, events: Iterable[Event], passed: Set[str] = frozenset()) -> Iterator[Line]:
        for event in events:
            view = self._about.view(event)
            if view is not None:
                yield Line(commit, event, *view, reason(commit.claims, event, passed), commit.merge)


def _not_kept(event: Event, commit: Commit) -> Event:
    """An event of one side that a merge did not keep, as an event of the merge."""

    def told(what: str) -> str:
        return f"not kept: {what} ({commit.id[:8]})"

    views = tuple((ref, told(what)) for ref, what in event.views)
    return Event("not-kept", event.ref, told(event.what), views, fact=event.fact)


_MANY = 1000
"""Files of a commit that only makes files, from which on they are told in the order of their paths: a whole registry
that was brought along is not read before its first line is told."""

_FIRST = ("renumbered", "renamed", "registered", "stage", "serving", "rollback", "status")


def _rank(event: Event) -> int:
    """What a commit is about comes first, what goes along with it after."""
    return _FIRST.index(event.kind) if event.kind in _FIRST else len(_FIRST)


def _settled(events: Iterable[Event]) -> list[Event]:
    """The events of one commit, the main ones first, without those that another of them tells already."""
    found = sorted(events, key=_rank)
    reviewed = {event.ref for event in found if event.kind == "review"}
    return [event for event in found if not (event.kind == "review_by" and event.ref in reviewed)]
