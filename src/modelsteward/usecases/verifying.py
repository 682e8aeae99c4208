"""Whether a certificate is what it says: what the registry it belongs to can tell of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from modelsteward.domain.chain import chain_of
from modelsteward.domain.erasing import common_places
from modelsteward.domain.reaching import state_of
from modelsteward.domain.texts import amount
from modelsteward.usecases.certificates import Shown, standing
from modelsteward.usecases.certified_places import denied
from modelsteward.usecases.erased import unsealed
from modelsteward.usecases.erasing.looks import last_looks, verifications_of
from modelsteward.usecases.erasing.targets import erasures_of, is_set, targets_of
from modelsteward.usecases.verified_words import dropped, unfounded_ways

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.erasure import Certificate
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.registry import Registry

Outcome = Literal["good", "bad", "cannot tell"]


class Checked(NamedTuple):
    """One thing that was checked, and how it came out."""

    what: str
    """A word for programs and people: `name`, `card`, `seal`, …"""
    outcome: Outcome
    said: str


def own_checks(shown: Shown) -> Iterator[Checked]:
    """What the file alone tells."""
    card, name = shown.card, shown.file.rpartition("/")[2]
    yield Checked("reads", "good", f"a certificate of {card.ref}, issued on {card.on} by {card.by}")
    named = name.removesuffix(".yaml").rpartition("-")[2]
    hexed = shown.digest.partition(":")[2]
    if len(named) >= 8 and not set(named) - set("0123456789abcdef"):
        fits = hexed.startswith(named)
        said = f"its bytes {'have' if fits else 'do not have'} the digest {named} of its name"
        by_hand = not card.knows("previous", "tool")
        yield Checked("name", "good" if fits else "cannot tell" if by_hand else "bad", said)
    else:
        yield Checked("name", "cannot tell", f"its name holds no digest; its bytes have {hexed[:8]}")
    day, between, _ = name.partition("-certificate-")
    if between and len(day) == 10 and day != str(card.on):
        yield Checked("name", "bad", f"its name says {day}, and it says {card.on}")
    left = [f"{place.place} ({place.result})" for place in card.places if place.result in ("still there", "not proven")]
    if left:
        yield Checked("gone", "bad", f"it says itself that not all is gone: {', '.join(left)}")
    else:
        unseen = len(card.not_checked) + sum(place.result == "not checked" for place in card.places)
        rest = f"; {amount(unseen, 'place')} not looked at" if unseen else ""
        yield Checked("gone", "good", f"every place that was looked at was found empty{rest}")


def against_registry(shown: Shown, registry: Registry, held: Collection[str] | None = None) -> Iterator[Checked]:
    """What the registry tells: its card, its place in the chain, its digests, and what is on record of the looks.

    `held` are the files of records that the certificate's commit has; None where git cannot tell.
    """
    card = shown.card
    made = registry.made(card.ref)
    if made is None:
        yield Checked("card", "bad", f"{card.ref} has no card here that can be read")
    else:
        state = state_of(registry, card.ref)
        yield _state(card.on, made.card, state or "missing")
        yield _seal(card.seal, made.card)
        yield from _places(shown, registry)
        yield _looks(card, registry, made.card)
        yield from _words(card, registry, held)
        yield _since(made.card, registry, _retained(card, made.card))
    yield from _chain(shown, registry)


def _state(on: date, card: ModelCard | DataSetCard, state: str) -> Checked:
    gone = card.destroyed_on if is_set(card) else card.lifecycle.destroyed  # type: ignore[union-attr]
    if state == "destroyed" and gone is not None and on < gone:
        return Checked("card", "bad", f"{card.ref} was destroyed on {gone}, after the certificate of {on}")
    return Checked("card", "good" if state == "destroyed" else "bad", f"{card.ref} is {state}")


def _words(card: Certificate, registry: Registry, held: Collection[str] | None) -> Iterator[Checked]:
    """Whether it says all that was not looked at, and no better way of erasing than is on record."""
    by_hand = not card.knows("previous", "tool")
    surely, maybe = dropped(card, registry, held)
    if surely or maybe:
        outcome: Outcome = "bad" if surely and not by_hand else "cannot tell"
        said = f"it does not say that nobody could look at {', '.join(surely or maybe)}"
        yield Checked("unseen", outcome, said if surely else f"{said}, which a record of that day says")
    else:
        yield Checked("unseen", "good", "it says all that the records could not look at")
    ways = unfounded_ways(card, registry)
    if by_hand:
        return
    said = f"no record of {', '.join(ways)}" if ways else "each place was erased as the records say"
    yield Checked("methods", "bad" if ways else "good", said)


def _retained(card: Certificate, made: ModelCard | DataSetCard) -> set[str]:
    """Places of which it says that they stay, and where nothing lies but what is the same in many models."""
    return {one.place for one in card.retained if one.place} & common_places(made).keys()


def _since(made: ModelCard | DataSetCard, registry: Registry, kept: Collection[str]) -> Checked:
    """Whether any look on record, later ones included, last found something that it does not say is kept."""
    lasts = last_looks(registry, made, date.max)
    left = [one.said for one in lasts if one.result == "still there" and one.place not in kept]
    said = f"last seen, and not gone by any later look: {', '.join(left)}" if left else "no look has found any since"
    return Checked("since", "bad" if left else "good", said)


def _seal(said: str | None, made: Any) -> Checked:
    is_ = getattr(made, "seal", None)
    if unsealed(made):
        return Checked("seal", "bad", "what the card's seal covers was changed after it was sealed")
    if said is None:
        outcome: Outcome = "cannot tell" if is_ else "good"
        return Checked("seal", outcome, "it names no seal" if is_ else "neither it nor the card has a seal")
    return Checked("seal", "good" if said == is_ else "bad", f"the card's seal is {is_ or 'missing'}")


def _places(shown: Shown, registry: Registry) -> Iterator[Checked]:
    made = registry.made(shown.card.ref)
    if made is None:
        return
    named = {place.place for place in shown.card.places} | _retained(shown.card, made.card)
    mine = dict.fromkeys(target.place for target in targets_of(registry, made.card))
    missing = [place for place in mine if place not in named]
    said = f"it says nothing of {', '.join(missing)}" if missing else "it names every place of the card"
    yield Checked("places", "bad" if missing else "good", said)
    less = [one for one in denied(made.card, erasures_of(registry, shown.card.ref)) if one not in shown.card.deny]
    if less and not shown.card.knows("deny"):
        yield Checked("digests", "cannot tell", "it denies no digest: the card's own are looked for")
    else:
        said = f"{amount(len(less), 'digest')} of what was erased not denied" if less else "it denies every digest"
        yield Checked("digests", "bad" if less else "good", said)


def _looks(card: Certificate, registry: Registry, made: ModelCard | DataSetCard) -> Checked:
    """Whether a look on record found each place gone that it calls so. One by hand may rest on what a person saw."""
    seen = {
        look.place
        for record in verifications_of(registry, card.ref)
        for look in record.places
        if look.result == "gone" and record.on <= card.on
    }
    without = dict.fromkeys(one.place for one in card.places if one.result == "gone" and one.place not in seen)
    claimed = {one.place for one in card.places if one.result == "gone"}
    lasts = [one.said for one in last_looks(registry, made, card.on) if one.place in claimed and one.result != "gone"]
    if lasts and not without:
        return Checked("looks", "bad", f"it calls gone what was last seen otherwise: {', '.join(lasts)}")
    if not without:
        return Checked("looks", "good", "a look on record found each place gone that it calls so")
    by_hand = not card.knows("previous", "tool")
    return Checked("looks", "cannot tell" if by_hand else "bad", f"no look on record found gone: {', '.join(without)}")


def _chain(shown: Shown, registry: Registry) -> Iterator[Checked]:
    chain = chain_of(registry)
    entry = chain.by_digest.get(shown.digest)
    if entry is None:
        yield Checked("chain", "bad", "it is not among the certificates of this registry as it is here")
        return
    said, is_sound = standing(entry, chain)
    after = chain.after.get(shown.digest, [])
    more = f"; that of {after[0].card.ref} of {after[0].card.on} follows on it" if after else ""
    yield Checked("chain", "good" if is_sound else "bad", f"{said}{more}")
