"""US: Whether each use is served, by what may serve, and known well enough to be judged.

Here: what a use says about itself. `serving` and `history` add to the same family.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.approvals import needed_roles
from modelsteward.domain.findings import Path, Problem, Severity
from modelsteward.domain.lifespan import high_risk
from modelsteward.domain.people import holders
from modelsteward.domain.suggest import did_you_mean
from modelsteward.rules.engine import Context, Family
from modelsteward.rules.wording import must

if TYPE_CHECKING:
    from modelsteward.domain.cards.usecase import Monitor, Suite, UseCaseCard

USE = Family("US", "Use", "Whether each use is served, by what may serve, and known well enough to be judged.")


def live(card: UseCaseCard) -> bool:
    """Whether the use is running."""
    return card.status == "live"


@USE.rule(
    106, "Prohibited use", Severity.ERROR, of="usecase",
    good="use:u: {status: ended, risk: {eu_tier: prohibited}}",
    bad="use:u: {status: proposed, risk: {eu_tier: prohibited}}",
)  # fmt: skip
def prohibited(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A practice that the EU AI Act prohibits (Regulation (EU) 2024/1689, Art. 5) can never be served.

    No approval and no waiver of a duty makes it lawful, so it may neither run nor be planned.
    """
    if card.risk is not None and card.risk.eu_tier == "prohibited" and card.status != "ended":
        yield Problem(
            ("risk", "eu_tier"),
            f"{card.status}, and prohibited under the EU AI Act",
            must(ctx, card.owner, "stop it and set `status: ended`, or have the tier judged anew if it is wrong"),
        )


