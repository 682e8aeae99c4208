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
    (b"\x02\x21\x4c\x18", "lz4 archive"),
    (b"\x1f\x9d", "compressed file (.Z)"),
    (b"\x5d\x00\x00", "compressed file (.lzma)"),
    (b"LZIP\x01", "lzip archive"),
    (b"\x89LZO", "lzop archive"),
    (b"!<arch>\ndebian-binary", "Debian package"),
    (b"\xed\xab\xee\xdb", "RPM package"),
    (b"070701", "cpio archive"),
    (b"070702", "cpio archive"),
    (b"070707", "cpio archive"),
    (b"xar!", "xar archive"),
    (b"MSCF\0\0\0\0", "cabinet archive"),
    (b"MSWIM\0\0\0", "disk image"),
    (b"vhdxfile", "disk image"),
    (b"conectix", "disk image"),
    (b"<<< Oracle VM VirtualBox Disk Image", "disk image"),
    (b"PK00PK\x03\x04", "zip archive that was split"),
    (b"PK\x07\x08PK\x03\x04", "zip archive that was split"),
    *((bytes([n]) + b"\x2a\x4d\x18", "archive that begins with notes (zstd or lz4)") for n in range(0x50, 0x60)),
)
"""Files that may hold others and are not looked into."""
IMAGES = frozenset((".iso", ".img", ".dmg", ".vhd", ".raw", ".udf"))
"""Ends of the names of disk images, whose first bytes may be anything."""
_BEHIND = frozenset((
    ".zip", ".jar", ".war", ".ear", ".whl", ".egg", ".npz", ".keras", ".pt", ".pth", ".apk", ".pyz", ".pex", ".exe",
))  # fmt: skip
"""Ends of the names of zip archives that may stand behind something else: programs that unpack themselves."""
ZIP_END = 22
"""Bytes at the end of a zip archive that tell it, where it has no comment."""

_OPEN_STARTS = tuple(start for start, _ in _STARTS)
_CLOSED_STARTS = tuple(start for start, _ in _CLOSED)


def kind_of(head: bytes) -> Kind:
    """What can be looked into, by the first bytes of it."""
    if head.startswith(_OPEN_STARTS):
        return next(kind for start, kind in _STARTS if head.startswith(start))
    if head.startswith(b"BZh") and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return "bzip2"
    if head[257:262] == b"ustar" or _is_old_tar(head):
        return "tar"
    return "safetensors" if might_be(head) else ""


def _is_old_tar(head: bytes) -> bool:
    """Whether it begins with a header of tar from before that had a name: its sum is that of its other bytes."""
    said = head[148:156].strip(b" \0")
    if not said.isdigit() or len(head) < HEAD or not head[0] or b"8" in said or b"9" in said:
        return False
    return int(said, 8) == sum(head[:148]) + 8 * 32 + sum(head[156:])


def closed(head: bytes, end: str) -> str:
    """What may hold files and is not looked into, in words; empty for all else. `end` is that of its name."""
    if head.startswith(_CLOSED_STARTS):
        return next(words for start, words in _CLOSED if head.startswith(start))
    return "disk image, by its name" if end in IMAGES and not kind_of(head) else ""


def may_be_behind(end: str) -> bool:
    """Whether the end of a file's name says that a zip archive may stand at its end, whatever it begins with."""
    return end in _BEHIND


def ends_as_zip(tail: bytes) -> bool:
    """Whether the last bytes of a file are those of a zip archive."""
    return len(tail) == ZIP_END and tail.startswith(b"PK\x05\x06") and tail.endswith(b"\0\0")


def named_so(name: str) -> bool:
    """Whether a file's name says that it may hold others."""
    return end_of(name) in NAMES


def end_of(name: str) -> str:
    """The end of a file's name, from the last dot on, in small letters."""
    return name[name.rfind(".") :].lower()
