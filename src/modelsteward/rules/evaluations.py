"""EV, evaluations: whether what was measured can be meant, and means what the suite and the use say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from modelsteward.domain.comparing import PARTS
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.registry import Entry
from modelsteward.domain.suggest import did_you_mean, one_of
from modelsteward.rules.engine import Context
from modelsteward.rules.evidence import EVIDENCE
from modelsteward.rules.wording import must, whose

if TYPE_CHECKING:
    from modelsteward.domain.cards.records import Evaluation, Result
    from modelsteward.domain.cards.registry import MetricDefinition
    from modelsteward.domain.cards.usecase import Monitor, Suite, UseCaseCard

_FILE = "records/models/m/1.0.0/2029-12-01-evaluation-0a1b2c3d.yaml"
_HEAD = "card: evaluation/1, ref: m@1.0.0, on: 2029-12-01, by: job, suite: s"
_DEFINED = "registry: {suites: {s: {about: Holdout., metrics: {recall: {better: higher, unit: share}}}}}"


def _defined(ctx: Context, suite: str, metric: str) -> MetricDefinition | None:
    """What steward.yaml says of a metric of a suite."""
    definition = ctx.policy.suites.get(suite)
    return definition.metrics.get(metric) if definition else None


def asked(use: UseCaseCard) -> Iterator[tuple[Path, Suite | Monitor]]:
    """What a use asks of suites, to begin with and while it serves, each with its place."""
    for i, suite in enumerate(use.requires.suites if use.requires else ()):
        yield ("requires", "suites", i), suite
    for i, watched in enumerate(use.monitoring):
        yield ("monitoring", i), watched


def _meant(card: Evaluation, ctx: Context, result: Result) -> Iterator[tuple[str, MetricDefinition | Suite | Monitor]]:
    """Who says what a result's metric means: steward.yaml, and the use it was measured for."""
    if defined := _defined(ctx, card.suite, result.metric):
        yield "steward.yaml", defined
    use = ctx.registry.use(card.use)
    for _, wanted in asked(use) if use else ():
        if (wanted.suite, wanted.metric) == (card.suite, result.metric):
            yield str(card.use), wanted


@EVIDENCE.rule(
    101, "Suite that nobody defined", Severity.WARNING, of="evaluation", whole=True,
    good=_DEFINED + f"\n{_FILE}: {{{_HEAD}, results: [{{metric: recall, value: 0.8}}]}}",
    bad=f"{_FILE}: {{{_HEAD}, results: [{{metric: recall, value: 0.8}}]}}",
)  # fmt: skip
def undefined_suite(card: Evaluation, ctx: Context) -> Iterator[Problem]:
    """What a suite measures, and which way its metrics improve, stands under `suites` in steward.yaml; a use names the
    suites that it requires or watches. Results of a suite that neither knows count for nothing, and mostly its name is
    a slip of the pen.
    """
    if card.suite in ctx.policy.suites or ctx.registry.filed(f"suite {card.suite}"):
        return
    use = ctx.registry.use(card.use)
    known = {*ctx.policy.suites, *(wanted.suite for _, wanted in (asked(use) if use else ()))}
    hint = did_you_mean(card.suite, known) or "define it under `suites` in steward.yaml, or have a use require it"
    yield Problem(("suite",), f"neither steward.yaml nor any use knows a suite {card.suite}", hint)


@EVIDENCE.rule(
    102, "Direction that contradicts", Severity.ERROR, of="evaluation",
    good=_DEFINED + f"\n{_FILE}: {{{_HEAD}, results: [{{metric: recall, value: 0.8, better: higher}}]}}",
    bad=_DEFINED + f"\n{_FILE}: {{{_HEAD}, results: [{{metric: recall, value: 0.8, better: lower}}]}}",
)  # fmt: skip
def other_direction(card: Evaluation, ctx: Context) -> Iterator[Problem]:
    """Whether a higher value is better decides what is a pass and what is worse. Where the tool says one thing and
    steward.yaml or the use another, one of them is about another metric, and nobody can tell what the value shows.
    """
    first: dict[str, str] = {}
    for i, result in enumerate(card.results):
        if result.better is None:
            continue
        path: Path = ("results", i, "better")
        said = f"{result.metric} is better when {result.better} here"
        others = [(who, meant.better) for who, meant in _meant(card, ctx, result) if meant.better != result.better]
        if others:
            who, better = others[0]
            hint = f"{whose(card, ctx)} must see which holds: is it the same metric?"
            yield Problem(path, f"{said}, and by {who} when {better}", hint)
        elif first.setdefault(result.metric, result.better) != result.better:
            hint = "one metric has one direction, whatever the slice"
            yield Problem(path, f"{said}, and in another result when {first[result.metric]}", hint)


