"""Putting on record what a version scored: typed by hand, or as tools report it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from modelsteward.domain.cards.records import Evaluation
from modelsteward.domain.imported import Imported, Report, Unfit, said
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.plan import NewRecord, Proposal
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.seal import seal_of
from modelsteward.domain.suggest import did_you_mean, one_of, shown
from modelsteward.domain.texts import amount
from modelsteward.errors import BadUsage
from modelsteward.rules import CATALOGUE
from modelsteward.rules.engine import Context
from modelsteward.rules.evaluations import SPOILT, asked, run_of, values_of
from modelsteward.usecases.known_as import Names

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.packs import Packs


class Terms(NamedTuple):
    """What the person said about all that is to be recorded."""

    ref: str | None = None
    use: str | None = None
    suite: str | None = None
    """The suite's name, where the reports have one suite each."""
    suites: Mapping[str, str] = {}
    """Other names for suites that the reports name."""
    metrics: Mapping[str, str] = {}
    """Other names for metrics that the reports name."""
    only: tuple[str, ...] = ()
    """The suites to be taken, by the reports' names; all where none is said."""
    on: date | None = None
    by: str | None = None
    dataset: str | None = None
    tool: str | None = None
    run: str | None = None
    note: str | None = None
    models: Mapping[str, str] = {}
    """Refs, by what the tools call the models."""


class Left(NamedTuple):
    """A report, or a part of one, that cannot go on record, and why."""

    name: str
    unfit: Unfit

    def said(self) -> str:
        """In a line: the file, the place in it, what is the case, what to do."""
        where = ": ".join(filter(None, [self.name, self.unfit.place]))
        return f"{where}: {self.unfit.message}" + (f" ({self.unfit.hint})" if self.unfit.hint else "")


class Recorded(NamedTuple):
    """What came of the reports."""

    proposal: Proposal
    left: tuple[Left, ...]


_Made = tuple[Evaluation, dict[str, Any]]
"""A record as a card, and as its file holds it."""


class _Known(NamedTuple):
    """What all that is recorded is judged by."""

    registry: Registry
    terms: Terms
    packs: Packs
    today: date
    by: str
    names: Names


def _require_measured(reports: list[Report], terms: Terms) -> None:
    """Raise BadUsage where a metric is to be called otherwise, and no report has it."""
    measured = {figure.metric for report in reports for one in report.imported for figure in one.results}
    for name in terms.metrics:
        if name not in measured:
            hint = did_you_mean(name, measured) or f"the metrics there are {one_of(sorted(measured))}"
            raise BadUsage(f"no report measures {shown(name)}", hint)


def plan_evaluations(registry: Registry, reports: list[Report], terms: Terms, packs: Packs, today: date,
                     by: str) -> Recorded:  # fmt: skip
    """Put on record what is new in the reports. What is on record already adds nothing; what is unfit is told."""
    _require_measured(reports, terms)
    known = _Known(registry, terms, packs, today, by, Names(registry, terms.models))
    told: dict[str, _Told] = {}
    records: list[_Made] = []
    left: list[Left] = []
    notes: list[str] = []
    same = 0
    for report in reports:
        left += [Left(report.name, error) for error in report.unfit]
        for one in _chosen(report, terms, left):
            try:
                entry = known.names.model(terms.ref, one.model)
                card, value = _record(known, entry, report, one)
                if entry.ref not in told:
                    told[entry.ref] = _on_record(registry, entry.ref)
                _require_fresh(card, one, told[entry.ref])
                new = _is_new(card, told[entry.ref])
            except Unfit as error:
                if (one_left := Left(report.name, error)) not in left:
                    left.append(one_left)
                continue
            if not new:
                same += 1
                continue
            told[entry.ref][run_of(card)].append(card)
            records.append((card, value))
            notes += [f"{report.name}: left out, {what}" for what in one.left_out]
    notes += [f"{amount(same, 'evaluation')} {'is' if same == 1 else 'are'} on record already"] if same else []
    notes += _misspelt(registry, records)
    notes += [f"passed over: {report.name}: {report.strange}" for report in reports if report.strange]
    notes += [f"left out: {one.said()}" for one in left]
    return Recorded(_proposal(records, notes), tuple(left))


def _misspelt(registry: Registry, records: list[_Made]) -> Iterator[str]:
    """Suites named nearly as one that steward.yaml or the use knows: slips of the pen, told while there is time."""
    for suite, ref in dict.fromkeys((card.suite, card.use) for card, _ in records):
        use = registry.use(ref)
        known = {*registry.policy.suites, *(wanted.suite for _, wanted in (asked(use) if use else ()))}
        if suite not in known and (hint := did_you_mean(suite, known)):
            yield f"nobody has defined a suite {shown(suite)}: {hint}"


def _chosen(report: Report, terms: Terms, left: list[Left]) -> Iterator[Imported]:
    """The suites of a report that are wanted, by the names that they are to have."""
    named = [one.suite for one in report.imported]
    if terms.suite and len(set(named)) > 1 and not terms.only:
        hint = f"--suite OLD=NEW renames one of {one_of(sorted(set(named)))}; --only takes one"
        left.append(Left(report.name, Unfit(f"it holds {len(set(named))} suites, and --suite names one", "", hint)))
        return
    for one in report.imported:
        if terms.only and one.suite not in terms.only:
            continue
        results = tuple(it._replace(metric=terms.metrics.get(it.metric, it.metric)) for it in one.results)
        yield one._replace(suite=terms.suite or terms.suites.get(one.suite, one.suite), results=results)
    if terms.only and report.imported and not set(terms.only) & set(named):
        hint = did_you_mean(terms.only[0], named) or f"it has {one_of(sorted(set(named))[:5])}"
        left.append(Left(report.name, Unfit(f"it has no suite {terms.only[0]}", "", hint)))


