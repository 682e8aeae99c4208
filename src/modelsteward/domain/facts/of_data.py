"""Facts of the data that a version was built on, over its whole lineage."""

from __future__ import annotations

from modelsteward.domain.conditions import Fact
from modelsteward.domain.facts.subject import Subject, fact, so

_ABOUT_PEOPLE = ("personal", "special_category", "health", "biometric", "children")


def _flagged(s: Subject, flag: str, also: tuple[str, ...] = ()) -> Fact:
    if any(getattr(card.contains, name) for card in s.data for name in (flag, *also)):
        return so(True)
    return so(False if s.all_data and all(getattr(card.contains, flag) is False for card in s.data) else None)


@fact("data.personal", "whether it was built on personal data", "data", "contains.personal")
def _personal(s: Subject) -> Fact:
    """Health data and the like are always about someone."""
    return _flagged(s, "personal", _ABOUT_PEOPLE)


@fact(
    "data.special_category", "whether it was built on data of a special category", "data", "contains.special_category"
)
def _special(s: Subject) -> Fact:
    return _flagged(s, "special_category")


@fact("data.phi", "whether it was built on health data", "data", "contains.health")
def _health(s: Subject) -> Fact:
    return _flagged(s, "health")


@fact("data.biometric", "whether it was built on biometric data", "data", "contains.biometric")
def _biometric(s: Subject) -> Fact:
    return _flagged(s, "biometric")


@fact("data.children", "whether it was built on data about children", "data", "contains.children")
def _about_children(s: Subject) -> Fact:
    return _flagged(s, "children")


@fact(
    "data.unlawful_source",
    "whether any data it was built on was obtained unlawfully",
    "data",
    "contains.unlawful_source",
)
def _unlawful(s: Subject) -> Fact:
    return _flagged(s, "unlawful_source")
