"""Facts of the uses that a version serves or served."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from modelsteward.domain.conditions import UNKNOWN, Fact
from modelsteward.domain.facts.subject import Subject, fact, so, words
from modelsteward.domain.jurisdictions import reach

if TYPE_CHECKING:
    from modelsteward.domain.cards.usecase import UseCaseCard


def _from_uses(s: Subject, tell: Callable[[UseCaseCard], Fact]) -> Fact:
    """What all of its uses say together."""
    told = [tell(use) for use in s.uses]
    complete = s.all_uses and all(fact.complete for fact in told)
    return words((value for fact in told for value in fact.values), complete)


@fact("jurisdictions", "where it is used, and whose law applies", "use")
def _jurisdictions(s: Subject) -> Fact:
    """A part of a country implies the country, and a member state the union: `US-AZ` is `US` too, and `AT` is `EU`."""

    def tell(use: UseCaseCard) -> Fact:
        named = [reached for place in use.jurisdictions for reached in reach(place)]
        return words(named, use.knows("jurisdictions"))

    return _from_uses(s, tell)


@fact("roles", "what we are under the law for its uses: provider, deployer, employer", "use", "organisation_roles")
def _roles(s: Subject) -> Fact:
    return _from_uses(s, lambda use: words(use.organisation_roles, use.knows("organisation_roles")))


@fact("sectors", "in which sectors it is used", "use")
def _sectors(s: Subject) -> Fact:
    return _from_uses(s, lambda use: words(use.sectors, use.knows("sectors")))


@fact("context", "whether it is used in a sandbox or a real-world test", "use")
def _context(s: Subject) -> Fact:
    return _from_uses(s, lambda use: words(use.context, use.knows("context")))


@fact("affects", "whom its answers touch", "use")
def _affects(s: Subject) -> Fact:
    return _from_uses(s, lambda use: words(use.affects, use.knows("affects")))


@fact("risk.eu_tier", "in which tier of the EU AI Act its uses are", "use")
def _eu_tier(s: Subject) -> Fact:
    return _from_uses(s, lambda use: _one(use.risk.eu_tier if use.risk else None))


@fact("risk.eu_route", "which annex of the EU AI Act makes its uses high-risk", "use")
def _eu_route(s: Subject) -> Fact:
    return _from_uses(s, lambda use: _one(use.risk.eu_route if use.risk else None))


def _one(value: str | None) -> Fact:
    return UNKNOWN if value is None else Fact((value,))


@fact(
    "use.consequential_decision",
    "whether it weighs in what a person gets: care, credit, a job, a home",
    "use",
    "consequential_decision",
)
def _consequential(s: Subject) -> Fact:
    return _any_use(s, [use.consequential_decision for use in s.uses])


def _any_use(s: Subject, answers: list[bool | None]) -> Fact:
    if True in answers:
        return so(True)
    return so(False if s.all_uses and None not in answers else None)


@fact("placed_on_market", "when it was placed on the market or put into service", "use")
def _placed(s: Subject) -> Fact:
    def tell(use: UseCaseCard) -> Fact:
        day = use.placed_on_market
        return words([day.isoformat() if day else None], use.knows("placed_on_market"))

    return _from_uses(s, tell)


@fact("consumers.external", "whether anybody outside relies on it", "use")
def _external(s: Subject) -> Fact:
    def tell(use: UseCaseCard) -> Fact:
        if use.consumers is None:
            return Fact(()) if use.knows("consumers") else UNKNOWN
        return words(use.consumers.external, use.consumers.knows("external"))

    return _from_uses(s, tell)
