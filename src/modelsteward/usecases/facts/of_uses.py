"""Facts of the uses that a version serves or served."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from modelsteward.domain.conditions import UNKNOWN, Fact
from modelsteward.usecases.facts.subject import Subject, fact, so, words

if TYPE_CHECKING:
    from modelsteward.domain.cards.usecase import UseCaseCard


def _from_uses(s: Subject, tell: Callable[[UseCaseCard], Fact]) -> Fact:
    """What all of its uses say together."""
    told = [tell(use) for use in s.uses]
    complete = s.all_uses and all(fact.complete for fact in told)
    return words((value for fact in told for value in fact.values), complete)


@fact("jurisdictions", "where it is used, and whose law applies")
def _jurisdictions(s: Subject) -> Fact:
    """A part of a country implies the country: `US-AZ` is `US` as well."""

    def tell(use: UseCaseCard) -> Fact:
        named = [part for place in use.jurisdictions for part in (place, place.partition("-")[0])]
        return words(named, use.knows("jurisdictions"))

    return _from_uses(s, tell)


@fact("roles", "what we are under the law for its uses: provider, deployer, employer")
def _roles(s: Subject) -> Fact:
    return _from_uses(s, lambda use: words(use.organisation_roles, use.knows("organisation_roles")))


@fact("sectors", "in which sectors it is used")
def _sectors(s: Subject) -> Fact:
    return _from_uses(s, lambda use: words(use.sectors, use.knows("sectors")))


@fact("context", "whether it is used in a sandbox or a real-world test")
def _context(s: Subject) -> Fact:
    return _from_uses(s, lambda use: words(use.context, use.knows("context")))


@fact("affects", "whom its answers touch")
def _affects(s: Subject) -> Fact:
    return _from_uses(s, lambda use: words(use.affects, use.knows("affects")))


@fact("risk.eu_tier", "in which tier of the EU AI Act its uses are")
def _eu_tier(s: Subject) -> Fact:
    return _from_uses(s, lambda use: _one(use.risk.eu_tier if use.risk else None))


@fact("risk.eu_route", "which annex of the EU AI Act makes its uses high-risk")
def _eu_route(s: Subject) -> Fact:
    return _from_uses(s, lambda use: _one(use.risk.eu_route if use.risk else None))


def _one(value: str | None) -> Fact:
    return UNKNOWN if value is None else Fact((value,))


@fact("use.consequential_decision", "whether it weighs in what a person gets: care, credit, a job, a home")
def _consequential(s: Subject) -> Fact:
    return _any_use(s, [use.consequential_decision for use in s.uses])


def _any_use(s: Subject, answers: list[bool | None]) -> Fact:
    if True in answers:
        return so(True)
    return so(False if s.all_uses and None not in answers else None)


@fact("consumers.external", "whether anybody outside relies on it")
def _external(s: Subject) -> Fact:
    def tell(use: UseCaseCard) -> Fact:
        if use.consumers is None:
            return Fact(()) if use.knows("consumers") else UNKNOWN
        return words(use.consumers.external, use.consumers.knows("external"))

    return _from_uses(s, tell)
