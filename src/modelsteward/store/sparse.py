"""Files that a sparse checkout leaves out: git's index has them, and they do not lie on the disk."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from modelsteward.domain.kinds import kinds_at
from modelsteward.store.gitplace import find_place

if TYPE_CHECKING:
    from modelsteward.store.gitplace import Place


def is_sparse(place: Place) -> bool:
    """Whether files may be left out in this work tree; without a git process."""
    return os.path.lexists(os.path.join(place.git_dir, "info", "sparse-checkout"))


def left_out(root: str) -> frozenset[str]:
    """The cards of a registry that are not checked out, by their paths within it.

    Git names them from its index, for which it needs no file's bytes: nothing is fetched. Raises Refused where git
    cannot: every ref to one of them would be taken for a slip.
    """
    place = find_place(root)
    if place is None or not is_sparse(place):
        return frozenset()
    from modelsteward.store.gitrun import must

    said = must(place.top, "ls-files", "-t", "-z", "--full-name", "--", place.prefix or ".")
    return frozenset(_absent(place, said.fields()))


def hidden_registry(folders: Sequence[Path]) -> str:
    """What to type to have a registry checked out that would be in one of these folders; nothing where git has none."""
    place = find_place(folders[0])
    if place is None or not is_sparse(place):
        return ""
    from modelsteward.store.gitrun import must

    real = [os.path.relpath(os.path.realpath(folder), place.top).replace(os.sep, "/") for folder in folders]
    wanted = [os.path.normpath(f"{folder}/steward.yaml").replace(os.sep, "/") for folder in real]
    wanted = [path for path in wanted if not path.startswith("../")]
    held = must(place.top, "ls-files", "-z", "--full-name", "--", *wanted).fields() if wanted else []
    return next((how_to_add(place, os.path.dirname(path)) for path in wanted if path in held), "")


def how_to_add(place: Place, folder: str) -> str:
    """What to type, here, to have a folder checked out that is given from the top; git counts from where one is."""
    here = os.path.realpath(os.curdir)
    within = os.path.join(here, "").startswith(os.path.join(place.top, ""))
    where = "" if within else f" -C {shlex.quote(place.top)}"
    named = os.path.relpath(place.full(folder), here if within else place.top).replace(os.sep, "/")
    return f"git{where} sparse-checkout add {shlex.quote(named)}"


def _absent(place: Place, fields: list[str]) -> Iterator[str]:
    """The skipped ones that are not there all the same: somebody may have put one back by hand."""
    folders: dict[str, bool] = {}
    for field in fields:
        path = field[2:].removeprefix(place.prefix)
        if field.startswith("S ") and kinds_at(path):
            full = place.full(field[2:])
            folder = os.path.dirname(full)
            if folder not in folders:
                folders[folder] = os.path.isdir(folder)
            if not folders[folder] or not os.path.lexists(full):
                yield path
