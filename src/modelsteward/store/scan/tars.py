"""Tar archives, read from the front: each file's name and bytes as they come. Written from POSIX's description of the
format (pax, https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html, read 2026-11-26) and GNU's.

The standard library's reader keeps every entry, and reads headers of whatever length an archive claims.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from modelsteward.store.scan.streams import Broken, Budget, Reader, Window, exactly

_BLOCK = 512
_LONGEST_NAME = 64 * 1024
_LONGEST_EXTRA = 1024 * 1024
_FILE, _SPARSE, _LONG_NAME, _LONG_LINK, _EXTRA, _EXTRA_FOR_ALL = b"0\x007", b"S", b"L", b"K", b"x", b"g"


class Member(NamedTuple):
    """One file in a tar archive."""

    name: str
    size: int
    data: Window
    fault: str = ""
    """Why its bytes are not what they were before packing."""


def members(inner: Reader, budget: Budget) -> Iterator[Member]:
    """The files, one after the other; whatever of a file is not read is passed over. Raises Broken and TooMuch."""
    extra: dict[str, str] = {}
    while block := inner.read(1):
        block += exactly(inner, _BLOCK - 1)
        if not block.strip(b"\0"):
            continue  # the end, as a rule; but archives can be put one behind another
        budget.enter()
        name, size, kind = _header(block)
        size = int(extra["size"]) if extra.get("size", "").isdecimal() else size
        more = kind == _SPARSE and block[482:483] != b"\0"  # where its holes lie takes further blocks, as GNU has it
        while more:
            more = exactly(inner, _BLOCK)[504:505] != b"\0"
        data = Window(inner, size)
        if kind in _LONG_NAME + _LONG_LINK:
            text = _limited(data, _LONGEST_NAME).rstrip(b"\0")
            extra |= {"path": os.fsdecode(text)} if kind == _LONG_NAME else {}
        elif kind == _EXTRA:
            extra |= _extras(_limited(data, _LONGEST_EXTRA))
        elif kind == _EXTRA_FOR_ALL:
            data.skip()
        else:
            if kind in _FILE + _SPARSE:
                is_sparse = kind == _SPARSE or any(key.startswith("GNU.sparse") for key in extra)
                fault = "it is packed with holes" if is_sparse else ""
                yield Member(extra.get("path", name), size, data, fault)
            data.skip()
            extra = {}
        Window(inner, -size % _BLOCK).skip()


def _header(block: bytes) -> tuple[str, int, bytes]:
    """Name, size and kind of an entry. Raises Broken."""
    said = _number(block[148:156])
    rest = block[:148] + b" " * 8 + block[156:]
    if said not in (sum(rest), sum(rest) - 256 * sum(byte > 127 for byte in rest)):  # some count bytes as signed
        raise Broken("a header's sum is wrong")
    name, prefix = (os.fsdecode(text.split(b"\0", 1)[0]) for text in (block[:100], block[345:500]))
    has_prefix = block[257:263] == b"ustar\0" and prefix
    return f"{prefix}/{name}" if has_prefix else name, _number(block[124:136]), block[156:157]


def _number(text: bytes) -> int:
    """A number in octal, or in base 256 as GNU writes large ones. Raises Broken."""
    if text[0] & 0x80:
        number = int.from_bytes(text[1:], "big")
        if text[0] != 0x80:
            raise Broken("a header has a size below nothing")
        return number
    digits = text.replace(b"\0", b" ").strip()
    try:
        number = int(digits or b"0", 8)
    except ValueError:
        number = -1
    if number < 0:
        raise Broken("a header has no number where one should be")
    return number


def _limited(data: Window, most: int) -> bytes:
    if data.left > most:
        raise Broken("a header is longer than any should be")
    return exactly(data, data.left)


def _extras(text: bytes) -> dict[str, str]:
    """`LENGTH KEY=VALUE` lines. Raises Broken."""
    found: dict[str, str] = {}
    while text:
        length, space, _ = text.partition(b" ")
        if not space or not length.isdigit() or len(length) > 8 or not len(length) + 2 < int(length) <= len(text):
            raise Broken("a header's extra lines are wrong")
        key, _, value = text[len(length) + 1 : int(length) - 1].partition(b"=")
        found[key.decode("utf-8", "replace")] = os.fsdecode(value)
        text = text[int(length) :]
    return found
