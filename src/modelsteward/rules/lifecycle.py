"""TM, what needs no today: whether the dates of a card are there, and agree with each other and with its stage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from modelsteward.domain.approvals import last_day
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.lifespan import latest_review_by, notice_needed, out_of_order, relying_on
from modelsteward.domain.people import holds_role
from modelsteward.domain.stages import ENDED_STAGES, SERVING_STAGES
from modelsteward.rules.derived import records
from modelsteward.rules.engine import Context, Family
from modelsteward.rules.wording import must, stands, whose

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.records import Approval
    from modelsteward.domain.registry import Registry

TIMING = Family("TM", "Time", "Whether dates are kept, and stand in order.")


@TIMING.rule(
    105, "Deprecated without a sunset", Severity.ERROR,
    good="m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, sunset: 2030-06-01}}",
    bad="m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01}}",
)  # fmt: skip
def no_sunset(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """To be told that something ends, and not when, helps nobody to plan. Without a day it also never ends."""
    if card.stage == "deprecated" and card.lifecycle.sunset is None:
        hint = must(ctx, card.owner, "write the last day it may serve, under lifecycle.sunset")
        yield Problem(("lifecycle", "sunset"), "it is deprecated, and no sunset is set", hint)


@TIMING.rule(
    106, "Notice too short", Severity.ERROR, whole=True,
    good="m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, sunset: 2030-01-30}}",
    bad="m@1.0.0: {stage: deprecated, lifecycle: {deprecated: 2029-12-01, sunset: 2030-01-29}}",
)  # fmt: skip
def short_notice(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Those who rely on a version need time to move. How much steward.yaml says under `notice`, by risk and consumers.

    The uses that it served on the day of the announcement count, those that have moved since included. The periods
    bind our own choices. Where a vendor, a court, an incident or withdrawn data ends a version sooner (`because`),
    less is allowed, with an approval of that end on record; what lets it serve is not taken for one.
    """
    dates = card.lifecycle
    if card.stage not in ("deprecated", "suspended") or dates.deprecated is None or dates.sunset is None:
        return
    if any("notice" in forced.gates and forced.on >= dates.deprecated for forced in dates.forced):
        return  # somebody decided that, and it stands on the card
    needed = notice_needed(ctx.policy, relying_on(ctx.registry, card.ref, dates.deprecated))
    earliest = needed.after(dates.deprecated)
    given = (dates.sunset - dates.deprecated).days
    if dates.sunset >= earliest or given < 0:  # out of order is told by another rule
        return
    message = f"announced {given} {'day' if given == 1 else 'days'} before the sunset, and {needed} is the least here"
    if dates.because in (None, "own"):
        hint = must(ctx, card.owner, f"move lifecycle.sunset to {earliest} or later")
        yield Problem(("lifecycle", "sunset"), message, hint)
    elif not end_approved(ctx.registry, card):
        how = approving_end(card.ref)
        what = f"put an approval of its end on record (`{how}`), or move lifecycle.sunset to {earliest} or later"
        message += f"; because of {dates.because} less is allowed, with an approval"
        yield Problem(("lifecycle", "sunset"), message, must(ctx, card.owner, what))


def end_approved(registry: Registry, card: ModelCard, today: date | None = None) -> bool:
    """Whether somebody with a role approved that a version ends early: its end, or without naming a use, since its
    release. The newest decision of a role holds, and of one day a rejection.

    With `today` it must count on that day, for who decides now relies on it: given by who holds the role, and not past
    its last day. Without, it is what was decided then.
    """
    policy, since = registry.policy, card.lifecycle.released or date.min
    newest: dict[str, Approval] = {}
    for approval in sorted(
        records(registry, "approval", card.ref), key=lambda one: (one.on, one.decision == "rejected")
    ):
        known = approval.role in policy.roles or not policy.roles
        holds = today is None or not policy.roles or holds_role(policy, approval.by, approval.role)
        come = since <= approval.on <= (today or date.max)
        if known and holds and come and (approval.of == "end" or approval.use is None):
            newest[approval.role] = approval
    return any(
        one.decision == "approved" and (today is None or last_day(one, policy) >= today) for one in newest.values()
    )


def approving_end(ref: str) -> str:
    """The command that puts an approval of an end on record."""
    return f"steward record approval {ref} --end --as ROLE"


