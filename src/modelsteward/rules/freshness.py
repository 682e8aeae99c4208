"""EV, continued: whether what serves a live use was evaluated at all, and lately enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.demands import Demand, demands
from modelsteward.domain.evidence import Run
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.stages import SERVING_STAGES
from modelsteward.domain.texts import listed
from modelsteward.rules.engine import Context
from modelsteward.rules.evidence import EVIDENCE
from modelsteward.rules.use import live
from modelsteward.rules.vendor_words import last_day
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.usecase import UseCaseCard


def asked(card: UseCaseCard, ctx: Context, *, watched: bool | None = None) -> Iterator[Demand]:
    """What a live use asks of what answers it now: of champions that may serve. `watched`: only, or not, monitoring."""
    if not live(card):
        return
    halted = {halt.ref for halt in card.suspended}
    for demand in demands(card):
        model = ctx.registry.model(demand.ref)
        serves = model is not None and model.stage in SERVING_STAGES and demand.ref not in halted
        if serves and watched in (None, demand.watched):
            yield demand


def called(demand: Demand, parts: list[str | None] | None = None) -> str:
    """What is measured, in words: `auroc in no-show-holdout`, with the groups that are meant."""
    groups = [part for part in parts or () if part is not None]
    whom = f" for {listed(groups)}" if groups else ""
    return f"{demand.line.metric}{whom} in {demand.line.suite}"


def act(demand: Demand, card: UseCaseCard, ctx: Context, what: str) -> str:
    """Who must do what; the model's team is named too where it is another one."""
    model = ctx.registry.model(demand.ref)
    other = model is not None and model.owner is not None and model.owner != card.owner
    theirs = f"; {demand.ref} belongs to {ctx.registry.team(model.owner)}" if model is not None and other else ""
    return must(ctx, card.owner, f"{what}{theirs}")


def _due(run: Run, demand: Demand) -> date:
    """The last day on which a value counts."""
    return demand.line.max_age.after(run.on) if demand.line.max_age else date.max


_USE = """
m@1.0.0: {}
use:u:
  serving: {main: m@1.0.0}
  requires: {suites: [{suite: holdout, metric: auroc, threshold: 0.75, max_age: P180D}]}
records/models/m/1.0.0/%s-evaluation-0a1b2c3d.yaml:
  {card: evaluation/1, ref: m@1.0.0, on: %s, by: job, suite: %s, results: [{metric: auroc, value: 0.8}]}
"""
_WATCHED = """
m@1.0.0: {}
use:u:
  serving: {main: m@1.0.0}
  monitoring: [{suite: drift, metric: drifted_columns, limit: 0.3, max_age: P30D}]
records/models/m/1.0.0/%s-evaluation-0a1b2c3d.yaml:
  {card: evaluation/1, ref: m@1.0.0, on: %s, by: job, suite: drift, results: [{metric: drifted_columns, value: 0.1}]}
"""


