"""What lies in a registry's folder: which files, and whether they are those of the last run."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.kinds import REGISTRY
from modelsteward.domain.progress import Tell, counted, nobody
from modelsteward.store.files import Unreadable, WorkTree
from modelsteward.store.syntax import Fault

if TYPE_CHECKING:
    from modelsteward.store.index import Index, Stat


class Look(NamedTuple):
    """What lies there."""

    paths: list[str]
    """Every card file, steward.yaml first."""
    faults: list[tuple[str, Fault]]
    """What lies where nothing would read it."""
    states: dict[str, Stat | None]
    """What the disk said of each file before it was read."""
    digests: dict[str, bytes]
    """By path, as far as they are known without reading what nothing is kept of."""
    unseen: list[str]
    """Card files that are not checked out."""

    def sign(self, digests: Mapping[str, bytes]) -> str:
        """A digest that is another one whenever anything there is; empty where not all `digests` are known."""
        if any(path not in digests for path in self.paths):
            return ""
        names = "\0".join((*self.paths, *map(repr, self.faults), "", *self.unseen)).encode("utf-8", "surrogatepass")
        return sha256(b"".join((sha256(names).digest(), *(digests[path] for path in self.paths)))).hexdigest()


def look_at(files: WorkTree, index: Index, tell: Tell = nobody) -> Look:
    """Look at what lies there. Files that the index can't vouch for are read for their digest, if it holds anything."""
    listing = files.list()
    paths = [REGISTRY.path, *listing.files]
    moving = files.moving.files  # their bytes are the last commit's, and not those that lie there
    states = {path: None if path in moving else index.stat(path) for path in paths} if index.is_there else {}
    known = {} if index.is_new else states
    looking = counted(tell, "looking at files", known.items(), len(known))
    digests = {path: _digest(files, index, path, state) for path, state in looking}
    known_ones = {path: digest for path, digest in digests.items() if digest is not None}
    return Look(paths, listing.faults, states, known_ones, listing.unseen)


def _digest(files: WorkTree, index: Index, path: str, state: Stat | None) -> bytes | None:
    digest = index.digest(path, state)
    if digest is None:
        try:
            digest = sha256(files.read(path)).digest()
        except Unreadable:
            return None
        index.learn(path, state, digest)
    return digest
