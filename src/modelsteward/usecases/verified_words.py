"""What a certificate leaves out, or says better than it is on record: whoever writes one anew may write anything."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.erasing import lies_in
from modelsteward.usecases.erasing.looks import last_looks, unchecked, verifications_of
from modelsteward.usecases.erasing.targets import erasures_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.erasure import Certificate, Verification
    from modelsteward.domain.registry import Registry


def dropped(card: Certificate, registry: Registry, held: Collection[str] | None) -> tuple[list[str], list[str]]:
    """What nobody could look at and a certificate does not name: surely, and perhaps.

    Of records of its own day only the commit that it names tells whether they came before it: `held` are their files.
    """
    made = registry.made(card.ref)
    surely: dict[str, None] = {}
    maybe: dict[str, None] = {}
    if made is None:
        return [], []
    lasts = last_looks(registry, made.card, card.on)
    open_ = {one.text for one in unchecked(registry, card.ref)}
    open_ |= {one.place for one in lasts if one.result in ("", "not checked")}
    settled = {one.place for one in lasts} - open_
    for entry in registry.filed(f"verification {card.ref}"):
        if entry.home != made.home or entry.card.on > card.on:
            continue
        before = entry.card.on < card.on or (held is not None and entry.file in held)
        missing = (one for one in _missing(card, entry.card, open_) if one not in settled)
        (surely if before else maybe).update(dict.fromkeys(missing))
    return list(surely), [one for one in maybe if one not in surely]


def _missing(card: Certificate, record: Verification, waiting: Collection[str]) -> Iterator[str]:
    named = (*card.not_checked, *(one.place for one in card.places))
    for look in record.places:
        is_named = any(one == look.place or one.startswith(f"{look.place}:") for one in named)
        if look.result == "not checked" and not is_named:
            yield look.place
    yield from (text for text in record.not_checked if text in waiting and text not in card.not_checked)


def unfounded_ways(card: Certificate, registry: Registry) -> list[str]:
    """Methods and techniques that a certificate names for a place, and no record of an erasure or a look does."""
    known: dict[str, set[str | None]] = {}
    for erasure in erasures_of(registry, card.ref):
        for done in erasure.places:
            if done.outcome != "left":
                known.setdefault(done.place, set()).update((done.method, done.technique))
    for record in verifications_of(registry, card.ref):
        for seen in record.places:
            known.setdefault(seen.place, set()).update((seen.method, seen.technique))
    found: dict[str, None] = {}
    for place in card.places:
        here = set[str | None]().union(*(ways for where, ways in known.items() if lies_in(where, place.place)))
        wrong = [way for way in (place.method, place.technique) if way is not None and way not in here]
        found |= dict.fromkeys(f"`{way}` at {place.place}" for way in wrong)
    return list(found)
