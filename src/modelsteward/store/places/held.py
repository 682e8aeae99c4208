"""What lies at a path, read and told apart: what is the target's by its digest, and what is not."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from modelsteward.domain.erasing import Target
from modelsteward.domain.progress import Tell, adding
from modelsteward.errors import Refused, reason
from modelsteward.store.places.reading import Listing, Read, listed, named, read_whole

MOST_TRIED = 500
"""Files of a folder up to which it is tried whether one of them was added to what was registered."""
_JUNK = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", ".directory"})
"""What programs that show folders leave in them."""


class Other(NamedTuple):
    """What lies there and is not the target's, or could not be read."""

    path: str
    why: str
    unread: bool


class Held(NamedTuple):
    """What lies at a path."""

    is_folder: bool
    agrees: bool
    """Whether the digest of the whole is the target's."""
    mine: tuple[tuple[str, Read], ...] = ()
    """Files that are the target's by their digests, each with its path within the folder."""
    others: tuple[Other, ...] = ()
    links: tuple[str, ...] = ()
    """Links in the folder to files of the target."""
    folders: tuple[str, ...] = ()
    """Folders within, the innermost first."""
    bytes: int = 0


def hold(path: str, target: Target, tell: Tell, also: Sequence[str] = ()) -> Held:
    """Read what lies at a path, with more algorithms than the target's where these are asked for.

    Raises Refused where it cannot be read, or is neither a file nor a folder.
    """
    try:
        status = os.lstat(path)
    except OSError as error:
        raise Refused(f"{named(path)} cannot be looked at: {reason(error)}") from None
    if stat.S_ISDIR(status.st_mode):
        return _hold_folder(path, target, tell, also)
    if not stat.S_ISREG(status.st_mode):
        raise Refused(f"{named(path)} is neither a file nor a folder")
    algorithm = (target.digest or "sha256").partition(":")[0]
    read = read_whole(path, [algorithm, *also], adding(tell, "hashing", status.st_size))
    agrees = target.digest in read.digests.values()
    if agrees or read.digests["sha256"] in {part.digest for part in target.parts}:
        return Held(False, agrees, ((os.path.basename(path), read),), bytes=read.bytes)
    why = f"other bytes lie there: {read.digests[algorithm]}, {read.bytes} bytes"
    return Held(False, False, others=(Other(path, why, False),), bytes=read.bytes)


def _hold_folder(path: str, target: Target, tell: Tell, also: Sequence[str]) -> Held:
    found = listed(path)
    add = adding(tell, "hashing", sum(file.bytes for file in found.files))
    reads: dict[str, Read] = {}
    others = [Other(odd, why, True) for odd, why in found.odd]
    for file in found.files:
        try:
            reads[file.name] = read_whole(file.full, also, add)
        except Refused as error:
            others.append(Other(file.full, error.message, True))
    names = _registered(found, reads, target.digest)
    agrees = bool(names)  # an empty folder holds no bytes, whatever the card says of it
    known = {part.digest for part in target.parts}
    mine = {name: read for name, read in reads.items() if (name in names if names else read.digests["sha256"] in known)}
    others += [Other(read.path, "not of it", False) for name, read in reads.items() if name not in mine]
    real = {os.path.realpath(read.path) for read in mine.values()}
    links = tuple(link.full for link, leads_to in found.links if leads_to in real)
    return Held(
        True, agrees, tuple(mine.items()), tuple(others), links, found.folders, sum(r.bytes for r in reads.values())
    )


def _registered(found: Listing, reads: Mapping[str, Read], digest: str | None) -> frozenset[str] | None:
    """The names of the files whose listing has the digest: all, or all but what was added since; None for none."""
    hexes = {name: read.digests["sha256"].partition(":")[2] for name, read in reads.items()}
    by_path = {os.path.realpath(read.path): hexes[name] for name, read in reads.items()}
    for link, leads_to in found.links:
        if leads_to in by_path:
            hexes[link.name] = by_path[leads_to]
    for names in _tries(sorted(hexes, key=os.fsencode)):
        listing = "".join(f"{hexes[name]}  {name}\n" for name in names)
        if f"sha256:{hashlib.sha256(os.fsencode(listing)).hexdigest()}" == digest:
            return frozenset(names)
    return None


def _tries(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """What may have been registered: all that lies there, that without what other programs left, or all but one."""
    yield names
    plain = [name for name in names if name.rpartition("/")[2] not in _JUNK]
    if len(plain) < len(names):
        yield plain
    if len(plain) <= MOST_TRIED:
        for name in plain:
            yield [other for other in plain if other != name]
