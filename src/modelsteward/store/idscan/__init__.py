"""Finding ids of models in files of any kind: source code, settings, notebooks, logs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from modelsteward.domain.progress import Tell, nobody

if TYPE_CHECKING:
    from modelsteward.domain.id_hits import Found

LARGEST = 16 * 1024 * 1024
"""Bytes up to which a file is searched, unless somebody names it."""


def find_ids(paths: Iterable[str], known: Iterable[str], *, tell: Tell = nobody, max_size: int = LARGEST) -> Found:
    """Search files and folders for these ids. Nothing is changed; a path that does not exist is bad usage."""
    from modelsteward.store.idscan import searching

    return searching.find_ids(paths, known, tell, max_size)