@EVIDENCE.rule(
    103, "Unit other than required", Severity.ERROR, of="evaluation",
    good=_DEFINED + f"\n{_FILE}: {{{_HEAD}, results: [{{metric: recall, value: 0.8, unit: share}}]}}",
    bad=_DEFINED + f"\n{_FILE}: {{{_HEAD}, results: [{{metric: recall, value: 80, unit: '%'}}]}}",
)  # fmt: skip
def other_unit(card: Evaluation, ctx: Context) -> Iterator[Problem]:
    """A threshold of 0.75 says nothing about a value of 81 %: a value counts in the unit that steward.yaml or the use
    gives its metric. steward converts none, for who converts can convert wrongly.
    """
    for i, result in enumerate(card.results):
        others = [
            (who, meant.unit) for who, meant in _meant(card, ctx, result) if meant.unit not in (None, result.unit)
        ]
        if result.unit is not None and others:
            who, unit = others[0]
            said = f"{result.metric} is in {result.unit}, and {who} has it in {unit}"
            yield Problem(("results", i, "unit"), said, f"record the value in {unit}: `steward record evaluation`")


Told = dict[tuple[Any, ...], list["Entry[Evaluation]"]]


def _by_run(entries: list[Entry[Any]], _: str) -> Told:
    """The evaluations of a version by the run they tell of; without a run's id, by their report."""
    found: Told = defaultdict(list)
    for entry in entries:
        if key := run_of(entry.card):
            found[key].append(entry)
    return found


def run_of(card: Evaluation) -> tuple[Any, ...] | None:
    """What tells one run in one suite from another; None where the record names neither run nor report."""
    if card.run:
        return card.suite, card.run
    return (card.suite, card.on, card.report_digest) if card.report_digest else None


def values_of(card: Evaluation) -> dict[tuple[str, str | None], float]:
    """What was measured, by metric and slice."""
    return {(result.metric, result.slice): result.value for result in card.results}


def _before(card: Evaluation, ctx: Context) -> Iterator[Entry[Evaluation]]:
    """The records of the same run that come before this one, by their files."""
    told = ctx.registry.derive(_by_run, "evaluation", card.ref)
    key = run_of(card)
    for entry in told.get(key, ()) if key else ():
        if entry.file < ctx.entry.file:
            yield entry


def _run_place(card: Evaluation) -> Path:
    return ("run",) if card.run else ("report_digest",)


_RUN = f"{_FILE}: {{{_HEAD}, run: r1, results: [{{metric: recall, value: 0.8}}]}}\n"
_LATER = "records/models/m/1.0.0/2029-12-02-evaluation-1a1b2c3d.yaml"


@EVIDENCE.rule(
    104, "Two records of one run that disagree", Severity.ERROR, of="evaluation",
    good=_RUN + f"{_LATER}: {{{_HEAD}, run: r2, results: [{{metric: recall, value: 0.9}}]}}".replace("12-01", "12-02"),
    bad=_RUN + f"{_LATER}: {{{_HEAD}, run: r1, results: [{{metric: recall, value: 0.9}}]}}".replace("12-01", "12-02"),
)  # fmt: skip
def runs_disagree(card: Evaluation, ctx: Context) -> Iterator[Problem]:
    """One run of a suite measures a value once. Where two records give it two, at least one of them is wrong, and as
    long as nobody knows which, neither counts.
    """
    mine = values_of(card)
    for entry in _before(card, ctx):
        theirs = values_of(entry.card)
        for (metric, group), value in mine.items():
            if theirs.get((metric, group), value) != value:
                of = f" on {group}" if group else ""
                said = f"{metric}{of} is {value:g} here, and {theirs[metric, group]:g} by {entry.file}, of the same run"
                yield Problem(
                    _run_place(card), said, f"{whose(card, ctx)} must see which is right, and remove the other"
                )
                return


@EVIDENCE.rule(
    105, "Value that cannot be", Severity.ERROR, of="evaluation",
    good=f"{_FILE}: {{{_HEAD}, results: [{{metric: recall, value: 0.8, unit: share, low: 0.7, high: 0.9}}]}}",
    bad=f"{_FILE}: {{{_HEAD}, results: [{{metric: recall, value: 80, unit: share}}]}}",
)  # fmt: skip
def impossible_value(card: Evaluation, ctx: Context) -> Iterator[Problem]:
    """A share lies between 0 and 1, a percentage between 0 and 100, and a value within its own interval. What lies
    elsewhere was mistyped, or is in another unit than it says.
    """
    for i, result in enumerate(card.results):
        defined = _defined(ctx, card.suite, result.metric)
        unit = result.unit or (defined.unit if defined else None) or ""
        whole = PARTS.get(unit)
        for key in ("value", "low", "high"):
            number = getattr(result, key)
            if whole is not None and number is not None and not 0 <= number <= whole:
                called = result.metric if key == "value" else f"`{key}` of {result.metric}"
                said = f"{called} is {number:g}, and its unit, {unit}, goes from 0 to {whole:g}"
                yield Problem(("results", i, key), said, "correct the value, or its unit")
        if result.samples == 0:
            yield Problem(
                ("results", i, "samples"), f"{result.metric} is of no case", "leave out what was not measured"
            )
        yield from _interval(result, ("results", i))


