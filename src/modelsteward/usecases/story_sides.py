"""What the sides of a merge had done before they met.

One pass over the commits serves all merges: each merge gives its sides a bit each, and the bits flow down to the
parents. A commit is one side's alone where that side's bit reaches it and no bit of another side does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from modelsteward.domain.story import Commit, Touched

File = tuple[str, str]
"""A commit's id, and a path in it."""
Done = dict[str, list[tuple[Commit, Touched]]]
"""By file, the commits of one side that changed it, the newest first."""
_FEW = 8


@dataclass(slots=True)
class _Side:
    """One side of a merge, as long as commits of it may come."""

    merge: Commit
    done: Done = field(default_factory=lambda: defaultdict(list))
    closed: bool = False


class Sides:
    """The commits that each side of a merge had alone. Reads commits in git's order, each before its parents."""

    def __init__(self, commits: Iterator[Commit]) -> None:
        self._commits = commits
        self._reached: dict[str, tuple[int, int]] = {}  # of commits to come: from which sides, from which others'
        self._open: dict[int, _Side] = {}
        self._free: list[int] = []
        self._later = 0  # the bits of all sides but the first ones
        self._brought: dict[str, int] = defaultdict(int)  # bits of first sides whose merge changed the file
        self._found: dict[str, list[_Side]] = {}
        self._seen: set[str] = set()

    def of(self, commit: Commit) -> list[Done]:
        """What each side of a merge had alone done; nothing for what is no merge. Ask for each commit, in their order.

        Of the first side only files that the merge changed are told: the others are as that side left them.
        """
        while commit.id not in self._seen:
            self._step()
        self._seen.discard(commit.id)
        sides = self._found.pop(commit.id, [])
        while not all(side.closed for side in sides):
            for _ in range(max(_FEW, len(self._reached))):
                self._step()
            self._close()
        return [side.done for side in sides]

    def _step(self) -> None:
        """Take the next commit in; at the end of all, close every side."""
        commit = next(self._commits, None)
        if commit is None:
            self._reached.clear()
            return
        self._seen.add(commit.id)
        mine, others = self._reached.pop(commit.id, (0, 0))
        mine &= ~others
        if mine and not commit.merge:
            self._note(commit, mine)
        if mine or others:
            for parent in commit.parents:
                self._pour(parent, mine, others)
        if commit.merge:
            self._begin(commit)

    def _note(self, commit: Commit, mine: int) -> None:
        for file in commit.files:
            for bit in _bits(mine & (self._later | self._brought.get(file.path, 0))):
                self._open[bit].done[file.path].append((commit, file))

    def _pour(self, commit: str, mine: int, others: int) -> None:
        before = self._reached.get(commit, (0, 0))
        self._reached[commit] = before[0] | mine, before[1] | others

    def _begin(self, merge: Commit) -> None:
        self._found[merge.id] = []
        for number, parent in enumerate(merge.parents):
            bit = self._free.pop() if self._free else 1 << len(self._open)
            self._open[bit] = side = _Side(merge)
            self._found[merge.id].append(side)
            if number:
                self._later |= bit
            else:
                for file in merge.brought:
                    self._brought[file.path] |= bit
            for other in merge.parents:
                self._pour(other, *((bit, 0) if other == parent else (0, bit)))

    def _close(self) -> None:
        """Close each side that no commit to come can be alone on, and forget its bit."""
        alive = 0
        for mine, others in self._reached.values():
            alive |= mine & ~others
        for bit in [bit for bit in self._open if not bit & alive]:
            side = self._open.pop(bit)
            side.closed = True
            self._free.append(bit)
            for file in side.merge.brought:
                self._brought[file.path] &= ~bit
        self._later &= alive
        kept = ((commit, mine & alive, others & alive) for commit, (mine, others) in self._reached.items())
        self._reached = {commit: (mine, others) for commit, mine, others in kept if mine or others}


class Ends:
    """What a merge made of files, and what each side had come to, by the ids of their contents."""

    def __init__(
        self, merge: Commit, paths: Iterable[str], ids: Callable[[Sequence[File]], Mapping[File, str]]
    ) -> None:
        """`ids` finds the ids of files, each given as a commit and a path; asked once, for what commits do not tell."""
        self._merge = merge
        self._differs = {file.path: file for file in merge.files}
        self._brought = {file.path: file for file in merge.brought}
        asked = [path for path in dict.fromkeys(paths) if not self._is_told(path)]
        commits = (merge.id, *merge.parents)
        self._ids = ids([(commit, path) for path in asked for commit in commits]) if asked else {}

    def of(self, path: str, side: int) -> tuple[str | None, str | None]:
        """The file's contents in the merge, and at the end of a side; None where it is not there."""
        parent = self._merge.parents[side]
        if path in self._differs:
            return self._differs[path].after, self._differs[path].before[side]
        if self._is_told(path):
            file = self._brought[path]
            return file.after, file.after if side else file.before[0]
        return self._ids.get((self._merge.id, path)), self._ids.get((parent, path))

    def _is_told(self, path: str) -> bool:
        """Whether the commit tells: what differs from one of two parents only is what the other one says."""
        return path in self._differs or (path in self._brought and len(self._merge.parents) == 2)


def _bits(number: int) -> Iterator[int]:
    """Each bit that is set, as a number of its own."""
    while number:
        lowest = number & -number
        yield lowest
        number ^= lowest
