"""TM, what vendors decide: models that a vendor switches off, and how fresh our knowledge of that is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.lifespan import lies_within
from modelsteward.domain.texts import listed
from modelsteward.domain.vendors.fates import Fate, fate_of
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.rules.engine import Context
from modelsteward.rules.lifecycle import TIMING
from modelsteward.rules.vendor_words import (
    AT_MODEL,
    act,
    advice,
    called,
    ends,
    last_day,
    recommended,
    said,
    settled,
    source_of,
)
from modelsteward.rules.wording import moving, must

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Source
    from modelsteward.domain.cards.vendor import HostCard, Observation


def _end(card: ModelCard, ctx: Context) -> Fate | None:
    """The vendor's end, unless nobody tells one, or the card's own sunset comes no later: then that is judged."""
    fate = fate_of(said(card, ctx))
    return fate if fate.last is not None and not settled(card, fate.last) else None


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
    `not_before` is no end. What a source calls retired (`status`) has ended although it names no day, unless another
    says later that it has not. Where the card's own sunset comes first, that is what is judged.
    """
    source, end = source_of(card), _end(card, ctx)
    if source is None or end is None or end.last is None or end.told is None or end.last >= ctx.today:
        return
    message = f"{called(source)} {ends(end.last, ctx.today)}, says {end.told.source}"
    if not end.dated:
        message = f"{called(source)} is retired, says {end.told.source} (read {end.told.read_on}), which names no day"
    hint = act(card, ctx, moving(card, ctx, "another model")) + recommended(end.told)
    yield Problem(AT_MODEL, message, f"{hint}; first: `{_first_step(card, ctx)}`")


def _first_step(card: ModelCard, ctx: Context) -> str:
    """What to type for a version that answers no more."""
    for use, slot in ctx.registry.serves.get(card.ref, ()):
        if other := use.replacement.get(slot) or card.lifecycle.replacement:
            return f"steward promote {other} production --for {use.ref.removeprefix('use:')}"
        return f"steward vendors successors {card.ref} --for {use.ref.removeprefix('use:')}"
    if card.stage == "deprecated":
        return f"steward retire {card.ref}"
    return f"steward suspend {card.ref} --reason TEXT"  # no day is left that could be announced


@TIMING.rule(
    112, "Vendor's end ahead", Severity.WARNING, timed=True, whole=True,
    good=_FACTS % "2030-04-02",
    bad=_FACTS % "2030-04-01",
)  # fmt: skip
def vendor_end_ahead(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """The vendor will switch it off within the window, and the card says nothing of it: no sunset on or before the day.

    Where the card says that moving away takes longer (`lifecycle.migration_lead`), it is told that much earlier. A
    sunset of our own tells the people who rely on it, and starts the notice. One that comes later than the vendor's end
    promises what cannot be kept, however far off that is.
    """
    source, end = source_of(card), _end(card, ctx)
    if source is None or end is None or end.last is None or end.told is None or end.last < ctx.today:
        return
    last, sunset, lead = end.last, card.lifecycle.sunset, card.lifecycle.migration_lead
    led = lead is not None and lies_within(last, ctx.today, lead)
    if led or sunset is not None or lies_within(last, ctx.today, ctx.policy.window):
        announce = f"announce its end (`steward deprecate {card.ref} --sunset {last} --because vendor`)"
        todo = act(card, ctx, f"{announce}, and {moving(card, ctx, 'another model')}")
        message = f"{called(source)} {ends(last, ctx.today)}, says {end.told.source}"
        message += f", within its migration lead time {lead}" if led else ""
        own = f"; the card's own sunset ({sunset}) comes too late" if sunset else ""
        yield Problem(AT_MODEL, message + own, todo + advice(card, ctx, end.told))


@TIMING.rule(
    117, "Vendor's facts missing or old", Severity.WARNING, timed=True, whole=True,
    good=_FACTS % "null",
    bad="m@1.0.0: {origin: vendor, source: {host: azure-openai, model: gpt-4o}}",
)  # fmt: skip
def facts_old(card: ModelCard, ctx: Context, *, max_age_days: int = 90) -> Iterator[Problem]:
    """Vendors announce an end months ahead, and only to those who look. Nobody has looked for too long. What has ended
    needs no more looking.

    `max_age_days` is how old the newest look may be: the day on which an observation was read, or its source for the
    whole host (`readings` in vendors/HOST.yaml). A source that says when it looked itself (`as_of`) knows nothing
    newer. What comes with steward is told where nothing is on file; it counts once it is.
    """
    source = source_of(card) if card.origin == "vendor" else None
    last = last_day(card, ctx)
    if source is None or (last is not None and last < ctx.today):
        return
    words = said(card, ctx)
    host = ctx.registry.host(source.host or "")
    newest = max((_looked(seen, host) for seen in words), default=None)
    if newest is None and not _unreadable(source, ctx):
        shipped = _shipped(source, ctx, max_age_days)
        look = _look(source, "sync" if shipped else "sync --from SOURCE")
        yield Problem(AT_MODEL, f"nothing is on file about {called(source)}{shipped}",
                      must(ctx, card.owner, f"look, and put it on file: {look}"))  # fmt: skip
    elif newest is not None and ctx.today - newest > timedelta(days=max_age_days):
        message = f"what is on file about {called(source)} was read {ago(newest, ctx.today)} ({newest})"
        yield Problem(AT_MODEL, message, must(ctx, card.owner, f"look again: {_look(source, 'sync --from SOURCE')}"))


def _look(source: Source, how: str) -> str:
    folder = f"vendors/{host_named(source.host or '')}/"
    return f"`steward vendors {how}`, or read the vendor's page and add an observation in {folder}"


def _looked(seen: Observation, host: HostCard | None) -> date:
    """The newest day for which a source vouches for what it says: no later than it looked itself."""
    readings = [one for one in host.readings if one.source == seen.source] if host else []
    looks = [(seen.read_on, seen.as_of), *((one.read_on, one.as_of) for one in readings)]
    return max(min(read_on, as_of or read_on) for read_on, as_of in looks)


def _unreadable(source: Source, ctx: Context) -> bool:
    """Whether a file of this host can't be read, so that nobody knows what it says."""
    host = source.host or ""
    folders = (f"vendors/{host}/", f"vendors/{host_named(host)}/")
    return any(broken.inside.startswith(folders) for broken in ctx.registry.unread())


def _shipped(source: Source, ctx: Context, max_age_days: int) -> str:
    """What comes with steward about a vendor's model, and that it is old if it is; or nothing."""
    words = ctx.packs.vendor_facts(source.host or "").said(source)
    if not words:
        return ""
    fate, read_on = fate_of(words), max(seen.read_on for seen in words)
    sources = listed(dict.fromkeys(seen.source for seen in ([fate.told] if fate.told else words)))
    what = "names no end"
    if fate.last is not None:
        what = f"says that it {ends(fate.last, ctx.today) if fate.dated else 'is retired'}"
    old = f", and is old: read {ago(read_on, ctx.today)}" if ctx.today - read_on > timedelta(days=max_age_days) else ""
    return f"; what comes with steward {what}, by {sources} (read {read_on}){old}"
