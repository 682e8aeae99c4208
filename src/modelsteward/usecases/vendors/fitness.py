"""Whether a vendor's model can follow another: it must answer for long enough, and be what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.costing import dollars
from modelsteward.domain.vendors.ids import is_moving
from modelsteward.domain.vendors.kin import sort_of
from modelsteward.domain.vendors.saying import retired_by

if TYPE_CHECKING:
    from modelsteward.usecases.vendors.offers import Offer


class Needs(NamedTuple):
    """What a successor must be."""

    today: date
    until: date
    """The day until which it must answer."""
    after: date | None
    """The end of what it follows: it must end later."""
    max_price: float | None
    """US dollars a million tokens, of input and of output each."""
    min_context: int | None


def why_not(offer: Offer, needs: Needs) -> str:
    """Why it can't follow, in a few words; empty where nothing that is known stands against it."""
    end, said = offer.end, offer.ends[0][1].source if offer.ends else ""
    if offer.is_over(needs.today):
        return (
            f"it ended on {end}, says {said}" if end and end < needs.today else f"it is retired, says {_retired(offer)}"
        )
    if end is not None and end < needs.until:
        return f"it ends on {end}, says {said}, and it is needed until {needs.until}"
    if end is not None and needs.after is not None and end <= needs.after:
        return f"it ends on {end}, says {said}, no later than what it is to follow"
    if gone := offer.vanished:
        return f"{gone[0].source} had it, and has it no more"
    if is_moving(offer.known.model, offer.snapshot):
        return "its name pins no snapshot, and what it means changes"
    return _too_much(offer, needs)


def _retired(offer: Offer) -> str:
    seen = retired_by(offer.said)
    return seen.source if seen else "its vendor"


def _too_much(offer: Offer, needs: Needs) -> str:
    for usd, way in zip(offer.usd, ("input", "output"), strict=True):
        if needs.max_price is not None and usd is not None and usd > needs.max_price:
            return f"{dollars(usd)} a million tokens of {way}, more than {dollars(needs.max_price)}"
    if needs.min_context is not None and offer.context is not None and offer.context < needs.min_context:
        return f"it takes {offer.context:,} tokens, fewer than {needs.min_context:,}"
    return ""


def unknown(offer: Offer, needs: Needs) -> Iterator[str]:
    """What nobody says that a choice would rest on."""
    sure = offer.not_before is not None and offer.not_before >= needs.until
    if offer.end is None and not sure:
        late = f", only that it is not before {offer.not_before}" if offer.not_before else ""
        yield f"when it ends{late}"
    if offer.usd == (None, None):
        yield "what it costs"
    if offer.context is None and (needs.min_context is not None or sort_of(offer.known.model) == "text"):
        yield "how many tokens it takes"
