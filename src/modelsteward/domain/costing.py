"""What models cost: which price counts, and what a month of a use's volume comes to. Never 0 for what is not known.

A price is for a unit such as `1M tokens`: a count and a noun. The noun says what of a volume is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.vendors.joining import joined

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import Cost, ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard, Volume
    from modelsteward.domain.cards.vendor import Price
    from modelsteward.domain.registry import Registry

_UNIT = re.compile(r"(?:per\s+)?(?:([0-9][0-9,_]*(?:\.[0-9]+)?)\s*([kKMB]|thousand|million|billion)?\s+)?([^\W\d].*)")
_SCALES = {"": 1, "k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9}
TOKEN = "token"
_REQUESTS = frozenset({"request", "prediction", "call"})
"""Nouns that mean one call of the model, unless a volume counts them itself."""


class Unit(NamedTuple):
    """What a price is for."""

    size: float
    noun: str
    """In the singular, in lower case."""


class Priced(NamedTuple):
    """A price, with who says so."""

    unit: str
    usd: float | None
    usd_input: float | None
    usd_output: float | None
    source: str
    read_on: date
    said_by: str
    """The ref of the card it stands on: `gpt-4o@1.0.0`, or `vendor:azure-openai/gpt-4o`."""

    @property
    def parts(self) -> tuple[float | None, float | None, float | None]:
        """What it asks: altogether, of input, of output."""
        return self.usd, self.usd_input, self.usd_output


class Amount(NamedTuple):
    """US dollars a month, or why they cannot be told."""

    usd: float | None
    why: str
    """How it was worked out, or what is missing."""


def unit_of(text: str) -> Unit | None:
    """Read `1M tokens`, `1k predictions`, `minute` or `500 pages`; None where that cannot be read."""
    match = _UNIT.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    number, scale, noun = match.groups()
    size = float((number or "1").replace(",", "").replace("_", "")) * _SCALES[scale or ""]
    return Unit(size, _singular(noun)) if size > 0 and noun[0].isalpha() else None


def counted(text: str) -> str:
    """What a unit counts, whatever the number: `token` for `1M tokens`; the text itself where that cannot be read."""
    unit = unit_of(text)
    return unit.noun if unit else text


def _singular(noun: str) -> str:
    """`page` for `Pages`; names of units are compared so."""
    word = " ".join(noun.lower().split())
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 2 else word


def standing_prices(prices: Iterable[Price], snapshot: str | None, region: str | None) -> list[Price]:
    """What sources say now that a snapshot costs in a region: of each source the latest word; what counts is first.

    What is said of just this snapshot and region counts before what is said of all, and the newest of these.
    """
    latest: dict[tuple[str, str, str | None, str | None], Price] = {}
    for said in prices:
        if said.snapshot in (None, snapshot) and said.region in (None, region):
            key = (said.source, counted(said.unit), said.snapshot, said.region)
            if key not in latest or latest[key].read_on <= said.read_on:
                latest[key] = said
    return sorted(latest.values(), key=_weight, reverse=True)


def _weight(said: Price) -> tuple[int, date]:
    return ((said.snapshot is not None) + (said.region is not None), said.read_on)


def own_price(card: ModelCard) -> Priced | None:
    """The price on a model's own card."""
    return _priced(card.cost, card.ref) if card.cost else None


def vendor_prices(registry: Registry, card: ModelCard) -> list[Priced]:
    """The prices that are on file with the vendor of a model, the one that counts first."""
    found = joined(registry, card.source)
    if found is None:
        return []
    prices = standing_prices(found.card.prices, found.pin.snapshot, found.pin.region)
    return [_priced(said, found.entry.ref) for said in prices]


def price_of(registry: Registry, card: ModelCard) -> Priced | None:
    """The price that counts: its own card's, else the first of its vendor's."""
    return own_price(card) or next(iter(vendor_prices(registry, card)), None)


def _priced(said: Cost | Price, ref: str) -> Priced:
    return Priced(said.unit, said.usd, said.usd_input, said.usd_output, said.source, said.read_on, ref)


def month(price: Priced | None, volume: Volume | None) -> Amount:
    """What a month of a volume costs at a price."""
    if price is None:
        return Amount(None, "no price is on file")
    if volume is None:
        return Amount(None, "the use names no volume for the slot")
    unit = unit_of(price.unit)
    if unit is None:
        return Amount(None, f"the unit `{price.unit}` cannot be read; write it like 1M tokens or minute")
    if all(part is None for part in price.parts):
        return Amount(None, f"the price of {price.said_by} names no dollars")
    return _tokens(price, unit, volume) if unit.noun == TOKEN else _others(price, unit, volume)


