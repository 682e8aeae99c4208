"""What the rules about vendors share: what is on file about a card's model, and how that is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.stages import SERVING_STAGES
from modelsteward.domain.vendors.joining import Joined, joined
from modelsteward.domain.vendors.saying import last_day_told
from modelsteward.rules.engine import Context
from modelsteward.rules.wording import alongside, must

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Source
    from modelsteward.domain.cards.vendor import Observation

AT_MODEL = ("source", "model")
"""Where in a card its vendor's model is named."""


def source_of(card: ModelCard) -> Source | None:
    """Where a vendor's model that may serve comes from; None where a vendor has no say."""
    source = card.source
    if source is None or source.host is None or source.model is None or card.stage not in SERVING_STAGES:
        return None
    return source


def on_file(card: ModelCard, ctx: Context) -> Joined | None:
    """What is on file about a vendor's model that may serve."""
    source = source_of(card)
    return joined(ctx.registry, source) if source else None


def said(card: ModelCard, ctx: Context) -> list[Observation]:
    """The same as far as it stands, and an end goes by it."""
    found = on_file(card, ctx)
    return found.counting if found else []


def last_day(card: ModelCard, ctx: Context) -> date | None:
    """The last day a version can serve: its sunset, or its vendor's firm end if that comes first."""
    days = [day for day in (card.lifecycle.sunset, last_day_told(said(card, ctx))) if day is not None]
    return min(days, default=None)


def settled(card: ModelCard, end: date) -> bool:
    """Whether our own sunset comes no later than an end, so that nobody must do anything about that."""
    sunset = card.lifecycle.sunset
    return sunset is not None and sunset <= end


def called(source: Source) -> str:
    """The vendor's model in words: `gpt-4o (2024-08-06) at azure-openai`."""
    return f"{source.model}{f' ({source.snapshot})' if source.snapshot else ''} at {source.host}"


def ends(day: date, today: date) -> str:
    """`ends in 5 days (2030-01-06)` or `ended 5 days ago (2029-12-27)`."""
    return f"{'ended' if day < today else 'ends'} {ago(day, today)} ({day})"


def where(seen: Observation) -> str:
    """What part of a model a word is about, beside its snapshot: ` in eastus, provisioned`; or nothing."""
    kind = f"{',' if seen.region else ' for'} {seen.deployment_kind}" if seen.deployment_kind else ""
    return (f" in {seen.region}" if seen.region else "") + kind


def word(seen: Observation) -> str:
    """What a source said of an end, as the rest of a sentence: `that it ends on 2030-01-01`."""
    if seen.ends is not None:
        return f"that it ends on {seen.ends}"
    if seen.status == "retired":
        return "that it is retired"
    if seen.not_before is not None:
        return f"that it will not end before {seen.not_before}"
    state = f"`{seen.state}`" if seen.state else seen.status
    return f"that it is {state}" if state else "nothing of its end"


def who_says(seen: Observation) -> str:
    """A source and when it was read, and of which region or kind of deployment it speaks."""
    return f"{seen.source} (read {seen.read_on}){where(seen)}"


def act(card: ModelCard, ctx: Context, what: str) -> str:
    """Who must do what: the card's team, and with it those whose uses it serves."""
    return must(ctx, card.owner, what) + alongside(card, ctx)


def recommended(told: Observation | None) -> str:
    """What the vendor recommends instead, as the end of a sentence; or nothing."""
    return f"; the vendor recommends {told.replacement}" if told and told.replacement else ""


def advice(card: ModelCard, ctx: Context, told: Observation | None) -> str:
    """What the vendor recommends; and where it serves something, and it is not said where that moves, what tells."""
    asks = ctx.registry.serves.get(card.ref, ()) and not has_successor(card, ctx)
    return recommended(told) + (f"; `steward vendors successors {card.ref}` lists what stays" if asks else "")


def has_successor(card: ModelCard, ctx: Context) -> bool:
    """Whether it is said where everything moves that a version serves."""
    uses = ctx.registry.serves.get(card.ref, ())
    return bool(card.lifecycle.replacement) or bool(uses and all(slot in use.replacement for use, slot in uses))
