"""What a feed asks for a vendor's model, where that is another price than the last one on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.usecases.facts_file import price_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.vendor import Price, VendorCard
    from modelsteward.domain.tariff import Tariff
    from modelsteward.domain.vendors.feeds import Fact


def new_prices(card: VendorCard | None, facts: Iterable[Fact], day: date) -> Iterator[dict[str, Any]]:
    """The entries of `prices` to add: of one snapshot or region only where it costs something else there."""
    latest: dict[tuple[str, str | None, str | None], Price] = {}
    for said in sorted(card.prices if card else (), key=lambda said: said.read_on):
        latest[said.source, said.snapshot, said.region] = said
    told = {
        (fact.source, fact.snapshot, fact.region): fact for fact in facts if fact.price and not fact.deployment_kind
    }.values()
    general = {fact.source: fact.price for fact in told if not fact.snapshot and not fact.region}
    for fact in told:
        before = latest.get((fact.source, fact.snapshot, fact.region))
        specific = fact.snapshot or fact.region
        if before is None and specific and fact.price == general.get(fact.source):
            continue
        if fact.price and (before is None or (_asks(before) != _wants(fact.price) and before.read_on <= day)):
            yield price_of(fact, day)


def _asks(said: Price) -> tuple[str, float | None, float | None, float | None]:
    return said.unit, said.usd, said.usd_input, said.usd_output


def _wants(price: Tariff) -> tuple[str, float | None, float | None, float | None]:
    return price.unit, price.usd, price.usd_input, price.usd_output
