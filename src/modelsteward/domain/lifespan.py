"""When things end, and how early that must be known: arithmetic over the dates of cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.dates import Duration
from modelsteward.domain.stages import SERVING_STAGES
from modelsteward.domain.vendors.joining import said_of
from modelsteward.domain.vendors.saying import firm_end, retired_by

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.registry import RegistryCard
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.cards.vendor import Observation
    from modelsteward.domain.registry import Registry

Dated = tuple[str, date]
"""A key and its date."""


def lies_within(day: date, today: date, window: Duration) -> bool:
    """Whether a day is yet to pass and no further off than the window; today and its last day count."""
    return today <= day <= window.after(today)


def out_of_order(dates: object, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[Dated, Dated]]:
    """The pairs of keys whose second date lies before the first, one a second key. What has no date is in order."""
    told = set()
    for first, second in pairs:
        end: date | None = getattr(dates, second)
        if end is None or second in told:
            continue
        start: date | None = getattr(dates, first)
        if start is not None and end < start:
            told.add(second)
            yield (first, start), (second, end)


def vendor_end(card: ModelCard, registry: Registry) -> tuple[date, Observation] | None:
    """The earliest firm end that the vendor of a model is on file with, whatever its stage, and who says so."""
    return firm_end(said_of(registry, card))


def why_not(registry: Registry, ref: str, today: date, use: UseCaseCard | None = None) -> str:
    """Why a version may not serve (this use) today, as `it is retired`; empty when it may."""
    model = registry.model(ref)
    if model is None:
        return "it has no card that can be read"
    if model.stage not in SERVING_STAGES:
        since = model.lifecycle.suspension if model.stage == "suspended" else None
        return f"it is {model.stage}" + (f" since {since.on}: {since.reason}" if since else "")
    sunset = model.lifecycle.sunset
    if model.stage == "deprecated" and sunset is not None and sunset < today:
        return f"its sunset was {sunset}"
    end = vendor_end(model, registry)
    if end is not None and end[0] < today:
        return f"its vendor ended it on {end[0]}"
    if retired_by(said_of(registry, model)):
        return "its vendor has retired it"
    for halt in use.suspended if use else ():
        if halt.ref == ref:
            return f"it is suspended for {use.ref if use else ''} since {halt.on}: {halt.reason}"
    return ""


def notice_needed(policy: RegistryCard, uses: Iterable[UseCaseCard]) -> Duration:
    """How long before its sunset the end of a version is announced, by the uses it serves.

    A use of unknown risk is not one of low risk.
    """
    served = list(uses)
    external = any(use.consumers and use.consumers.external for use in served)
    return policy.longest_notice({_risk(use) for use in served}, external)


def moving_takes(card: ModelCard, registry: Registry) -> Duration:
    """How long it takes to move away from a version: as its card says, else the notice that its uses are promised."""
    uses = (use for use, _ in registry.serves.get(card.ref, ()))
    return card.lifecycle.migration_lead or notice_needed(registry.policy, uses)


def _risk(use: UseCaseCard) -> str:
    return "high" if high_risk(use) else (use.risk.own if use.risk else None) or "unknown"


def high_risk(use: UseCaseCard) -> bool:
    """Whether a use is known to be of high risk, by our own judgement or under the EU AI Act."""
    return use.risk is not None and "high" in (use.risk.own, use.risk.eu_tier)


def relying_on(registry: Registry, ref: str, day: date) -> list[UseCaseCard]:
    """The uses that a version served on a day: by their histories, and of uses without one by what serves them now."""
    spells = registry.served.get(ref, ())
    found = {use.ref: use for use, spell in spells if spell.from_ <= day and (spell.to is None or day <= spell.to)}
    told = {use.ref for use, _ in spells}
    found |= {use.ref: use for use, _ in registry.serves.get(ref, ()) if use.ref not in told}
    return list(found.values())


def latest_review_by(card: ModelCard, policy: RegistryCard, reviewed: Iterable[date]) -> date | None:
    """The furthest day a version's next review may lie at; None when nothing says when the last look was."""
    looks = [day for day in (card.lifecycle.released, *reviewed) if day is not None]
    return policy.review_period.after(max(looks)) if looks else None
