"""The cache of the Hugging Face hub on this machine: what `hf://ORG/NAME@REVISION` left here. The hub is not asked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from modelsteward.domain.erasing import Deed, Part, Result, Sight, Stock, Target
from modelsteward.domain.progress import Tell, adding
from modelsteward.errors import Refused
from modelsteward.store.places import Told
from modelsteward.store.places.hub_layout import (
    UNFINISHED,
    Cached,
    Wished,
    cache_folder,
    cached,
    chunks,
    refs,
    revision_of,
    wished,
)
from modelsteward.store.places.paths import absence
from modelsteward.store.places.reading import Entry, Read, named, read_whole
from modelsteward.store.places.sparing import Spare, of_scheme
from modelsteward.store.places.unlinking import remove_folder, unlink, unlink_link
from modelsteward.store.scan.tensors import prints

UNLINKED = "removed from the hub's cache on this machine; its blocks were not overwritten"
_MOST_NAMED = 5


class Found(NamedTuple):
    """What a repository's folder in the cache has of a target."""

    repository: Cached
    mine: tuple[Read, ...]
    unfinished: tuple[Entry, ...]
    """Downloads of it that were cut off."""
    unread: tuple[str, ...]
    doubt: str = ""
    """Why nobody can tell that none of the files is the target's, where none agrees."""
    revision: str = ""
    """The revision whose listing agrees."""


class HubCache:
    """The cache of whoever runs this."""

    def look(self, target: Target, tell: Tell) -> list[Sight]:
        """What the cache has of it, blob by blob."""
        wish = wished(target.place)
        if wish is None or not target.digest:
            return [Sight(target.place, "not checked", _fault(target))]
        top = os.path.join(cache_folder(), wish.folder)
        missing = absence(top)
        if missing is not None:
            return [_none(target, missing.result, missing.why)]
        try:
            found = _find(top, wish, target, tell)
        except Refused as error:
            return [Sight(target.place, "not checked", error.message)]
        return _sights(target, found)

    def erase(self, target: Target, spare: Spare, told: Told, tell: Tell) -> None:
        """Take its blobs out of the cache, with all that leads to them."""
        wish = wished(target.place)
        why = _fault(target) if wish is None or not target.digest else ""
        why = why or spare.keeps([target.digest or ""])
        if why or wish is None:
            told(_left(target, why))
            return
        top = os.path.join(cache_folder(), wish.folder)
        missing = absence(top)
        if missing is not None:
            gone = missing.result == "gone"
            told(Deed(target.place, "was gone", digest=target.digest) if gone else _left(target, missing.why))
            return
        try:
            _erase(_find(top, wish, target, tell, spare.algorithms), target, spare, told)
        except Refused as error:
            told(_left(target, error.message))


def reach(root: Path) -> HubCache:
    """Looks and erases in the cache; the registry's folder says nothing of where that is."""
    return HubCache()


def _fault(target: Target) -> str:
    if not target.digest:
        return "the card has no digest to tell it by"
    return "it is not written as `hf://ORG/NAME@REVISION`, with a file behind it or none"


def _find(top: str, wish: Wished, target: Target, tell: Tell, also: Sequence[str] = ()) -> Found:
    """Read what may be the target's, and tell what is. Raises Refused."""
    repository = cached(os.path.realpath(top))
    unfinished = [file for file in repository.files if file.name.endswith(UNFINISHED)]
    whole = [file for file in repository.files if file not in unfinished]
    if wish.path and target.bytes is not None and not target.parts:  # one file: another size rules out
        whole = [file for file in whole if file.bytes == target.bytes]
    algorithm = (target.digest or "").partition(":")[0]
    add = adding(tell, "hashing", sum(file.bytes for file in whole))
    reads: dict[str, Read] = {}
    unread = [f"{named(path)} {why}" for path, why in repository.odd]
    for file in whole:
        try:
            reads[file.full] = read_whole(file.full, [algorithm, *also], add)
        except Refused as error:
            unread.append(error.message)
    known = {target.digest, *(part.digest for part in target.parts)}
    mine = {path: read for path, read in reads.items() if known & set(read.digests.values())}
    commit = revision_of(top, wish.revision)
    revision, paths = _snapshot(repository, reads, commit, target)
    mine |= {path: reads[path] for path in paths}
    digests = {digest.partition(":")[2] for digest in known if digest}
    cut_off = [file for file in unfinished if os.path.basename(file.name).partition(".")[0] in digests]
    doubt = "" if mine else _doubt(repository, whole, wish._replace(revision=commit), target)
    return Found(repository, tuple(mine.values()), tuple(cut_off), tuple(unread), doubt, revision)


