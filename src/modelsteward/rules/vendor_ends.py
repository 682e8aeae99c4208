"""VE, what is said of a model's end: by sources that disagree, stop saying it, or have said something else before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.texts import amount, listed
from modelsteward.domain.vendors.fates import fate_of
from modelsteward.domain.vendors.moves import Move, last_move, words_like
from modelsteward.domain.vendors.saying import firm_ends
from modelsteward.rules.engine import Context, Family
from modelsteward.rules.vendor_words import (
    AT_MODEL,
    act,
    advice,
    called,
    on_file,
    said,
    settled,
    source_of,
    where,
    who_says,
    word,
)
from modelsteward.rules.wording import serving

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard, Source
    from modelsteward.domain.cards.vendor import Observation

VENDORS = Family("VE", "Vendors", "Whether what vendors say of their models, and change, is heeded in time.")

_MODEL = "m@1.0.0: {origin: vendor, source: {host: anthropic, model: sonnet, snapshot: '20290501'}%s}"


@VENDORS.rule(
    102, "Vanished from where it was listed", Severity.WARNING, timed=True, whole=True,
    good="""
vendor:anthropic/sonnet:
  observations:
    - {source: feed, read_on: 2029-06-01, snapshot: '20290501', ends: 2029-12-15}
    - {source: feed, read_on: 2029-12-30, snapshot: '20290501', listed: false}
""" + _MODEL % "",
    bad="""
vendor:anthropic/sonnet:
  observations:
    - {source: feed, read_on: 2029-06-01, snapshot: '20290501', not_before: 2030-05-01}
    - {source: feed, read_on: 2029-12-30, snapshot: '20290501', listed: false}
""" + _MODEL % "",
)  # fmt: skip
def vanished(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """What vendors retire disappears from their lists, often without a word. It may also be a slip of the list.

    A listing that is gone is no date: what its source said last still counts. Not told of what has ended as told.
    """
    source, found = source_of(card), on_file(card, ctx)
    if source is None or found is None:
        return
    words = found.said
    last = fate_of(words).last
    if last is not None and last < ctx.today:
        return
    for gone in (seen for seen in words if seen.listed is False):
        before = words_like(found.ever, gone)
        spoke = f"; on {before[-1].read_on} it said {word(before[-1])}" if before else ""
        others = [seen for seen in words if seen.source != gone.source and seen.listed is not False]
        still = f"; {who_says(max(others, key=lambda seen: seen.read_on))} still lists it" if others else ""
        message = f"{gone.source} lists {called(source)}{where(gone)} no more since {gone.read_on}{spoke}{still}"
        todo = f"see at the vendor whether it still answers, and until when (`steward vendors show {_name(source)}`)"
        yield Problem(AT_MODEL, message + serving(card, ctx), act(card, ctx, todo))


def _name(source: Source) -> str:
    return f"{source.host}/{source.model}" + (f"@{source.snapshot}" if source.snapshot else "")


@VENDORS.rule(
    103, "Sources disagree about its end", Severity.WARNING, timed=True, whole=True,
    good="""
vendor:anthropic/sonnet:
  observations:
    - {source: page, read_on: 2029-12-01, ends: 2031-05-01}
    - {source: feed, read_on: 2029-12-02, ends: 2031-05-01}
use:u: {serving: {main: m@1.0.0}}
""" + _MODEL % "",
    bad="""
vendor:anthropic/sonnet:
  observations:
    - {source: page, read_on: 2029-12-01, ends: 2031-05-01}
    - {source: feed, read_on: 2029-12-02, ends: 2031-11-01}
use:u: {serving: {main: m@1.0.0}}
""" + _MODEL % "",
)  # fmt: skip
def disagreement(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """One of them is wrong, or they speak of different regions or kinds of deployment. The earliest firm end counts.

    That one says it will not end before a day, and another that it ends sooner, is a disagreement too, and so is that
    one says it is retired. Told of versions that a use names, unless all agree that it has ended, or the version's own
    sunset comes first.
    """
    source, words = source_of(card), said(card, ctx)
    last = fate_of(words).last
    if source is None or (last is not None and settled(card, last)) or not _is_named(card, ctx):
        return
    over = [seen for seen in words if _is_over(seen, ctx.today)]
    coming = [seen for _, seen in firm_ends(words) if seen not in over]
    if over or coming:
        coming += [seen for seen in words if _denies(seen, last)]
    told = [*over, *coming]
    if coming and len({word(seen) for seen in told}) > 1:
        each = "; ".join(f"{who_says(seen)} says {word(seen)}" for seen in told)
        counts = f"; {last} counts, the earliest" if last and fate_of(words).dated else ""
        message = f"the sources disagree about the end of {called(source)}: {each}{counts}"
        yield Problem(AT_MODEL, message + serving(card, ctx), act(card, ctx, _ways(source, told)))


def _is_over(seen: Observation, today: date) -> bool:
    """Whether a source says that it has ended."""
    return seen.ends < today if seen.ends is not None else seen.status == "retired"


def _denies(seen: Observation, last: date | None) -> bool:
    """Whether a source that names no end says that it goes on beyond the one that others name."""
    if seen.ends is not None or seen.status == "retired" or seen.listed is False:
        return False
    return seen.not_before > last if seen.not_before and last else seen.status == "active"


def _ways(source: Source, told: list[Observation]) -> str:
    """How to go on where sources disagree."""
    unsaid = [
        part for part in ("region", "deployment_kind")
        if getattr(source, part) is None and len({getattr(seen, part) for seen in told}) > 1
    ]  # fmt: skip
    if unsaid:
        keys = listed(f"`source.{part}`" for part in unsaid)
        return f"say in {keys} which it is, for they may differ by it; or go by the earliest"
    return "go by the earliest until the vendor's own page says otherwise, and that is on file (`steward vendors sync`)"


def _is_named(card: ModelCard, ctx: Context) -> bool:
    """Whether a use that has not ended names a version, in whatever part."""
    return any(entry.card.status != "ended" for entry in ctx.registry.filed(f"uses {card.ref}"))


@VENDORS.rule(
    106, "Vendor ends it sooner than it said", Severity.WARNING, timed=True, whole=True,
    good="""
