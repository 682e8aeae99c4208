"""What a use requires of the version that is to serve it, and what is on record: each requirement with its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.approvals import Asked, needed_roles, standing
from modelsteward.domain.comparing import Verdict, beside, difference, estimate
from modelsteward.domain.evidence import Run, measured, of_other_facts, runs_of
from modelsteward.domain.kinds import record_folder
from modelsteward.domain.people import holders
from modelsteward.domain.requirement import Outcome, Requirement
from modelsteward.usecases.doubtful import doubt, unit_of

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.domain.cards.records import Approval, Evaluation
    from modelsteward.domain.cards.usecase import Suite, UseCaseCard
    from modelsteward.domain.registry import Registry


class Candidate(NamedTuple):
    """A version that is to serve a slot of a use, and what it is judged by."""

    registry: Registry
    model: ModelCard
    use: UseCaseCard
    slot: str
    today: date
    promoter: str = ""
    """Who promotes, as git knows them; empty where nobody does yet."""


def requirements(candidate: Candidate) -> tuple[Requirement, ...]:
    """Everything the use requires of it: each suite, each slice of it, the fall against the champion, each approval."""
    return (*evaluations(candidate), *approvals(candidate))


def evaluations(c: Candidate) -> Iterator[Requirement]:
    """The use's suites, as far as they are asked of the slot."""
    asked = [requirement for _, _, requirement in by_suite(c)]
    yield from asked
    yield from _unread(c, "evaluation") if asked else ()


def by_suite(c: Candidate) -> Iterator[tuple[Suite, str | None, Requirement]]:
    """The same, each with its suite and the slice it is about; the fall against the champion is about all cases."""
    for suite in c.use.requires.suites if c.use.requires else ():
        if suite.slots and c.slot not in suite.slots:
            continue
        runs = runs_of(c.registry, c.model.ref, c.use.ref, suite.suite, c.today)
        for group in (None, *suite.slices):
            yield suite, group, _threshold(c, suite, group, measured(runs, suite.metric, group))
        champion = c.use.serving.get(c.slot)
        if suite.max_fall is not None and champion is not None and champion != c.model.ref:
            yield suite, None, _fall(c, suite, champion, measured(runs, suite.metric, None))


def approvals(c: Candidate) -> Iterator[Requirement]:
    """The roles that the use and its risk ask for."""
    risk = c.use.risk.own if c.use.risk else None
    if risk is None and c.registry.policy.approvals.roles:
        yield Requirement(
            "approvals", "approvals by risk", Outcome.CANNOT_TELL,
            why=f"which roles must approve depends on the risk, and {c.use.ref} does not say it",
            hint=f"steward set {c.use.ref} risk.own=low|medium|high",
        )  # fmt: skip
    roles = needed_roles(c.registry.policy, c.use)
    for role in roles:
        yield _approval(c, role)
    yield from _unread(c, "approval") if roles else ()


def _unread(c: Candidate, kind: str) -> Iterator[Requirement]:
    """The version's records that nobody could look into: what they hold may be newer, and say no."""
    folder = f"/{record_folder(c.model.ref)}/"
    for file in c.registry.unread():
        if folder in f"/{file.file}" and f"-{kind}-" in file.file:
            why, hint = "it cannot be read, and may say otherwise than what can", f"steward validate {file.file}"
            if file.unseen:
                why, hint = "it is not checked out, and may say otherwise than what is", "check it out"
            what = f"every {kind} of {c.model.ref} to be read: {file.file}"
            yield Requirement(f"{kind}s", what, Outcome.CANNOT_TELL, why=why, hint=hint, file=file.file)


def _threshold(c: Candidate, suite: Suite, group: str | None, runs: list[Run]) -> Requirement:
    """Whether the newest value of a metric, on all or on one slice, reaches the threshold."""
    where = f" on {group}" if group else ""
    what = f"{suite.suite}: {suite.metric}{where} {_bound(suite)} {suite.threshold:g}{_unit(suite)}"
    if not runs:
        return _missing(c, what, suite, f"no evaluation of {c.model.ref} says {suite.metric}{where}")
    run = _last(runs, suite)
    say = _said(what, run, _shown(run, suite.unit))
    if odd := doubt(c.registry, c.use.ref, suite, run):
        return say._replace(outcome=Outcome.VOID, why=odd[0], hint=odd[1])
    if suite.max_age and (last := suite.max_age.after(run.on)) < c.today:
        again = f"evaluate it anew: steward record evaluation {c.model.ref} --for {c.use.ref}"
        return say._replace(outcome=Outcome.TOO_OLD, why=f"it counted until {last} ({suite.max_age})", hint=again)
    value, limit = run.result.value, suite.threshold
    if value < limit if suite.better == "higher" else value > limit:
        return say._replace(
            outcome=Outcome.FAILS,
            why=f"{suite.metric}{where} is {beside(value, limit)}, and {_bound(suite)} {limit:g} is required",
            hint="choose another version, or have the requirement changed by those who answer for the use",
        )
    return say


def _last(runs: list[Run], suite: Suite) -> Run:
    """The newest value; of one day the worst, for nobody can tell which came later."""
    same = [run for run in runs if run.on == runs[-1].on]
    return (min if suite.better == "higher" else max)(same, key=lambda run: run.value)


_WHICH = {
    Verdict.BETTER: "better", Verdict.WORSE: "worse", Verdict.CANNOT_TELL: "cannot tell which is better",
}  # fmt: skip


