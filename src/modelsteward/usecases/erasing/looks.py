"""What was last seen in each place, from every look on record. An erasure is no look: it says what was done."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.dates import instant
from modelsteward.domain.erasing import lies_in
from modelsteward.domain.registry import Registry
from modelsteward.domain.texts import amount
from modelsteward.usecases.erasing.targets import EARLY, ended, erasures_of, is_set, records_of, targets_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard
    from modelsteward.domain.cards.erasure import Certificate, Erasure, Looked, Verification
    from modelsteward.domain.cards.model import ModelCard

_WORSE = ("gone", "not proven", "still there")
"""What a look may say, the worst last; `not checked` says nothing, and is no look."""


_SOME = 5
"""How many paths a hint names."""


class Look(NamedTuple):
    """One look at one place."""

    place: str
    result: str
    on: date
    at: datetime | None = None
    """The moment it was put on record; None where only the day is known."""
    digest: str | None = None
    why: str = ""
    host: str | None = None
    until: date | None = None
    found: bool = False
    evidence: str | None = None
    """For what a person saw, or took upon themselves."""
    seen: Looked | None = None
    """As it stands on record."""


class Last(NamedTuple):
    """What counts for one place."""

    place: str
    result: str
    """`gone`, `still there`, `not proven`, `not checked`; empty where nobody ever looked."""
    why: str = ""
    on: date | None = None
    until: date | None = None
    found: bool = False
    host: str | None = None
    evidence: str | None = None
    seen: Looked | None = None
    """The look as it stands on record."""

    @property
    def said(self) -> str:
        """In words, as `s3://…/model.onnx (still there)`."""
        about = ", ".join(filter(None, [self.result, self.why, f"ask again on {self.until}" if self.until else ""]))
        return f"{self.place} ({about})" if about else self.place


class Unchecked(NamedTuple):
    """Something that a search could not look into."""

    text: str
    host: str | None


def first_day(card: ModelCard | DataSetCard) -> date:
    """The first day on which a look can show that it is gone for good: until then it was in use."""
    if is_set(card):
        return date.min
    life = card.lifecycle  # type: ignore[union-attr]
    return life.retired or life.released or date.min


def certificates_of(registry: Registry, ref: str) -> list[Certificate]:
    """Every certificate about a version."""
    return records_of(registry, "certificate", ref)


def verifications_of(registry: Registry, ref: str) -> list[Verification]:
    """Every look on record about a version, the earliest first."""
    return records_of(registry, "verification", ref)


def looks_at(registry: Registry, ref: str) -> Iterator[Look]:
    """Every look on record, in no order."""
    for certificate in certificates_of(registry, ref):
        yield from (_look(seen, certificate, None) for seen in certificate.places)
    for card in verifications_of(registry, ref):
        yield from (_look(seen, card, card.host) for seen in card.places)


def _look(seen: Looked, card: Any, host: str | None) -> Look:
    at = instant(getattr(card, "finished", None))
    return Look(
        seen.place, seen.result, seen.looked_on, at, seen.digest, seen.why or "", host, seen.until, seen.found,
        seen.evidence, seen,
    )  # fmt: skip


def last_looks(registry: Registry, card: ModelCard | DataSetCard, today: date) -> tuple[Last, ...]:
    """What counts for each place of a card, and for each copy that a search found; the card's own places first."""
    mine = {target.place: target.digest for target in targets_of(registry, card)}
    known: defaultdict[str, set[str | None]] = defaultdict(set)
    for target in targets_of(registry, card):
        known[target.place].add(target.digest)
    looks: defaultdict[str, list[Look]] = defaultdict(list)
    for look in looks_at(registry, card.ref):
        looks[look.place].append(look)
    places = [*mine, *(place for place in looks if place not in mine and _matters(looks[place]))]
    deeds = _deeds(registry, card.ref)
    return tuple(_last(place, looks[place], known[place], _latest(deeds, place), card, today) for place in places)


def _matters(looks: Iterable[Look]) -> bool:
    """Whether a place that no card names is one where bytes lay: what could not be searched names no bytes."""
    return any(look.result != "not checked" for look in looks)


def _last(place: str, looks: list[Look], known: set[str | None], deed: tuple[date, datetime | None, str] | None,
          card: ModelCard | DataSetCard, today: date) -> Last:  # fmt: skip
    found = any(look.found for look in looks)
    voids = {id(look): _void(look, known, card, today) for look in looks}
    good = [look for look in looks if look.result != "not checked" and not voids[id(look)]]
    if not good:
        void = next((why for look in looks if (why := voids[id(look)])), "")
        result = "" if void or not looks else "not checked"
        return Last(place, result, void or next((look.why for look in looks if look.why), ""), found=found)
    day = max(look.on for look in good)
    that_day = [look for look in good if look.on == day]
    end = max((look.at for look in that_day if look.at), default=None)
    counted = [look for look in that_day if look.at in (None, end)]
    worst = max(counted, key=lambda look: _WORSE.index(look.result))
    return _since(_waiting(worst, found, today), worst, deed)


def _waiting(look: Look, found: bool, today: date) -> Last:
    """A look whose store keeps what was erased for some days more proves nothing until these are over."""
    last = Last(look.place, look.result, look.why, look.on, look.until, found, look.host, look.evidence, look.seen)
    if look.result == "gone" and look.until and look.until > look.on:
        return last._replace(result="not proven", why=look.why or "the store keeps it for some days more")
    return last


