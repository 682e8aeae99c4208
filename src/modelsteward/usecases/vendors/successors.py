"""vendors successors: where to move to from a vendor's model, the best first, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.lifespan import moving_takes, notice_needed
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.domain.vendors.kin import line, maker, sort_of
from modelsteward.usecases.naming import the_use
from modelsteward.usecases.vendors.asking import no_host
from modelsteward.usecases.vendors.chosen import Chosen, chosen
from modelsteward.usecases.vendors.fitness import Needs, unknown, why_not
from modelsteward.usecases.vendors.offers import Offer, offers
from modelsteward.usecases.vendors.tested import Place, Tested, tested

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.dates import Duration
    from modelsteward.usecases.vendors.facts import Facts

RANKS = ("recommended", "alternative", "chosen", "ours", "line", "maker", "other")
"""What speaks for a candidate, the most first."""
_Key = tuple[str, str, str | None]


class Query(NamedTuple):
    """What a successor must be."""

    host: str | None = None
    any_host: bool = False
    max_price: float | None = None
    min_context: int | None = None
    until: date | None = None
    use: str | None = None


@dataclass(slots=True)
class Candidate:
    """A vendor's model, or a version of ours, to move to."""

    ref: str
    """`azure-openai/gpt-5.1@2025-11-13`; of a version that is no vendor's its own ref."""
    offer: Offer | None
    cards: tuple[ModelCard, ...]
    """Our versions of it that have not ended."""
    rank: str = "other"
    reasons: list[str] = field(default_factory=list)
    tests: tuple[Tested, ...] = ()
    unknown: tuple[str, ...] = ()

    def add(self, rank: str, reason: str) -> None:
        """One thing more that speaks for it."""
        self.reasons.append(reason)
        self.rank = min(self.rank, rank, key=RANKS.index)


class LeftOut(NamedTuple):
    """What somebody would expect among the candidates, and why it is not."""

    ref: str
    reason: str
    """What spoke for it."""
    why: str


@dataclass(frozen=True, slots=True)
class Successors:
    """Where to move to."""

    asked: Offer
    today: date
    lead: Duration
    needs: Needs
    places: tuple[Place, ...]
    """The slots that are to be served by another version."""
    hosts: tuple[str, ...]
    """Where it was looked."""
    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]
    others: int
    """How many more there are that can't follow."""
    shipped: str
    is_until_given: bool = False
    """Whether somebody said until when it must answer; else it is as long as moving takes."""


def successors(facts: Facts, asked: Offer, query: Query, today: date) -> Successors:
    """The candidates, the best first. Raises Refused for a use or a host that is not there."""
    registry = facts.registry
    places = tuple(_places(facts, asked, query.use))
    leads = [moving_takes(card, registry) for card in asked.living]
    leads = leads or [notice_needed(registry.policy, [place.use for place in places])]
    lead = max(leads, key=lambda span: span.after(today))
    after = asked.end if asked.end is not None and asked.end >= today else None
    needs = Needs(today, max(query.until or today, lead.after(today)), after, query.max_price, query.min_context)
    hosts = tuple(_hosts(facts, asked, query))
    left: list[LeftOut] = []
    picks = list(chosen(facts, asked, places))
    found, others = _pool(facts, asked, hosts, picks, needs, left)
    found += [one for one in _own(facts, picks, needs, left) if one.ref not in {other.ref for other in found}]
    for one in found:
        one.tests = tuple(tested(registry, one.cards, places, today))
        one.unknown = tuple(unknown(one.offer, needs)) if one.offer else one.unknown
    ordered = sorted(found, key=lambda one: _order(one, asked.host))
    shipped = facts.shipped.name if any(one.offer and not one.offer.file for one in found) else ""
    return Successors(asked, today, lead, needs, places, hosts, tuple(ordered), tuple(left), others,
                      shipped, needs.until == query.until)  # fmt: skip


def _places(facts: Facts, asked: Offer, use: str | None) -> Iterator[Place]:
    """The slots that it serves, or those of the use that was named."""
    serving = [Place(one, slot) for card in asked.living for one, slot in facts.registry.serves.get(card.ref, ())]
    if use is None:
        yield from serving
        return
    card = the_use(facts.registry, use).card
    own = [place for place in serving if place.use.ref == card.ref]
    yield from own or (Place(card, slot) for slot in card.serving)


def _hosts(facts: Facts, asked: Offer, query: Query) -> Iterable[str]:
    if query.any_host:
        return facts.hosts
    if query.host and host_named(query.host) not in facts.hosts:
        raise no_host(facts, query.host)
    return [host_named(query.host)] if query.host else [asked.host]


