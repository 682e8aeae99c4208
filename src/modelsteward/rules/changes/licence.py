"""licence: whether a later version may be used for less, or asks for more, than an earlier one.

What a licence asks is known by its family (packs/licences.yaml). What is of no family cannot be told, and is said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.packs import LicenceFamily
from modelsteward.domain.spdx import Choice, Licence, is_own, read_licence
from modelsteward.domain.texts import listed
from modelsteward.rules.changes.engine import Around, Difference, Kin

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard

LICENCE_KIN = Kin("licence", "What its licence allows and asks.", ("license", "license_text"))


class Verdict(IntEnum):
    """What going from one licence to another adds, the mildest first."""

    NOTHING = 0
    CANNOT_TELL = 1
    RESTRICTS = 2


class Judged(NamedTuple):
    """A verdict with its reason."""

    verdict: Verdict
    why: str = ""


class Aspect(NamedTuple):
    """One thing that a family of licences may say."""

    key: str
    restricts: bool
    """The answer that is a restriction."""
    words: str
    own_terms: bool = False
    """Whether two families that both answer so still ask for two different things."""
    doubted: bool = True
    """Whether it counts that a family does not tell."""


def judged(old: Licence, new: Licence, around: Around) -> Judged:
    """What a user meets who moves from one licence to another, taking the best choice that each offers.

    Whoever had chosen any of the old choices must find a new one that asks no more.
    """
    if not (old.choices and new.choices):
        return Judged(Verdict.CANNOT_TELL, "cannot tell what it adds: not both can be read")
    return _worst(_best(_added(was, now, around) for now in new.choices) for was in old.choices)


def _worst(found: Iterable[Judged]) -> Judged:
    return max(found, key=lambda judged: judged.verdict)


def _best(found: Iterable[Judged]) -> Judged:
    return min(found, key=lambda judged: judged.verdict)


def _added(was: Choice, now: Choice, around: Around) -> Judged:
    """What one set of licences that apply together adds to another."""
    new, kept = sorted(now - was), sorted(was)
    if not new:
        return _NOTHING
    families = {name: around.packs.family(name) for name in (*new, *kept)}
    if unknown := [name for name in new if families[name] is None]:
        return Judged(Verdict.CANNOT_TELL, f"cannot tell what {listed(unknown)} adds")
    theirs = {name: families[name] for name in kept}
    return _worst(_adds(name, families[name], theirs, aspect) for name in new for aspect in _ASPECTS)


def _adds(name: str, mine: LicenceFamily | None, theirs: dict[str, LicenceFamily | None], aspect: Aspect) -> Judged:
    """What a licence adds in one respect to those that applied before; of some of those nothing may be known.

    What the table says of a family it says of each text in it; how two of these differ is not in it.
    """
    if mine is None or mine.asks_nothing:
        return _NOTHING
    if kin := [other for other, family in theirs.items() if family == mine]:
        return Judged(Verdict.CANNOT_TELL, f"cannot tell what {name} adds to {listed(kin)}, another text of its family")
    says, said = getattr(mine, aspect.key), [getattr(family, aspect.key, None) for family in theirs.values()]
    if says is aspect.restricts and aspect.own_terms and not _interchange(name, mine, theirs):
        return Judged(Verdict.RESTRICTS, f"{name} {aspect.words}")
    if says not in (None, aspect.restricts) or aspect.restricts in said:
        return _NOTHING
    if says is aspect.restricts and None not in said:
        return Judged(Verdict.RESTRICTS, f"{name} {aspect.words}")
    if not aspect.doubted:
        return _NOTHING
    return Judged(Verdict.CANNOT_TELL, f"cannot tell whether {name} {aspect.words} where the other does not")


def _interchange(name: str, mine: LicenceFamily, theirs: dict[str, LicenceFamily | None]) -> bool:
    """Whether what is derived may carry either licence, by the terms of both."""
    return any(family and name in family.also and other in mine.also for other, family in theirs.items())


_NOTHING = Judged(Verdict.NOTHING)
_ASPECTS = (
    Aspect("commercial", False, "forbids commercial use"),
    Aspect("derivatives", False, "lets nobody pass on what is made from it"),
    Aspect("share_alike", True, "asks that what is made from it carries the same licence", own_terms=True),
    Aspect("network", True, "counts offering it over a network as passing it on"),
    Aspect("carries_over", True, "binds what is made from it to its own terms", own_terms=True),
    # Few texts speak of outputs at all: their silence says nothing of either licence.
    Aspect("outputs", True, "reaches models trained on its outputs", doubted=False),
)


def _both(before: ModelCard, after: ModelCard) -> tuple[Licence, Licence] | None:
    """Both licences, where both cards name one and they do not mean the same."""
    if before.license is None or after.license is None:
        return None
    old, new = read_licence(before.license), read_licence(after.license)
    both = old.choices and new.choices
    same = _folded(old) == _folded(new) if both else before.license == after.license
    return None if same else (old, new)


def _folded(licence: Licence) -> set[Choice]:
    """The choices without regard to case, as SPDX compares ids."""
    return {frozenset(name.lower() for name in choice) for choice in licence.choices}


def _told(before: ModelCard, after: ModelCard, why: str = "") -> Difference:
    message = f"the licence is {after.license or 'none'} now, and was {before.license or 'none'}"
    return Difference(("license",), f"{message}: {why}" if why else message)


@LICENCE_KIN.change(
    "restricted",
    before="license: Apache-2.0",
    after="license: CC-BY-NC-4.0",
    unlike="license: MIT",
)
def restricted(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """By the table of licence families, for whoever takes the best of what is offered. To say `null` where a licence
    was is to allow nothing."""
    both = _both(before, after)
    if both is not None:
        found = judged(*both, around)
        if found.verdict is Verdict.RESTRICTS:
            yield _told(before, after, found.why)
    elif before.license is not None and after.license is None and after.knows("license"):
        yield _told(before, after, "without a licence nothing is allowed")


@LICENCE_KIN.change(
    "cannot-tell",
    before="license: Apache-2.0",
    after="license: LicenseRef-House-Terms",
    unlike="license: CC-BY-NC-4.0",
)
def cannot_tell(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """One of the two is of no family, or cannot be read, or is not named any more; or both are of one family that asks
    for something, as two versions of the GPL are, and the table does not tell them apart; or the text of a licence that
    is our own word lies elsewhere, where it may be another text."""
    both = _both(before, after)
    if both is not None:
        found = judged(*both, around)
        if found.verdict is Verdict.CANNOT_TELL:
            yield _told(before, after, found.why)
    elif before.license is not None and after.license is None and not after.knows("license"):
        message = f"the licence is not named any more: cannot tell whether it is still {before.license}"
        yield Difference(("license",), message)
    elif before.license and before.license == after.license and _own(before.license, around):
        was, now = before.license_text, after.license_text
        if was is not None and was != now:
            yield Difference(("license_text",), "the licence's text lies elsewhere: cannot tell whether it is the same")


def _own(text: str, around: Around) -> bool:
    """Whether a licence is known by our own name for it only."""
    names = {name for choice in read_licence(text).choices for name in choice}
    return any(is_own(name) and around.packs.family(name) is None for name in names)


@LICENCE_KIN.change(
    "relaxed",
    before="license: CC-BY-NC-4.0",
    after="license: Apache-2.0",
    unlike="license: CC-BY-NC-SA-4.0",
)
def relaxed(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """It asks no more than before, and the way back would ask more or cannot be told."""
    both = _both(before, after)
    if both is not None and judged(*both, around).verdict is Verdict.NOTHING:
        if judged(both[1], both[0], around).verdict is not Verdict.NOTHING:
            yield _told(before, after, "it asks for less")
    elif before.license is None and before.knows("license") and after.license is not None:
        yield _told(before, after, "there was none, and nothing was allowed")


@LICENCE_KIN.change(
    "replaced",
    before="license: Apache-2.0",
    after="license: MIT",
    unlike="license: apache-2.0",
)
def replaced(before: ModelCard, after: ModelCard, around: Around) -> Iterator[Difference]:
    """Another licence, and neither asks for more than the other by the table. Another way to write the same licence
    is none."""
    both = _both(before, after)
    if both is not None and {judged(*both, around).verdict, judged(*both[::-1], around).verdict} == {Verdict.NOTHING}:
        yield _told(before, after, "neither asks for more")
