"""What keeps a version of an object from being erased, and whether a lock that a card names is kept at all.

A store may take the words that ask for a lock, say nothing, and lock nothing.
"""

from __future__ import annotations

from datetime import date

from modelsteward.domain.progress import Tell
from modelsteward.store.places.s3_asking import Kept, Store, Trouble, Version
from modelsteward.store.places.s3_seeing import Place, see

_NONE = ("NoSuchObjectLockConfiguration", "ObjectLockConfigurationNotFoundError", "InvalidRequest")


def in_words(kept: Kept | None) -> str:
    """What keeps a version; empty if nothing is known to."""
    if not kept:
        return ""
    said = ["a legal hold is on it"] if kept.hold else []
    if kept.until:
        said.append(f"the store keeps it until {kept.until} ({kept.mode.lower() or 'a lock'})")
    return "; ".join(said)


def problems(store: Store, place: Place, until: date, tell: Tell) -> tuple[str, ...]:
    """What is wrong with the lock that a card names, of any version there. Raises Trouble."""
    found: dict[str, None] = {}
    for version in see(store, place, tell).versions:
        problem = unkept(store, place, version, store.kept(place.bucket, version), until)
        if problem:
            found[problem] = None
    return tuple(found)


def unkept(store: Store, place: Place, version: Version, kept: Kept | None, until: date | None) -> str:
    """Why a lock that the card names is not one that can be relied on; empty if it holds, or none is named."""
    if not until or (kept and kept.until and kept.until >= until):
        return ""
    if kept and kept.until:
        return f"the card says that it is locked until {until}, and the store's lock ends on {kept.until}"
    try:
        asked = {"Bucket": place.bucket}
        bucket = store.ask("asking for the bucket's lock", "get_object_lock_configuration", **asked)
        if bucket.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled") == "Enabled":
            store.ask("asking for the lock", "get_object_retention", **asked, **version.asked)
    except Trouble as trouble:
        if trouble.code not in _NONE and trouble.kind not in {"absent", "lacking"}:
            return f"whether it is locked until {until}, as the card says, nobody can tell: {trouble.why}"
    return f"the card says that it is locked until {until}, but the store keeps no lock on it"
