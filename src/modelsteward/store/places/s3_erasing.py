"""Erasing from an S3 bucket: version by version, each by its own id, once its bytes were read and are the card's.

A version never changes, so what was read is what is erased. What a bucket without versions holds can be written anew
in between: there the object is asked for once more, and the store is told to erase only what has the same ETag, if the
installed boto3 knows how to say so. A lock is never got around, whatever the one who asks may do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from modelsteward.domain.erasing import Deed, Part, Stock, Target
from modelsteward.domain.progress import Step, Tell
from modelsteward.store.places.s3_asking import Kept, Store, Trouble, Version
from modelsteward.store.places.s3_knowing import Known, Reading, algorithm_of, know
from modelsteward.store.places.s3_locks import in_words
from modelsteward.store.places.s3_looking import meant_otherwise
from modelsteward.store.places.s3_seeing import Mark, Place, Seen, see
from modelsteward.store.places.sparing import SAME_BYTES, Spare, of_scheme

_IN_USE = "a version under this key stays"
_UNTOLD = ("MethodNotAllowed", "NotImplemented", "InvalidArgument", "InvalidRequest", "405", "501")

Told = Callable[[Stock | Deed], None]


def erase(store: Store, place: Place, target: Target, spare: Spare, told: Told, tell: Tell) -> None:
    """See places.Reach.erase."""
    seen = see(store, place, tell)
    known = know(
        Reading(store, place, algorithm_of(place, target), trusts=False, tell=tell, also=spare.algorithms), target, seen
    )
    ours = [each for each in known if each.whose == "the card's"]
    told(Stock(place.address, target.digest if ours else None, _parts(place, ours)))
    spares_all = spare.keeps([target.digest or ""])
    left: set[str] = set()
    for done, each in enumerate(known):
        tell(Step("Erasing in the store", done, len(known)))
        stays = spares_all or spare.keeps(each.digests) or _named_by(place, each.version.key, spare)
        deed = _version(store, place, seen, each, stays or (SAME_BYTES if each.digest is None else ""))
        if deed.outcome == "left":
            left.add(each.version.key)
        told(deed)
    for deed in _rests(store, place, target, seen, known, left):
        told(deed)
    for gap in seen.gaps:
        told(Deed(place.address, "left", why=gap.why))
    if not (seen.versions or seen.markers or seen.uploads or seen.gaps):
        why = meant_otherwise(store, place, seen, tell)
        told(Deed(place.address, "left", why=why) if why else Deed(place.address, "was gone"))


def _named_by(place: Place, key: str, spare: Spare) -> str:
    """Why what lies under a key stays: another card names it, or a folder that it lies in."""
    for other, ref in of_scheme(spare.places, "s3", "s3a"):
        bucket, _, named = other.partition("://")[2].partition("/")
        if bucket == place.bucket and (not named or f"{key}/".startswith(f"{named.rstrip('/')}/")):
            return f"{ref}, which lives, names it as {other}"
    return ""


def _parts(place: Place, ours: Iterable[Known]) -> tuple[Part, ...]:
    """File by file; versions with the same bytes are one."""
    parts = (Part(place.name(each.version.key), each.digest or "", each.version.bytes) for each in ours)
    return tuple(dict.fromkeys(parts))


def _version(store: Store, place: Place, seen: Seen, known: Known, stays: str) -> Deed:
    """Erase one version, or say why not."""
    version, kept = known.version, known.kept
    address = place.at(version.key)
    left = Deed(address, "left", version=version.id or None, digest=known.digest, bytes=version.bytes)
    if known.whose != "the card's":
        return left._replace(why=known.why)
    if stays:
        return left._replace(why=stays)
    if kept and kept.hold:
        return left._replace(why=in_words(kept), until=kept.until)
    try:
        _delete(store, place, version)
        again = _still(store, place, version)
    except Trouble as trouble:
        return left._replace(why=_why_left(trouble, kept, seen), until=kept.until if kept else None)
    if again:
        return left._replace(why="the store said that it is erased, and still has it")
    by_id = version.id not in {"", "null"}
    technique = "version deleted by its id" if by_id else "object deleted, of which no other version was kept"
    return left._replace(outcome="erased", technique=technique)


def _delete(store: Store, place: Place, version: Version) -> None:
    """Raises Trouble, also where the object is no longer what was read."""
    asked = {"Bucket": place.bucket, **version.asked}
    doing = "deleting"
    if version.id in {"", "null"}:
        _require_same(store, place, version)
        if version.etag and store.takes("DeleteObject", "IfMatch"):
            try:
                _require_deleted(version, store.ask(doing, "delete_object", IfMatch=version.etag, **asked))
                return
            except Trouble as trouble:
                if trouble.code not in _UNTOLD:  # what cannot be told so is told plainly: it was the same just now
                    raise
    _require_deleted(version, store.ask(doing, "delete_object", **asked))


def _require_deleted(version: Version, answer: dict[str, Any]) -> None:
    """A bucket that keeps versions only hides what is deleted without an id."""
    if not version.id and answer.get("DeleteMarker"):
        raise Trouble("failed", "the store only hid it under a delete marker: it would not say which version it is")


def _require_same(store: Store, place: Place, version: Version) -> None:
    now = store.kept(place.bucket, version)
    if (now.etag, now.bytes) != (version.etag, version.bytes):
        raise Trouble("failed", "it is no longer what was read: something wrote it anew", "PreconditionFailed")


def _still(store: Store, place: Place, version: Version) -> bool:
    """Whether the very bytes are there yet. Raises Trouble where that cannot be asked: then nobody saw them gone."""
    try:
        now = store.kept(place.bucket, version)
    except Trouble as trouble:
        if trouble.kind == "absent":
            return False
        raise Trouble("failed", f"the store took the order to delete it, and then: {trouble.why}") from None
    return now.etag == version.etag


def _why_left(trouble: Trouble, kept: Kept | None, seen: Seen) -> str:
    lock = in_words(kept)
    if lock:
        return f"{lock}: {trouble.why}"
    if trouble.code in {"PreconditionFailed", "412"}:
        return "it is no longer what was read: something wrote it anew"
    if trouble.kind == "denied" and seen.needs_mfa:
        return f"{trouble.why}: the bucket asks for a second factor (MFA delete)"
    return trouble.why


def _rests(
    store: Store, place: Place, target: Target, seen: Seen, known: list[Known], left: set[str]
) -> Iterable[Deed]:
    """Delete markers and unfinished uploads, of keys under which no version stays: taking a marker away would bring
    back to life what lies under it, and an upload may be what comes next there."""
    names = {part.path for part in target.parts} | {
        place.name(each.version.key) for each in known if each.whose == "the card's"
    }
    for mark, is_upload in [*((each, False) for each in seen.markers), *((each, True) for each in seen.uploads)]:
        if not target.digest:
            yield _left(place, mark, "the card has no digest to tell what lay there")
        elif place.is_folder and place.name(mark.key) not in names:
            yield _left(place, mark, "no file of the folder is known to have had this key")
        elif mark.key in left or not seen.is_listed:
            yield _left(place, mark, _IN_USE if mark.key in left else "not all versions under this key were seen")
        else:
            yield _mark(store, place, mark, is_upload)


def _left(place: Place, mark: Mark, why: str) -> Deed:
    return Deed(place.at(mark.key), "left", why=why, version=mark.id)


def _mark(store: Store, place: Place, mark: Mark, is_upload: bool) -> Deed:
    asked = {"Bucket": place.bucket, "Key": mark.key}
    try:
        if is_upload:
            store.ask("ending an unfinished upload", "abort_multipart_upload", UploadId=mark.id, **asked)
        else:
            store.ask("removing a delete marker", "delete_object", VersionId=mark.id, **asked)
    except Trouble as trouble:
        if trouble.kind != "absent":
            return _left(place, mark, trouble.why)
    technique = "unfinished upload ended" if is_upload else "delete marker removed"
    return Deed(place.at(mark.key), "erased", technique, version=mark.id)
