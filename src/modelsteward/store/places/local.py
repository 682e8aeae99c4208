"""Files and folders of this machine, or of what is mounted on it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from modelsteward.domain.erasing import Deed, Part, Sight, Stock, Target
from modelsteward.domain.progress import Tell
from modelsteward.errors import Refused
from modelsteward.store.places import Told
from modelsteward.store.places.held import Held, Other, hold
from modelsteward.store.places.kept_by_git import Sought, kept_by_git
from modelsteward.store.places.paths import Meant, absence, alike, meant, through_a_link, volumes
from modelsteward.store.places.reading import Read, named, written
from modelsteward.store.places.sparing import Spare
from modelsteward.store.places.unlinking import remove_folder, unlink, unlink_link
from modelsteward.store.scan.tensors import prints

UNLINKED = "file unlinked; its blocks were not overwritten"
MOST_NAMED = 20
"""Other files of a folder that are named one by one."""


class Local:
    """The file system of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def look(self, target: Target, tell: Tell) -> list[Sight]:
        """What lies where the place says, and what git keeps of it."""
        there = meant(target.place, self._root)
        if there.fault:
            return [Sight(target.place, "not checked", there.fault)]
        seen = [sight for path in there.paths for sight in _look(path, target, tell)]
        telling = [sight for sight in seen if sight.result != "gone"]
        if telling:
            return telling
        why = _unsure(there, target)
        return [seen[0]._replace(result="not proven", why=why)] if why else seen[:1]

    def erase(self, target: Target, spare: Spare, told: Told, tell: Tell) -> None:
        """Take away the files whose digests agree."""
        there = meant(target.place, self._root)
        fault = there.fault or ("" if target.digest else "the card has no digest to tell it by")
        fault = fault or spare.keeps([target.digest or ""])
        if fault:
            told(_left(target, fault))
            return
        here = [path for path in there.paths if absence(path) is None]
        for path in here:
            _erase(path, target, spare, told, tell)
        if not here:
            told(_absent(target, there))


def reach(root: Path) -> Local:
    """Looks and erases on this machine; relative paths count from the work tree of the registry's folder."""
    return Local(root)


def _unsure(there: Meant, target: Target) -> str:
    """Why it shows nothing that nothing lies there; of what is known to have lain there, fewer things speak so."""
    if there.doubt or target.parts:
        return there.doubt
    other = next(filter(None, map(alike, there.paths)), "")
    return there.guess or (
        f"{named(other)} lies there, and its name differs only in how it is written" if other else ""
    )


def _absent(target: Target, there: Meant) -> Deed:
    """What is said where nothing lies: that it was gone only if that was seen."""
    doubts = [
        _unsure(there, target),
        *(missing.why for path in there.paths if (missing := absence(path)) and missing.result != "gone"),
    ]
    if why := next(filter(None, doubts), ""):
        return _left(target, why)
    return Deed(target.place, "was gone", digest=target.digest)


def _look(path: str, target: Target, tell: Tell) -> list[Sight]:
    missing = absence(path)
    seen = [Sight(target.place, missing.result, missing.why)] if missing else _look_at(path, target, tell)
    kept = kept_by_git(target.place, path, _sought(target), tell)
    return [*(sight for sight in seen if sight.result != "gone" or not kept), *kept]


def _sought(target: Target) -> Sought:
    """The bytes that git may have kept: the parts of a folder, or the file."""
    if target.parts:
        digests = {part.digest for part in target.parts} | ({target.digest} if target.digest else set())
        return Sought(frozenset(digests), frozenset(part.bytes for part in target.parts), True)
    sized = target.bytes is not None and not target.place.endswith("/")
    digests = {target.digest} if target.digest else set()
    return Sought(frozenset(digests), frozenset({target.bytes or 0} if sized and digests else ()))


def _look_at(path: str, target: Target, tell: Tell) -> list[Sight]:
    """What is seen of something that lies there; of a link, what it leads to."""
    link = through_a_link(path)
    real = os.path.realpath(path)
    if link and (missing := absence(real)) is not None:
        return [Sight(target.place, "not proven", f"{link}; {missing.why}")]
    if target.digest is None:
        return [Sight(target.place, "not proven", "something lies there, and the card has no digest to tell it by")]
    try:
        held = hold(real, target, tell)
    except Refused as error:
        return [Sight(target.place, "not checked", error.message)]
    return list(_seen(target, held, f"{link}, and its bytes lie there" if link else ""))


