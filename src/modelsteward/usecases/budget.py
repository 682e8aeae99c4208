"""The gate `budget`: whether a use keeps to what it may cost once a version serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.costing import UseCost, dollars, use_cost
from modelsteward.domain.plan import Answer, Gate

if TYPE_CHECKING:
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.gates import Situation

NAME = "budget"


def budget_gate(situation: Situation, slot: str | None) -> list[Gate]:
    """Its answer with the version in a slot of the use; nothing where no budget is named.

    What cannot be told is said, and never called passed.
    """
    use, model = situation.use, situation.model
    if use is None or slot is None:
        return []
    cost = use_cost(situation.registry, use, {slot: model.ref})
    if cost.budget is None:
        return []
    whole = f"{dollars(cost.known)} a month of the {dollars(cost.budget)} that {use.ref} may cost"
    if cost.within:
        return [Gate(NAME, Answer.PASSED, whole)]
    if cost.within is False:
        least = "at least " if cost.unknown else ""
        message = f"with {model.ref} it costs {least}{dollars(cost.known)} a month, and {use.ref} may cost "
        hint = f"choose a cheaper version, or have the budget raised: steward set {use.ref} " + _KEY
        return [Gate(NAME, Answer.FAILED, message + dollars(cost.budget) + _slots(cost), hint)]
    message = f"whether {use.ref} keeps to {dollars(cost.budget)} a month cannot be told: {cost.why_unknown()}"
    return [Gate(NAME, Answer.NOT_ASKED, message, _mending(cost, use.ref, situation.registry))]


_KEY = "requires.budget_usd_per_month=USD"


def _slots(cost: UseCost) -> str:
    """How much each slot takes, where there are several."""
    told = [f"{one.slot} {dollars(one.amount.usd)}" for one in cost.slots if one.amount.usd is not None]
    return f" ({', '.join(told)})" if len(told) > 1 else ""


def _mending(cost: UseCost, use: str, registry: Registry) -> str:
    """What to type so that it can be told."""
    lacking = cost.unknown[0]
    if lacking.price is not None:
        return f"say how much slot {lacking.slot} uses, or mend the price: `volume.{lacking.slot}` of {use}"
    card = registry.model(lacking.ref or "")
    asked = card is not None and card.source is not None and card.source.host is not None
    vendor = f", or read its vendor's price: steward price {lacking.ref}" if asked else ""
    return f"say under `cost` what {lacking.ref} costs{vendor}"
