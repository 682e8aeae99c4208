"""Bytes that are read once, from the front: hashed on the way, unpacked as they come, up to what is allowed."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import IO, Any, Protocol

from modelsteward.store.scan.index import Hashers

CHUNK = 1024 * 1024
FREE = 1024 * 1024 * 1024
RATIO = 200
"""A file may unpack to 1 GiB, or to 200 times its size: weights hardly get smaller by packing, and bombs do."""
MOST_ENTRIES = 1_000_000
"""Files in one archive, those in archives within it included."""
_MEMORY = 256 * 1024 * 1024


class Reader(Protocol):
    """What can be read from the front."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        ...


class TooMuch(Exception):
    """A limit that keeps a small file from being endless work."""


class Broken(Exception):
    """What is packed cannot be unpacked."""


class Budget:
    """How much one file on the disk may come to."""

    def __init__(self, size: int) -> None:
        self._bytes = max(FREE, RATIO * size)
        self._entries = MOST_ENTRIES

    def spend(self, size: int) -> None:
        """Count bytes that were unpacked. Raises TooMuch."""
        self._bytes -= size
        if self._bytes < 0:
            raise TooMuch(f"it unpacks to more than {RATIO} times its size")

    def enter(self) -> None:
        """Count one file in an archive. Raises TooMuch."""
        self._entries -= 1
        if self._entries < 0:
            raise TooMuch(f"it holds more than {MOST_ENTRIES:,} files")


class Tee:
    """A stream whose first bytes can be looked at, and which is hashed as it is read."""

    def __init__(self, inner: Reader, hashers: Hashers) -> None:
        self._inner, self._hashers = inner, hashers
        self._head = b""
        self.size = 0
        """Bytes that were read."""

    def peek(self, size: int) -> bytes:
        """The first bytes, before any was read."""
        while len(self._head) < size and (data := self._inner.read(size - len(self._head))):
            self._head += data
        return self._head

    def read(self, size: int, /) -> bytes:
        """Read on."""
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
        else:
            data = self._inner.read(size)
        self._hashers.update(data)
        self.size += len(data)
        return data

    def hashed(self) -> list[str]:
        """The digests of what was read."""
        return self._hashers.digests()

    def drain(self) -> None:
        """Read what is left."""
        while self.read(CHUNK):
            pass


class Unpacked:
    """What a compressed stream holds, several one after the other included. Raises Broken and TooMuch."""

    def __init__(self, inner: Reader, kind: str, budget: Budget) -> None:
        self._inner, self._kind, self._budget = inner, kind, budget
        self._working: Any = None
        self._waiting = b""
        self._ended = False

    def read(self, size: int, /) -> bytes:
        """At most so many bytes of what is within."""
        try:
            data = self._next(size)
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
            raise Broken(str(error)) from None
        self._budget.spend(len(data))
        return data

    def _next(self, size: int) -> bytes:
        while not self._ended:
            if self._working is None and not self._begin():
                return b""
            data: bytes = self._working.decompress(self._waiting, size)
            self._waiting = getattr(self._working, "unconsumed_tail", b"")
            if self._working.eof:
                self._waiting, self._working = self._working.unused_data, None
            elif not data and not self._feed():
                raise EOFError("it ends early")
            if data:
                return data
        return b""

    def _begin(self) -> bool:
        """Begin the next stream in it; padding, and what else stands behind the first, ends it."""
        first = self._working is None and not self._waiting
        if first and not self._feed():
            self._ended = True
            return False
        if self._waiting[:1] == b"\0":
            self._ended = True
            return False
        self._working = _decompressor(self._kind)
        return True

    def _feed(self) -> bool:
        if self._waiting:
            return True
        self._waiting = self._inner.read(64 * 1024)
        return bool(self._waiting)


def _decompressor(kind: str) -> Any:
    if kind == "gzip":
        return zlib.decompressobj(31)
    if kind == "bzip2":
        return bz2.BZ2Decompressor()
    return lzma.LZMADecompressor(memlimit=_MEMORY)


class Spent:
    """A stream of which each byte that is read counts."""

    def __init__(self, inner: Reader, budget: Budget) -> None:
        self._inner, self._budget = inner, budget

    def read(self, size: int, /) -> bytes:
        """Read on. Raises TooMuch."""
        data = self._inner.read(size)
        self._budget.spend(len(data))
        return data


class OnDisk:
    """A file on the disk, of which a part that nobody needs is passed over and not read."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._size = file, size

    def read(self, size: int, /) -> bytes:
        """Read on."""
        return self._file.read(size)

    def skip(self, size: int) -> None:
        """Pass over so many bytes. Raises Broken where there are fewer."""
        if self._file.seek(size, 1) > self._size:
            raise Broken("it ends early")


class Window:
    """Part of a stream: so many bytes from where it stands."""

    def __init__(self, inner: Reader, size: int) -> None:
        self._inner, self.left = inner, size

    def read(self, size: int, /) -> bytes:
        """At most what is left of the part. Raises Broken where the stream ends before."""
        if not self.left or not size:
            return b""
        data = self._inner.read(min(size, self.left))
        if not data:
            raise Broken("it ends early")
        self.left -= len(data)
        return data

    def skip(self) -> None:
        """Go to the end of the part. Raises Broken."""
        if isinstance(self._inner, OnDisk):
            self._inner.skip(self.left)
            self.left = 0
        while self.read(CHUNK):
            pass


def exactly(inner: Reader, size: int) -> bytes:
    """So many bytes. Raises Broken where there are fewer."""
    data = io.BytesIO()
    while (left := size - data.tell()) and (more := inner.read(min(left, CHUNK))):
        data.write(more)
    if left:
        raise Broken("it ends early")
    return data.getvalue()
