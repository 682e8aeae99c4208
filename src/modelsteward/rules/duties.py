"""DU: Duties that laws and standards ask for, and the packs that name them.

Here: what is asked of each use, and what its card says of how that is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.duties import duties_here, is_set_off
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.owed.judged import judged, not_ruled_out
from modelsteward.domain.owed.pairs import Pair, pairs_in
from modelsteward.domain.owed.things import Clash, Owing, clashes, things_of
from modelsteward.rules.engine import Context, Family
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.packs import Duty
    from modelsteward.domain.cards.usecase import Met, UseCaseCard
    from modelsteward.domain.owed.terms import Term

DUTIES = Family(
    "DU", "Duties", "Duties that laws and standards ask for, and whether the packs that name them are sound."
)

_GROUND = """
m@1.0.0: {lineage: {parents: [], datasets: ["data:d@1.0.0"]}}
data:d@1.0.0: {contains: {personal: true, biometric: true}, derived_from: []}
use:u:
  jurisdictions: [US-IL]
  status: ended
  last_use: 2026-12-31
  served: [{slot: main, ref: m@1.0.0, from: 2026-01-05, to: 2026-12-31}]
"""
_HOLD = "holds/h.yaml: {card: hold/1, id: h, refs: [m@1.0.0], opened: 2026-06-01, by: legal, released: %s}"
_AUDITED = """
m@1.0.0: {}
use:u:
  jurisdictions: [US-NYC]
  sectors: [employment]
  serving: {main: m@1.0.0}
  duties: [{duty: us-nyc-ll144-audit, how: Audited by others., on: %s}]
"""
_KEPT = """
use:u:
  jurisdictions: [US]
  sectors: [credit]
  status: ended
  last_use: 2029-06-30
  served: [{slot: main, ref: m@1.0.0, from: 2026-01-05, to: 2029-06-30}]
  duties: [{duty: us-ecoa-regb, how: In the archive of decisions., place: "s3://archive/decisions/", until: %s}]
m@1.0.0: {}
"""
_FILED = """
registry: {packs: {duties: [cn]}}
m@1.0.0: {}
use:u:
  jurisdictions: [CN]
  sectors: [online_content]
  organisation_roles: [provider]
  status: ended
  last_use: 2029-11-01
  served: [{slot: main, ref: m@1.0.0, from: 2026-01-05, to: 2029-11-01}]
  duties: [%s]
"""


@DUTIES.rule(
    101, "Kept by one law, and to be gone by another", Severity.WARNING, of="usecase", timed=True,
    good=_GROUND + _HOLD % "2027-06-01", bad=_GROUND + _HOLD % "null",
)  # fmt: skip
def clash(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A hold keeps what a law has destroyed by a day, or one law keeps for longer than another allows.

    Which of them gives way is for counsel to say, and no tool decides it; while nobody has, either act breaks a law.
    """
    day = ctx.today
    duties = [duty for duty, _ in duties_here(ctx.registry, ctx.packs).values() if duty.binding]
    caps = [duty for duty in duties if duty.kind == "delete" and duty.period is not None]
    pairs = list(pairs_in(ctx.registry, card, day))
    if not (caps := not_ruled_out(caps, card, pairs)):
        return
    floors = not_ruled_out([duty for duty in duties if duty.kind == "keep"], card, pairs)
    told: set[tuple[str, str, str]] = set()
    for pair in pairs:
        gone = judged(caps, pair, explain=False)
        if not any(term.day for one in gone for term in one.terms):
            continue
        for one in clashes(things_of([*gone, *judged(floors, pair, explain=False)], binding=True), day):
            key = (one.thing, one.floor.duty, one.cap.duty)
            if key not in told:
                told.add(key)
                yield _clash(one, pair, card, ctx)


def _clash(one: Clash, pair: Pair, card: UseCaseCard, ctx: Context) -> Problem:
    until = f"until {one.floor.term.day}" if one.floor.term.day else one.floor.term.words
    thing = one.thing.replace("_", " ")
    return Problem(
        ("duties",),
        f"{thing} of {pair.model.ref}: {one.floor.duty} keeps it {until}, {one.cap.duty} has it gone by "
        f"{one.cap.term.day}",
        must(ctx, card.owner, f"ask counsel which gives way: `steward obligations {pair.model.ref} --for {card.name}`"),
    )


