"""Every file below some folders, once: no link is followed, and what cannot be looked into is said."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence

from modelsteward.errors import reason
from modelsteward.store.places.paths import missing_volume
from modelsteward.store.places.reading import named

KERNEL = ("/proc/", "/sys/")
"""What the kernel shows of itself: no files of anybody's, and some of them end never."""
MOST_SAID = 100
"""Things that cannot be looked into that are named one by one, for each root."""
_SOME = 3


Take = Callable[[str, os.stat_result], None]
"""Is handed the path of a file, and its state."""


class Many:
    """Things of one kind: how many, and some of them."""

    def __init__(self) -> None:
        self.count = 0
        self.some: list[str] = []

    def append(self, path: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.some) < _SOME:
            self.some.append(path)


class Walk:
    """One walk below a root, and what it left out."""

    def __init__(self, root: str, roots: Sequence[str]) -> None:
        self.root = root
        self._roots = [os.path.join(other, "") for other in roots]
        self.files = 0
        self.unread = 0
        self._said: list[str] = []
        self._git, self._links, self._special = Many(), Many(), Many()

    def fault(self, words: str) -> None:
        """Note one file or folder that could not be looked into."""
        self.unread += 1
        if len(self._said) < MOST_SAID:
            self._said.append(words)

    def not_checked(self) -> list[str]:
        """What was left out, with why: the many of one kind in one line."""
        more = self.unread - len(self._said)
        said = [*self._said, *([f"{more} more in {named(self.root)}"] if more > 0 else [])]
        for many, one, more_of_them in (
            (self._git, "git's history was not searched in 1 repository below {root}",
             "git's history was not searched in {n} repositories below {root}"),
            (self._links, "1 link below {root} leads to what was not searched",
             "{n} links below {root} lead to what was not searched"),
            (self._special, "1 device, pipe or socket below {root} was not opened",
             "{n} devices, pipes and sockets below {root} were not opened"),
        ):  # fmt: skip
            if many.count:
                words = one if many.count == 1 else more_of_them
                some = ", ".join(map(named, many.some)) + " …" * (many.count > _SOME)
                said.append(f"{words.format(n=many.count, root=named(self.root))}: {some}")
        return said

    def run(self, take: Take) -> None:
        """Hand over each file, folder by folder. It is called once for every file there is: nothing is made of it."""
        try:
            status = os.stat(self.root)
        except (OSError, ValueError) as error:
            self.fault(f"{named(self.root)} was not searched: {_words(error)}")
            return
        if stat.S_ISREG(status.st_mode):
            self.files += 1
            take(self.root, status)
            return
        if not stat.S_ISDIR(status.st_mode):
            self._special.append(self.root)
            return
        if missing := missing_volume(os.path.join(self.root, "")):
            self.fault(f"{named(self.root)} was not searched: {missing}")
        waiting = [self.root]
        while waiting:
            folder = waiting.pop()
            if sys.platform == "linux" and f"{folder}/".startswith(KERNEL):
                self.fault(f"{named(folder)} was not searched: it is the kernel's own")
                continue
            try:
                with os.scandir(folder) as entries:
                    self._folder(entries, waiting, take)
            except OSError as error:
                self.fault(f"{named(folder)} was not searched: {_words(error)}")

    def _folder(self, entries: Iterator[os.DirEntry[str]], waiting: list[str], take: Take) -> None:
        for entry in entries:
            try:
                if entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                elif entry.is_dir(follow_symlinks=False):
                    if not self._is_gits(entry):
                        waiting.append(entry.path)
                    continue
                else:
                    (self._link if entry.is_symlink() else self._special.append)(entry.path)
                    continue
            except OSError as error:
                self.fault(f"{named(entry.path)} was not looked at: {_words(error)}")
                continue
            self.files += 1
            take(entry.path, status)

    def _is_gits(self, entry: os.DirEntry[str]) -> bool:
        """Whether it is git's store of objects, which are packed in a way of its own."""
        if entry.name != "objects" or not os.path.isfile(os.path.join(os.path.dirname(entry.path), "HEAD")):
            return False
        self._git.append(os.path.dirname(entry.path))
        return True

    def _link(self, path: str) -> None:
        """Note a link that leads out of all that is searched."""
        real = os.path.realpath(path)
        if not f"{real}/".startswith(tuple(self._roots)) and os.path.exists(real):
            self._links.append(path)


def _words(error: OSError | ValueError) -> str:
    return reason(error) if isinstance(error, OSError) else "it is no path"


def once(roots: Sequence[str]) -> list[str]:
    """The roots, absolute, without those that lie in another."""
    real = list(dict.fromkeys(os.path.realpath(root) if "\0" not in root else root for root in roots))
    return [root for root in real if not any(root != o and root.startswith(os.path.join(o, "")) for o in real)]