def _doubt(repository: Cached, whole: Sequence[Entry], wish: Wished, target: Target) -> str:
    """Why it may lie there all the same, though nothing agrees: what is cached need not be all that was registered."""
    for revision, files in repository.revisions().items() if wish.path else ():
        if wish.revision in ("", revision) and any(f"{path}/".startswith(f"{wish.path}/") for path in files):
            return f"other bytes lie there as {named(f'{revision}/{wish.path}')}"
    if wish.path or target.parts or not whole:
        return ""
    return f"{len(whole)} files lie in {named(repository.top)}, and which were registered is not known"


def _snapshot(
    repository: Cached, reads: Mapping[str, Read], revision: str, target: Target
) -> tuple[str, Sequence[str]]:
    """The revision whose listing has the target's digest, and its files."""
    for name, files in repository.revisions().items():
        if revision not in ("", name) or not all(path in reads for path in files.values()):
            continue
        lines = [f"{reads[files[n]].digests['sha256'][7:]}  {n}\n" for n in sorted(files, key=os.fsencode)]
        if f"sha256:{hashlib.sha256(os.fsencode(''.join(lines))).hexdigest()}" == target.digest:
            return name, tuple(dict.fromkeys(files.values()))
    return "", ()


def _sights(target: Target, found: Found) -> list[Sight]:
    sights = [
        Sight(target.place, "still there", _where(found, read), os.path.basename(read.path), _digest(read), read.bytes)
        for read in found.mine
    ]
    sights += [
        Sight(target.place, "not proven", f"part of it lies in {named(file.full)}, a download that was cut off")
        for file in found.unfinished
    ]
    if found.unread:
        sights.append(Sight(target.place, "not checked", "; ".join(found.unread[:_MOST_NAMED])))
    if not sights and found.doubt:
        return [Sight(target.place, "not proven", found.doubt)]
    return sights or [_none(target, "gone", f"{named(found.repository.top)} holds other files only")]


def _none(target: Target, result: Result, why: str) -> Sight:
    if result != "gone":
        return Sight(target.place, result, why)
    if piece := chunks():
        why = f"{why}, but {named(os.path.dirname(piece))} may hold pieces of it: remove that folder, and look again"
        return Sight(target.place, "not proven", why)
    return Sight(target.place, "gone", f"{why}; of the hub, only the cache {named(cache_folder())} was looked at")


def _where(found: Found, read: Read) -> str:
    names = found.repository.names.get(read.path, ())
    return f"{named(read.path)}, as {_some(names)}" if names else named(read.path)


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(named(name) for name in names[:_MOST_NAMED]) + more


def _digest(read: Read) -> str:
    return read.digests["sha256"]


def _erase(found: Found, target: Target, spare: Spare, told: Told) -> None:
    if found.mine:
        told(Stock(target.place, target.digest, tuple(part for read in found.mine for part in _parts(found, read))))
    elif found.doubt:
        told(_left(target, found.doubt))
    elif not found.unread:
        told(Deed(target.place, "was gone", digest=target.digest))
    for read in found.mine:
        told(_take(found, read, target, spare))
    for file in found.unfinished:
        told(_take_unfinished(file, target))
    for why in found.unread[:_MOST_NAMED]:
        told(_left(target, why))
    if found.mine:
        _tidy(found.repository, target, told)


