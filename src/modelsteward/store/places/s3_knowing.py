"""Which versions are those that the card means: told by the digest of their bytes, never by their name.

A version whose size is another one is not read. One whose digest cannot be had is neither the card's nor harmless.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from modelsteward.domain.erasing import Part, Target
from modelsteward.domain.progress import Tell, adding
from modelsteward.store.places.s3_asking import Kept, Store, Trouble, Version
from modelsteward.store.places.s3_seeing import Place, Seen

Whose = Literal["the card's", "another's", "a stranger's", "unknown", "unnamed"]
"""`another's`: other bytes under a key that the card means. `a stranger's`: beside a folder's files, and none of them.
`unnamed`: the card has nothing to tell it by."""

COMPARED = ("sha256", "sha384", "sha512")
"""Digests by which bytes are told apart; older ones can be forged, and others cannot be worked out here."""


class Known(NamedTuple):
    """One version, and whose it is."""

    version: Version
    whose: Whose
    digest: str | None = None
    why: str = ""
    """Why it is not the card's, or why nobody can tell."""
    kept: Kept | None = None
    trouble: Trouble | None = None
    digests: frozenset[str] = frozenset()
    """All that its bytes were read with."""


class Reading(NamedTuple):
    """How versions are read."""

    store: Store
    place: Place
    algorithm: str
    trusts: bool
    """Whether a SHA-256 that the store worked out is taken as read. Before something is erased it is not."""
    tell: Tell
    also: tuple[str, ...] = ()
    """More algorithms to read with."""


def know(reading: Reading, target: Target, seen: Seen) -> list[Known]:
    """Whose each version is. Failures are `unknown`, with why."""
    if not _is_comparable(reading.place, target):
        what = "no digest" if target.digest is None else "no SHA-2 digest"
        return [
            _with_kept(reading, Known(version, "unnamed", why=f"the card has {what} to tell it by"))
            for version in seen.versions
        ]
    if reading.place.is_folder:
        return _in_folder(reading, target, seen)
    expected = Part(reading.place.name(reading.place.key), target.digest or "", target.bytes or 0)
    sizes = {target.bytes} if target.bytes else None
    return [_one(reading, version, {expected.path: expected}, sizes) for version in seen.versions]


def _is_comparable(place: Place, target: Target) -> bool:
    """Whether bytes can be told by what the card holds; a folder's listing is made of SHA-256 alone."""
    if place.is_folder:
        return all(digest.startswith("sha256:") for digest in (target.digest or "", *(p.digest for p in target.parts)))
    return (target.digest or "").partition(":")[0] in COMPARED


def _in_folder(reading: Reading, target: Target, seen: Seen) -> list[Known]:
    if target.parts:
        parts = {part.path: part for part in target.parts}
        sizes = {part.bytes for part in target.parts}
        return [_one(reading, version, parts, sizes) for version in seen.versions]
    known: dict[Version, Known] = {}
    for files in _candidates(reading.place, seen):
        if target.bytes and sum(version.bytes for version in files.values()) != target.bytes:
            continue
        for version in files.values():
            known.setdefault(version, _read(reading, version))
        if listing_digest({name: known[version].digest for name, version in files.items()}) == target.digest:
            parts = {name: Part(name, known[each].digest or "", each.bytes) for name, each in files.items()}
            sizes = {part.bytes for part in parts.values()}
            return [_one(reading, version, parts, sizes, known.get(version)) for version in seen.versions]
    why = "what lies in the folder has not the listing digest of the card, and its files' digests were never recorded"
    return [
        known[version]._replace(whose="unknown", why=known[version].why or why)
        if version in known
        else Known(version, "unknown", why=why)
        for version in seen.versions
    ]


def _candidates(place: Place, seen: Seen) -> Iterable[Mapping[str, Version]]:
    """What the folder may have been: its files now, or the newest of each, deleted ones too. A key that ends in a slash
    stands for a folder, and is no file."""
    newest: dict[str, Version] = {}
    for version in seen.versions:  # a listing has the newest of a key first
        if not (version.key.endswith("/") and not version.bytes):
            newest.setdefault(place.name(version.key), version)
    hidden = {place.name(marker.key) for marker in seen.markers if marker.hides}
    current = {name: version for name, version in newest.items() if name not in hidden}
    yield current
    if len(current) != len(newest):
        yield newest


def listing_digest(digests: Mapping[str, str | None]) -> str | None:
    """The digest of a folder's listing (see store.hashing); None where a file's is not known."""
    lines: list[str] = []
    for name in sorted(digests, key=str.encode):
        algorithm, _, value = (digests[name] or "").partition(":")
        if algorithm != "sha256":
            return None
        lines.append(f"{value}  {name}\n")
    return f"sha256:{hashlib.sha256(''.join(lines).encode()).hexdigest()}" if lines else None


def _one(
    reading: Reading, version: Version, parts: Mapping[str, Part], sizes: set[int] | None, read: Known | None = None
) -> Known:
    """Whose one version is, read only if its size is one of those that are looked for."""
    part = parts.get(reading.place.name(version.key))
    whose: Whose = "another's" if part else "a stranger's"
    if sizes is not None and version.bytes not in sizes:
        why = f"its {version.bytes:,} bytes are not those of the card"
        return Known(version, whose, why=why)
    read = read or _read(reading, version)
    if read.trouble:
        return read
    if any(each.digest == read.digest for each in parts.values()):
        return read._replace(whose="the card's")
    return read._replace(whose=whose, why="its digest is not that of the card")


def _read(reading: Reading, version: Version) -> Known:
    """A version with its digest; `unknown` until somebody compares it."""
    kept: Kept | None = None
    try:
        kept = reading.store.kept(reading.place.bucket, version)
        version = version._replace(id=version.id or kept.id)
        if reading.trusts and reading.algorithm == "sha256" and kept.sha256:
            return Known(version, "unknown", kept.sha256, kept=kept)
        told = adding(reading.tell, "Reading what lies in the store", version.bytes)
        asked = dict.fromkeys((reading.algorithm, *reading.also))
        digests = reading.store.digests(reading.place.bucket, version, asked, told)
    except Trouble as trouble:
        return Known(version, "unknown", why=f"it could not be read: {trouble.why}", kept=kept, trouble=trouble)
    return Known(version, "unknown", digests[reading.algorithm], kept=kept, digests=frozenset(digests.values()))


def _with_kept(reading: Reading, known: Known) -> Known:
    try:
        return known._replace(kept=reading.store.kept(reading.place.bucket, known.version))
    except Trouble:
        return known


def algorithm_of(place: Place, target: Target) -> str:
    """The algorithm that what lies there is read with; a folder's files always with SHA-256."""
    name = (target.digest or "").partition(":")[0]
    return name if name in COMPARED and not place.is_folder else "sha256"
