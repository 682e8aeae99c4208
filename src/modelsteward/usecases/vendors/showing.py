"""vendors show: all that is said of a vendor's model, what was said before, and what of ours rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.lifespan import lies_within, moving_takes
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.vendors.ids import is_moving
from modelsteward.domain.vendors.joining import region_of
from modelsteward.usecases.dependents import parts_of, users
from modelsteward.usecases.vendors.offers import Offer, offers_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.vendor import Observation
    from modelsteward.domain.dates import Duration
    from modelsteward.usecases.vendors.facts import Facts

DATES = ("released", "deprecated", "not_before", "ends")


class Move(NamedTuple):
    """That a source came to say something else."""

    source: str
    what: str
    """`ends`, `not_before`, `deprecated`, `released`, `state`, `replacement` or `listed`."""
    old: str | date | None
    new: str | date | None
    read_on: date
    snapshot: str | None
    region: str | None
    kind: str | None

    @property
    def days(self) -> int | None:
        """By how many days a date moved; less than none where it came nearer."""
        if isinstance(self.old, date) and isinstance(self.new, date):
            return (self.new - self.old).days
        return None


class Part(NamedTuple):
    """What a version of ours does in one slot of a use."""

    use: str
    slot: str
    role: str
    owner: str
    """The team that answers for the use, with its contact."""


class Resting(NamedTuple):
    """A version of ours that rests on it."""

    ref: str
    stage: str
    owner: str
    """Its team, with its contact."""
    region: str | None
    kind: str | None
    end: date | None
    """The earliest firm end for the version's own region and kind of deployment."""
    sunset: date | None
    lead: Duration
    """How long it takes to move away from it."""
    parts: tuple[Part, ...]
    over: bool = False
    """Whether it answers no more, whether or not anybody says since when."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A vendor's model."""

    offer: Offer
    state: str
    """As an offer's; or `by snapshot`, where a name was asked for of which sources only know snapshots."""
    today: date
    snapshots: tuple[Offer, ...]
    """All there are of the model, what was asked for among them."""
    said: tuple[Observation, ...]
    """What sources say now; where a name alone was asked for, of every snapshot."""
    moves: tuple[Move, ...]
    """The newest first."""
    disagree: tuple[tuple[date, tuple[Observation, ...]], ...]
    """The firm ends that sources name, where these are several; the earliest counts."""
    resting: tuple[Resting, ...]
    steps: tuple[str, ...]
    """What to do next, first things first."""
    shipped: str
    """Where it is from, where it is not on file."""


def show_vendor(facts: Facts, offer: Offer, today: date) -> Shown:
    """All that is known of it."""
    every = tuple(offers_of(facts, offer.known))
    state, told = offer.state(today), (offer,) if offer.snapshot else every
    words = {id(seen): seen for one in told for seen in one.known.words(one.snapshot)}
    said = {id(seen): seen for one in told for seen in one.said}
    cards = offer.ours if offer.snapshot else tuple(card for one in every for card in one.ours)
    resting = tuple(_resting(facts, offer, card, today) for card in cards if card.stage not in ENDED_STAGES)
    ends = sorted({day for day, _ in offer.ends})
    disagree = tuple((day, tuple(seen for end, seen in offer.ends if end == day)) for day in ends)
    return Shown(
        offer, "by snapshot" if state == "unknown" and said else state, today, every, tuple(said.values()),
        moves_of(words.values()),
        disagree if len(disagree) > 1 else (), resting, tuple(_steps(facts, offer, every, resting, today)),
        facts.shipped.name if offer.said and not offer.file else "",
    )  # fmt: skip


def moves_of(observations: Iterable[Observation]) -> tuple[Move, ...]:
    """How the words of each source changed, the newest first; what it no longer says it may have left out."""
    heard: dict[tuple[str, str | None, str | None, str | None], list[Observation]] = {}
    for seen in observations:
        heard.setdefault((seen.source, seen.snapshot, seen.region, seen.deployment_kind), []).append(seen)
    found = [
        move for said in heard.values() for old, new in pairwise(sorted(said, key=lambda seen: seen.read_on))
        for move in _moved(old, new)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda move: move.read_on, reverse=True))


def _moved(old: Observation, new: Observation) -> Iterator[Move]:
    about = (new.read_on, new.snapshot, new.region, new.deployment_kind)
    gone, back = "no longer listed", "listed"
    if (old.listed is False) != (new.listed is False):
        before, now = (back, gone) if new.listed is False else (gone, back)
        yield Move(new.source, "listed", before, now, *about)
    if new.listed is False:
        return
    for key in (*DATES, "state", "replacement"):
        was, is_ = getattr(old, key), getattr(new, key)
        if was != is_:
            yield Move(new.source, key, was, is_, *about)


def _resting(facts: Facts, offer: Offer, card: ModelCard, today: date) -> Resting:
    registry, source = facts.registry, card.source
    own = Offer(
        offer.known, source.snapshot if source and not offer.snapshot else offer.snapshot, (),
        region_of(source) if source else None, source.deployment_kind if source else None,
    )  # fmt: skip
    parts = tuple(
        Part(part.use, part.slot, part.role, registry.team(use.card.owner))
        for use in users(registry, card.ref) for part in parts_of(use.card, card.ref) if part.role != "served"
    )  # fmt: skip
    return Resting(
        card.ref, card.stage, registry.team(card.owner), own.pin.region, own.pin.deployment_kind, own.end,
        card.lifecycle.sunset, moving_takes(card, registry), parts, own.is_over(today),
    )  # fmt: skip


def _steps(
    facts: Facts, offer: Offer, every: Iterable[Offer], resting: Iterable[Resting], today: date
) -> Iterator[str]:
    """What to do next: what ends before it can be left first."""
    window = facts.registry.policy.window
    names = [one for one in every if one.snapshot and not one.is_over(today)]
    for one in resting:
        if one.over:
            ended = f"it ended on {one.end}" if one.end and one.end < today else "its vendor has retired it"
            todo = f"move off {one.ref} now, for {ended}"
            yield f"{one.owner}: {todo}: steward vendors successors {one.ref}"
        elif one.end is not None and (one.end <= one.lead.after(today) or lies_within(one.end, today, window)):
            yield f"{one.owner}: choose where to move from {one.ref}: steward vendors successors {one.ref}"
            if one.sunset is None or one.sunset > one.end:
                yield f"{one.owner}: announce it: steward deprecate {one.ref} --sunset {one.end} --because vendor"
    if resting and is_moving(offer.known.model, offer.snapshot):
        yield "pin a snapshot, for what this name means changes"
    elif resting and offer.snapshot is None and names:
        yield f"pin a snapshot in `source.snapshot`: {', '.join(one.snapshot or '' for one in names)}"
    if resting and not offer.file and offer.said:
        yield f"put what is known from {facts.shipped.name} on file: steward vendors sync"
    elif resting and not any(one.said for one in every):
        yield f"put on file in vendors/{offer.host}/ what its page says, or ask: steward vendors sync --from SOURCE"
    if not resting and not offer.is_over(today) and offer.said:
        yield f"to use it: steward register NAME@VERSION --from vendor:{offer.ref}"
