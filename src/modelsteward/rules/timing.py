"""TM, what compares with today: ends and reviews that are due, soon or by now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.lifespan import lies_within
from modelsteward.domain.stages import SERVING_STAGES
from modelsteward.domain.vendors.saying import last_day_told
from modelsteward.rules.engine import Context
from modelsteward.rules.lifecycle import TIMING
from modelsteward.rules.vendor_words import last_day, said
from modelsteward.rules.wording import moving, must, stands, whose

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard

__all__ = ["TIMING"]

_LIVE_STAGES = SERVING_STAGES | {"suspended"}


@TIMING.rule(
    101, "Past its sunset", Severity.ERROR, timed=True,
    good="m@1.0.0: {lifecycle: {sunset: 2030-01-01}}",
    bad="m@1.0.0: {lifecycle: {sunset: 2029-12-31}}",
)  # fmt: skip
def past_sunset(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """The sunset is the last day a version may serve; the day itself still counts. After it nobody answers for it.

    To move the sunset is a decision too: it takes a reason, and those who were told of the old one. Where the vendor's
    end has passed as well there is nothing to move it to.
    """
    sunset = card.lifecycle.sunset
    if sunset is not None and sunset < ctx.today and card.stage in _LIVE_STAGES:
        later = f", or move the date with `steward deprecate {card.ref} --sunset DATE --reason TEXT`"
        end = last_day_told(said(card, ctx))
        movable = card.stage == "deprecated" and (end is None or end >= ctx.today)
        hint = must(ctx, card.owner, moving(card, ctx) + (later if movable else ""))
        message = f"its sunset was {ago(sunset, ctx.today)} ({sunset}), and {stands(card.stage)}"
        yield Problem(("lifecycle", "sunset"), message, hint)


@TIMING.rule(
    102, "Past its review date", Severity.ERROR, timed=True,
    good="m@1.0.0: {lifecycle: {review_by: 2030-01-01}}",
    bad="m@1.0.0: {lifecycle: {review_by: 2029-12-31}}",
)  # fmt: skip
def past_review(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A review date is the owner's promise to look again. Past it a model is trusted on evidence nobody renewed.

    A version past its sunset, or its vendor's end, has that to answer first (TM101, TM111); a review would not help.
    """
    due = card.lifecycle.review_by
    if due is None or due >= ctx.today or card.stage not in SERVING_STAGES:
        return
    last = last_day(card, ctx)
    if last is None or last >= ctx.today:
        hint = must(ctx, card.owner, f"review it (`steward review {card.ref} --until DATE`), or retire it")
        yield Problem(("lifecycle", "review_by"), f"its review was due {ago(due, ctx.today)} ({due})", hint)