@USE.rule(
    108, "Live use that is not accounted for", Severity.ERROR, of="usecase",
    good="use:u: {owner: team, risk: {own: low, eu_tier: minimal}, jurisdictions: [US]}",
    bad="use:u: {owner: null, jurisdictions: <absent>, risk: {own: <absent>}}",
)  # fmt: skip
def unaccounted(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Which law applies, how careful to be and whom to ask all follow from owner, risk and jurisdictions.

    While one of them is unknown, nobody can tell what the use owes to the people it touches.
    """
    if not live(card):
        return
    if card.owner is None:
        yield Problem(("owner",), "live, and nobody owns it", "name a team of steward.yaml under `owner`")
    unknown = [key for key in _TIERS if card.risk is None or getattr(card.risk, key) is None]
    if unknown:
        named = " and ".join(f"`risk.{key}`" for key in unknown)
        yield Problem(
            ("risk",),
            f"live, and its risk is not known: {named} {'say' if unknown[1:] else 'says'} nothing",
            f"judge it and say so: {_settings(card.ref, unknown)}",
        )
    if not card.jurisdictions:
        hint = f"list where it is used, like `steward set {card.ref} 'jurisdictions=[EU, US-AZ]'`"
        yield Problem(("jurisdictions",), "live, and it is not known where", hint)


_TIERS = {
    "own": "low, medium or high",
    "eu_tier": "high, transparency or minimal, which is what the EU AI Act does not single out",
}


def _settings(ref: str, unknown: list[str]) -> str:
    """The command that says a risk, and what may be said."""
    said = " ".join(f"risk.{key}=…" for key in unknown)
    return f"`steward set {ref} {said}` ({'; '.join(_TIERS[key] for key in unknown)})"


@USE.rule(
    110, "High risk without a demand", Severity.WARNING, of="usecase",
    good="""
use:u:
  risk: {own: high}
  requires:
    suites: [{suite: holdout, metric: auroc, threshold: 0.75}]
    approvals: [clinical-safety]
""",
    bad="use:u: {risk: {own: high}, requires: {approvals: [clinical-safety]}}",
)  # fmt: skip
def undemanding(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Where much harm is possible, a version should show what it can do, and a person should answer for letting it in.

    What a use does not ask for, no promotion will check.
    """
    if not (live(card) and high_risk(card)):
        return
    at = ("requires",)
    if card.requires is None or not card.requires.suites:
        hint = "name at least one suite with its metric and threshold under `requires.suites`"
        yield Problem(at, "of high risk, and it requires no evaluation of what serves it", hint)
    if card.requires is None or not card.requires.approvals:
        hint = "name the roles that must approve under `requires.approvals`"
        yield Problem(at, "of high risk, and it requires nobody's approval of what serves it", hint)


@USE.rule(
    113, "Guardrail that is no pattern", Severity.ERROR, of="usecase",
    good=r"use:u: {guardrails: {block: ['\b\d{3}-\d{2}-\d{4}\b']}}",
    bad="use:u: {guardrails: {block: ['(social security']}}",
)  # fmt: skip
def broken_guardrail(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A pattern that can't be read blocks nothing, or stops the gateway that reads it. People rely on it either way."""
    if card.guardrails is None or card.status == "ended":
        return
    for i, pattern in enumerate(card.guardrails.block):
        if wrong := _wrong_pattern(pattern):
            hint = "mend the pattern; a character meant as itself stands behind a backslash"
            yield Problem(("guardrails", "block", i), f"not a regular expression: {wrong}", hint)


def _wrong_pattern(pattern: str) -> str:
    """What is wrong with a pattern, or nothing."""
    try:
        with warnings.catch_warnings():  # a pattern with an odd but lawful spelling is not our business
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except re.error as error:
        return f"{error.msg} at character {error.pos + 1}" if error.pos is not None else error.msg
    except (OverflowError, RecursionError):
        return "it repeats or nests more than can be read"
    return ""


@USE.rule(
    114, "Approval that nobody can give", Severity.WARNING, of="usecase", whole=True,
    good="""
registry: {teams: {team: {members: [{name: Ada, git: [ada@example.org], roles: [clinical-safety]}]}}}
use:u: {requires: {approvals: [clinical-safety]}}
""",
    bad="use:u: {requires: {approvals: [clinical-safety]}}",
)  # fmt: skip
def unheld_role(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A role that no member of any team holds can't approve, so nothing new can come to serve this use.

    It shows on the day an urgent replacement waits for an approval that nobody may give.
    """
    if card.status == "ended":
        return
    named = card.requires.approvals if card.requires else ()
    for role in needed_roles(ctx.policy, card):
        if not holders(ctx.policy, role):
            held = {known for team in ctx.policy.teams.values() for member in team.members for known in member.roles}
            hint = did_you_mean(role, held) or f"give a member of a team in steward.yaml the role {role}"
            at = ("requires", "approvals", named.index(role)) if role in named else ("risk", "own")
            yield Problem(at, f"nobody holds the role {role} that must approve here", hint)


@USE.rule(
    115, "Not known whether it decides about people", Severity.WARNING, of="usecase",
    good="use:u: {risk: {eu_tier: high}, consequential_decision: false}",
    bad="use:u: {risk: {eu_tier: high}}",
)  # fmt: skip
def undecided(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """Whether a use weighs in what people get decides which duties towards them apply: notice, reasons, appeal.

    Unknown is not the same as no: a duty that was not looked for still binds.
    """
    if live(card) and card.risk is not None and card.risk.eu_tier == "high" and card.consequential_decision is None:
        yield Problem(
            ("consequential_decision",),
            "of high risk under the EU AI Act, and it is not known whether it decides what a person gets",
            "write `consequential_decision: true` or `false`",
        )


@USE.rule(
    116, "Role under the law not known", Severity.WARNING, of="usecase",
    good="use:u: {jurisdictions: [EU], risk: {own: high}, organisation_roles: [deployer]}",
    bad="use:u: {jurisdictions: [EU], risk: {own: high}}",
)  # fmt: skip
def no_role(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """The EU AI Act asks different things of a provider, a deployer and an importer.

    Until the card says which of them we are, nobody can tell which duties are ours.
    """
    if live(card) and high_risk(card) and "EU" in card.jurisdictions and not card.organisation_roles:
        yield Problem(
            ("organisation_roles",),
            "of high risk in the EU, and it is not known what we are under the law",
            "list our roles under `organisation_roles`, as in [deployer, controller]",
        )


@USE.rule(
    117, "Slot that the use does not have", Severity.WARNING, of="usecase",
    good="""
use:u:
  serving: {main: m@1.1.0}
  fallback: {main: m@1.0.0}
""",
    bad="""
use:u:
  serving: {main: m@1.1.0}
  fallback: {mian: m@1.0.0}
""",
)  # fmt: skip
def stray_slot(card: UseCaseCard, ctx: Context) -> Iterator[Problem]:
    """A fallback, a replacement or a volume for a slot that `serving` does not name is never used, and what is required
    of it is asked of nothing: mostly a slip of the pen.

    The slot that was meant then stands without, and shows it on the day it is needed.
    """
    if card.status == "ended" or not card.serving:
        return
    for path, slot in _slots_named(card):
        if slot not in card.serving:
            hint = did_you_mean(slot, card.serving) or f"the slots here are {', '.join(card.serving)}"
            yield Problem(path, f"`serving` has no slot {slot}", hint, at_key=len(path) == 2)


def _slots_named(card: UseCaseCard) -> Iterator[tuple[Path, str]]:
    """Each slot that is named beside `serving`: what is asked of it before the use is live too, the rest once it is."""
    lines: list[tuple[Path, Suite | Monitor]] = []
    lines += [
        (("requires", "suites", i), suite) for i, suite in enumerate(card.requires.suites if card.requires else ())
    ]
    lines += [(("monitoring", i), watched) for i, watched in enumerate(card.monitoring)]
    for path, line in lines:
        yield from (((*path, "slots", i), slot) for i, slot in enumerate(line.slots))
    for key in ("fallback", "replacement", "volume") if live(card) else ():
        yield from (((key, slot), slot) for slot in getattr(card, key))