def _record(known: _Known, entry: Entry[ModelCard], report: Report, one: Imported) -> _Made:
    """The record that a suite's results make. Raises Unfit."""
    terms = known.terms
    if not one.suite:
        raise Unfit("it does not say which suite it is of", hint="add --suite NAME")
    told: dict[str, Any] = {
        "card": "evaluation/1", "ref": entry.ref, "use": terms.use, "on": _day(known, one),
        "by": terms.by or one.by or known.by, "seal": seal_of(entry.card), "suite": one.suite,
        "results": [result.written() for result in one.results],
        "dataset": terms.dataset or one.dataset, "tool": terms.tool or one.tool, "run": terms.run or one.run,
        "report": report.uri or one.report, "report_digest": one.digest or report.digest or None,
        "note": _note(terms, one),
    }  # fmt: skip
    value = {key: value for key, value in told.items() if value is not None}
    card = _card(value)
    for problem in _problems(known, card):
        raise Unfit(problem.message, f"suite {one.suite}", problem.hint)
    return card, value


def _card(told: dict[str, Any]) -> Evaluation:
    try:
        return Evaluation.model_validate(told)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Unfit(f"`{place}` cannot be {said(first['input'])}") from None


def _note(terms: Terms, one: Imported) -> str | None:
    """What the person said, and what was left out: a record must not look as if there had been no more."""
    left = f"Left out: {'; '.join(one.left_out)}." if one.left_out else None
    return " ".join(filter(None, [terms.note, left])) or None


def _day(known: _Known, one: Imported) -> date:
    """The day in the registry's time zone. Raises Unfit for one that nobody knows, or that lies ahead."""
    made = one.made
    if isinstance(made, datetime):
        aware = made if made.tzinfo else made.replace(tzinfo=UTC)
        made = aware.astimezone(ZoneInfo(known.registry.policy.timezone)).date()
    day = made or known.terms.on
    if day is None:
        raise Unfit("it does not say when it was measured", hint="add --on DATE")
    if day > known.today + timedelta(days=1):
        how = "is a clock wrong? Correct the report" if made else "--on is the day it was measured"
        raise Unfit(f"it was measured on {day}, which has not come yet", hint=how)
    return day


def _problems(known: _Known, card: Evaluation) -> Iterator[Any]:
    """What the rules find in a record by itself: it is told of the report, before there is a record."""
    entry: Entry[Any] = Entry("", "evaluation", "", card, "")
    context = Context(known.registry, entry, None, known.packs, CATALOGUE)
    for check in SPOILT:
        yield from check(card, context)


_Told = dict[Any, list[Evaluation]]
"""Evaluations of a version by the run they tell of."""


def _on_record(registry: Registry, ref: str) -> _Told:
    found: _Told = defaultdict(list)
    for entry in registry.filed(f"evaluation {ref}"):
        found[run_of(entry.card)].append(entry.card)
    return found


def _is_new(card: Evaluation, told: _Told) -> bool:
    """Whether it says what is not on record yet. Raises Unfit where the record says otherwise of the same run."""
    mine, key = values_of(card), run_of(card)
    same = told.get(key, []) if key else []
    for other in same:
        theirs = values_of(other)
        for (metric, group), value in mine.items():
            if theirs.get((metric, group), value) != value:
                of = f" on {group}" if group else ""
                raise Unfit(
                    f"{metric}{of} is {value:g}, and by the record of {other.on} of the same run "
                    f"{theirs[metric, group]:g}", f"suite {card.suite}", "see which is right: a run is measured once",
                )  # fmt: skip
    return not any(other.use == card.use and mine.keys() <= values_of(other).keys() for other in same)


def _require_fresh(card: Evaluation, one: Imported, told: _Told) -> None:
    """Raise Unfit where a report that tells no day is on record as of another: a day that is said makes it no newer."""
    if one.made is not None or card.run or not card.report_digest:
        return
    mine = values_of(card).items()
    for other in (other for others in told.values() for other in others):
        same = (other.suite, other.use, other.report_digest) == (card.suite, card.use, card.report_digest)
        if same and other.on != card.on and mine & values_of(other).items():
            raise Unfit(
                f"the same report is on record as of {other.on}, and says nothing of {card.on}", f"suite {card.suite}",
                f"measure anew; or, if it is that report that is meant, --on {other.on}",
            )  # fmt: skip


def _proposal(records: list[_Made], notes: list[str]) -> Proposal:
    refs = tuple(dict.fromkeys(card.ref for card, _ in records))
    suites = sorted({card.suite for card, _ in records})
    if len(records) == 1:
        title = f"record evaluation of {refs[0]}: {suites[0]}"
    else:
        of = refs[0] if len(refs) == 1 else amount(len(refs), "version")
        title = f"record {amount(len(records), 'evaluation')} of {of}" if records else "record no evaluation"
    trailers = tuple(("Steward-Suite", suite) for suite in suites)
    new = tuple(NewRecord(record_folder(card.ref), value) for card, value in records)
    return Proposal("record evaluation", refs, title, records=new, trailers=trailers, notes=tuple(notes))


def refused(left: tuple[Left, ...]) -> tuple[str, str]:
    """What is said at the end where something was left out: the message and the hint."""
    if len(left) == 1:
        (one,) = left
        where = ": ".join(filter(None, [shown(one.name, 200).strip("`"), one.unfit.place]))
        return f"not on record, {where}: {one.unfit.message}", one.unfit.hint or "mend it, and record it again"
    what = f"{len(left)} reports or parts of reports are not on record; each is named above, with the reason"
    return what, "mend them, and run the command again: what is on record already is not added twice"