def _since(last: Last, look: Look, deed: tuple[date, datetime | None, str] | None) -> Last:
    """What was erased, or could not be, after the last look makes that look an old one."""
    if deed is None or look.result != "gone":
        return last
    day, at, outcome = deed
    if not (at > look.at if at and look.at else day > look.on):
        return last
    what = "erased" if outcome == "erased" else "left there by an erasure"
    return last._replace(result="not proven", why=f"looked at on {look.on}, and {what} since")


def _deeds(registry: Registry, ref: str) -> dict[str, tuple[date, datetime | None, str]]:
    """When something was last met in each place, and whether it was erased or left; of a folder, file by file."""
    return {
        done.place: (card.on, instant(card.finished), done.outcome)
        for card in erasures_of(registry, ref)
        for done in card.places
        if done.outcome != "was gone"
    }


def _latest(
    deeds: Mapping[str, tuple[date, datetime | None, str]], place: str
) -> tuple[date, datetime | None, str] | None:
    """The last of those in a place, or in the folder that it is."""
    mine = (deed for where, deed in deeds.items() if lies_in(where, place))
    return max(mine, key=lambda deed: (deed[0], deed[1] or EARLY), default=None)


def _void(look: Look, known: set[str | None], card: ModelCard | DataSetCard, today: date) -> str:
    """Why a look does not count; empty when it does."""
    if look.on < first_day(card):
        return f"looked at on {look.on}, before it was retired"
    if look.on > today:
        return f"looked at on {look.on}, which is still to come"
    if look.result != "gone":
        return ""  # a file of a folder has another digest than the folder: what was seen there was seen
    kind = (look.digest or "").partition(":")[0]
    comparable = {digest for digest in known if digest and digest.partition(":")[0] == kind}
    return "other bytes were looked at there" if comparable and look.digest not in comparable else ""


def unchecked(registry: Registry, ref: str) -> tuple[Unchecked, ...]:
    """What searches could not look into, that no later search of the same machine did, and that nobody named; other
    names of what was erased among it, which no search looked for yet.

    Whoever names a place accepts what was on record of it by then, and nothing that a later search says of it anew.
    """
    waiting: dict[Unchecked, None] = {}
    accepted: set[Unchecked] = set()
    every: list[Erasure | Verification] = [*erasures_of(registry, ref), *verifications_of(registry, ref)]
    for card in sorted(every, key=ended):
        if card.card == "erasure/1":
            waiting |= dict.fromkeys(Unchecked(text, card.host) for text in _other_names(card))
            continue
        again = {one for one in waiting if one.host == card.host and _in_any(one, (it.root for it in card.scanned))}
        accepted |= {one for one in waiting if _in_any(one, (it.place for it in card.places if it.evidence))}
        told = (Unchecked(text, card.host) for text in card.not_checked)
        waiting = {one: None for one in waiting if one not in again} | dict.fromkeys(told)
    return tuple(one for one in waiting if one not in accepted)


def _in_any(one: Unchecked, places: Iterable[str]) -> bool:
    return any(covers(place, one.text) for place in places)


def _other_names(card: Erasure) -> Iterator[str]:
    """Other names of what was erased, which lie anywhere on the disk that its folder lies on."""
    for done in card.places:
        if done.outcome == "erased" and done.links:
            folder = done.folder or done.place.replace("\\", "/").rpartition("/")[0] or "/"
            yield f"{amount(done.links, 'other name')} (hard links) of what was erased below `{folder}`"


def named_unchecked(registry: Registry, ref: str) -> tuple[Look, ...]:
    """What could not be looked into and was named by a person, with why that is accepted."""
    looks = [look for look in looks_at(registry, ref) if look.result == "not checked" and look.evidence]
    return tuple({look.place: look for look in looks}.values())


_ABOUT = re.compile(r"`([^`]+)`|.*? (?:below|more in) `([^`]+)`")
"""The path in what a search says that it could not look into: at its start, or behind a number of things."""


def about(text: str) -> str:
    """What a search's words on something that it could not look into are about, as far as they tell."""
    found = _ABOUT.match(text)
    return text if found is None else found[1] or found[2]


_UNQUOTED = re.compile(r"(.+?)(?: was not | cannot be read |: )")
"""The path in words that do not mark it, up to where they may begin."""


def to_name(text: str) -> str:
    """The path to type by which a person names what a search could not look into."""
    path = about(text)
    found = _UNQUOTED.match(text) if path == text else None
    return path if found is None else found[1]


def to_names(left: Iterable[Unchecked]) -> str:
    """The paths to type for some of what searches could not look into, each once."""
    paths = list(dict.fromkeys(shlex.quote(to_name(one.text)) for one in left))
    more = len(paths) - _SOME
    return " and ".join(filter(None, [", ".join(paths[:_SOME]), f"{more} more" if more > 0 else ""]))


def covers(place: str, text: str) -> bool:
    """Whether what a search said of a place is about this place, or about what lies in it."""
    bare = place.rstrip("/\\")
    if text == place or not bare:
        return True
    path = about(text)
    return path == bare or (path.startswith(bare) and path[len(bare)] in "/\\!: (")


def last_moment(registry: Registry, ref: str) -> datetime | None:
    """When the last erasure or look on record ended."""
    ends = [instant(card.finished) for card in erasures_of(registry, ref)]
    ends += [instant(card.finished) for card in verifications_of(registry, ref)]
    return max((end for end in ends if end is not None and end.tzinfo), default=None)
