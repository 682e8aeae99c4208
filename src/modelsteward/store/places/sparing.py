"""What must stay, for other cards live by it: bytes by their digests, and places however they are written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from modelsteward.domain.kinds import kinds_at
from modelsteward.store.gitplace import find_place
from modelsteward.store.places import scheme_of
from modelsteward.store.places.hub_layout import lying_of, wished
from modelsteward.store.places.paths import meant
from modelsteward.store.policy import POLICY_FILE

SAME_BYTES = "another card that lives names the same bytes"
_NOTHING: Mapping[Any, str] = {}


class Spare(NamedTuple):
    """What must stay."""

    digests: frozenset[str] = frozenset()
    """By any algorithm: what is to be erased is read with each of them."""
    places: Mapping[str, str] = _NOTHING
    """Places as cards write them, each with a ref of one."""
    lying: Mapping[tuple[int, int] | str, str] = _NOTHING
    """The same of this machine's files and folders: by what tells each from others, and by its whole path."""
    own: str = ""
    """The registry's folder: its cards, and git's own files, are nobody's weights."""

    @property
    def algorithms(self) -> tuple[str, ...]:
        """Those of the digests."""
        return tuple(sorted({digest.partition(":")[0] for digest in self.digests}))

    def keeps(self, digests: Iterable[str]) -> str:
        """Why bytes with such digests stay; empty where they do not."""
        return SAME_BYTES if not self.digests.isdisjoint(digests) else ""

    def keeps_path(self, path: str) -> str:
        """Why a file stays: a card names it, or a folder that it lies in; empty where none does."""
        if self.own and (why := _of_the_registry(path, self.own)):
            return why
        for one in (path, *map(str, Path(path).parents)) if self.lying else ():
            ref = self.lying.get(_told_by(one) or "") or self.lying.get(os.path.realpath(one))
            if ref:
                return f"{ref}, which lives, names this place as well" if one == path else f"{ref} names all of {one}"
        return ""


def spare_here(
    digests: frozenset[str], places: Mapping[str, str], root: Path, away: Iterable[tuple[str, str, str]] = ()
) -> Spare:
    """What must stay, as it lies on this machine. `away`: folder, place and ref of what counts from another folder."""
    lying: dict[tuple[int, int] | str, str] = {}
    for folder, place, ref in (*((".", place, ref) for place, ref in places.items()), *away):
        for path in _paths(place, root / folder):
            for key in (_told_by(path), os.path.realpath(path)):
                if key:
                    lying.setdefault(key, ref)
    return Spare(digests, places, lying, os.path.realpath(root))


def _paths(place: str, root: Path) -> Iterable[str]:
    """Where a place lies on this machine: of the hub, what its cache has of it."""
    scheme = scheme_of(place)
    if scheme == "hf" and (wish := wished(place)):
        return lying_of(wish)
    return meant(place, root).paths if scheme == "file" else ()


def _of_the_registry(path: str, root: str) -> str:
    """Why a file is the registry's own, or git's; empty where it is neither."""
    inner = os.path.relpath(os.path.realpath(path), root).replace(os.sep, "/")
    if inner == POLICY_FILE or kinds_at(inner):
        return "it is a file of this registry"
    found = find_place(root)
    folders = (found.git_dir, found.common_dir) if found else ()
    real = map(os.path.realpath, folders)
    return "it is a file of git's own" if any(Path(os.path.realpath(path)).is_relative_to(one) for one in real) else ""


def _told_by(path: str) -> tuple[int, int] | None:
    """What tells a file or folder from others, whatever it is called; None where nothing can be told."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None


def of_scheme(places: Mapping[str, str], *schemes: str) -> Iterator[tuple[str, str]]:
    """Those places that have one of some schemes, each with its ref."""
    for place, ref in places.items():
        if place.partition(":")[0].lower() in schemes:
            yield place, ref
