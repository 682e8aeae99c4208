"""CA: Whether requests about data are answered in time, and all they reach is decided; and incidents that wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from modelsteward.domain.clocks import clock_of
from modelsteward.domain.dates import ago
from modelsteward.domain.deciding import flaw, is_past, latest
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.lifespan import lies_within
from modelsteward.domain.people import holds_role
from modelsteward.domain.reaching import state_of, undecided
from modelsteward.domain.texts import amount, listed
from modelsteward.rules.engine import Context, Family
from modelsteward.rules.wording import stands

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Case, Incident
    from modelsteward.domain.clocks import Clock

CASES = Family("CA", "Cases", "Whether requests about data are answered in time, and all they reach is decided.")

_WORDS = "erase|retrain|keep|not-affected --as ROLE --reason TEXT"


def _who(card: Case) -> str:
    return card.by or "whoever opened it"


@CASES.rule(
    101, "Case past its last day", Severity.ERROR, of="case", timed=True,
    good="""
data:d@1.0.0: {}
cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ["data:d@1.0.0"], opened: 2029-12-01, due: 2030-01-01}
""",
    bad="""
data:d@1.0.0: {}
cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ["data:d@1.0.0"], opened: 2029-12-01, due: 2029-12-31}
""",
)  # fmt: skip
def overdue(card: Case, ctx: Context) -> Iterator[Problem]:
    """Who asks for data to be erased is to be answered by a day that the law sets, and `due` is that day.

    The day itself still counts. What is late is late for the person who asked and before the authority; what was
    decided by then can be answered, and the rest has to be said with the reason.
    """
    if card.closed is None and card.due is not None and card.due < ctx.today:
        message = f"it was to be answered by {card.due} ({ago(card.due, ctx.today)}), and is open"
        hint = f"{_who(card)} must have the rest decided, answer, and close it: `steward case show {card.id}`"
        yield Problem(("due",), message, hint)


@CASES.rule(
    102, "Case due soon", Severity.WARNING, of="case", timed=True,
    good="""
data:d@1.0.0: {}
cases/c.yaml: {card: case/1, id: c, purpose: order, data: ["data:d@1.0.0"], opened: 2029-12-01, due: 2030-06-01}
""",
    bad="""
data:d@1.0.0: {}
cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ["data:d@1.0.0"], opened: 2029-12-10, due: 2030-01-10}
""",
)  # fmt: skip
def due_soon(card: Case, ctx: Context) -> Iterator[Problem]:
    """A version is replaced, retired and looked for in every place it was copied to: that takes most of a month.

    More time must be asked for before the day is over, where the law permits it at all.
    """
    if card.closed is None and card.due is not None and lies_within(card.due, ctx.today, ctx.policy.window):
        hint = f"{_who(card)} must have the rest decided by then: `steward case show {card.id}` lists it"
        yield Problem(("due",), f"it is to be answered by {card.due} ({ago(card.due, ctx.today)})", hint)


@CASES.rule(
    103, "Reached by a case, and not decided", Severity.WARNING, of="case", whole=True,
    good="""
data:d@1.0.0: {}
cases/c.yaml:
  {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-12-10,
   decisions: [{ref: "data:d@1.0.0", decision: erase, by: ada@example.org, on: 2029-12-11}]}
""",
    bad="""
data:d@1.0.0: {}
m@1.0.0: {lineage: {parents: [], datasets: ["data:d@1.0.0"]}}
cases/c.yaml:
  {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-12-10,
   decisions: [{ref: "data:d@1.0.0", decision: erase, by: ada@example.org, on: 2029-12-11}]}
""",
)  # fmt: skip
def not_decided(card: Case, ctx: Context) -> Iterator[Problem]:
    """What was trained on data may give it away, and so may what was made from that: each is a decision of its own.

    A version that is registered while the case is open is reached as well. What is destroyed needs no decision.
    """
    if card.closed is None and (refs := undecided(ctx.registry, card)):
        message = f"it reaches {listed(refs)}, and nobody decided what becomes of {'it' if len(refs) == 1 else 'them'}"
        yield Problem(("decisions",), message, f"steward case decide {card.id} {refs[0]} {_WORDS}")


@CASES.rule(
    104, "Exemption past its end", Severity.ERROR, of="case", timed=True,
    good="""
