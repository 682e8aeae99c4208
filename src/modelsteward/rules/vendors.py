"""TM, what vendors decide: models that a vendor switches off, and how fresh our knowledge of that is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.lifespan import lies_within
from modelsteward.domain.stages import SERVING_STAGES
from modelsteward.domain.vendors.joining import joined
from modelsteward.domain.vendors.saying import firm_end
from modelsteward.rules.engine import Context
from modelsteward.rules.lifecycle import TIMING
from modelsteward.rules.wording import moving, must

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Source
    from modelsteward.domain.cards.vendor import Observation

_AT = ("source", "model")


def _source(card: ModelCard) -> Source | None:
    """Where a vendor's model that may serve comes from; None where a vendor has no say."""
    source = card.source
    if source is None or source.host is None or source.model is None or card.stage not in SERVING_STAGES:
        return None
    return source


def _said(source: Source, ctx: Context) -> list[Observation]:
    """What is on file about a vendor's model, and stands."""
    found = joined(ctx.registry, source)
    return found.said if found else []


def _called(source: Source) -> str:
    """The vendor's model in words: `gpt-4o (2024-08-06) at azure-openai`."""
    return f"{source.model}{f' ({source.snapshot})' if source.snapshot else ''} at {source.host}"


def _ends(card: ModelCard, ctx: Context) -> Iterator[tuple[date, Observation, str]]:
    """The vendor's firm end and what it ends, unless the card's own sunset comes no later: then that is judged."""
    source = _source(card)
    end = firm_end(_said(source, ctx)) if source else None
    sunset = card.lifecycle.sunset
    if source is not None and end is not None and (sunset is None or end[0] < sunset):
        yield *end, _called(source)


def last_day(card: ModelCard, ctx: Context) -> date | None:
    """The last day a version can serve: its sunset, or its vendor's firm end if that comes first."""
    source = _source(card)
    end = firm_end(_said(source, ctx)) if source else None
    days = [day for day in (card.lifecycle.sunset, end[0] if end else None) if day is not None]
    return min(days, default=None)


_FACTS = """
vendor:azure-openai/gpt-4o: {observations: [{source: https://vendor.example, read_on: 2029-12-01, ends: %s}]}
m@1.0.0: {origin: vendor, source: {host: azure-openai, model: gpt-4o}}
"""


@TIMING.rule(
    111, "Ended by its vendor", Severity.ERROR, timed=True, whole=True,
    good=_FACTS % "2030-01-01",
    bad=_FACTS % "2029-12-31",
)  # fmt: skip
def vendor_ended(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A vendor has switched it off, whatever the card says: calls fail, or something else answers them.

    Of each source in the vendor's file the latest word counts, and of those the earliest firm end (`ends`).
    `not_before` is no end. Where the card's own sunset comes first, that is what is judged.
    """
    for last, seen, what in _ends(card, ctx):
        if last < ctx.today:
            hint = must(ctx, card.owner, moving(card, ctx, "another model") + _advice(seen))
            yield Problem(_AT, f"{what} ended {ago(last, ctx.today)} ({last}), says {seen.source}", hint)


@TIMING.rule(
    112, "Vendor's end ahead", Severity.WARNING, timed=True, whole=True,
    good=_FACTS % "2030-04-02",
    bad=_FACTS % "2030-04-01",
)  # fmt: skip
def vendor_end_ahead(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """The vendor will switch it off within the window, and the card says nothing of it: no sunset on or before the day.

    A sunset of our own tells the people who rely on it, and starts the notice. One that comes later than the vendor's
    end promises what cannot be kept, however far off that is.
    """
    sunset = card.lifecycle.sunset
    for last, seen, what in _ends(card, ctx):
        if lies_within(last, ctx.today, ctx.policy.window) or (sunset is not None and last >= ctx.today):
            announce = f"announce its end (`steward deprecate {card.ref} --sunset {last} --because vendor`)"
            todo = f"{announce}, and {moving(card, ctx, 'another model')}{_advice(seen)}"
            message = f"{what} ends {ago(last, ctx.today)} ({last}), says {seen.source}"
            own = f"; the card's own sunset ({sunset}) comes too late" if sunset else ""
            yield Problem(_AT, message + own, must(ctx, card.owner, todo))


def _advice(seen: Observation) -> str:
    return f"; the vendor recommends {seen.replacement}" if seen.replacement else ""


@TIMING.rule(
    117, "Vendor's facts missing or old", Severity.WARNING, timed=True, whole=True,
    good=_FACTS % "null",
    bad="m@1.0.0: {origin: vendor, source: {host: azure-openai, model: gpt-4o}}",
)  # fmt: skip
def facts_old(card: ModelCard, ctx: Context, *, max_age_days: int = 90) -> Iterator[Problem]:
    """Vendors announce an end months ahead, and only to those who look. Nobody has looked for too long. What has ended
    needs no more looking.

    `max_age_days` is how old the newest observation may be.
    """
    source = _source(card) if card.origin == "vendor" else None
    last = last_day(card, ctx)
    if source is None or (last is not None and last < ctx.today):
        return
    newest = max((seen.read_on for seen in _said(source, ctx)), default=None)
    if newest is None and not _unreadable(source, ctx):
        hint = must(
            ctx, card.owner, f"read the vendor's page and put what it says into a file in vendors/{source.host}/"
        )
        yield Problem(_AT, f"nothing is on file about {_called(source)}", hint)
    elif newest is not None and ctx.today - newest > timedelta(days=max_age_days):
        message = f"what is on file about {_called(source)} was read {ago(newest, ctx.today)} ({newest})"
        hint = must(ctx, card.owner, "read the vendor's page again and add an observation to its file in vendors/")
        yield Problem(_AT, message, hint)


def _unreadable(source: Source, ctx: Context) -> bool:
    """Whether a file of this host can't be read, so that nobody knows what it says."""
    return any(broken.inside.startswith(f"vendors/{source.host}/") for broken in ctx.registry.unread())
