"""What kind of file it is, by its first bytes: what can be looked into, and what cannot."""

from __future__ import annotations

from typing import Literal

from modelsteward.store.scan.tensors import might_be

Kind = Literal["zip", "tar", "gzip", "bzip2", "xz", "zstd", "safetensors", ""]

HEAD = 512
"""Bytes from the start that tell it."""
NAMES = frozenset((
    ".zip", ".jar", ".war", ".whl", ".egg", ".npz", ".keras", ".pt", ".pth", ".ckpt", ".ptl", ".mar", ".mlmodelpkg",
    ".nemo", ".safetensors", ".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tzst", ".gz", ".bz2", ".xz", ".zst",
    ".apk", ".aar", ".docx", ".xlsx", ".eval", ".7z", ".rar", ".conda", ".crate", ".sqlite", ".db",
))  # fmt: skip
"""Ends of the names of files that are opened however small they are."""
SNIFFED = 64 * 1024
"""A file of so many bytes is opened whatever its name."""
_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_CLOSED = (
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"hsqs", "squashfs image"),
    (b"QFI\xfb", "disk image"),
    (b"KDMV", "disk image"),
    (b"LUKS\xba\xbe", "encrypted volume"),
    (b"age-encryption.org/", "encrypted file"),
    (b"-----BEGIN PGP MESSAGE", "encrypted file"),
    (b"Salted__", "encrypted file"),
    (b"\x04\x22\x4d\x18", "lz4 archive"),
    (b"\x1f\x9d", "compressed file (.Z)"),
)
"""Files that may hold others and are not looked into."""


_OPEN_STARTS = tuple(start for start, _ in _STARTS)
_CLOSED_STARTS = tuple(start for start, _ in _CLOSED)


def kind_of(head: bytes) -> Kind:
    """What can be looked into, by the first bytes of it."""
    if head.startswith(_OPEN_STARTS):
        return next(kind for start, kind in _STARTS if head.startswith(start))
    if head.startswith(b"BZh") and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return "bzip2"
    if head[257:262] == b"ustar":
        return "tar"
    return "safetensors" if might_be(head) else ""


def closed(head: bytes) -> str:
    """What may hold files and is not looked into, in words; empty for all else."""
    if not head.startswith(_CLOSED_STARTS):
        return ""
    return next(words for start, words in _CLOSED if head.startswith(start))


def named_so(name: str) -> bool:
    """Whether a file's name says that it may hold others."""
    return name[name.rfind(".") :].lower() in NAMES
