"""VE, continued: whether there is something to move to, and something to fall back on, that stays long enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.lifespan import moving_takes
from modelsteward.domain.stages import SERVING_STAGES
from modelsteward.domain.texts import amount
from modelsteward.domain.vendors.fates import Fate, fate_of
from modelsteward.domain.vendors.joining import joined, said_of
from modelsteward.rules.engine import Context
from modelsteward.rules.use import live
from modelsteward.rules.vendor_ends import VENDORS
from modelsteward.rules.vendor_words import AT_MODEL, act, called, ends, has_successor, last_day, said, source_of
from modelsteward.rules.wording import must, serving

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.usecase import UseCaseCard

_MOVE = """
vendor:openai/gpt-4o:
  observations: [{source: page, read_on: 2029-12-01, ends: 2030-09-01, replacement: gpt-5}]
vendor:openai/gpt-5:
  observations: [{source: page, read_on: 2029-12-01, ends: %s}]
m@1.0.0: {origin: vendor, source: {host: openai, model: gpt-4o}}
"""


@VENDORS.rule(
    104, "Successor that does not stay", Severity.WARNING, of="model usecase", timed=True, whole=True,
    good=_MOVE % "2030-11-01",
    bad=_MOVE % "2030-10-30",
)  # fmt: skip
def short_successor(card: ModelCard | UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Whoever moves to it must move again before the first move is over. Vendors recommend what they retire next, and
    go on recommending what they have retired.

    Of the replacements that the card or a use names, and where none is chosen, of what the vendor recommends. Long
    enough is as long as moving takes, from the day that this version ends, or from today: `lifecycle.migration_lead`,
    else the notice that the uses are promised.
    """
    if ctx.entry.kind == "usecase":
        yield from _of_use(card, ctx)  # type: ignore[arg-type]
    else:
        yield from _of_model(card, ctx)  # type: ignore[arg-type]


def _of_model(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    own = ctx.registry.model(card.lifecycle.replacement) if card.stage in SERVING_STAGES else None
    if own is not None:
        yield from _chosen(own, ("lifecycle", "replacement"), "its replacement", card, ctx)
    source = source_of(card)
    if source is None:
        return
    words = () if has_successor(card, ctx) else said(card, ctx)
    names = {seen.replacement: seen for seen in words if seen.replacement}
    for name, seen in names.items():
        found = joined(ctx.registry, source.model_copy(update={"model": name, "snapshot": None}))
        if found and (short := _too_short(fate_of(found.counting), card, ctx)):
            message = f"{seen.source} recommends {name} in place of {called(source)}, and {name} {short}"
            todo = f"choose another one: `steward vendors successors {card.ref}` lists those that stay"
            yield Problem(AT_MODEL, message + serving(card, ctx), act(card, ctx, todo))


def _of_use(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    for slot, ref in card.replacement.items() if live(card) else ():
        champion, other = ctx.registry.model(card.serving.get(slot)), ctx.registry.model(ref)
        if champion and other and champion.lifecycle.replacement != ref:
            what = f"the replacement of {champion.ref} for `{slot}`"
            yield from _chosen(other, ("replacement", slot), what, champion, ctx, card.owner)


def _chosen(
    other: ModelCard, at: Path, what: str, card: ModelCard, ctx: Context, owner: str | None = None
) -> Iterator[Problem]:
    """What we have chosen to move to ourselves."""
    if short := _too_short(fate_of(said_of(ctx.registry, other)), card, ctx):
        todo = f"choose another one: `steward vendors successors {card.ref}` lists those that stay"
        hint = must(ctx, owner, todo) if owner else act(card, ctx, todo)
        yield Problem(at, f"{other.ref}, {what}, {short}", hint)


def _too_short(fate: Fate, card: ModelCard, ctx: Context) -> str:
    """Why moving from a version to something with this fate is in vain; empty where it stays long enough, or nobody
    says that it does not.
    """
    if fate.last is None:
        return ""
    if fate.last < ctx.today:
        return f"has itself {ends(fate.last, ctx.today)}" if fate.dated else "is itself retired"
    takes, start = moving_takes(card, ctx.registry), max(last_day(card, ctx) or ctx.today, ctx.today)
    if fate.last >= takes.after(start):
        return ""
    return f"itself {ends(fate.last, ctx.today)}: moving takes {takes}, and starts by {start}"


_BACKED = """
vendor:openai/gpt-4o: {observations: [{source: page, read_on: 2029-12-01, ends: 2031-09-01}]}
vendor:anthropic/sonnet: {observations: [{source: page, read_on: 2029-12-01, ends: %s}]}
m@1.0.0: {origin: vendor, source: {host: openai, model: gpt-4o}}
n@1.0.0: {origin: vendor, source: {host: anthropic, model: sonnet}}
use:u: {serving: {main: m@1.0.0}, fallback: {main: n@1.0.0}}
"""


@VENDORS.rule(
    105, "Fallback that ends first", Severity.WARNING, of="usecase", timed=True, whole=True,
    good=_BACKED % "2031-09-01",
    bad=_BACKED % "2031-08-31",
)  # fmt: skip
def fallback_first(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A fallback is there for the day its champion ends without notice. One that ends before that day backs nothing.

    US104 speaks of fallbacks that are deprecated or may not serve, US118 of those that end soon without this.
    """
    if not live(card):
        return
    for slot, ref in card.fallback.items():
        model = ctx.registry.model(ref)
        if model is None or (why := outlived(model, card.serving.get(slot), ctx)) is None:
            continue
        todo = f"name another fallback for `{slot}` (`steward vendors successors {ref}` lists what stays)"
        yield Problem(("fallback", slot), f"{ref}, the fallback of `{slot}`, {why}", must(ctx, card.owner, todo))


def outlived(fallback: ModelCard, champion: str | None, ctx: Context) -> str | None:
    """How a fallback in production ends before what it backs, or was ended by its vendor; None where it does not."""
    if fallback.stage != "production" or fallback.ref == champion:
        return None
    last, fate = last_day(fallback, ctx), fate_of(said(fallback, ctx))
    if fate.last is not None and fate.last < ctx.today:
        by = f", says {fate.told.source}" if fate.told else ""
        return (f"{ends(fate.last, ctx.today)} at its vendor" if fate.dated else "is retired by its vendor") + by
    backed = ctx.registry.model(champion)
    until = last_day(backed, ctx) if backed else None
    if last is None or until is None or last >= until or last < ctx.today:
        return None
    whose = "its vendor's end" if last == fate.last else "its sunset"
    return f"ends {ago(last, ctx.today)} ({last}, {whose}), {_sooner(last, until)} before {champion} ({until})"


def _sooner(last: date, until: date) -> str:
    return amount((until - last).days, "day")