def _interval(result: Result, path: Path) -> Iterator[Problem]:
    low, high = result.low, result.high
    if low is not None and high is not None and low > high:
        said = f"the interval of {result.metric} goes from {low:g} down to {high:g}"
        yield Problem((*path, "low"), said, "its lower end comes first")
    elif (low is not None and result.value < low) or (high is not None and result.value > high):
        said = f"{result.metric} is {result.value:g}, outside its own interval"
        yield Problem((*path, "value"), said, "correct the value or the interval")


@EVIDENCE.rule(
    106, "Metric given twice", Severity.ERROR, of="evaluation",
    good=f"{_FILE}: {{{_HEAD}, results: [{{metric: a, value: 1}}, {{metric: a, value: 2, slice: 'age:65+'}}]}}",
    bad=f"{_FILE}: {{{_HEAD}, results: [{{metric: a, value: 1}}, {{metric: a, value: 2}}]}}",
)  # fmt: skip
def metric_twice(card: Evaluation, ctx: Context) -> Iterator[Problem]:
    """A record has one value for a metric on a slice. With two nobody can tell which of them counts."""
    seen: set[tuple[str, str | None]] = set()
    for i, result in enumerate(card.results):
        key = (result.metric, result.slice)
        if key in seen:
            of = f" on {result.slice}" if result.slice else ""
            hint = "name what tells them apart in `slice`, or keep the one that counts"
            yield Problem(("results", i, "metric"), f"{result.metric}{of} is here twice", hint)
        seen.add(key)


SPOILT = (other_direction, other_unit, impossible_value, metric_twice)
"""The rules on a record by itself that say that a value in it cannot count; their places are `results`, then which."""


_ASKS = "use:u: {requires: {suites: [{suite: s, metric: METRIC, threshold: 0.7}]}}"


@EVIDENCE.rule(
    107, "Metric that the suite has not", Severity.WARNING, of="usecase",
    good=f"{_DEFINED}\n{_ASKS.replace('METRIC', 'recall')}",
    bad=f"{_DEFINED}\n{_ASKS.replace('METRIC', 'recal')}",
)  # fmt: skip
def unknown_metric(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Where steward.yaml says what a suite measures, a use that asks for something else of it asks for what no
    evaluation will show: nothing can ever be cleared for that use.
    """
    for path, wanted in asked(card):
        definition = ctx.policy.suites.get(wanted.suite)
        if definition and definition.metrics and wanted.metric not in definition.metrics:
            hint = did_you_mean(wanted.metric, definition.metrics) or f"it has {one_of(sorted(definition.metrics))}"
            yield Problem((*path, "metric"), f"the suite {wanted.suite} has no metric {wanted.metric}", hint)


@EVIDENCE.rule(
    108, "Requirement that contradicts its suite", Severity.ERROR, of="usecase",
    good=f"{_DEFINED}\n{_ASKS.replace('METRIC', 'recall')}",
    bad=f"{_DEFINED}\n{_ASKS.replace('METRIC', 'recall').replace('0.7', '0.7, better: lower')}",
)  # fmt: skip
def contradicts_suite(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A threshold is a lower limit where the metric is better when higher, and an upper limit where it is better when
    lower. Where the use and steward.yaml disagree on that, or on the unit, the threshold means two things.
    """
    for path, wanted in asked(card):
        defined = _defined(ctx, wanted.suite, wanted.metric)
        if defined is None:
            continue
        if defined.better != wanted.better:
            said = "" if wanted.knows("better") else ", for nothing else is written"
            message = (
                f"{wanted.metric} is better when {wanted.better} here{said}, and by steward.yaml when {defined.better}"
            )
            yield Problem((*path, "better"), message, must(ctx, card.owner, f"write `better: {defined.better}`"))
        if wanted.unit is not None and defined.unit is not None and wanted.unit != defined.unit:
            message = f"{wanted.metric} is in {wanted.unit} here, and by steward.yaml in {defined.unit}"
            yield Problem((*path, "unit"), message, must(ctx, card.owner, f"give the threshold in {defined.unit}"))


@EVIDENCE.rule(
    109, "Run that is on record twice", Severity.WARNING, of="evaluation",
    good=_RUN + f"{_LATER}: {{{_HEAD}, run: r2, results: [{{metric: recall, value: 0.8}}]}}".replace("12-01", "12-02"),
    bad=_RUN + f"{_LATER}: {{{_HEAD}, run: r1, results: [{{metric: recall, value: 0.8}}]}}".replace("12-01", "12-02"),
)  # fmt: skip
def run_twice(card: Evaluation, ctx: Context) -> Iterator[Problem]:
    """One run is one piece of evidence. On record twice for the same use, it looks like two measurements that agree."""
    mine = values_of(card)
    for entry in _before(card, ctx):
        theirs = values_of(entry.card)
        shared = mine.keys() & theirs.keys()
        if entry.card.use == card.use and shared and all(mine[key] == theirs[key] for key in shared):
            yield Problem(_run_place(card), f"the same run is on record in {entry.file}", "remove one of the two")
            return
