"""All that may hold bytes under a key of an S3 bucket: every version, delete marker and unfinished upload, and copies.

Only a listing of versions shows what a delete marker hides. A store that does not know how to list versions may answer
with a listing of something else; such an answer is not taken for an empty one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from modelsteward.domain.erasing import Target
from modelsteward.domain.progress import Step, Tell
from modelsteward.store.places.s3_asking import Store, Trouble, Version

PAGE = 1000
LISTING_SECONDS = 600.0
"""How long the listings of one place may take together."""
_CURRENT = "asking for what is there now"
_BUCKET_ARN = re.compile(r"arn:[^:]*:s3:::([A-Za-z0-9.\-_]{1,255})")


class Place(NamedTuple):
    """Where a card says that something lies."""

    address: str
    bucket: str
    key: str

    @property
    def is_folder(self) -> bool:
        """Whether every key that begins so is meant."""
        return not self.key or self.key.endswith("/")

    def holds(self, key: str) -> bool:
        """Whether a key is meant; one that merely begins so is not."""
        return key.startswith(self.key) if self.is_folder else key == self.key

    def at(self, key: str) -> str:
        """The address of a key in it, in the manner of the card's."""
        return self.address if key == self.key else f"{self.address.partition('://')[0]}://{self.bucket}/{key}"

    def name(self, key: str) -> str:
        """What a key is called within the place."""
        return key[len(self.key) :] if self.is_folder else key.rpartition("/")[2]


class Mark(NamedTuple):
    """A delete marker, or an unfinished upload."""

    key: str
    id: str
    hides: bool = False
    """Whether it is a marker on top of all versions of its key."""


class Seen(NamedTuple):
    """What lies in a place."""

    is_listed: bool = False
    """Whether all versions and delete markers were seen."""
    versions: tuple[Version, ...] = ()
    markers: tuple[Mark, ...] = ()
    uploads: tuple[Mark, ...] = ()
    within: int = 0
    """Of a key that is no folder: how many versions and unfinished uploads lie below it as if it were one."""
    versioning: str = "not known"
    needs_mfa: bool = False
    replicas: tuple[str, ...] = ()
    """Buckets that copies are, or were, sent to."""
    gaps: tuple[Trouble, ...] = ()
    """What could not be asked, without which nobody can say that nothing is left."""


def place_of(target: Target) -> Place | None:
    """`s3://bucket/key`; None where there is no bucket in it. What is known to have held several files is a folder."""
    bucket, _, key = target.place.partition("://")[2].partition("/")
    if key and not key.endswith("/") and (len(target.parts) > 1 or any("/" in part.path for part in target.parts)):
        key += "/"
    return Place(target.place, bucket, key) if bucket else None


_SIGNS = (
    (r"\*", "it may be a pattern for several keys: write each"),
    (r"\$\w|\$?\{", "it may hold a variable: write the key itself"),
)
"""What stands in few keys, and in many texts that are none. What looks like a link is looked at as one, too."""


def guess(place: Place) -> str:
    """Why the key that was asked for may not be the one that is meant; empty where nothing speaks for it."""
    return next((why for pattern, why in _SIGNS if re.search(pattern, place.key)), "")


def see(store: Store, place: Place, tell: Tell) -> Seen:
    """Look at everything. What goes wrong is a gap."""
    seen, until, gaps = Seen(), time.monotonic() + LISTING_SECONDS, list[Trouble]()
    for look in (_with_versions, _with_uploads, _with_state, _with_replicas):
        try:
            seen = look(store, place, tell, seen, until)
        except Trouble as trouble:
            gaps.append(trouble)
            if trouble.kind in {"failed", "absent"}:  # what did not answer once is not asked again
                break
            if look is _with_versions:
                seen, gaps = _with_current(store, place, seen, trouble, until)
    return seen._replace(gaps=tuple(gaps))


def _with_current(store: Store, place: Place, seen: Seen, trouble: Trouble, until: float) -> tuple[Seen, list[Trouble]]:
    """Where versions cannot be listed: what is there without asking for them, which says nothing of older ones."""
    try:
        versions = tuple(_files(store, place, until)) if place.is_folder else (_file(store, place),)
    except Trouble as second:
        if second.kind == "absent":
            return seen, [trouble]
        if second.kind == trouble.kind == "denied":
            return seen, [Trouble("failed", f"the store denies all that is asked of it ({second.code})", second.code)]
        return seen, [trouble, second]
    return seen._replace(versions=versions), [trouble]


def _file(store: Store, place: Place) -> Version:
    head = store.ask(_CURRENT, "head_object", Bucket=place.bucket, Key=place.key)
    return Version(place.key, head.get("VersionId", ""), head.get("ContentLength", 0), head.get("ETag", ""))


def _files(store: Store, place: Place, until: float) -> Iterator[Version]:
    asked = {"Bucket": place.bucket, "Prefix": place.key, "MaxKeys": PAGE}
    pages = _pages(store, _CURRENT, "list_objects_v2", until, asked, ("ContinuationToken",), ("KeyCount", "Contents"))
    for page in pages:
        for each in page.get("Contents", ()):
            yield Version(each["Key"], "", each.get("Size", 0), each.get("ETag", ""))


