"""WV: Whether waivers still count, and waive something that can be waived."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago
from modelsteward.domain.findings import Problem, Severity
from modelsteward.domain.suggest import did_you_mean
from modelsteward.rules.engine import Context, Family

if TYPE_CHECKING:
    from modelsteward.domain.cards.states import Waiver

WAIVERS = Family("WV", "Waivers", "Whether waivers still count. These cannot be ignored or waived.")


@WAIVERS.rule(
    101, "Waiver past its end", Severity.ERROR, of="waiver", timed=True,
    good="m@1.0.0: {}\nwaiver:w: {until: 2030-01-01}",
    bad="m@1.0.0: {}\nwaiver:w: {until: 2029-12-31}",
)  # fmt: skip
def past_its_end(card: Waiver, ctx: Context) -> Iterator[Problem]:
    """A waiver is a debt with a day on which it is due. After it the rule counts again, and the waiver says so."""
    if card.until < ctx.today:
        message = f"ended {ago(card.until, ctx.today)} ({card.until}); {card.rule} counts again for {card.ref}"
        hint = f"{_answers(card, ctx)} must mend what {card.rule} finds and delete this file, or grant it anew"
        yield Problem(("until",), message, hint)


def _answers(card: Waiver, ctx: Context) -> str:
    """Who answers for what is waived; who granted the waiver, where that can't be told."""
    owners = (getattr(entry.card, "owner", None) for entry in ctx.registry.named(card.ref))
    return next((ctx.registry.team(owner) for owner in owners if owner), card.by)


@WAIVERS.rule(
    102, "Waiver that lasts too long", Severity.ERROR, of="waiver",
    good="m@1.0.0: {}\nwaiver:w: {on: 2029-12-01, until: 2030-05-30}",
    bad="m@1.0.0: {}\nwaiver:w: {on: 2029-12-01, until: 2030-05-31}",
)  # fmt: skip
def lasts_too_long(card: Waiver, ctx: Context) -> Iterator[Problem]:
    """A waiver without a near end is a rule switched off for good, by one person, in one line of a diff.

    `waivers: {longest: …}` in steward.yaml says how long one may last from the day it was granted.
    """
    longest = ctx.policy.waivers.longest
    latest = longest.after(card.on)
    if card.until > latest:
        hint = f"{card.by} must end it on {latest} or earlier; a new one may follow, with a new reason"
        yield Problem(("until",), f"lasts until {card.until}, and {longest} from {card.on} is the most", hint)


@WAIVERS.rule(
    103, "Waiver of what cannot be waived", Severity.ERROR, of="waiver",
    good="m@1.0.0: {}\nwaiver:w: {rule: TM102}",
    bad="m@1.0.0: {}\nwaiver:w: {rule: TN102}",
)  # fmt: skip
def not_waivable(card: Waiver, ctx: Context) -> Iterator[Problem]:
    """A code with a slip in it waives nothing. What the reader finds cannot be waived, nor the rules about waivers."""
    rule = ctx.catalogue.get(card.rule)
    if rule is None:
        hint = did_you_mean(card.rule, ctx.catalogue) or "`steward rules` lists them"
        yield Problem(("rule",), f"there is no rule {card.rule}", hint)
    elif rule.always:
        yield Problem(
            ("rule",), f"{card.rule} ({rule.title}) cannot be waived", "mend what it finds and delete this file"
        )