vendor:anthropic/sonnet:
  observations:
    - {source: page, read_on: 2029-06-01, ends: 2031-05-01}
    - {source: page, read_on: 2029-12-01, ends: 2031-11-01}
""" + _MODEL % "",
    bad="""
vendor:anthropic/sonnet:
  observations:
    - {source: page, read_on: 2029-06-01, ends: 2031-05-01}
    - {source: page, read_on: 2029-12-01, ends: 2030-11-01}
""" + _MODEL % "",
)  # fmt: skip
def shortened(card: ModelCard, ctx: Context, *, days: int = 90) -> Iterator[Problem]:
    """Plans were made by the day that was told before. What was said then stays on file, so that this can be noticed.

    Told for `days` after it was read, unless it has ended by now, or the card's own sunset comes no later.
    """
    source, end = source_of(card), fate_of(said(card, ctx)).last
    if source is None or (end is not None and end < ctx.today):
        return
    for move in _moves(card, ctx, days):
        now = move.seen.ends
        if move.days_sooner and now is not None and not settled(card, now):
            was, sooner = word(move.before).removeprefix("that "), amount(move.days_sooner, "day")
            message = f"{called(source)} ends on {now}, {sooner} sooner: {move.seen.source} said before that {was}"
            message += f" (read {move.before.read_on} and {move.seen.read_on}){where(move.seen)}"
            todo = f"see whether {now} leaves time enough to move, and announce it: {_announce(card, str(now))}"
            hint = act(card, ctx, todo) + advice(card, ctx, move.seen)
            yield Problem(AT_MODEL, message + serving(card, ctx), hint)


def _announce(card: ModelCard, day: str) -> str:
    return f"`steward deprecate {card.ref} --sunset {day} --because vendor`"


def _moves(card: ModelCard, ctx: Context, days: int) -> Iterator[Move]:
    """The changes of day that stand, and were read not long ago."""
    found = on_file(card, ctx)
    for seen in found.said if found else ():
        move = last_move(found.ever, seen) if found and seen.listed is not False else None
        if move is not None and ctx.today - move.seen.read_on <= timedelta(days=days):
            yield move


@VENDORS.rule(
    107, "Vendor put its end off", Severity.NOTE, timed=True, whole=True,
    good="""
vendor:anthropic/sonnet: {observations: [{source: page, read_on: 2029-06-01, ends: 2030-05-01}]}
""" + _MODEL % ", stage: deprecated, lifecycle: {deprecated: 2029-07-01, sunset: 2030-05-01, because: vendor}",
    bad="""
vendor:anthropic/sonnet:
  observations:
    - {source: page, read_on: 2029-06-01, ends: 2030-05-01}
    - {source: page, read_on: 2029-12-01, ends: 2031-05-01}
""" + _MODEL % ", stage: deprecated, lifecycle: {deprecated: 2029-07-01, sunset: 2030-05-01, because: vendor}",
)  # fmt: skip
def put_off(card: ModelCard, ctx: Context, *, days: int = 90) -> Iterator[Problem]:
    """An end that was announced here because the vendor's was near may be none any more, and people are moving for it.

    Told for `days` after it was read, of a sunset that lies ahead, where no other source holds on to the old day. A day
    before the sunset was no reason for it.
    """
    source, sunset = source_of(card), card.lifecycle.sunset
    if source is None or sunset is None or sunset < ctx.today or card.lifecycle.because != "vendor":
        return
    end = fate_of(said(card, ctx)).last
    if end is not None and end <= sunset:
        return
    for move in _moves(card, ctx, days):
        if move.is_later and move.before.ends is not None and move.before.ends >= sunset:
            message = f"{move.seen.source} said {word(move.before)}, and since {move.seen.read_on} {word(move.seen)}"
            message += f"; the sunset {sunset} was announced because of the vendor"
            cancel = f"`steward deprecate {card.ref} --cancel --reason TEXT`"
            later = f"`steward deprecate {card.ref} --sunset {end or 'DATE'} --because vendor`"
            todo = f"take the end back ({cancel}), move it ({later}), or leave it, and tell those who were told"
            yield Problem(("lifecycle", "sunset"), message + serving(card, ctx), act(card, ctx, todo))
