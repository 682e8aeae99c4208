"""A file's text in bytes, read at once; and what was passed over instead."""

from __future__ import annotations

import os
from collections.abc import Iterator

from modelsteward.errors import reason

_PEEK = 8 * 1024
_AT_ONCE = 256 * 1024
"""Bytes up to which a file is read before it is known to be text."""
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""What UTF-16 begins with, in which some editors of Windows write."""


class Texts:
    """Reads one file after the other."""

    def __init__(self, max_size: int) -> None:
        self._max = max_size
        self.read = 0
        self.binary = 0
        self.skipped: list[tuple[str, str]] = []

    def of(self, path: str, named: bool) -> bytes | None:
        """What a file says, in UTF-8 or near it; None where it is passed over."""
        try:
            file = os.open(path, _FLAGS | (0 if named else getattr(os, "O_NOFOLLOW", 0)))
        except OSError as error:
            self.skipped.append((path, reason(error)))
            return None
        try:
            data = self._data(path, file, named)
        except (OSError, MemoryError) as error:
            self.skipped.append((path, reason(error) if isinstance(error, OSError) else "too large for the memory"))
            return None
        finally:
            os.close(file)
        self.read += data is not None
        return data.decode("utf-16", "replace").encode() if data and data.startswith(_WIDE) else data

    def _data(self, path: str, file: int, named: bool) -> bytes | None:
        size = os.fstat(file).st_size
        if size > self._max and not named:
            self.skipped.append((path, f"{_told(size)}, more than {_told(self._max)}"))
            return None
        data = os.read(file, size + 1 if size <= _AT_ONCE else _PEEK)
        if data.find(b"\0", 0, _PEEK) >= 0 and not named and not data.startswith(_WIDE):
            self.binary += 1
            return None
        return data if len(data) == size <= _AT_ONCE else b"".join((data, *_rest(file, size)))


def _rest(file: int, size: int) -> Iterator[bytes]:
    while more := os.read(file, max(size, _PEEK)):
        yield more


def _told(size: int) -> str:
    return f"{size / 1024**2:.1f} MiB" if size >= 1024**2 else f"{size:,} bytes"