@TIMING.rule(
    107, "Sunset without replacement or reason", Severity.WARNING,
    good="m@1.0.0: {lifecycle: {sunset: 2030-06-01, reason: The clinic it was for closes.}}",
    bad="m@1.0.0: {lifecycle: {sunset: 2030-06-01, replacement: null}}",
)  # fmt: skip
def sunset_unexplained(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Callers ask two things about an end: what they move to, and if to nothing, why."""
    dates = card.lifecycle
    if dates.sunset and card.stage in SERVING_STAGES and not dates.replacement and not dates.reason:
        hint = must(ctx, card.owner, "name lifecycle.replacement, or say in lifecycle.reason why there is none")
        yield Problem(("lifecycle", "sunset"), "it ends, and neither a replacement nor a reason is given", hint)


_LIFECYCLE = (
    ("released", "review_by"), ("released", "deprecated"), ("deprecated", "sunset"), ("released", "sunset"),
    ("deprecated", "retired"), ("released", "retired"), ("retired", "destroyed"), ("released", "destroyed"),
    ("sunset", "destroy_by"),
)  # fmt: skip
_PAIRS = {
    "usecase": (("placed_on_market", "last_use"),),
    "notice": (("on", "sent"),),
    "review": (("on", "until"),),
    "checklist": (("opened", "closed"),),
    "hold": (("opened", "released"),),
    "incident": (("opened", "reported"), ("opened", "closed")),
    "case": (("opened", "due"), ("opened", "closed")),
    "waiver": (("on", "until"),),
}


@TIMING.rule(
    108, "Dates out of order", Severity.ERROR,
    of="model usecase notice review checklist hold incident case waiver",
    good="m@1.0.0: {lifecycle: {released: 2029-06-01, sunset: 2030-06-01}}",
    bad="m@1.0.0: {lifecycle: {released: 2029-06-01, sunset: 2029-05-01}}",
)  # fmt: skip
def out_of_step(card: Any, ctx: Context) -> Iterator[Problem]:
    """An end before its beginning is a slip of the pen, and every rule that counts from it would count wrong."""
    if ctx.entry.kind == "model":
        yield from _disorder(card.lifecycle, _LIFECYCLE, ("lifecycle",), card, ctx)
        return
    yield from _disorder(card, _PAIRS[ctx.entry.kind], (), card, ctx)
    for i, spell in enumerate(getattr(card, "served", ())):
        yield from _disorder(spell, (("from_", "to"),), ("served", i), card, ctx)


def _disorder(
    dates: object, pairs: tuple[tuple[str, str], ...], under: Path, card: Any, ctx: Context
) -> Iterator[Problem]:
    for (first, start), (second, end) in out_of_order(dates, pairs):
        message = f"`{second}` ({end}) lies before `{first.rstrip('_')}` ({start})"
        yield Problem((*under, second), message, f"{whose(card, ctx)} must correct the one that is wrong")


@TIMING.rule(
    109, "Ended but still serving", Severity.ERROR, whole=True,
    good="m@1.0.0: {stage: retired}\nuse:u: {status: ended, serving: {main: m@1.0.0}}",
    bad="m@1.0.0: {stage: retired}\nuse:u: {serving: {main: m@1.0.0}}",
)  # fmt: skip
def ended_but_serving(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """What is retired answers no more. A use that names it as its champion either fails or runs on something else.

    Two branches can bring this about without a conflict: one retires a version, the other lets it serve.
    """
    if card.stage in ENDED_STAGES:
        for use, slot in ctx.registry.serves.get(card.ref, ()):
            hint = must(ctx, use.owner, f"name another version under serving.{slot} of {use.ref}")
            yield Problem(("stage",), f"{stands(card.stage)}, and still serves slot {slot} of {use.ref}", hint)


_DATE_OF_STAGE = ("deprecated", "retired", "destroyed")
_MAY_HAVE = {
    "deprecated": ("deprecated", "suspended", "retired", "destroyed"),
    "retired": ("retired", "destroyed"),
    "destroyed": ("destroyed",),
}


@TIMING.rule(
    110, "Stage and dates disagree", Severity.ERROR,
    good="m@1.0.0: {stage: retired, lifecycle: {retired: 2029-12-01}}",
    bad="m@1.0.0: {stage: production, lifecycle: {retired: 2029-12-01}}",
)  # fmt: skip
def stage_disagrees(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """A stage and its day are written together. One without the other is a change made by half.

    What is deprecated, retired or destroyed says since when; what is not yet so has no such day.
    """
    dates = card.lifecycle
    for key in _DATE_OF_STAGE:
        day = getattr(dates, key)
        if day is None and card.stage == key:
            hint = must(ctx, card.owner, f"write the day under lifecycle.{key}")
            yield Problem(("lifecycle", key), f"it is {key}, and lifecycle.{key} is not set", hint)
        elif day is not None and card.stage not in _MAY_HAVE[key]:
            hint = must(ctx, card.owner, f"correct the stage, or take lifecycle.{key} out")
            yield Problem(("lifecycle", key), f"lifecycle.{key} is set, and {stands(card.stage)}", hint)


@TIMING.rule(
    115, "Review missing or too far off", Severity.WARNING, whole=True,
    good="m@1.0.0: {lifecycle: {released: 2029-06-01, review_by: 2030-06-01}}",
    bad="m@1.0.0: {lifecycle: {released: 2029-06-01, review_by: 2030-06-02}}",
)  # fmt: skip
def no_review(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """What serves people is looked at again. steward.yaml's `review_period` says how long it may go without.

    The period runs from the day of the last review on record, or from the release.
    """
    if card.stage != "production":
        return
    due = card.lifecycle.review_by
    if due is None:
        hint = must(ctx, card.owner, "set lifecycle.review_by")
        yield Problem(("lifecycle", "review_by"), "it is in production, and no review is due on any day", hint)
        return
    latest = latest_review_by(card, ctx.policy, (review.on for review in records(ctx.registry, "review", card.ref)))
    if latest is not None and due > latest:
        message = f"the next review is due on {due}, more than {ctx.policy.review_period} after the last look"
        what = f"put a review on record, or set lifecycle.review_by to {latest} or earlier"
        yield Problem(("lifecycle", "review_by"), message, must(ctx, card.owner, what))


@TIMING.rule(
    118, "In service without a release date", Severity.WARNING,
    good="m@1.0.0: {lifecycle: {released: 2029-06-01}}",
    bad="m@1.0.0: {lifecycle: {released: null}}",
)  # fmt: skip
def no_release(card: ModelCard, ctx: Context) -> Iterator[Problem]:
    """Reviews and periods of law run from the day a version entered production."""
    if card.stage in SERVING_STAGES and card.lifecycle.released is None:
        hint = must(ctx, card.owner, "write the day it first entered production, under lifecycle.released")
        yield Problem(("lifecycle", "released"), f"{stands(card.stage)}, and no release date is set", hint)