def _fall(c: Candidate, suite: Suite, champion: str, runs: list[Run]) -> Requirement:
    """Whether it is shown not to fall below the champion by more than the use allows.

    Shown means with all of the difference's 95 % interval: what may as well be chance proves neither.
    """
    what = f"{suite.suite}: {suite.metric} at most {suite.max_fall:g} worse than {champion}"
    if c.registry.model(champion) is None:
        why = f"there is no card of {champion} that can be read"
        return Requirement("evaluations", what, Outcome.CANNOT_TELL, why=why, hint=f"mend the card of {champion}")
    theirs = measured(runs_of(c.registry, champion, c.use.ref, suite.suite, c.today), suite.metric, None)
    if not runs or not theirs:
        whose = c.model.ref if not runs else champion
        return _missing(c, what, suite, f"no evaluation of {whose} says {suite.metric}", whose)
    mine = _last(runs, suite)
    odd = next(filter(None, (doubt(c.registry, c.use.ref, suite, run) for run in (mine, theirs[-1]))), None)
    units = [unit_of(c.registry, suite, run) for run in (mine, theirs[-1])]
    if odd is None and None not in units and units[0] != units[1]:
        odd = f"it is in {units[0]}, and {champion}'s in {units[1]}", "record both in one unit"
    if odd:
        return _said(what, mine, "")._replace(outcome=Outcome.VOID, why=odd[0], hint=odd[1])
    gap = difference(estimate(mine.result, suite.unit), estimate(theirs[-1].result, suite.unit), suite.better)
    interval = f" ({gap.low:+.3g} to {gap.high:+.3g})" if gap.low is not None else ""
    found = f"{gap.gain:+.3g}{interval}, {_WHICH[gap.verdict]}"
    say, allowed = _said(what, mine, found), -(suite.max_fall or 0.0)
    if gap.low is None or gap.high is None:
        how = "record `low` and `high`, or `samples` of a metric whose unit is share or %, for both"
        why = f"how far {mine.result.value:g} and {theirs[-1].result.value:g} differ by chance is not known"
        return say._replace(outcome=Outcome.CANNOT_TELL, why=why, hint=how)
    if gap.low >= allowed:
        return say
    if gap.high < allowed:
        why = f"{suite.metric} is worse than {champion}'s by more than {suite.max_fall:g}"
        return say._replace(outcome=Outcome.FAILS, why=why, hint=f"let {champion} go on, or make a better version")
    why = f"the difference to {champion} may be anything from {gap.low:+.3g} to {gap.high:+.3g}"
    return say._replace(outcome=Outcome.CANNOT_TELL, why=why, hint="evaluate both on more cases, or the same ones")


def _missing(c: Candidate, what: str, suite: Suite, why: str, ref: str = "") -> Requirement:
    of = ref or c.model.ref
    how = f"steward record evaluation {of} --for {c.use.ref} --suite {suite.suite} …"
    kept = [entry for entry in c.registry.filed(f"evaluation {of}") if entry.card.suite == suite.suite]
    if kept and all(_elsewhere(c, of, entry.card) for entry in kept):
        why += "; what is on record was of other technical facts, or for another use"
    return Requirement("evaluations", what, Outcome.MISSING, why=why, hint=how)


def _elsewhere(c: Candidate, ref: str, card: Evaluation) -> bool:
    """Whether an evaluation does not speak for a version as it is now in this use."""
    model = c.registry.model(ref)
    return (model is not None and of_other_facts(card, model)) or card.use not in (None, c.use.ref)


def _said(what: str, run: Run, found: str) -> Requirement:
    card = run.entry.card
    return Requirement("evaluations", what, Outcome.PASSES, found, card.on, card.by, file=run.entry.file)


def _shown(run: Run, unit: str | None) -> str:
    """A value as it was found, with its interval and number of samples."""
    seen = estimate(run.result, unit)
    interval = f" ({seen.low:.4g} to {seen.high:.4g})" if seen.known else ""
    samples = f", n = {run.result.samples}" if run.result.samples else ""
    return f"{run.result.value:g}{f' {run.result.unit}' if run.result.unit else ''}{interval}{samples}"


def _bound(suite: Suite) -> str:
    return "at least" if suite.better == "higher" else "at most"


def _unit(suite: Suite) -> str:
    return f" {suite.unit}" if suite.unit else ""


def _approval(c: Candidate, role: str) -> Requirement:
    """What a role decided on this version for this use."""
    asked = Asked(c.registry.policy, c.model, c.use, c.today, c.promoter)
    entry, objection = standing(role, asked, c.registry.filed(f"approval {c.model.ref}"))
    say = Requirement("approvals", f"approval by {role}", Outcome.PASSES)
    if entry is not None:
        card = entry.card
        say = say._replace(found=_decided(card), on=card.on, by=card.by, file=entry.file)
    return say._replace(outcome=objection.outcome, why=objection.why, hint=_how(c, role)) if objection else say


def _decided(card: Approval) -> str:
    return card.decision + (f", if {'; '.join(card.conditions)}" if card.conditions else "")


def _how(c: Candidate, role: str) -> str:
    who = " or ".join(member.name for member in holders(c.registry.policy, role))
    given = f"steward record approval {c.model.ref} --for {c.use.ref} --as {role}"
    return f"{who}: {given}" if who else f"give somebody the role {role} in steward.yaml; then {given}"
