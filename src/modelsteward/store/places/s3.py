"""S3 stores: what lies under a key or a prefix, in all its versions, and erasing it version by version.

Where the store is, and who asks, boto3 reads from the environment (AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID, …) and its
own files. See docs/stores.md for what is looked at, what each permission is for, and what stores of other makers do.
"""

from __future__ import annotations

from pathlib import Path

from modelsteward.domain.erasing import Deed, Sight, Stock, Target
from modelsteward.domain.progress import Tell
from modelsteward.store.places import Told, s3_erasing, s3_locks, s3_looking
from modelsteward.store.places.s3_asking import Trouble, connect
from modelsteward.store.places.s3_seeing import place_of
from modelsteward.store.places.sparing import Spare

_NO_BUCKET = "the address names no bucket: s3://bucket/key is meant"


class S3:
    """See places.Reach."""

    def look(self, target: Target, tell: Tell) -> list[Sight]:
        """Each version and unfinished upload is a sight; or one that says `gone`, `not proven` or `not checked`."""
        place = place_of(target)
        if not place:
            return [Sight(target.place, "not checked", _NO_BUCKET)]
        try:
            with connect() as store:
                return s3_looking.look(store, place, target, tell)
        except Trouble as trouble:
            return [Sight(target.place, "not checked", trouble.why)]

    def locks(self, target: Target, tell: Tell) -> tuple[str, ...]:
        """What is wrong with the lock that a card says is on what lies there; `look` says it beside each version."""
        place = place_of(target)
        if not place or not target.locked_until:
            return ()
        try:
            with connect() as store:
                return s3_locks.problems(store, place, target.locked_until, tell)
        except Trouble as trouble:
            return (trouble.why,)

    def erase(self, target: Target, spare: Spare, told: Told, tell: Tell) -> None:
        """Versions whose bytes are the card's; and where no other is left, delete markers and unfinished uploads."""
        place = place_of(target)
        try:
            if not place:
                raise Trouble("failed", _NO_BUCKET)
            store = connect()
        except Trouble as trouble:
            told(Stock(target.place, None, ()))
            told(Deed(target.place, "left", why=trouble.why))
            return
        with store:
            s3_erasing.erase(store, place, target, spare, told, tell)


def reach(root: Path) -> S3:
    """Who looks and erases in S3 stores. Their addresses are whole: the registry's folder does not matter."""
    return S3()
