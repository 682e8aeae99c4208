"""EV, continued: whether what serves a live use is still good enough, and whether it stays so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.comparing import beside, estimate
from modelsteward.domain.demands import Demand
from modelsteward.domain.evidence import Run
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.series import Chart, Signal, signals
from modelsteward.rules.engine import Context
from modelsteward.rules.evidence import EVIDENCE
from modelsteward.rules.freshness import act, asked, called

if TYPE_CHECKING:
    from modelsteward.domain.cards.usecase import UseCaseCard


def _series_of(*values: float) -> str:
    """An example's records: one value each month, up to December 2029."""
    first = 24 - len(values)
    days = [f"{2028 + (first + month) // 12}-{(first + month) % 12 + 1:02}-01" for month in range(len(values))]
    return "".join(
        f"records/models/m/1.0.0/{day}-evaluation-0a1b2c3d.yaml:\n  {{card: evaluation/1, ref: m@1.0.0, on: {day}, "
        f"by: job, suite: holdout, results: [{{metric: auroc, value: {value}}}]}}\n"
        for day, value in zip(days, values, strict=True)
    )


_USE = """
m@1.0.0: {}
use:u:
  serving: {main: m@1.0.0}
  requires: {suites: [{suite: holdout, metric: auroc, threshold: 0.75}]}
"""
_STEADY = (0.81, 0.8, 0.82, 0.81, 0.81, 0.8, 0.82, 0.81, 0.8, 0.82)
_WATCHED = """
m@1.0.0: {}
use:u:
  serving: {main: m@1.0.0}
  monitoring: [{suite: holdout, metric: auroc, limit: 0.75, better: higher}]
"""


@EVIDENCE.rule(
    142, "Below its threshold now", Severity.ERROR, of="usecase", timed=True, whole=True,
    good=_USE + _series_of(0.74, 0.75),
    bad=_USE + _series_of(0.8, 0.74),
)  # fmt: skip
def below_threshold(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """It was good enough when it was promoted; by its newest evaluation it is not any more, and it serves.

    Each group that the use names must reach the threshold by itself: a mean hides those for whom a model fails. The
    threshold itself is enough. A value that misses it counts as a miss, however wide its interval.
    """
    for demand in asked(card, ctx, watched=False):
        for part, runs in demand.runs(ctx.registry, ctx.today).items():
            if runs and not demand.met(runs[-1].value):
                bound = "at least" if demand.line.better == "higher" else "at most"
                message = f"{demand.ref}: {_told(demand, part, runs[-1])}, and {bound} {demand.bound:g} is required"
                hint = "move the use to a version that passes, suspend this one, or mend it"
                yield Problem(_at(demand, part, "threshold"), message, act(demand, card, ctx, hint))


@EVIDENCE.rule(
    143, "Getting worse from run to run", Severity.WARNING, of="usecase", timed=True, whole=True,
    good=_USE + _series_of(0.82, 0.81, 0.8, 0.81, 0.8, 0.79),
    bad=_USE + _series_of(0.82, 0.81, 0.8, 0.79, 0.78, 0.77),
)  # fmt: skip
def trend(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Six values in a row, each worse than the one before: test 3 of L. S. Nelson (Journal of Quality Technology 16(4),
    1984). Where nothing changes, chance does that about once in 700 runs.

    It tells of a slow decline while there is time to act. Once the threshold is missed, EV142 tells that.
    """
    for demand, part, runs, signal in _signals(card, ctx):
        if signal.kind == "trend":
            first = runs[-signal.runs]
            message = (
                f"{demand.ref}: {_told(demand, part, runs[-1])}: the last {signal.runs} runs, since {first.on} "
                f"({first.value:g}), are each worse than the one before"
            )
            hint = "find out what changed, in the data or behind the API, and plan what comes after it"
            yield Problem(_at(demand, part, "metric"), message, act(demand, card, ctx, hint))


@EVIDENCE.rule(
    144, "Worse than it used to be", Severity.WARNING, of="usecase", timed=True, whole=True,
    good=_USE + _series_of(*_STEADY, 0.79),
    bad=_USE + _series_of(*_STEADY, 0.76),
)  # fmt: skip
def changed(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A control chart for individual values (W. A. Shewhart, 1931; NIST/SEMATECH e-Handbook, 6.3.2.2), made of what was
    measured before: at least 10 values of this version, at most its first 25.

    It tells of a value more than 3 sigma (2.66 mean moving ranges) worse than their mean, and of eight in a row on the
    bad side of it (Western Electric, Statistical Quality Control Handbook, 1956, tests 1 and 4). Chance alone does that
    in one or two runs of a hundred. With fewer values it says nothing.
    """
    for demand, part, runs, signal in _signals(card, ctx):
        if signal.chart is not None:
            message = f"{demand.ref}: {_told(demand, part, runs[-1])}: {_unlike(signal, signal.chart, demand)}"
            hint = "find out what changed, in the data or behind the API, and evaluate again"
            yield Problem(_at(demand, part, "metric"), message, act(demand, card, ctx, hint))


@EVIDENCE.rule(
    145, "Past its limit", Severity.ERROR, of="usecase", timed=True, whole=True,
    good=_WATCHED + _series_of(0.74, 0.75),
    bad=_WATCHED + _series_of(0.8, 0.74),
)  # fmt: skip
def past_limit(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """What is watched while a version serves, as drift of its inputs, has a limit at which somebody promised to act.

    The newest report counts. The limit itself may be reached, not passed.
    """
    for demand in asked(card, ctx, watched=True):
        for part, runs in demand.runs(ctx.registry, ctx.today).items():
            if runs and not demand.met(runs[-1].value):
                way = "below" if demand.line.better == "higher" else "above"
                message = f"{demand.ref}: {_told(demand, part, runs[-1])}, {way} the limit of {demand.bound:g}"
                hint = "look into it, and retrain, move the use, or suspend the version"
                yield Problem((*demand.path, "limit"), message, act(demand, card, ctx, hint))


def _signals(card: UseCaseCard, ctx: Context) -> Iterator[tuple[Demand, str | None, list[Run], Signal]]:
    """What the tests say of each series that a live use asks for, unless it is past what is asked already."""
    for demand in asked(card, ctx):
        for part, runs in demand.runs(ctx.registry, ctx.today).items():
            if not runs or not demand.met(runs[-1].value):
                continue
            for signal in signals([run.value for run in runs], demand.line.better):
                yield demand, part, runs, signal


def _told(demand: Demand, part: str | None, run: Run) -> str:
    """The newest value in words, with its interval where one is known."""
    known = estimate(run.result, demand.line.unit)
    interval = f" ({known.low:.3g} to {known.high:.3g})" if known.low is not None and known.high is not None else ""
    return f"{called(demand, [part])} is {beside(run.value, demand.bound)}{interval} by the evaluation of {run.on}"


def _unlike(signal: Signal, chart: Chart, demand: Demand) -> str:
    """How the last values differ from those before them."""
    before = f"the {chart.runs} runs that it is held against lay around {chart.centre:.4g}"
    if signal.kind == "step":
        return f"the last {signal.runs} runs are all worse than the mean before; {before}"
    return f"{before}, where chance seldom goes past {chart.limit(demand.line.better):.4g}"


def _at(demand: Demand, part: str | None, key: str) -> Path:
    """The group's place in the card, else the key's."""
    slices: tuple[str, ...] = getattr(demand.line, "slices", ())
    return (*demand.path, "slices", slices.index(part)) if part is not None else (*demand.path, key)
