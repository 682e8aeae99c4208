"""What the sides of a merge had done before they met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush

from modelsteward.domain.story import Commit, Touched

Done = tuple[Commit, Touched, str | None]
"""A commit of one side, what it did to a file, and what the file held at the end of that side."""


class Sides:
    """The commits that each side of a merge had alone. Works on commits in git's order, each before its parents."""

    def __init__(self, commits: Sequence[Commit]) -> None:
        self._commits = commits
        self._at = {commit.id: number for number, commit in enumerate(commits)}
        self._found: dict[str, dict[str, dict[int, list[Done]]]] = {}

    def disputed(self, merge: Commit) -> list[str]:
        """The files that more than one side of a merge had changed; none for what is no merge."""
        if len(merge.parents) < 2:
            return []
        return [path for path, sides in self._touched(merge).items() if len(sides) > 1]

    def of(self, merge: Commit, path: str) -> Iterator[Done]:
        """What each side had done to a file, the newest first in each."""
        for done in self._touched(merge).get(path, {}).values():
            yield from done

    def _touched(self, merge: Commit) -> dict[str, dict[int, list[Done]]]:
        if merge.id not in self._found:
            self._found[merge.id] = self._worked_out(merge)
        return self._found[merge.id]

    def _worked_out(self, merge: Commit) -> dict[str, dict[int, list[Done]]]:
        table: dict[str, dict[int, list[Done]]] = defaultdict(dict)
        for side, commit in self._alone(merge):
            for file in commit.files if len(commit.parents) < 2 else ():
                done = table[file.path].setdefault(side, [])
                done.append((commit, file, done[0][2] if done else file.after))
        return table

    def _alone(self, merge: Commit) -> Iterator[tuple[int, Commit]]:
        """Each commit that one side alone had, with the side's number: colours that flow from the sides down."""
        colours: dict[int, int] = defaultdict(int)
        heap: list[int] = []
        for side, parent in enumerate(merge.parents):
            self._pour(parent, 1 << side, colours, heap)
        mixed = 0
        while heap and len(heap) > mixed:
            number = heappop(heap)
            colour = colours.pop(number)
            single = colour & (colour - 1) == 0
            if single:
                yield colour.bit_length() - 1, self._commits[number]
            for parent in self._commits[number].parents:
                self._pour(parent, colour, colours, heap)
            mixed = sum(1 for one in heap if colours[one] & (colours[one] - 1))

    def _pour(self, commit: str, colour: int, colours: dict[int, int], heap: list[int]) -> None:
        number = self._at.get(commit)
        if number is not None:
            if number not in colours:
                heappush(heap, number)
            colours[number] |= colour