@DUTIES.rule(
    102, "Duty that comes round is overdue", Severity.ERROR, of="usecase", timed=True,
    good=_AUDITED % "2029-01-01", bad=_AUDITED % "2028-12-31",
)  # fmt: skip
def overdue(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """What a law wants done again each year was done once, and the year is over: the use goes on without it.

    The day itself still counts. Some laws forbid the use from then on, as New York City's does without a bias audit.
    """
    for at, met, duty in _entries(card, ctx, "every"):
        due = min(_days(duty, (pair for pair in pairs_in(ctx.registry, card, ctx.today) if pair.runs)), default=None)
        if due is not None and due < ctx.today and duty.binding:
            yield Problem(
                ("duties", at, "on"),
                f"{duty.id} was last met on {met.on}, and was due again by {due} ({ago(due, ctx.today)})",
                must(ctx, card.owner, f"see to it ({duty.article}), and write down the day under `duties`"),
            )


@DUTIES.rule(
    103, "Kept for less long than the law asks", Severity.WARNING, of="usecase", timed=True,
    good=_KEPT % "2031-07-30", bad=_KEPT % "2030-12-31",
)  # fmt: skip
def too_short(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """The card says until when something is kept, and the law asks for longer, counted from what the cards say.

    Whoever deletes by the card's day deletes too soon.
    """
    for at, met, duty in _entries(card, ctx, "at_least"):
        if met.until is None or not duty.binding or duty.kind != "keep":
            continue
        longest = max(_days(duty, pairs_in(ctx.registry, card, ctx.today)), default=None)
        if longest is not None and met.until < longest:
            yield Problem(
                ("duties", at, "until"),
                f"{duty.id} is kept until {met.until}, and is asked for until {longest}",
                must(ctx, card.owner, f"keep it until {longest} ({duty.source}, {duty.article}), and say so"),
            )


@DUTIES.rule(
    104, "Kept past its last day", Severity.NOTE, of="usecase", timed=True,
    good=_KEPT % "2031-07-30", bad=(_KEPT % "2029-12-31").replace("2029-06-30", "2027-06-30"),
)  # fmt: skip
def past(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """What was kept for a law until a day may go after it, and what is personal in it must.

    The line stays as long as somebody has not said what became of it.
    """
    for at, met, duty in _entries(card, ctx, "at_least"):
        if met.until is not None and met.until < ctx.today and duty.kind == "keep":
            yield Problem(
                ("duties", at, "until"),
                f"{duty.id} was kept until {met.until}, and that is over ({ago(met.until, ctx.today)})",
                must(ctx, card.owner, "have it gone and take the line out, or say until when it is kept, and why"),
            )


@DUTIES.rule(
    105, "Last day of a duty is over", Severity.WARNING, of="usecase", timed=True,
    good=_FILED % "{duty: cn-algo-24-cancel, how: Cancelled., on: 2029-11-20}", bad=_FILED % "",
)  # fmt: skip
def missed(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """The end of a use and an incident set days by which somebody must be told, or something be gone.

    The day has passed, and the card does not say that it was done. Where it was, a line under `duties` says so.
    """
    day = ctx.today
    done = {met.duty for met in card.duties if met.on is not None}
    known = (duty for duty, _ in duties_here(ctx.registry, ctx.packs).values())
    pairs = list(pairs_in(ctx.registry, card, day))
    asked = not_ruled_out([duty for duty in known if is_set_off(duty) and duty.id not in done], card, pairs)
    late: dict[str, tuple[Owing, Term]] = {}
    for pair in pairs if asked else ():
        for one in judged(asked, pair, explain=False):
            for term in one.terms:
                if one.ruling.outcome == "applies" and term.day is not None and term.day < day:
                    late.setdefault(one.ruling.duty.id, (one, term))
    yield from (_missed(one.ruling.duty, term, card, ctx) for one, term in late.values())


def _missed(duty: Duty, term: Term, card: UseCaseCard, ctx: Context) -> Problem:
    days = f"{term.day} ({ago(term.day, ctx.today)})" if term.day else ""
    return Problem(
        ("duties",),
        f"{duty.id} was to be met by {days}: {term.words}",
        must(ctx, card.owner, f"see to it ({duty.source}, {duty.article}), and write it down under `duties`"),
    )


@DUTIES.rule(
    106, "High-risk by no annex", Severity.WARNING, of="usecase",
    good="use:u: {risk: {own: high, eu_tier: high, eu_route: annex_iii}}",
    bad="use:u: {risk: {own: high, eu_tier: high, eu_route: none}}",
)  # fmt: skip
def no_route(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Under the EU AI Act a system is high-risk by Annex I or by Annex III, and its duties begin on that annex's day.

    By neither they begin on no day, and all of them are taken not to apply.
    """
    if card.risk is not None and card.risk.eu_tier == "high" and card.risk.eu_route == "none":
        yield Problem(
            ("risk", "eu_route"),
            "it is high-risk under the EU AI Act, and by none of its annexes: one of these is wrong",
            must(ctx, card.owner, "name the annex (`annex_i` or `annex_iii`), or the tier that is right"),
        )


def _days(duty: Duty, pairs: Iterable[Pair]) -> Iterator[date]:
    """The days that a duty comes to, in each pair in which it applies by now or later."""
    for pair in pairs:
        yield from (
            term.day for one in judged([duty], pair, explain=False) for term in one.terms if term.day is not None
        )


def _entries(card: UseCaseCard, ctx: Context, bound: str) -> Iterator[tuple[int, Met, Duty]]:
    """What a card says of duties with a bound; of several about one the last. Without any nothing is looked up."""
    if not card.duties:
        return
    known = duties_here(ctx.registry, ctx.packs)
    last = {met.duty: at for at, met in enumerate(card.duties)}
    for at in last.values():
        met = card.duties[at]
        if met.duty in known and known[met.duty][0].bound == bound:
            yield at, met, known[met.duty][0]
