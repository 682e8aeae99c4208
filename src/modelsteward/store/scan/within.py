"""Looking into a file: at its own bytes, and at whatever is packed in it, to a depth."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO, NamedTuple

from modelsteward.store.scan import tars, zips
from modelsteward.store.scan.index import Algorithms, Hashers, Index
from modelsteward.store.scan.kinds import HEAD, SNIFFED, Kind, closed, end_of, kind_of, named_so
from modelsteward.store.scan.streams import CHUNK, Broken, Budget, OnDisk, Reader, Spent, Tee, Unpacked, Window, exactly
from modelsteward.store.scan.tensors import Spoiled, arrays

DEEPEST = 5
"""Archives within archives that are looked into."""
IN_MEMORY = 64 * 1024 * 1024
"""A zip archive within another archive is held in memory, and must not be larger: nothing is ever written down."""


class Hit(NamedTuple):
    """Bytes that are searched for."""

    place: str
    digest: str
    bytes: int
    tensor: str = ""
    """The array's name in the file, where it is one."""


class Inside(NamedTuple):
    """What was found in one file, filled while it is read."""

    sought: Index
    budget: Budget
    hits: list[Hit]
    faults: list[str]
    """What could not be looked into, with why."""
    archives: list[str]
    thorough: bool = False


def look_into(file: IO[bytes], size: int, place: str, kind: Kind, inside: Inside) -> None:
    """Look into a file on the disk, from its start; what is wrong with it is told among the faults. Raises TooMuch."""
    stream = OnDisk(file, size)
    if kind == "safetensors":
        _guarded(place, inside, lambda: _tensors(stream, size, place, inside))
    elif kind:
        _guarded(place, inside, lambda: _unpack(stream, place, kind, inside, 1, file))


def _guarded(place: str, inside: Inside, work: Callable[[], None]) -> None:
    """Do some work on an archive; what is wrong with it is said once and ends only that."""
    try:
        work()
    except Broken as error:
        inside.faults.append(f"{place} cannot be read to its end: {error}")
    except Spoiled as error:
        inside.faults.append(f"{place} was not looked into for arrays: {error}")


def _unpack(
    stream: Reader, place: str, kind: Kind, inside: Inside, depth: int, seekable: IO[bytes] | None = None
) -> None:
    if depth > DEEPEST:
        inside.faults.append(f"{place} was not looked into: it lies {DEEPEST} archives deep")
        return
    inside.archives.append(place)
    if kind == "zip":
        _in_zip(seekable or _in_memory(stream), place, inside, depth)
    elif kind == "tar":
        for member in tars.members(stream, inside.budget):
            if member.fault:
                inside.faults.append(f"{place}!{member.name} was not looked into: {member.fault}")
            else:
                _look(member.data, f"{place}!{member.name}", member.size, inside, depth)
    else:
        unpacked = _unpacked(stream, kind, inside.budget)
        if unpacked is None:
            inside.faults.append(f"{place} was not looked into: it is packed by zstd (pip install zstandard)")
        else:
            _look(unpacked, f"{place}!{_inner(place)}", None, inside, depth)


def _unpacked(stream: Reader, kind: Kind, budget: Budget) -> Reader | None:
    if kind != "zstd":
        return Unpacked(stream, kind, budget)
    unpack = zips.zstd_reader()
    return None if unpack is None else Spent(unpack(stream), budget)


def _inner(place: str) -> str:
    """What a packed file would be called once it is unpacked."""
    name = place.replace("!", "/").rpartition("/")[2]
    start, _, end = name.rpartition(".")
    return f"{start}.tar" if end in ("tgz", "tbz", "tbz2", "txz", "tzst") else start or name


def _in_memory(stream: Reader) -> IO[bytes]:
    data = io.BytesIO()
    while more := stream.read(CHUNK):
        data.write(more)
        if data.tell() > IN_MEMORY:
            raise Broken(f"a zip archive within another is looked into up to {IN_MEMORY // 1024 // 1024} MiB")
    data.seek(0)
    return data


def _in_zip(file: IO[bytes], place: str, inside: Inside, depth: int) -> None:
    for member in zips.members(file, inside.budget):
        where = f"{place}!{member.name}"
        if member.data is None:
            inside.faults.append(f"{where} was not looked into: {member.fault}")
            continue
        data = member.data
        _guarded(where, inside, lambda: _look(data, where, member.size, inside, depth))  # noqa: B023 - called at once


def _look(stream: Reader, place: str, size: int | None, inside: Inside, depth: int) -> None:
    """Look at one packed file: its digests, if its size is one that is sought, and what is packed in it."""
    index = inside.sought
    algorithms: Algorithms = index.algorithms(None) if size is None else index.for_member(size)
    sniffed = size is None or size >= SNIFFED or inside.thorough or named_so(place) or "blobs/sha256" in place
    if not algorithms and not sniffed:
        return
    tee = Tee(stream, Hashers(algorithms))
    head = tee.peek(HEAD)
    kind = kind_of(head) if sniffed else ""
    if words := closed(head, end_of(place)):
        inside.faults.append(f"{place} was not looked into: {words}")
    if kind == "safetensors" and size is not None:
        _guarded(place, inside, lambda: _tensors(tee, size, place, inside))
    elif kind and kind != "safetensors":
        _guarded(place, inside, lambda: _unpack(tee, place, kind, inside, depth + 1))
    if algorithms:
        tee.drain()
        inside.hits.extend(hits(place, tee, index, size is not None))


def hits(place: str, tee: Tee, index: Index, member: bool) -> list[Hit]:
    """What the bytes of a stream that was read to its end are."""
    found: list[Hit] = []
    for digest in tee.hashed():
        if digest in index.by_digest:
            found.append(Hit(place, digest, tee.size))
        elif member and digest in index.tensors:
            found.append(Hit(place, digest, tee.size, place.rpartition("!")[2]))
    return found


def _tensors(stream: Reader, size: int, place: str, inside: Inside) -> None:
    """Look for arrays in a file of safetensors that comes from the front. Raises Spoiled, Broken."""
    at = 0

    def read(count: int) -> bytes:
        nonlocal at
        at += count
        return exactly(stream, count)

    found = arrays(read, size) if inside.sought.tensors else ()
    for array in found:
        algorithms = inside.sought.tensor_sizes.get(array.bytes, ())
        if not algorithms:
            continue
        Window(stream, array.start - at).skip()
        at = array.start + array.bytes
        part = Tee(Window(stream, array.bytes), Hashers(algorithms))
        part.drain()
        inside.hits.extend(
            Hit(place, digest, array.bytes, array.name) for digest in part.hashed() if digest in inside.sought.tensors
        )