data:d@1.0.0: {}
registry: {roles: {dpo: Says that data may be used.}}
cases/c.yaml:
  {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-01-10, closed: 2029-02-01,
   decisions: [{ref: "data:d@1.0.0", decision: keep, until: 2030-01-01, role: dpo, by: ada, on: 2029-01-31}]}
""",
    bad="""
data:d@1.0.0: {}
registry: {roles: {dpo: Says that data may be used.}}
cases/c.yaml:
  {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-01-10, closed: 2029-02-01,
   decisions: [{ref: "data:d@1.0.0", decision: keep, until: 2029-12-31, role: dpo, by: ada, on: 2029-01-31}]}
""",
)  # fmt: skip
def exemption_over(card: Case, ctx: Context) -> Iterator[Problem]:
    """What may be kept may be kept until a day: a claim ends, a trial is over. After it, what was asked for counts.

    It is told of cases that are closed as well: an exemption outlives them. What was destroyed meanwhile is quiet.
    """
    for ref, (at, decision) in latest(card).items():
        state = state_of(ctx.registry, ref)
        if is_past(decision, ctx.today) and state != "destroyed" and decision.until is not None:
            now = f", and {stands(state)}" if state else ""
            message = f"{ref} could be kept until {decision.until} ({ago(decision.until, ctx.today)}){now}"
            hint = f"destroy it, or decide anew: steward case decide {card.id} {ref} {_WORDS}"
            yield Problem(("decisions", at, "until"), message, hint)


@CASES.rule(
    105, "Case closed with something undecided", Severity.ERROR, of="case", whole=True,
    good="""
data:d@1.0.0: {}
data:d@2.0.0: {derived_from: []}
cases/c.yaml:
  {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-12-10, closed: 2029-12-20,
   reached: ["data:d@1.0.0"],
   decisions: [{ref: "data:d@1.0.0", decision: erase, by: ada@example.org, on: 2029-12-11}]}
""",
    bad="""
data:d@1.0.0: {}
cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-12-10, closed: 2029-12-20}
""",
)  # fmt: skip
def closed_too_soon(card: Case, ctx: Context) -> Iterator[Problem]:
    """`steward case close` waits for every decision; a day written by hand does not, and then data lives on unseen.

    What the command closed says what it reached (`reached`), and is held to that: what came later is not its business.
    """
    if card.closed is not None and (refs := undecided(ctx.registry, card)):
        message = f"closed, and nobody decided what becomes of {listed(refs)}"
        hint = f"set `closed: null`, decide ({amount(len(refs), 'decision')}), and close it with the command"
        yield Problem(("closed",), message, hint)


@CASES.rule(
    106, "Decision that does not count", Severity.ERROR, of="case",
    good="""
data:d@1.0.0: {}
registry:
  roles: {dpo: Says that data may be used.}
  teams: {team: {contact: team@example.org, members: [{name: Ada, git: [ada@example.org], roles: [dpo]}]}}
cases/c.yaml:
  {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-12-10, decisions: [
   {ref: "data:d@1.0.0", decision: keep, until: 2030-06-01, role: dpo, by: ada@example.org, on: 2029-12-11}]}
""",
    bad="""
data:d@1.0.0: {}
registry: {roles: {dpo: Says that data may be used.}}
cases/c.yaml:
  {card: case/1, id: c, purpose: erasure, data: ["data:d"], opened: 2029-12-10, decisions: [
   {ref: "data:d@1.0.0", decision: keep, until: 2030-06-01, role: dpo, by: ada@example.org, on: 2029-12-11}]}
""",
)  # fmt: skip
def no_decision(card: Case, ctx: Context) -> Iterator[Problem]:
    """An exemption without an end, or one that nobody in charge gave, is how data stays for ever.

    Who holds a role is in `steward.yaml`, which knows today's people. So this is asked while the case is open: whoever
    decided then may have left by the time it is read again, and git knows what the file said that day.
    """
    for ref, (at, decision) in latest(card).items():
        if what := flaw(decision):
            yield Problem(("decisions", at, "decision"), f"{ref}: {what}", "write both, or decide it with the command")
        role = decision.role
        if card.closed is not None or role is None or role not in ctx.policy.roles:
            continue  # a role that is not defined is told by ID110
        if not holds_role(ctx.policy, decision.by, role):
            message = f"{decision.by} does not hold the role {role}, and decided `{decision.decision}` for {ref} in it"
            hint = f"have it decided by who does: steward case decide {card.id} {ref} {_WORDS}"
            yield Problem(("decisions", at, "by"), message, hint)


@CASES.rule(
    107, "Serious incident, and no report of it", Severity.WARNING, of="incident", timed=True,
    good="""
