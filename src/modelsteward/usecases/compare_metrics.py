"""compare, what was measured: for each metric the newest record of both versions, and a verdict on B against A."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from modelsteward.domain.comparing import Difference, Verdict, difference, estimate
from modelsteward.domain.evidence import of_other_facts
from modelsteward.domain.requirement import Outcome
from modelsteward.usecases.compared import Measured, MetricRow, Required, Standing
from modelsteward.usecases.requirements import Candidate, by_suite

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.records import Evaluation, Result
    from modelsteward.domain.cards.registry import MetricDefinition
    from modelsteward.domain.cards.usecase import UseCaseCard
    from modelsteward.domain.registry import Entry, Registry

Better = Literal["higher", "lower"]
Key = tuple[str, str, str | None]
"""Suite, metric and slice."""
_TIMES = frozenset({"ms", "s", "us", "µs", "ns", "second", "seconds", "millisecond", "milliseconds"})


class Pair(NamedTuple):
    """What is compared, for what."""

    registry: Registry
    a: ModelCard
    b: ModelCard
    use: UseCaseCard | None
    slot: str | None
    today: date


def metric_rows(pair: Pair) -> Iterator[MetricRow]:
    """Every value that either has or the use requires: what is required first, in the use's order."""
    required = dict(_required(pair))
    a, b = _values(pair, pair.a), _values(pair, pair.b)
    stands = _standings(pair, pair.a), _standings(pair, pair.b)
    others = sorted({*a, *b} - required.keys(), key=lambda key: (key[0], key[1], key[2] or ""))
    for key in (*required, *others):
        row = _row(pair, key, required.get(key), a.get(key), b.get(key))
        yield row._replace(standing_a=stands[0].get(key), standing_b=stands[1].get(key))


def is_latency(row: MetricRow) -> bool:
    """Whether a value says how long an answer takes."""
    return "latency" in row.metric.lower() or row.unit in _TIMES


def _required(pair: Pair) -> Iterator[tuple[Key, Required]]:
    """What the use asks of the slot, in its order."""
    requires = pair.use.requires if pair.use else None
    for suite in requires.suites if requires else ():
        if not suite.slots or pair.slot in suite.slots:
            oldest = suite.max_age.before(pair.today) if suite.max_age else None
            needs = Required(suite.threshold, suite.better, suite.unit, oldest, suite.max_fall)
            yield from (((suite.suite, suite.metric, part), needs) for part in (None, *suite.slices))


def _standings(pair: Pair, card: ModelCard) -> dict[Key, Standing]:
    """How a version stands to each of these, as a promotion would be told; of several answers the first objection."""
    found: dict[Key, Standing] = {}
    if pair.use is not None and pair.slot is not None:
        for suite, part, said in by_suite(Candidate(pair.registry, card, pair.use, pair.slot, pair.today)):
            key = (suite.suite, suite.metric, part)
            if key not in found or found[key].outcome is Outcome.PASSES:
                found[key] = Standing(said.outcome, said.why, said.hint)
    return found


def _values(pair: Pair, card: ModelCard) -> dict[Key, Measured]:
    """The newest value of each; one of the version as it is now counts before those of other technical facts."""
    entries: Iterable[Entry[Evaluation]] = pair.registry.filed(f"evaluation {card.ref}")
    come = (entry for entry in entries if entry.card.on <= pair.today)
    wanted = [entry for entry in come if pair.use is None or entry.card.use in (None, pair.use.ref)]
    found: dict[Key, Measured] = {}
    for entry in sorted(wanted, key=lambda e: (not of_other_facts(e.card, card), e.card.on, e.file)):
        for result in entry.card.results:
            key = (entry.card.suite, result.metric, result.slice)
            found[key] = _measured(entry, result, card, _definition(pair.registry, key))
    return found


def _definition(registry: Registry, key: Key) -> MetricDefinition | None:
    suite = registry.policy.suites.get(key[0])
    return suite.metrics.get(key[1]) if suite else None


def _measured(entry: Entry[Evaluation], result: Result, card: ModelCard, known: MetricDefinition | None) -> Measured:
    record, unit = entry.card, result.unit or (known.unit if known else None)
    return Measured(
        estimate(result, unit), result.samples, unit, record.on, entry.file, record.by, record.tool, record.dataset,
        record.use, result.better, of_other_facts(record, card),
    )  # fmt: skip


def _row(pair: Pair, key: Key, required: Required | None, a: Measured | None, b: Measured | None) -> MetricRow:
    known = _definition(pair.registry, key)
    units = [one.unit for one in (b, a) if one and one.unit]
    unit = next(iter(units), None) or (known.unit if known else None) or (required.unit if required else None)
    better, doubt = _direction(key, required, known, a, b)
    apart, verdict, why = None, Verdict.CANNOT_TELL, _incomparable(a, b) or doubt
    if a and b and better and not why:
        apart = difference(b.estimate, a.estimate, better)
        verdict, why = apart.verdict, _undecided(a, b, apart) or _other_versions(a, b)
    return MetricRow(*key, unit, better, a, b, verdict, why, apart, required)


def _direction(
    key: Key, required: Required | None, known: MetricDefinition | None, a: Measured | None, b: Measured | None
) -> tuple[Better | None, str]:
    """Which way it improves: as the use says, else steward.yaml, else the records; or why that cannot be told."""
    ruled = required or known
    said = {one.better for one in (a, b) if one and one.better}
    if required and ({known.better} if known else said) - {required.better}:
        return None, f"the use says that {required.better} is better, and its suite that it is not"
    if ruled is not None:
        return ruled.better, ""
    if len(said) > 1:
        return None, "the records disagree on which way it improves"
    if not said and "latency" in key[1].lower():
        return "lower", ""
    where = f"(`suites.{key[0]}.metrics.{key[1]}.better` in steward.yaml would)"
    return (said.pop(), "") if said else (None, f"nobody says which way it improves {where}")


def _incomparable(a: Measured | None, b: Measured | None) -> str:
    """Why two values cannot be held against each other; empty where they can."""
    if a is None or b is None:
        return "neither was measured" if a is b else f"{'A' if a is None else 'B'} was not measured"
    for letter, one in (("A", a), ("B", b)):
        if one.other_seal:
            return f"what was measured of {letter} is of another seal: its technical facts were others"
    if a.unit != b.unit:
        return f"the units differ: A in {a.unit or 'an unnamed one'}, B in {b.unit or 'an unnamed one'}"
    if a.dataset and b.dataset and _bare(a.dataset) != _bare(b.dataset):
        return f"they were measured on different data: A on {a.dataset}, B on {b.dataset}"
    return ""


def _bare(dataset: str) -> str:
    return dataset.partition("@")[0]


def _other_versions(a: Measured, b: Measured) -> str:
    if a.dataset == b.dataset or not (a.dataset and b.dataset):
        return ""
    return f"measured on two versions of the data: A on {a.dataset}, B on {b.dataset}"


def _undecided(a: Measured, b: Measured, apart: Difference) -> str:
    """Why no verdict follows from two values; empty where one does."""
    if apart.verdict is not Verdict.CANNOT_TELL:
        return ""
    lacking = [letter for letter, one in (("A", a), ("B", b)) if not one.estimate.known]
    if lacking:
        return f"no interval is known for {' and '.join(lacking)}"
    return f"B may be {abs(apart.low or 0):.3g} worse or {abs(apart.high or 0):.3g} better"


def bound(required: Required) -> str:
    """`at least 0.75`."""
    word = "at least" if required.better == "higher" else "at most"
    return f"{word} {required.threshold:g}" + (f" {required.unit}" if required.unit else "")