def _seen(target: Target, held: Held, why: str) -> Iterator[Sight]:
    if held.agrees:
        yield Sight(target.place, "still there", why, digest=target.digest, bytes=held.bytes)
    else:
        for name, read in held.mine:
            place = _place(target, held, name)
            yield Sight(place, "still there", why, digest=read.digests["sha256"], bytes=read.bytes)
    unread = [other for other in held.others if other.unread]
    if unread:
        yield Sight(target.place, "not checked", _listed(unread))
    elif not held.mine:
        yield _none_of_it(target, held)


def _none_of_it(target: Target, held: Held) -> Sight:
    """What is seen where nothing agrees: of a folder whose files are known, all were read and none is one of them."""
    if not held.is_folder:
        return Sight(target.place, "not proven", held.others[0].why)
    if not held.others:
        return Sight(target.place, "gone", "an empty folder lies there")
    if target.parts:
        return Sight(target.place, "gone", f"a folder lies there, and none of its {len(held.others)} files is of it")
    return Sight(
        target.place, "not proven", "other files lie there than were registered, and which those were is not known"
    )


def _erase(path: str, target: Target, spare: Spare, told: Told, tell: Tell) -> None:
    if link := through_a_link(path):
        told(_left(target, f"{link}: steward follows none; erase it where it lies, and then the link"))
        return
    try:
        held = hold(path, target, tell, spare.algorithms)
    except Refused as error:
        told(_left(target, error.message))
        return
    if held.mine:
        told(Stock(target.place, target.digest, tuple(_parts(path, held))))
    within = Counter(read.state[:2] for _, read in held.mine)
    for name, read in held.mine:
        told(_erased(_place(target, held, name), read, spare, read.names - within[read.state[:2]]))
    _leave(target, held, told)
    if held.is_folder:
        _tidy(path, held)


def _parts(path: str, held: Held) -> Iterator[Part]:
    """The files as the listing of the folder has them, links among them."""
    for name, read in held.mine:
        yield Part(name, read.digests["sha256"], read.bytes, prints(read.path))
    reads = {os.path.realpath(read.path): read for _, read in held.mine}
    for link in held.links:
        read = reads[os.path.realpath(link)]
        yield Part(os.path.relpath(link, path).replace(os.sep, "/"), read.digests["sha256"], read.bytes)


def _erased(place: str, read: Read, spare: Spare, links: int) -> Deed:
    digest = read.digests["sha256"]
    if why := spare.keeps(read.digests.values()) or spare.keeps_path(read.path):
        return Deed(place, "left", why=why, digest=digest, bytes=read.bytes)
    try:
        unlink(read)
    except Refused as error:
        return Deed(place, "left", why=error.message, digest=digest, bytes=read.bytes)
    deed = Deed(place, "erased", UNLINKED, _other_names(links), digest=digest, bytes=read.bytes, links=links)
    return deed._replace(folder=written(os.path.dirname(os.path.abspath(read.path)))) if links else deed


def _other_names(names: int) -> str:
    if not names:
        return ""
    return f"{names} other name{'s' * (names > 1)} (hard links) on that disk had the same bytes: search for them"


def _leave(target: Target, held: Held, told: Told) -> None:
    """Name what was left since it does not agree, or could not be read."""
    if not held.is_folder or not (held.mine or target.parts):
        reasons = [other.why for other in held.others] if not held.is_folder else []
        why = reasons[0] if reasons else "other files lie there than were registered" if held.others else ""
        if not held.mine:
            told(_left(target, why) if why else Deed(target.place, "was gone", digest=target.digest))
        return
    for other in held.others[:MOST_NAMED]:
        told(Deed(os.fspath(other.path), "left", why=other.why))
    if more := held.others[MOST_NAMED:]:
        told(_left(target, f"{len(more)} more files that are not of it"))


def _tidy(path: str, held: Held) -> None:
    """Take away links to what was erased, and the folders that are empty now; not one where a volume is mounted."""
    for link in held.links:
        if not os.path.exists(link):
            try:
                unlink_link(link)
            except Refused:
                continue
    if held.mine:
        for folder in held.folders:
            remove_folder(folder)
        if not volumes(path) and len(Path(path).parts) > 2:
            remove_folder(path)


def _place(target: Target, held: Held, name: str) -> str:
    return f"{target.place.rstrip('/')}/{name}" if held.is_folder else target.place


def _left(target: Target, why: str) -> Deed:
    return Deed(target.place, "left", why=why, digest=target.digest, bytes=target.bytes)


def _listed(others: list[Other]) -> str:
    said = "; ".join(
        other.why if other.path in other.why else f"{named(other.path)} {other.why}" for other in others[:3]
    )
    return f"{said}; and {len(others) - 3} more" if len(others) > 3 else said
