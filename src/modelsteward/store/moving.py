"""What a reader sees while a move is under way, or was cut off: the files in its hand as the last commit has them.

Looking for a move costs a few looks at the disk. Git is started only where there is one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from modelsteward.store.gitplace import Place, find_place

MOVER = "STEWARD_MOVER"
"""What the hooks of a move find in their environment: its process. They read what will be committed."""

Stamp = tuple[tuple[int, int, int] | None, ...]


class Moving:
    """The files of a registry that somebody is changing, as HEAD has them: None for those it has not."""

    def __init__(self, root: str | Path) -> None:
        self._place = find_place(root)
        self.look()

    def look(self) -> None:
        """Look (again) whether something moves."""
        self._stamp = _stamp(self._place)
        self.files: Mapping[str, bytes | None] = {}
        if self._place is not None and self._stamp[0] is not None:
            self.files = _held(self._place)

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
    from modelsteward.store.gitrun import ask, must
    from modelsteward.store.journal import read_journal
    from modelsteward.store.objects import contents

    journal = read_journal(place.journal)
    if journal is None or os.environ.get(MOVER) == str(journal.pid):
        return {}
    paths = [moved.path for moved in journal.files if moved.path.startswith(place.prefix)]
    head = ask(place.top, "rev-parse", "--verify", "--quiet", "HEAD")
    if head.code or not paths:
        return dict.fromkeys((path.removeprefix(place.prefix) for path in paths), None)
    asked = "".join(f"{head.text}:{path}\n" for path in paths).encode("utf-8", "surrogateescape")
    texts = contents(must(place.top, "cat-file", "--batch", stdin=asked).out)
    return {path.removeprefix(place.prefix): text for path, text in zip(paths, texts, strict=True)}