m@1.0.0: {}
incidents/i.yaml:
  {card: incident/1, id: i, refs: [m@1.0.0], severity: serious, opened: 2029-12-01, reported: 2029-12-04, by: ada}
""",
    bad="""
m@1.0.0: {}
incidents/i.yaml: {card: incident/1, id: i, refs: [m@1.0.0], severity: serious, opened: 2029-12-16, by: ada}
""",
)  # fmt: skip
def not_reported(card: Incident, ctx: Context, *, days: int = 15) -> Iterator[Problem]:
    """Providers of high-risk systems report a serious incident to the authority within 15 days of learning of it
    (EU AI Act Art. 73(2)); within 10 where a person died (73(4)), within 2 where it is widespread or strikes critical
    infrastructure (73(3)).

    Whether that binds you is for a lawyer to say. An incident that is open for so long, and of which nobody wrote that
    it was reported or what came of it, is worth a question anywhere. `days` sets how long.
    """
    if card.severity != "serious" or card.closed is not None or card.reported is not None:
        return
    if (ctx.today - card.opened) > timedelta(days=days):
        message = f"known since {card.opened} ({ago(card.opened, ctx.today)}), open, and not said to be reported"
        hint = (
            f"{card.by} must say that it was (`steward incident report {card.id} --on DATE`), or close it with what "
            f"came of it (`steward incident close {card.id} --reason TEXT`)"
        )
        yield Problem(("opened",), message, hint)


@CASES.rule(
    108, "Last day later than the law gives", Severity.ERROR, of="case",
    good="""
data:d@1.0.0: {}
cases/c.yaml:
  {card: case/1, id: c, purpose: erasure, data: ["data:d@1.0.0"], opened: 2029-12-10, law: gdpr, due: 2030-01-10}
""",
    bad="""
data:d@1.0.0: {}
cases/c.yaml:
  {card: case/1, id: c, purpose: erasure, data: ["data:d@1.0.0"], opened: 2029-12-10, law: gdpr, due: 2030-02-10}
""",
)  # fmt: skip
def too_late(card: Case, ctx: Context) -> Iterator[Problem]:
    """A day that is moved in the file makes the case look as if it had time. More time is taken once, with a reason,
    and stands on record under `extensions`; the pack `clocks` says how much each law permits."""
    clock = clock_of(ctx.packs.clocks, card.law, card.purpose)
    if clock is None or card.due is None:
        return
    last = _last_day(card, clock)
    if last is not None and card.due > last:
        more = f", and was extended until {card.extensions[-1].until}" if card.extensions else ""
        message = f"{clock.called}, gives until {last} for what was received on {card.opened}{more}"
        yield Problem(
            ("due",), message, f"write {last}, or take more time: steward case extend {card.id} --reason TEXT"
        )


def _last_day(card: Case, clock: Clock) -> date | None:
    """The last day that a law gives, with the time that was taken; none is taken once the first time is over."""
    due, furthest = clock.due(card.opened), clock.furthest(card.opened)
    if due is None or furthest is None or not card.extensions or card.extensions[0].on > due:
        return due
    return min(card.extensions[-1].until, furthest)


@CASES.rule(
    109, "Law whose time is not known", Severity.WARNING, of="case",
    good="""
data:d@1.0.0: {}
cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ["data:d@1.0.0"], opened: 2029-12-10, law: gdpr}
""",
    bad="""
data:d@1.0.0: {}
cases/c.yaml: {card: case/1, id: c, purpose: erasure, data: ["data:d@1.0.0"], opened: 2029-12-10, law: gdrp}
""",
)  # fmt: skip
def unknown_law(card: Case, ctx: Context) -> Iterator[Problem]:
    """`law` names an entry of the pack `clocks`, from which the last day follows. Of others nothing is checked."""
    if card.law is not None and card.law not in ctx.packs.clocks:
        hint = f"the pack knows {listed(ctx.packs.clocks, most=10)}; for another law take `law` out, and write `due`"
        yield Problem(("law",), f"no law is called `{card.law}` in the pack `clocks`", hint)
