"""CO: Whether what it costs is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from modelsteward.domain.costing import (
    Priced,
    asked,
    counted,
    dollars,
    own_price,
    price_of,
    unit_of,
    use_cost,
    vendor_prices,
)
from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.stages import ENDED_STAGES, SERVING_STAGES
from modelsteward.rules.engine import Context, Family
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard

COST = Family("CO", "Cost", "Whether what it costs is known.")

_BUDGET = ("requires", "budget_usd_per_month")


def _at(price: Priced, card: ModelCard) -> Path:
    return ("cost", "read_on") if price.said_by == card.ref else ("source", "model")


_PRICED = """
m@1.0.0: {cost: {unit: 1M tokens, usd_input: 2.5, usd_output: %s, source: "https://vendor.example", read_on: %s}}
"""


@COST.rule(
    101, "Price read long ago", Severity.NOTE, timed=True, whole=True,
    good=_PRICED % (10, "2029-12-01"),
    bad=_PRICED % (10, "2029-06-01"),
)  # fmt: skip
def price_old(card: ModelCard, ctx: Context, *, max_age_days: int = 180) -> Iterator[Problem]:
    """Vendors change prices, and what is worked out from an old one is told as if it were so. Nobody has looked for
    long at what a version in service costs: on its own card, or where that names no price in its vendor's file.

    `max_age_days` is how old a price may be.
    """
    price = price_of(ctx.registry, card) if card.stage in SERVING_STAGES else None
    if price is None or ctx.today - price.read_on <= timedelta(days=max_age_days):
        return
    again = "steward price " + card.ref if price.said_by != card.ref else "mend `cost` with the day it was read"
    hint = must(ctx, card.owner, f"read it again at its source ({again})")
    message = f"what it costs, {asked(price)}, was read {ago(price.read_on, ctx.today)} ({price.read_on})"
    yield Problem(_at(price, card), message, hint)


_TWO = """
vendor:azure-openai/gpt-4o:
  prices: [{source: "https://vendor.example", read_on: 2029-12-01, unit: 1M tokens, usd_input: 2.5, usd_output: 10}]
m@1.0.0:
  origin: vendor
  source: {host: azure-openai, model: gpt-4o}
  cost: {unit: 1k tokens, usd_input: 0.0025, usd_output: %s, source: "https://pages.example", read_on: 2029-12-01}
"""


@COST.rule(
    102, "Sources that disagree on a price", Severity.WARNING, whole=True,
    good=_TWO % "0.0102",
    bad=_TWO % "0.012",
)  # fmt: skip
def prices_differ(card: ModelCard, ctx: Context, *, most_percent: int = 5) -> Iterator[Problem]:
    """The price on a card counts before that in its vendor's file, so a card that was left behind hides a change.

    `most_percent` is by how much the two may differ.
    """
    own = own_price(card) if card.stage not in ENDED_STAGES else None
    seen = set()
    for theirs in vendor_prices(ctx.registry, card) if own else ():
        word = (theirs.source, counted(theirs.unit))
        if word in seen:
            continue  # what the source says of this snapshot and region came before what it says of all
        seen.add(word)
        if own and (ways := _apart(own, theirs, most_percent)):
            message = (
                f"it costs {asked(own)} by its card ({own.read_on}), and {asked(theirs)} by {theirs.source}"
                f" ({theirs.read_on}): {ways}"
            )
            hint = must(ctx, card.owner, "see which is right, and mend `cost` or leave it to the vendor's file")
            yield Problem(("cost",), message, hint)


def _apart(one: Priced, other: Priced, most: int) -> str:
    """By how much two prices differ, where that is more than `most` per cent; empty where it is not, or not known."""
    first, second = unit_of(one.unit), unit_of(other.unit)
    if first is None or second is None or first.noun != second.noun:
        return ""
    found = []
    for mine, theirs, way in zip(one.parts, other.parts, ("", "input ", "output "), strict=True):
        if mine is not None and theirs is not None:
            here, there = mine / first.size, theirs / second.size
            if abs(here - there) * 100 > most * max(here, there) * (1 + 1e-9):
                found.append(f"{way}{dollars(here * second.size)} and {dollars(theirs)} per {other.unit}")
    return ", ".join(found)


_SERVED = """
m@1.0.0: {cost: {unit: 1k predictions, usd: 0.5, source: "https://pages.example", read_on: 2029-12-01}}
use:u:
  serving: {main: m@1.0.0}
  requires: {budget_usd_per_month: %s}
"""
_VOLUME = "  volume: {main: {requests_per_month: 60000}}\n"


@COST.rule(
    103, "Budget that cannot be held against a cost", Severity.NOTE, of="usecase", whole=True,
    good=_SERVED % 100 + _VOLUME,
    bad=_SERVED % 100,
)  # fmt: skip
def cost_unknown(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A budget that nobody can compare with anything is no limit. It takes a price for each version that serves and,
    for each slot, a volume in what that price counts.
    """
    if card.status != "live" or card.requires is None or card.requires.budget_usd_per_month is None:
        return
    cost = use_cost(ctx.registry, card)
    if cost.within is None and cost.unknown:
        hint = must(
            ctx, card.owner, "say what each version costs (`cost`, or its vendor's `prices`) and `volume` by slot"
        )
        yield Problem(_BUDGET, f"what it costs a month cannot be told: {cost.why_unknown()}", hint)


@COST.rule(
    104, "Over its budget", Severity.WARNING, of="usecase", whole=True,
    good=_SERVED % 30 + _VOLUME,
    bad=_SERVED % 29 + _VOLUME,
)  # fmt: skip
def over_budget(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Prices and volumes change after a promotion was let through; the budget is a promise for every month."""
    if card.status != "live" or card.requires is None or card.requires.budget_usd_per_month is None:
        return
    cost = use_cost(ctx.registry, card)
    if cost.within is False and cost.budget is not None:
        least = "at least " if cost.unknown else ""
        message = f"it costs {least}{dollars(cost.known)} a month, and its budget is {dollars(cost.budget)}"
        yield Problem(
            _BUDGET, message, must(ctx, card.owner, "use less or a cheaper version, or have the budget raised")
        )