def _parts(found: Found, read: Read) -> list[Part]:
    """A file by its names in the revision that agrees; where none does, by one of them."""
    names = found.repository.names.get(read.path, ())
    start = f"{found.revision}/"
    paths = [name.removeprefix(start) for name in names if found.revision and name.startswith(start)]
    paths = paths or [names[0].partition("/")[2] if names else os.path.basename(read.path)]
    return [Part(path, _digest(read), read.bytes, prints(read.path)) for path in paths]


def _take(found: Found, read: Read, target: Target, spare: Spare) -> Deed:
    blob, digest = os.path.basename(read.path), _digest(read)
    if why := spare.keeps(read.digests.values()) or spare.keeps_path(read.path) or _named_by(found, read, spare):
        return Deed(target.place, "left", why=why, version=blob, digest=digest, bytes=read.bytes)
    try:
        unlink(read)
    except Refused as error:
        return Deed(target.place, "left", why=error.message, version=blob, digest=digest, bytes=read.bytes)
    names = found.repository.names.get(read.path, ())
    why = f"it was {_some(names)}, all of which are gone" if len(names) > 1 else ""
    return Deed(target.place, "erased", UNLINKED, why, blob, digest, read.bytes)


def _named_by(found: Found, read: Read, spare: Spare) -> str:
    """Why a blob stays: another card names a revision that has it."""
    top = found.repository.top
    for place, ref in of_scheme(spare.places, "hf"):
        wish = wished(place)
        if wish is None or wish.folder != os.path.basename(top):
            continue
        revision = revision_of(top, wish.revision)
        for name in found.repository.names.get(read.path, ()):
            within, _, path = name.partition("/")
            if revision in ("", within) and (not wish.path or f"{path}/".startswith(f"{wish.path}/")):
                return f"{ref}, which lives, names it as {place}"
    return ""


def _take_unfinished(file: Entry, target: Target) -> Deed:
    try:
        unlink(read_whole(file.full, (), lambda done: None))
    except Refused as error:
        return _left(target, error.message)
    return Deed(target.place, "erased", f"download that was cut off: {UNLINKED}", version=os.path.basename(file.name))


def _tidy(repository: Cached, target: Target, told: Told) -> None:
    """Take away links to what went, revisions without files, refs to them, and all where no whole blob is left."""
    top = repository.top
    for path, links in repository.links.items():
        for link in links if not os.path.lexists(path) else ():
            with suppress(Refused):
                unlink_link(link)
    for folder, _, _ in os.walk(os.path.join(top, "snapshots"), topdown=False):
        remove_folder(folder)
    for path, commit in list(refs(top)):
        if not os.path.isdir(os.path.join(top, "snapshots", commit)):
            with suppress(OSError):
                os.unlink(path)
    left = [file for file in repository.files if os.path.lexists(file.full)]
    if any(not file.name.endswith(UNFINISHED) for file in left) or os.path.isdir(os.path.join(top, "snapshots")):
        return
    for file in left:
        told(_left(target, f"{named(file.full)} is a download that was cut off: whose bytes these are nobody can tell"))
    for folder in (top, os.path.join(os.path.dirname(top), ".locks", os.path.basename(top))):
        _take_empty(folder)


def _take_empty(top: str) -> None:
    """Take away a folder with what has no bytes in it: marks of what is not on the hub, locks, folders."""
    for folder, _, names in os.walk(top, topdown=False):
        for name in names:
            path = os.path.join(folder, name)
            with suppress(Refused, OSError):
                if not os.path.islink(path) and not os.path.getsize(path):
                    unlink(read_whole(path, (), lambda done: None))
        remove_folder(folder)


def _left(target: Target, why: str) -> Deed:
    return Deed(target.place, "left", why=why, digest=target.digest, bytes=target.bytes)
