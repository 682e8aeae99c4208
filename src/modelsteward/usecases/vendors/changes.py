"""What a source says anew: each fact of a feed against that source's last word on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.vendors.feeds import SAYS, Fact
from modelsteward.domain.vendors.ids import full_name
from modelsteward.domain.vendors.saying import Key, latest_by_key

if TYPE_CHECKING:
    from modelsteward.domain.cards.vendor import Observation, VendorCard


class What(Enum):
    """What is new about a word."""

    NEW = "new"
    ANNOUNCED = "announced"
    """There is a day by which it ends, or before which it will not, where there was none."""
    MOVED = "moved"
    """That day is another one, or there is none any more."""
    CHANGED = "changed"
    """Something else: a state, a successor, how many tokens it takes."""
    BACK = "back"
    """It had vanished, and is listed again."""
    VANISHED = "vanished"


class Change(NamedTuple):
    """A word that is to be put on file."""

    what: What
    before: Observation | None
    fact: Fact
    """Of what has vanished, only what it is about."""
    day: date
    """The day it was read."""


def last_words(card: VendorCard) -> dict[Key, Observation]:
    """The latest word of each source about each snapshot, region and kind."""
    return latest_by_key(card.observations)


def within(card: VendorCard | None, fact: Fact) -> Fact:
    """A fact as the file has it: one whose model is a snapshot's full name says nothing of snapshots."""
    if card is None or card.model == fact.model:
        return fact
    return fact._replace(model=card.model, snapshot=None)


def names_of(fact: Fact) -> tuple[str, str]:
    """The names under which its facts may lie: the model's, and the snapshot's in full."""
    return fact.model, full_name(fact.model, fact.snapshot)


def changes(card: VendorCard | None, facts: Iterable[Fact], day: date) -> Iterator[Change]:
    """What of a model's facts is news. A word that is older than the last one on file is none."""
    known = last_words(card) if card else {}
    told = [within(card, fact) for fact in facts]
    general = {(fact.source, fact.snapshot): fact for fact in told if not fact.region and not fact.deployment_kind}
    for fact in told:
        read = fact.read_on or day
        before = known.get((fact.source, fact.snapshot, fact.region, fact.deployment_kind))
        if before is None:
            if not _says_no_more(fact, general.get((fact.source, fact.snapshot))):
                yield Change(What.NEW, None, fact, read)
        elif read >= before.read_on and (before.listed is False or said(fact) != said(before)):
            yield Change(_what(before, fact), before, fact, read)


def said(one: Fact | Observation) -> dict[str, Any]:
    """All that counts of a word."""
    return {name: getattr(one, name) for name in SAYS}


def _says_no_more(fact: Fact, general: Fact | None) -> bool:
    """Whether the source says all of this of every region and every kind of deployment already."""
    if general is None or general is fact:
        return False
    known = said(general)
    return all(value == known[name] for name, value in said(fact).items() if value not in (None, ()))


def _what(before: Observation, fact: Fact) -> What:
    if before.listed is False:
        return What.BACK
    was, now = (before.ends, before.not_before), (fact.ends, fact.not_before)
    if was == now:
        return What.CHANGED
    return What.MOVED if any(was) else What.ANNOUNCED


def vanished(host: str, card: VendorCard, listed: Mapping[str, set[Key]], day: date) -> Iterator[Change]:
    """The words on file of sources that do not list them any more; `listed` holds, by source, what each lists."""
    for key, seen in last_words(card).items():
        if seen.source in listed and seen.listed is not False and key not in listed[seen.source]:
            if seen.read_on > day:
                continue  # what is on file is newer than this edition
            fact = Fact(host, card.model, seen.source, seen.snapshot, seen.region, seen.deployment_kind)
            yield Change(What.VANISHED, seen, fact, day)


def living(card: VendorCard, day: date) -> set[str]:
    """The sources that list a model by their last words, and not as one that has ended: those vanish by and by."""
    words = [seen for seen in last_words(card).values() if seen.listed is not False]
    over = any(seen.status == "retired" or (seen.ends is not None and seen.ends < day) for seen in words)
    return set() if over else {seen.source for seen in words}
