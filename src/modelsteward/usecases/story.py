"""The story of a registry, told from what changed in its files; what commit messages say only annotates it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from modelsteward.domain.edited import same, value_at
from modelsteward.domain.story import Card, Commit, Event, Line, Touched
from modelsteward.usecases.story_about import About
from modelsteward.usecases.story_claims import contradictions, reason
from modelsteward.usecases.story_edits import blend
from modelsteward.usecases.story_files import happened
from modelsteward.usecases.story_pairs import pairs, renamed
from modelsteward.usecases.story_sides import Sides


class Contents(Protocol):
    """What files held, by the ids of their contents."""

    def card(self, oid: str | None) -> Card:
        """The file as plain data."""

    def holds(self, oid: str | None, words: Sequence[bytes]) -> bool:
        """Whether the file's text has one of these in it."""


class Teller:
    """Tells the story of what was asked for, from commits in git's order: the newest first."""

    def __init__(self, commits: Sequence[Commit], about: About, contents: Contents) -> None:
        self._commits = commits
        self._about = about
        self._contents = contents
        self._sides = Sides(commits)
        self._before = {(file.path, file.after): file.before[0] for commit in commits for file in commit.files
                        if file.after is not None and file.before}  # fmt: skip

    def disputed(self) -> list[tuple[Commit, str]]:
        """Merges and the files that several of their sides had changed, where the merge took one side's as it was."""
        kept = {commit.id: {file.path for file in commit.files} for commit in self._commits if len(commit.parents) > 1}
        return [(commit, path) for commit in self._commits for path in self._sides.disputed(commit)
                if path not in kept.get(commit.id, ())]  # fmt: skip

    def lines(self, taken: Mapping[tuple[str, str], str]) -> Iterator[Line]:
        """The story, the newest first. `taken` says what merges took, by commit and path, for what is `disputed`."""
        for commit in self._commits:
            events = self._of_commit(commit)
            merge = len(commit.parents) > 1
            yield from self._shown(commit, events, merge)
            if merge:
                yield from self._shown(commit, self._left_out(commit, taken), merge)
            else:
                yield from self._shown(commit, contradictions(commit, events, self._about), merge)

    def claims_only(self, commit: Commit) -> list[Line]:
        """The lines about a commit that speaks of moves and changed no file."""
        return list(self._shown(commit, list(contradictions(commit, [], self._about)), merge=False))

    def _of_commit(self, commit: Commit) -> list[Event]:
        """What a commit did; of a merge, what it did by itself."""
        files = [file for file in commit.files if self._concerns(file)]
        files += self._other_names(commit, files)
        if len(commit.parents) > 1 or not any(file.after is None for file in files):
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
        words = self._about.words()
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
        for _ in self._commits:
            card = self._contents.card(oid)
            if isinstance(card, dict):
                return card
            if oid is None or (path, oid) not in self._before:
                return None
            oid = self._before[path, oid]
        return None

    def _left_out(self, merge: Commit, taken: Mapping[tuple[str, str], str]) -> list[Event]:
        """What one side of a merge had done to a file, and the merge did not keep."""
        found: dict[tuple[object, ...], Event] = {}
        for path in self._sides.disputed(merge):
            kept = next((file.after for file in merge.files if file.path == path), taken.get((merge.id, path)))
            result = self._contents.card(kept)
            if kept is not None and not isinstance(result, dict):
                continue
            for commit, file, tip in self._sides.of(merge, path):
                at_tip = self._contents.card(tip)
                for event in self._of_file(file) if self._concerns(file) else ():
                    if event.fact and same(value_at(at_tip, event.fact), event.after) and not _holds(result, event):
                        found.setdefault((path, event.fact, str(event.after)), _dropped(event, commit))
        return list(found.values())

    def _shown(self, commit: Commit, events: Iterable[Event], merge: bool) -> Iterator[Line]:
        for event in events:
            view = self._about.view(event)
            if view is not None:
                yield Line(commit, event, *view, reason(commit.claims, event), merge)


def _holds(card: Card, event: Event) -> bool:
    return isinstance(card, dict) and same(value_at(card, event.fact), event.after)


def _dropped(event: Event, commit: Commit) -> Event:
    """An event of one side that a merge did not keep, as an event of the merge."""

    def told(what: str) -> str:
        return f"not kept: {what} ({commit.id[:8]})"

    views = tuple((ref, told(what)) for ref, what in event.views)
    return Event("not-kept", event.ref, told(event.what), views, fact=event.fact)


_FIRST = ("renumbered", "renamed", "registered", "stage", "serving", "rollback", "status")


def _rank(event: Event) -> int:
    """What a commit is about comes first, what goes along with it after."""
    return _FIRST.index(event.kind) if event.kind in _FIRST else len(_FIRST)


def _settled(events: Iterable[Event]) -> list[Event]:
    """The events of one commit, the main ones first, without those that another of them tells already."""
    found = sorted(events, key=_rank)
    reviewed = {event.ref for event in found if event.kind == "review"}
    return [event for event in found if not (event.kind == "review_by" and event.ref in reviewed)]
