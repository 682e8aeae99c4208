"""Zip archives, which is what .pt, .keras, .npz, .whl and .jar files are: each member as a stream."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from modelsteward.store.scan.streams import Broken, Budget, Reader, Spent, TooMuch, Window, exactly

LARGEST_DIRECTORY = 64 * 1024 * 1024
"""Bytes of the list of members that is read."""
_ZSTD = (93, 20)
_WINDOW = 1 << 27
_SIP = 1024
"""Bytes that are unpacked at a time: four may come to 128 KiB."""
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x06"


class Member(NamedTuple):
    """One file in a zip archive."""

    name: str
    size: int
    """As the list of members says."""
    data: Reader | None
    """None where it cannot be unpacked."""
    fault: str = ""


def members(file: IO[bytes], budget: Budget) -> Iterator[Member]:
    """The files, one after the other. Raises Broken and TooMuch."""
    _require_short_list(file)
    try:
        archive = zipfile.ZipFile(file)
    except _SPOILED as error:
        raise Broken(str(error) or type(error).__name__) from None
    with archive:
        for info in archive.infolist():
            budget.enter()
            if info.is_dir():
                continue
            try:
                yield _member(archive, file, info, budget)
            except _SPOILED as error:
                yield Member(info.filename, info.file_size, None, str(error) or type(error).__name__)


_SPOILED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library says of archives that are not right."""


def _require_short_list(file: IO[bytes]) -> None:
    """Raise TooMuch where the list of members would fill memory, which the standard library reads whole."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 70_000))
    tail = file.read(70_000)
    file.seek(0)
    sizes = [0]
    if (at := tail.rfind(_END)) >= 0:
        sizes.append(int.from_bytes(tail[at + 12 : at + 16], "little"))
    if (at := tail.rfind(_END_64)) >= 0:
        sizes.append(int.from_bytes(tail[at + 40 : at + 48], "little"))
    if max(one for one in sizes if one != 0xFFFFFFFF) > LARGEST_DIRECTORY:
        raise TooMuch("its list of files is too long")


def _member(archive: zipfile.ZipFile, file: IO[bytes], info: zipfile.ZipInfo, budget: Budget) -> Member:
    if info.flag_bits & 1:
        return Member(info.filename, info.file_size, None, "it is encrypted")
    if info.compress_type in _ZSTD:
        return _by_zstd(file, info, budget)
    return Member(info.filename, info.file_size, Spent(_Opened(archive, info), budget))


class _Opened:
    """A member that is opened when it is first read: most are ruled out by their size."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self._archive, self._info = archive, info
        self._file: IO[bytes] | None = None

    def read(self, size: int, /) -> bytes:
        """Read on. Raises Broken."""
        try:
            if self._file is None:
                self._file = self._archive.open(self._info)
            return self._file.read(size)
        except _SPOILED as error:
            raise Broken(str(error) or type(error).__name__) from None


def _by_zstd(file: IO[bytes], info: zipfile.ZipInfo, budget: Budget) -> Member:
    """A member by a method that the standard library reads from Python 3.14 on."""
    unpack = zstd_reader()
    if unpack is None:
        return Member(info.filename, info.file_size, None, "it is packed by zstd: pip install zstandard")
    file.seek(info.header_offset)
    head = exactly(file, 30)
    file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    data = unpack(Window(file, info.compress_size))
    return Member(info.filename, info.file_size, Spent(data, budget))


def zstd_reader() -> Any:
    """What unpacks zstd from a stream; None where its library is not there."""
    try:
        import zstandard
    except ImportError:
        return None
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    return lambda inner: _Zstd(unpacker, inner, zstandard.ZstdError)


class _Zstd:
    """One frame after another. The library's own stream takes one that was cut off for one that ends."""

    def __init__(self, unpacker: Any, inner: Reader, error: type[Exception]) -> None:
        self._unpacker, self._inner, self._error = unpacker, inner, error
        self._frame: Any = None
        self._packed, self._ready, self._at = b"", b"", 0

    def read(self, size: int, /) -> bytes:
        """Read on. Raises Broken."""
        while self._at == len(self._ready):
            if not self._packed and not (more := self._inner.read(_SIP)):
                if self._frame is not None:
                    raise Broken("it ends early")
                return b""
            self._packed = self._packed or more
            self._ready, self._at = self._unpack(), 0
        data = self._ready[self._at : self._at + size]
        self._at += len(data)
        return data

    def _unpack(self) -> bytes:
        frame = self._frame or self._unpacker.decompressobj()
        try:
            data: bytes = frame.decompress(self._packed)
        except self._error as error:
            raise Broken(str(error)) from None
        self._frame, self._packed = (None, frame.unused_data) if frame.eof else (frame, b"")
        return data