def _pool(facts: Facts, asked: Offer, hosts: Iterable[str], picks: list[Chosen], needs: Needs,
          left: list[LeftOut]) -> tuple[list[Candidate], int]:  # fmt: skip
    """What the hosts offer that can follow; and how many offers cannot, of which nobody expects it."""
    wanted = set(hosts) | {pick.key[0] for pick in picks if pick.key}
    told = {pick.key: pick for pick in picks if pick.key}
    found, others = [], 0
    for offer in (one for host in sorted(wanted) for one in offers(facts, host)):
        key: _Key = (offer.host, offer.known.model, offer.snapshot)
        pick = told.get(key)
        if key == (asked.host, asked.known.model, asked.snapshot) or not _is_like(offer, asked, pick, hosts):
            continue
        one = _candidate(here := _here(offer, asked), asked, picks)
        if why := why_not(here, needs):
            others += not _expected(one, why, left)
        elif here.said or pick:
            found.append(one)
    left += [LeftOut(pick.ref, pick.reason, pick.why) for pick in picks if pick.why]
    return found, others


def _is_like(offer: Offer, asked: Offer, pick: Chosen | None, hosts: Iterable[str]) -> bool:
    """Whether it does what the other does, as far as names tell, and is one thing: a name of which snapshots are known
    is none."""
    if pick is not None:
        return True
    several = offer.snapshot is None and bool(offer.known.snapshots - {None})
    return offer.host in hosts and not several and sort_of(offer.known.model) == sort_of(asked.known.model)


def _here(offer: Offer, asked: Offer) -> Offer:
    """The same for the region and kind of deployment that is asked for, where the host is the same."""
    if offer.host != asked.host:
        return offer
    return Offer(offer.known, offer.snapshot, offer.ours, asked.pin.region, asked.pin.deployment_kind)


def _candidate(offer: Offer, asked: Offer, picks: Iterable[Chosen]) -> Candidate:
    one = Candidate(offer.ref, offer, offer.living)
    for pick in picks:
        if pick.key == (offer.host, offer.known.model, offer.snapshot):
            one.add(pick.rank, pick.reason)
    for card in offer.living:
        one.add("ours", f"registered here as {card.ref} ({card.stage})")
    own = maker(asked.known.model)
    if own is not None and maker(offer.known.model) == own:
        if line(offer.known.model) == line(asked.known.model):
            one.add("line", "of the same maker, and the same line of its models")
        else:
            one.add("maker", "of the same maker")
    return one


def _expected(one: Candidate, why: str, left: list[LeftOut]) -> bool:
    """Whether somebody would expect it, so that it is told why it is not there."""
    if one.rank not in ("recommended", "alternative", "chosen", "ours"):
        return False
    left.append(LeftOut(one.ref, one.reasons[0], why))
    return True


def _own(facts: Facts, picks: Iterable[Chosen], needs: Needs, left: list[LeftOut]) -> Iterator[Candidate]:
    """Versions that were chosen here and that no vendor offers."""
    for ref in dict.fromkeys(pick.ref for pick in picks if pick.key is None and not pick.why):
        reasons = [pick.reason for pick in picks if pick.ref == ref]
        card = facts.registry.model(ref)
        if card is None:
            left.append(LeftOut(ref, reasons[0], "there is no card of it that can be read"))
        elif card.stage in ENDED_STAGES or card.stage == "suspended":
            left.append(LeftOut(ref, reasons[0], f"it is {card.stage}"))
        elif card.lifecycle.sunset is not None and card.lifecycle.sunset < needs.until:
            why = f"its sunset is {card.lifecycle.sunset}, and it is needed until {needs.until}"
            left.append(LeftOut(ref, reasons[0], why))
        else:
            one = Candidate(ref, None, (card,))
            for reason in reasons:
                one.add("chosen", reason)
            yield one


def _order(one: Candidate, host: str) -> tuple[object, ...]:
    """What failed here is last. Then what speaks for it, what our own evaluations say, how much is known, whether it is
    at the same host, how new it is, and what it costs.
    """
    failed, passed = (sum(getattr(test, key) for test in one.tests) for key in ("failed", "passed"))
    offer = one.offer
    released = offer.released if offer else None
    usd = [part for part in (offer.usd if offer else ()) if part is not None]
    return (
        failed > 0, RANKS.index(one.rank), -passed, len(one.unknown), offer is not None and offer.host != host,
        -released.toordinal() if released else 0, sum(usd) if usd else float("inf"), one.ref,
    )  # fmt: skip
