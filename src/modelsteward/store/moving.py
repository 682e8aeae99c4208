"""Files as the last commit has them: those that a move under way has in hand, and for a plan all that is edited.

Looking for a move costs a few looks at the disk. Git is started only where there is one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from modelsteward.store.gitplace import Place, find_place

MOVER = "STEWARD_MOVER"
"""What the hooks of a move find in their environment: its process. They read what will be committed."""

Stamp = tuple[tuple[int, int, int] | None, ...]


_NONE: Mapping[str, bytes | None] = MappingProxyType({})


class Moving:
    """The files of a registry that somebody is changing, as HEAD has them: None for those it has not.

    `instead` are others that are to be taken as HEAD has them.
    """

    def __init__(self, root: str | Path, instead: Mapping[str, bytes | None] = _NONE) -> None:
        self._place = find_place(root)
        self._instead = instead
        self.look()

    def look(self) -> None:
        """Look (again) whether something moves."""
        self._stamp = _stamp(self._place)
        self.files = self._instead
        if self._place is not None and self._stamp[0] is not None:
            self.files = {**self._instead, **_held(self._place)}

    def passed(self) -> bool:
        """Whether a move began or ended since the last look, so that what was read may be half of each."""
        return self._stamp != _stamp(self._place)


def _stamp(place: Place | None) -> Stamp:
    """The journal's state, and that of the lock, which every move touches at its start and its end."""
    return () if place is None else (_state(place.journal), _state(place.lock))


def _state(file: str) -> tuple[int, int, int] | None:
    try:
        known = os.stat(file)
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size, known.st_ino


def _held(place: Place) -> dict[str, bytes | None]:
    """The files of the journal that are the registry's, in the state of one commit."""
    from modelsteward.store.journal import read_journal

    journal = read_journal(place.journal)
    if journal is None or os.environ.get(MOVER) == str(journal.pid):
        return {}
    return _in_head(place, (moved.path for moved in journal.files))


def uncommitted(root: str | Path, within: str = "") -> dict[str, bytes | None]:
    """The files of a registry, or of a folder `within` it, that lie there otherwise than in the last commit.

    Each as the last commit has it, None where it has none: edits, staged or not, and files that git was never given.
    Empty where there is no commit yet. What git ignores is not looked at, and
    what a sparse checkout leaves out is as it was committed.
    """
    from modelsteward.store.gitrun import Ask, ask_all

    place = find_place(root)
    if place is None:
        return {}
    here = f"{place.prefix}{within}".rstrip("/") or "."
    status = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all")
    said, head = ask_all(place.top, Ask((*status, "--", here)), Ask(("rev-parse", "--verify", "--quiet", "HEAD")))
    if said.code or head.code:
        return {}  # what is the matter is told before anything is written
    return _in_head(place, (field[3:] for field in said.fields()))


def _in_head(place: Place, files: Iterable[str]) -> dict[str, bytes | None]:
    """Files of the registry, given from the top of the work tree, as HEAD has them; by their paths within it."""
    from modelsteward.store.gitrun import ask, must
    from modelsteward.store.objects import contents
    from modelsteward.store.partial import bring_files

    paths = [path for path in files if path.startswith(place.prefix)]
    if not paths:
        return {}
    head = ask(place.top, "rev-parse", "--verify", "--quiet", "HEAD")
    if head.code:
        return dict.fromkeys((path.removeprefix(place.prefix) for path in paths), None)
    bring_files(place, head.text, paths)
    asked = "".join(f"{head.text}:{path}\n" for path in paths).encode("utf-8", "surrogateescape")
    texts = contents(must(place.top, "cat-file", "--batch", stdin=asked).out)
    return {path.removeprefix(place.prefix): text for path, text in zip(paths, texts, strict=True)}