@TIMING.rule(
    103, "Sunset ahead", Severity.WARNING, timed=True,
    good="m@1.0.0: {lifecycle: {sunset: 2030-04-02}}",
    bad="m@1.0.0: {lifecycle: {sunset: 2030-04-01}}",
)  # fmt: skip
def sunset_ahead(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """What ends within the window (`window` in steward.yaml, or `--within`) is told while there is time to move."""
    sunset = card.lifecycle.sunset
    if sunset is None or card.stage not in _LIVE_STAGES or not lies_within(sunset, ctx.today, ctx.policy.window):
        return
    hint = must(ctx, card.owner, f"{moving(card, ctx)} by then")
    yield Problem(("lifecycle", "sunset"), f"its sunset is {ago(sunset, ctx.today)} ({sunset})", hint)


@TIMING.rule(
    104, "Review ahead", Severity.WARNING, timed=True,
    good="m@1.0.0: {lifecycle: {review_by: 2030-04-02}}",
    bad="m@1.0.0: {lifecycle: {review_by: 2030-04-01}}",
)  # fmt: skip
def review_ahead(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A review takes people's time, so it is told while there is some. What ends before its review needs none."""
    due = card.lifecycle.review_by
    if due is None or card.stage not in SERVING_STAGES or not lies_within(due, ctx.today, ctx.policy.window):
        return
    last = last_day(card, ctx)
    if last is None or last > due:
        hint = must(ctx, card.owner, f"review it (`steward review {card.ref} --until DATE`), or plan its end")
        yield Problem(("lifecycle", "review_by"), f"its review is due {ago(due, ctx.today)} ({due})", hint)


@TIMING.rule(
    113, "Bytes kept too long", Severity.ERROR, timed=True,
    good="m@1.0.0: {stage: retired, lifecycle: {retired: 2029-07-01, destroy_by: 2030-01-01}}",
    bad="m@1.0.0: {stage: retired, lifecycle: {retired: 2029-07-01, destroy_by: 2029-12-31}}",
)  # fmt: skip
def past_destroy_by(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A day by which bytes must be gone comes from a contract, a law or a decision about data. It binds any stage."""
    last = card.lifecycle.destroy_by
    if last is not None and last < ctx.today and card.stage != "destroyed":
        message = f"its bytes were to be gone {ago(last, ctx.today)} ({last}), and {stands(card.stage)}"
        hint = must(ctx, card.owner, "destroy it, unless a hold forbids it; then say so in lifecycle.reason")
        yield Problem(("lifecycle", "destroy_by"), message, hint)


@TIMING.rule(
    114, "Destruction ahead", Severity.WARNING, timed=True,
    good="m@1.0.0: {stage: retired, lifecycle: {retired: 2029-07-01, destroy_by: 2030-04-02}}",
    bad="m@1.0.0: {stage: retired, lifecycle: {retired: 2029-07-01, destroy_by: 2030-04-01}}",
)  # fmt: skip
def destruction_ahead(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Finding every copy takes time, and a vendor's deletion takes weeks."""
    last = card.lifecycle.destroy_by
    if last is None or card.stage == "destroyed" or not lies_within(last, ctx.today, ctx.policy.window):
        return
    hint = must(ctx, card.owner, "find every copy, see that no hold stands, and destroy it by then")
    yield Problem(("lifecycle", "destroy_by"), f"its bytes must be gone by {last} ({ago(last, ctx.today)})", hint)


_RECORD = (("on",),)
_HAPPENED: dict[str, tuple[tuple[str, ...], ...]] = {
    "model": (*(("lifecycle", key) for key in ("released", "deprecated", "retired", "destroyed")), ("cost", "read_on")),
    "usecase": (
        ("served", "*", "from"), ("served", "*", "to"), ("suspended", "*", "on"), ("training", "completed", "*", "on"),
    ),
    "dataset": (("withdrawal", "on"),),
    "vendor": (("observations", "*", "read_on"), ("observations", "*", "as_of"), ("prices", "*", "read_on")),
    "host": (("readings", "*", "read_on"), ("readings", "*", "as_of")),
    "evaluation": _RECORD,
    "approval": _RECORD,
    "review": _RECORD,
    "erasure": _RECORD,
    "verification": _RECORD,
    "certificate": _RECORD,
    "notice": (("on",), ("sent",)),
    "waiver": (("on",),),
    "hold": (("opened",), ("released",)),
    "checklist": (("opened",), ("closed",)),
    "incident": (("opened",), ("reported",), ("closed",)),
    "case": (("opened",), ("closed",), ("extensions", "*", "on"), ("decisions", "*", "on")),
}  # fmt: skip
"""By kind, the keys that tell of something that has happened; `*` is each item of a list."""


@TIMING.rule(
    116, "Date that has not come yet", Severity.ERROR, timed=True,
    of="model usecase dataset vendor host evaluation approval review erasure verification certificate notice waiver "
    "hold checklist incident case",
    good="m@1.0.0: {lifecycle: {released: 2030-01-01}}",
    bad="m@1.0.0: {lifecycle: {released: 2030-01-03}}",
)  # fmt: skip
def not_yet(card: Any, ctx: Context) -> Iterator[Problem]:
    """Some dates tell of what has happened: a release, a review, a price that was read. They can't lie ahead.

    Mostly the year is a slip of the pen. Plans have keys of their own: sunset, review_by, destroy_by. One day ahead is
    let pass: east of the registry's time zone it is tomorrow already.
    """
    today = ctx.today
    latest = today if today == date.max else today + timedelta(days=1)
    for path, day in (one for keys in _HAPPENED[ctx.entry.kind] for one in _told(card, keys)):
        if day > latest:
            hint = f"{whose(card, ctx)} must correct the date, or write it once it has happened"
            yield Problem(path, f"`{path[-1]}` tells of what has happened, and {day} is {ago(day, today)}", hint)


def _told(value: Any, keys: tuple[str, ...], at: Path = ()) -> Iterator[tuple[Path, date]]:
    """Each day that some keys of a card lead to, with its place."""
    if value is None:
        return
    if not keys:
        yield at, value
    elif keys[0] == "*":
        for i, item in enumerate(value):
            yield from _told(item, keys[1:], (*at, i))
    else:
        key = keys[0]
        yield from _told(getattr(value, "from_" if key == "from" else key), keys[1:], (*at, key))