@EVIDENCE.rule(
    140, "Evaluation too old for its use", Severity.ERROR, of="usecase", timed=True, whole=True,
    good=_USE % ("2029-07-05", "2029-07-05", "holdout"),
    bad=_USE % ("2029-07-04", "2029-07-04", "holdout"),
)  # fmt: skip
def too_old(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """The world moves away from what a model was trained on: patients, forms, words, and the model behind an API.

    `max_age` is how long this use trusts an evaluation. Past it nobody knows whether the version is still good enough.
    The last day still counts.
    """
    for demand in asked(card, ctx, watched=False):
        newest = {part: runs[-1] for part, runs in demand.runs(ctx.registry, ctx.today).items() if runs}
        old = {part: run for part, run in newest.items() if _due(run, demand) < ctx.today}
        if not old:
            continue
        run = min(old.values(), key=lambda run: run.on)
        due = _due(run, demand)
        parts = list(old) if len(old) < len(newest) else []
        yield Problem(
            (*demand.path, "max_age"),
            f"{demand.ref}: {called(demand, parts)} was last measured {run.on}, "
            f"and counted until {due} ({ago(due, ctx.today)})",
            act(demand, card, ctx, f"have it evaluated anew (`steward record evaluation {demand.ref}`)"),
        )


@EVIDENCE.rule(
    141, "Never evaluated for what its use requires", Severity.WARNING, of="usecase", timed=True, whole=True,
    good=_USE % ("2029-12-01", "2029-12-01", "holdout"),
    bad=_USE % ("2029-12-01", "2029-12-01", "another-suite"),
)  # fmt: skip
def never_evaluated(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """What a use requires is checked when a version is promoted to it. What came to be required later is not.

    A record counts when it was made for this use or for none in particular, in the unit that is asked for, and about
    the seal that the version has now.
    """
    for demand in asked(card, ctx, watched=False):
        runs = demand.runs(ctx.registry, ctx.today)
        missing = [part for part, found in runs.items() if not found]
        if missing:
            parts = missing if len(missing) < len(runs) else []
            message = f"{demand.ref} serves {listed(demand.slots)}, and no record tells {called(demand, parts)}"
            what = f"have it evaluated (`steward record evaluation {demand.ref}`), or require no more than is meant"
            yield Problem(demand.path, message, act(demand, card, ctx, what))


@EVIDENCE.rule(
    146, "Monitoring report missing or too old", Severity.WARNING, of="usecase", timed=True, whole=True,
    good=_WATCHED % ("2029-12-02", "2029-12-02"),
    bad=_WATCHED % ("2029-12-01", "2029-12-01"),
)  # fmt: skip
def unwatched(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A job that stopped reports nothing wrong. Only the age of its last report tells.

    A version that came to serve not longer than `max_age` ago may still be without a report.
    """
    for demand in asked(card, ctx, watched=True):
        runs = demand.runs(ctx.registry, ctx.today)[None]
        age = demand.line.max_age
        if runs:
            due = _due(runs[-1], demand)
            told = f"the last report is of {runs[-1].on}, and counted until {due} ({ago(due, ctx.today)})"
        else:
            since = _since(card, demand)
            due = age.after(since) if age and since else date.min
            told = f"there is no report yet{f', and it serves since {since}' if since else ''}"
        if due < ctx.today:
            hint = act(demand, card, ctx, "see that the job runs, and puts its reports on record")
            yield Problem(demand.path, f"{demand.ref}: {called(demand)} is watched here; {told}", hint)


def _since(card: UseCaseCard, demand: Demand) -> date | None:
    """Since when a version serves, by the use's history."""
    slots = [one.from_ for one in card.served if one.ref == demand.ref and one.to is None and one.slot in demand.slots]
    return max(slots, default=None)


@EVIDENCE.rule(
    147, "Evaluation ages out soon", Severity.WARNING, of="usecase", timed=True, whole=True,
    good=_USE % ("2029-08-20", "2029-08-20", "holdout"),
    bad=_USE % ("2029-08-15", "2029-08-15", "holdout"),
)  # fmt: skip
def ages_out(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """To evaluate anew takes time, so it is told while there is some: within the window, and within the last quarter
    of `max_age`, so that what is measured each month is not told of all the time.

    A version that ends before that day needs no new evaluation.
    """
    for demand in asked(card, ctx, watched=False):
        newest = [runs[-1] for runs in demand.runs(ctx.registry, ctx.today).values() if runs]
        if demand.line.max_age is None or not newest:
            continue
        run = min(newest, key=lambda run: run.on)
        due = _due(run, demand)
        early = max(ctx.policy.window.before(due), due - (due - run.on) / 4)
        model = ctx.registry.model(demand.ref)
        last = last_day(model, ctx) if model else None
        if early <= ctx.today <= due and (last is None or last > due):
            message = f"{demand.ref}: {called(demand)} of {run.on} counts until {due} ({ago(due, ctx.today)})"
            yield Problem((*demand.path, "max_age"), message, act(demand, card, ctx, "have it evaluated anew by then"))