def _tokens(price: Priced, unit: Unit, volume: Volume) -> Amount:
    """Input and output each at its price, or both at the one price there is."""
    split = price.usd_input is not None or price.usd_output is not None
    used = {"input": volume.input_tokens, "output": volume.output_tokens}
    asked = {"input": price.usd_input, "output": price.usd_output} if split else dict.fromkeys(used, price.usd)
    total, words = 0.0, []
    for way, tokens in used.items():
        usd = asked[way]
        if tokens == 0:
            continue
        if tokens is None:
            return Amount(None, f"the volume does not say {way}_tokens; 0 says that there are none")
        if usd is None:
            return Amount(None, f"the price of {price.said_by} does not say what {way} costs (usd_{way})")
        total += volume.requests_per_month * tokens / unit.size * usd
        words.append(f"{tokens:,g} {way} tokens at {dollars(usd)}")
    each = " and ".join(words) or "no tokens"
    return Amount(total, f"{volume.requests_per_month:,.15g} requests of {each} per {price.unit}")


def _others(price: Priced, unit: Unit, volume: Volume) -> Amount:
    if price.usd is None:
        return Amount(None, f"the price per {price.unit} tells input and output apart, which only tokens do")
    counted = {_singular(name): number for name, number in volume.units.items()}
    each = counted.get(unit.noun, 1.0 if unit.noun in _REQUESTS else None)
    if each is None:
        return Amount(None, f"the volume does not say how many of `{unit.noun}` a request takes (`units`)")
    total = volume.requests_per_month * each / unit.size * price.usd
    many = "" if each == 1 and unit.noun in _REQUESTS else f" × {each:,g} {unit.noun}"
    return Amount(total, f"{volume.requests_per_month:,.15g} requests{many} at {dollars(price.usd)} per {price.unit}")


class SlotCost(NamedTuple):
    """What one slot of a use costs a month."""

    slot: str
    ref: str | None
    """What serves it; None where nothing does, which costs nothing."""
    price: Priced | None
    amount: Amount


class UseCost(NamedTuple):
    """What a use costs a month, slot by slot, against its budget."""

    slots: tuple[SlotCost, ...]
    budget: float | None

    @property
    def known(self) -> float:
        """What of it is known; all of it where nothing is `unknown`."""
        return sum(one.amount.usd or 0.0 for one in self.slots)

    @property
    def unknown(self) -> tuple[SlotCost, ...]:
        """The slots whose cost cannot be told."""
        return tuple(one for one in self.slots if one.ref is not None and one.amount.usd is None)

    @property
    def total(self) -> float | None:
        """All of it, where all is known and anything serves."""
        return None if self.unknown or not any(one.ref for one in self.slots) else self.known

    @property
    def within(self) -> bool | None:
        """Whether it keeps to the budget; None where there is none, or where that cannot be told.

        What is known may be too much already, whatever the rest is.
        """
        if self.budget is None:
            return None
        if round(self.known, 6) > self.budget:
            return False
        return True if self.total is not None else None

    def why_unknown(self) -> str:
        """What cannot be told, slot by slot."""
        return "; ".join(f"{one.slot} ({one.ref}): {one.amount.why}" for one in self.unknown)


def use_cost(registry: Registry, use: UseCaseCard, instead: Mapping[str, str] | None = None) -> UseCost:
    """What a use costs a month as it is served now, or with other versions `instead` in some slots."""
    serving: dict[str, str | None] = {**use.serving, **(instead or {})}
    budget = use.requires.budget_usd_per_month if use.requires else None
    return UseCost(tuple(_slot(registry, use, slot, ref) for slot, ref in serving.items()), budget)


def _slot(registry: Registry, use: UseCaseCard, slot: str, ref: str | None) -> SlotCost:
    if ref is None:
        return SlotCost(slot, None, None, Amount(None, "nothing serves it"))
    model = registry.model(ref)
    if model is None:
        return SlotCost(slot, ref, None, Amount(None, "there is no card that can be read"))
    price = price_of(registry, model)
    return SlotCost(slot, ref, price, month(price, use.volume.get(slot)))


def dollars(usd: float) -> str:
    """An amount with as many digits as it takes to see it: `$1,234.50`, `$0.0021`."""
    if usd == 0 or abs(usd) >= 1:
        return f"{'-' if usd < 0 else ''}${abs(usd):,.2f}"
    digits = f"{abs(usd):.{min(2 - floor(log10(abs(usd))), 15)}f}".rstrip("0")
    whole, _, part = digits.partition(".")
    return f"{'-' if usd < 0 else ''}${whole}.{part.ljust(2, '0')}"


def asked(price: Priced) -> str:
    """What a price asks, in words: `$1.25 in, $10.00 out per 1M tokens`."""
    return in_words(price.unit, price.parts)


def in_words(unit: str, parts: tuple[float | None, float | None, float | None]) -> str:
    """The same, of what is asked altogether, of input, and of output."""
    ways = zip(parts, ("", " in", " out"), strict=True)
    said = ", ".join(f"{dollars(usd)}{way}" for usd, way in ways if usd is not None)
    return f"{said or 'an unknown price'} per {unit}"
