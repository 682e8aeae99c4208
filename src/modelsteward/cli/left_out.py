"""What commands say of what a sparse checkout leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from modelsteward.store.gitplace import find_place
from modelsteward.store.sparse import how_to_add
from modelsteward.usecases.naming import LeftOut


@contextmanager
def or_left_out(root: Path) -> Iterator[None]:
    """Where what is asked for is not checked out, say what to type for it here."""
    try:
        yield
    except LeftOut as error:
        if place := find_place(root):
            error.hint = how_to_add(place, place.prefix + error.folder)
        raise
