"""compare, what is missing: what was not tested, what cannot be told, who has not approved, what nobody wrote down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.comparing import Verdict
from modelsteward.domain.facts.subject import subject_of
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.requirement import Outcome
from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.vendors.joining import said_of
from modelsteward.usecases.compared import LETTERS, Costs, Gap, Letter, Measured, MetricRow, Standing
from modelsteward.usecases.requirements import Candidate, approvals

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.usecases.compare_metrics import Pair


_UNTESTED = (Outcome.MISSING, Outcome.TOO_OLD, Outcome.VOID)


def untested(pair: Pair, rows: Iterable[MetricRow]) -> Iterator[Gap]:
    """Of what the use requires, what was not measured of either as it is now; without a use, what one of them lacks."""
    for row in rows:
        for letter, card, one, stand in _each(pair, row):
            if stand is not None and stand.outcome in _UNTESTED:
                yield Gap("untested", letter, f"{row.name}: {stand.outcome}: {stand.why}", stand.todo)
            elif pair.use is None and (one is None or one.other_seal):
                why = "not measured" if one is None else "measured of another seal"
                todo = f"steward record evaluation {card.ref} --suite {row.suite} …"
                yield Gap("untested", letter, f"{row.name}: {why}", todo)


def _each(pair: Pair, row: MetricRow) -> Iterator[tuple[Letter, ModelCard, Measured | None, Standing | None]]:
    yield "A", pair.a, row.a, row.standing_a
    yield "B", pair.b, row.b, row.standing_b


def missing(pair: Pair, rows: Iterable[MetricRow], costs: Costs, gaps: Iterable[Gap]) -> Iterator[Gap]:
    """All that a decision would rest on and that is not there; what is untested first."""
    if pair.use is None:
        todo = f"steward compare {pair.a.ref} {pair.b.ref} --for USE"
        yield Gap("use", None, "no use was named, so nothing says what is required of either", todo)
    elif pair.use.requires is None or not pair.use.requires.suites:
        todo = f"say it under `requires.suites` of {pair.use.ref}"
        yield Gap("requirement", None, f"{pair.use.ref} does not say what a version must show", todo)
    yield from gaps
    yield from _verdicts(pair, rows)
    for letter, card in zip(LETTERS, (pair.a, pair.b), strict=True):
        yield from _approvals(pair, letter, card)
    yield from _costs(pair, costs)
    for letter, card in zip(LETTERS, (pair.a, pair.b), strict=True):
        yield from _unknown(pair, letter, card)


def _verdicts(pair: Pair, rows: Iterable[MetricRow]) -> Iterator[Gap]:
    """Required metrics on which the two cannot be told apart, though both were measured, or one from the champion."""
    for row in rows:
        for letter, _, _, stand in _each(pair, row):
            if stand is not None and stand.outcome is Outcome.CANNOT_TELL:
                yield Gap("verdict", letter, f"{row.name}: {stand.why}", stand.todo)
        if row.required and row.a and row.b and row.verdict is Verdict.CANNOT_TELL and not _stale(row):
            text = f"{row.name}: whether B is better than A cannot be told: {row.why}"
            yield Gap("verdict", None, text, "measure both on the same data with more cases, and record the interval")


def _stale(row: MetricRow) -> bool:
    """Whether one was measured of other technical facts, which is told as untested."""
    return any(one is not None and one.other_seal for one in (row.a, row.b))


def _approvals(pair: Pair, letter: Letter, card: ModelCard) -> Iterator[Gap]:
    """Approvals that a promotion would miss. What has ended is promoted no more."""
    if pair.use is None or pair.slot is None or card.stage in ENDED_STAGES:
        return
    for one in approvals(Candidate(pair.registry, card, pair.use, pair.slot, pair.today)):
        if not one.passed:
            yield Gap("approval", letter, f"{one.required}: {one.why}", one.hint)


def _costs(pair: Pair, costs: Costs) -> Iterator[Gap]:
    for letter, card, side in zip(LETTERS, (pair.a, pair.b), costs, strict=True):
        if side.price is None:
            todo = f"say it under `cost` of {card.ref}" + (_or_ask(card) if card.source and card.source.host else "")
            yield Gap("cost", letter, "no price is on file", todo)
        elif side.month is not None and side.month.usd is None:
            todo = f"say it under `volume.{pair.slot}` of the use, or mend the price"
            yield Gap("cost", letter, f"what a month costs: {side.month.why}", todo)
    whole = next((side.whole for side in costs if side.whole), None)
    for one in whole.unknown if whole and whole.budget is not None else ():
        if one.slot != pair.slot:
            todo = "say what it costs under `cost`, and how much is used under `volume`"
            yield Gap("cost", None, f"slot {one.slot} ({one.ref}), for the budget: {one.amount.why}", todo)


def _or_ask(card: ModelCard) -> str:
    return f", or read its vendor's price: steward price {card.ref}"


def _unknown(pair: Pair, letter: Letter, card: ModelCard) -> Iterator[Gap]:
    """Facts that a decision needs and that nobody wrote down, or that cannot be read."""
    if not card.license:
        yield Gap("fact", letter, "its licence is not on its card", f"steward set {card.ref} license=…")
    subject = subject_of(pair.registry, card, pair.today)
    if not subject.all_data:
        todo = "name its parents and data under `lineage` ([] says there is none)"
        todo = "ask its vendor, or decide without" if card.origin == "vendor" else todo
        yield Gap("fact", letter, "what it was built on is not all known", todo)
    for data in subject.data:
        if data.contains.personal is None:
            text = f"whether {data.ref} holds personal data is not on its card"
            yield Gap("fact", letter, text, f"steward set {data.ref} contains.personal=…")
    if card.origin == "vendor" and not said_of(pair.registry, card):
        host = card.source.host if card.source and card.source.host else "HOST"
        text = "nothing is on file about when its vendor ends it"
        yield Gap("fact", letter, text, f"put what the vendor says into a file in vendors/{host}/")
    for broken in pair.registry.unread():
        if broken.inside.startswith(f"{record_folder(card.ref)}/"):
            yield Gap("fact", letter, f"{broken.file} cannot be read", f"steward validate {broken.file}")
