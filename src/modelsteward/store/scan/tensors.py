"""The arrays in a file of safetensors: where each lies, and digests by which they are told in other files.

The format (https://huggingface.co/docs/safetensors, read 2026-11-26): eight bytes with the length of a header, the
header in JSON with each array's place, then the arrays, none over another. Merging or splitting such files, or naming
the arrays anew, leaves the bytes of each array as they were.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from typing import Any, NamedTuple

from modelsteward.domain.erasing import Print

LARGEST_HEADER = 16 * 1024 * 1024
"""Bytes of a header that is read. The format allows 100 MB; the largest of public models take about one."""
MOST_PRINTS = 64
LEAST_BYTES = 4096
"""What is smaller may well be the same in models that have nothing in common: zeros, ones, a constant."""
_BUFFER = 1024 * 1024
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class Array(NamedTuple):
    """Where one array lies in its file."""

    name: str
    start: int
    bytes: int


class Spoiled(Exception):
    """A header that begins as one of safetensors does, and cannot be one."""


def might_be(head: bytes) -> bool:
    """Whether a file that begins so may be one of safetensors; nine bytes tell."""
    return len(head) >= 9 and head[8:9] == b"{" and 2 <= int.from_bytes(head[:8], "little") < 1 << 32


def arrays(read: Callable[[int], bytes], size: int) -> tuple[Array, ...]:
    """The arrays of a file of `size` bytes that is read from its start. Raises Spoiled."""
    length = int.from_bytes(read(8), "little")
    if length + 8 > size:
        raise Spoiled("its header is longer than the file")
    if length > LARGEST_HEADER:
        raise Spoiled(f"its header has {length} bytes; at most {LARGEST_HEADER} are read")
    try:
        header = json.loads(read(length))
    except (ValueError, RecursionError):
        raise Spoiled("its header is no JSON") from None
    if not isinstance(header, dict):
        raise Spoiled("its header is no JSON object")
    return _laid_out(header, 8 + length, size)


def _laid_out(header: dict[str, Any], begin: int, size: int) -> tuple[Array, ...]:
    """The arrays by place; none may lie over another, or a small file would be as much work as a large one."""
    found = [_array(name, said, begin) for name, said in header.items() if name != "__metadata__"]
    found.sort(key=lambda array: (array.start, array.bytes))
    end = begin
    for array in found:
        if array.start < end or array.start + array.bytes > size:
            raise Spoiled("its arrays lie over one another, or beyond the file")
        end = array.start + array.bytes
    return tuple(found)


def _array(name: str, said: Any, begin: int) -> Array:
    offsets = said.get("data_offsets") if isinstance(said, dict) else None
    if not isinstance(offsets, list) or len(offsets) != 2 or not all(type(one) is int for one in offsets):
        raise Spoiled("its header does not say where each array lies")
    first, last = offsets
    if not 0 <= first <= last:
        raise Spoiled("its header has places that cannot be")
    return Array(name, begin + first, last - first)


def prints(path: str) -> tuple[Print, ...]:
    """The largest arrays of a file of safetensors; none for any other file, and none where it cannot be read."""
    try:
        handle = os.open(path, _READ)
    except OSError:
        return ()
    with open(handle, "rb", buffering=0) as file:
        try:
            head = file.read(9)
            if not might_be(head):
                return ()
            file.seek(0)
            found = arrays(lambda size: _exactly(file.read, size), os.fstat(handle).st_size)
            largest = sorted(found, key=lambda array: (-array.bytes, array.name))[:MOST_PRINTS]
            return tuple(_print(file, array) for array in largest if array.bytes >= LEAST_BYTES)
        except (OSError, Spoiled):
            return ()


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    """So many bytes; fewer at the end of the file."""
    data = bytearray()
    while len(data) < size and (more := read(min(size - len(data), _BUFFER))):
        data += more
    return bytes(data)


def _print(file: Any, array: Array) -> Print:
    file.seek(array.start)
    digest, left = hashlib.sha256(), array.bytes
    while left and (data := file.read(min(left, _BUFFER))):
        digest.update(data)
        left -= len(data)
    if left:
        raise Spoiled("the file is shorter than its header says")
    return Print(array.name, f"sha256:{digest.hexdigest()}", array.bytes)
