"""What was seen in an S3 bucket, in words. `gone` only where every listing was had and shows no bytes."""

from __future__ import annotations

from urllib.parse import unquote, unquote_plus

from modelsteward.domain.erasing import Result, Sight, Target
from modelsteward.domain.progress import Tell
from modelsteward.domain.texts import amount
from modelsteward.store.places.s3_asking import Store, Trouble
from modelsteward.store.places.s3_knowing import Known, Reading, algorithm_of, know
from modelsteward.store.places.s3_locks import in_words, unkept
from modelsteward.store.places.s3_seeing import Place, Seen, guess, see

_OTHER = "other bytes than the card's under the same key: nobody can tell from a digest that they are harmless"
_UPLOAD = "an unfinished upload: it may hold bytes, and nobody can read them back"


def look(store: Store, place: Place, target: Target, tell: Tell) -> list[Sight]:
    """What lies there, and what lies where the bucket sends copies to."""
    seen = see(store, place, tell)
    known = know(Reading(store, place, algorithm_of(place, target), trusts=True, tell=tell), target, seen)
    remains = _remains(store, place, target, seen, known)
    copies: list[Sight] = []
    for bucket in seen.replicas:
        if bucket != place.bucket:
            copies += _in_replica(store, place, bucket, target, tell)
    if not remains and (why := meant_otherwise(store, place, seen, tell)):
        remains.append(Sight(place.address, "not proven", why))
    if not remains:
        strangers = sum(each.whose == "a stranger's" for each in known)
        empty = _empty(place, seen, strangers, copies)
        why = "" if target.parts else guess(place)  # what is known to have lain under it is its key
        remains.append(empty._replace(result="not proven", why=f"{why}; {empty.why}") if why else empty)
    return remains + copies


def _remains(store: Store, place: Place, target: Target, seen: Seen, known: list[Known]) -> list[Sight]:
    """All that speaks against `gone`. Empty if nothing does."""
    sights: list[Sight] = []
    for each in known:
        if each.whose != "a stranger's":
            promised = target.locked_until if each.whose != "another's" else None
            sights.append(_sight(place, each, unkept(store, place, each.version, each.kept, promised)))
    sights += [Sight(place.at(mark.key), "not proven", _UPLOAD, mark.id) for mark in seen.uploads]
    return sights + [_gap(place, gap) for gap in seen.gaps]


def meant_otherwise(store: Store, place: Place, seen: Seen, tell: Tell) -> str:
    """What lies under the keys that whoever wrote the address may have meant, if nothing lies under the one it says;
    empty where nothing does."""
    if seen.within:
        below = f"{amount(seen.within, 'version')} of objects below {place.address}/, unfinished uploads included"
        return f"nothing lies under this very key, but {below}: if a folder is meant, its place ends in a slash"
    for key in _other_keys(place.key):
        meant = Place(f"s3://{place.bucket}/{key}", place.bucket, key)
        seen = see(store, meant, tell)
        if seen.versions or seen.uploads or seen.gaps:
            lies = f"at {meant.address} something does" if not seen.gaps else f"{meant.address} could not be looked at"
            return f"nothing lies under the key as it is written, but {lies}: see which one the card means"
    return ""


def _other_keys(key: str) -> list[str]:
    """A key as a web address would have it read, each once: a store takes every character of it for itself."""
    bare = key.partition("?")[0].partition("#")[0]
    tidy = "/".join(part for part in bare.split("/") if part not in ("", "."))
    tidy += "/" if tidy and bare.endswith("/") else ""
    found = [each.strip() for one in (bare, tidy) for each in (one, unquote(one), unquote_plus(one))]
    return [each for each in dict.fromkeys(found) if each and each != key]


def _sight(place: Place, known: Known, lock: str) -> Sight:
    """One version that is there."""
    result: Result = "still there"
    why = known.why
    if known.whose == "another's":
        result, why = "not proven", f"{_OTHER} ({known.why})"
    elif known.trouble:
        result = "not checked" if known.trouble.kind == "failed" else "not proven"
    elif known.whose == "unknown":
        result = "not proven"
    version, kept = known.version, known.kept
    said = "; ".join(word for word in (why, in_words(kept), lock) if word)
    until = kept.until if kept else None
    return Sight(place.at(version.key), result, said, version.id or None, known.digest, version.bytes, until)


def _gap(place: Place, trouble: Trouble) -> Sight:
    """What could not be asked. A bucket that is not there proves nothing: this may be another store than the one that
    the card means, and whoever takes the name next is told nothing of what lay there."""
    if trouble.code == "NoSuchBucket":
        why = "the store that was asked has no such bucket: whether its objects went before it, it cannot say"
        return Sight(place.address, "not proven", why)
    if trouble.kind == "failed":
        return Sight(place.address, "not checked", trouble.why)
    return Sight(place.address, "not proven", f"{trouble.why}: without it nobody can say that nothing is left")


def _in_replica(store: Store, place: Place, bucket: str, target: Target, tell: Tell) -> list[Sight]:
    """What lies in a bucket that copies are sent to; the deletion of a version is not sent after them."""
    there = Place(f"s3://{bucket}/{place.key}", bucket, place.key)
    seen = see(store, there, tell)
    known = know(Reading(store, there, algorithm_of(there, target), trusts=True, tell=tell), target, seen)
    sights = _remains(store, there, target, seen, known)
    if not sights and (why := meant_otherwise(store, there, seen, tell)):
        sights = [Sight(there.address, "not proven", why)]
    sights = sights or [_empty(there, seen, 0, [])]
    return [sight._replace(found=True) for sight in sights]


def _empty(place: Place, seen: Seen, strangers: int, copies: list[Sight]) -> Sight:
    """Nothing is left in the bucket itself."""
    said = [f"no version and no unfinished upload (versioning is {seen.versioning})"]
    if seen.markers:
        said.append(f"{amount(len(seen.markers), 'delete marker')} left, without bytes")
    if strangers:
        said.append(f"{amount(strangers, 'version')} beside it, of what was never part of it")
    names = ", ".join(f"s3://{bucket}" for bucket in seen.replicas)
    if any(sight.result != "gone" for sight in copies):
        said.append(f"but the bucket sends copies to {names}, where that was not seen")
        return Sight(place.address, "not proven", "; ".join(said))
    if names:
        said.append(f"nor in {names}, where the bucket sends copies")
    return Sight(place.address, "gone", "; ".join(said))