def _with_versions(store: Store, place: Place, tell: Tell, seen: Seen, until: float) -> Seen:
    versions: list[Version] = []
    markers: list[Mark] = []
    within = 0
    pages = _pages(
        store, "listing versions", "list_object_versions", until,
        {"Bucket": place.bucket, "Prefix": place.key, "MaxKeys": PAGE},
        ("KeyMarker", "VersionIdMarker"), ("KeyMarker", "VersionIdMarker", "Versions", "DeleteMarkers"),
    )  # fmt: skip
    for page in pages:
        for each in page.get("Versions", ()):
            if place.holds(each["Key"]):
                version_id = each.get("VersionId") or "null"
                versions.append(Version(each["Key"], version_id, each.get("Size", 0), each.get("ETag", "")))
            within += each["Key"].startswith(f"{place.key}/")
        for each in page.get("DeleteMarkers", ()):
            if place.holds(each["Key"]):
                markers.append(Mark(each["Key"], each.get("VersionId") or "null", bool(each.get("IsLatest"))))
        tell(Step("Versions seen in the store", len(versions) + len(markers)))
    return seen._replace(is_listed=True, versions=tuple(versions), markers=tuple(markers), within=within)


def _with_uploads(store: Store, place: Place, tell: Tell, seen: Seen, until: float) -> Seen:
    uploads: list[Mark] = []
    within = seen.within
    pages = _pages(
        store, "listing unfinished uploads", "list_multipart_uploads", until,
        {"Bucket": place.bucket, "Prefix": place.key, "MaxUploads": PAGE},
        ("KeyMarker", "UploadIdMarker"), ("KeyMarker", "UploadIdMarker", "MaxUploads", "Uploads"),
    )  # fmt: skip
    for page in pages:
        found = page.get("Uploads", ())  # keys as they are: a store may say that it encodes them, and not do so
        uploads += [Mark(each["Key"], each["UploadId"]) for each in found if place.holds(each["Key"])]
        within += sum(each["Key"].startswith(f"{place.key}/") for each in found)
    return seen._replace(uploads=tuple(uploads), within=within)


def _pages(
    store: Store, doing: str, operation: str, until: float, asked: dict[str, Any],
    markers: tuple[str, ...], signs: tuple[str, ...],
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Page after page. Raises Trouble where the answer is not the listing that was asked for, or does not end."""
    after: dict[str, str] = {}
    while True:
        page = store.ask(doing, operation, **asked, **after)
        if not any(sign in page for sign in signs):
            raise Trouble("lacking", f"{doing} is not what this store can do: it answers something else")
        yield page
        if not page.get("IsTruncated"):
            return
        following = {marker: page[f"Next{marker}"] for marker in markers if page.get(f"Next{marker}")}
        if not following or following == after:
            raise Trouble("lacking", f"{doing} breaks off: the store says that there is more, and not where")
        if time.monotonic() > until:
            raise Trouble("failed", f"{doing} took longer than {LISTING_SECONDS / 60:.0f} minutes")
        after = following


def _with_state(store: Store, place: Place, tell: Tell, seen: Seen, until: float) -> Seen:
    """Whether the bucket keeps versions. Without an answer the listing still stands: it lists them in any state."""
    try:
        state = store.ask("asking whether versions are kept", "get_bucket_versioning", Bucket=place.bucket)
    except Trouble as trouble:
        if trouble.kind == "failed":
            raise
        return seen
    status = {"Enabled": "on", "Suspended": "suspended"}.get(state.get("Status", ""), "off")
    return seen._replace(versioning=status, needs_mfa=state.get("MFADelete") == "Enabled")


def _with_replicas(store: Store, place: Place, tell: Tell, seen: Seen, until: float) -> Seen:
    """Where copies go. A store that has no such interface was never told through it to make copies."""
    try:
        state = store.ask("asking where copies are sent", "get_bucket_replication", Bucket=place.bucket)
    except Trouble as trouble:
        if trouble.code == "ReplicationConfigurationNotFoundError" or trouble.kind == "lacking":
            return seen
        raise
    buckets: list[str] = []
    for rule in state.get("ReplicationConfiguration", {}).get("Rules", ()):
        arn = _BUCKET_ARN.fullmatch(rule.get("Destination", {}).get("Bucket", ""))
        if not arn:
            raise Trouble("denied", "copies of the bucket are sent to somewhere that is not a bucket's name")
        if _concerns(rule, place) and arn[1] not in buckets:
            buckets.append(arn[1])
    return seen._replace(replicas=tuple(buckets))


def _concerns(rule: dict[str, Any], place: Place) -> bool:
    """Whether a rule of replication sends what lies in a place; also one that is switched off: it may have."""
    given = rule.get("Filter", {})
    prefix = rule.get("Prefix") or given.get("Prefix") or given.get("And", {}).get("Prefix") or ""
    return place.key.startswith(prefix) or (place.is_folder and prefix.startswith(place.key))
