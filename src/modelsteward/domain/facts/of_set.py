"""Facts of a data set, for the items and duties that are about data. What only a model has, a data set has none of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from modelsteward.domain.conditions import UNKNOWN, Fact, Facts
from modelsteward.domain.descent import below
from modelsteward.domain.facts.of_orders import held, in_an_incident, in_cases
from modelsteward.domain.facts.places import kind_of_place
from modelsteward.domain.facts.subject import FIELDS, Subject, so, subject_of, words
from modelsteward.domain.registry import Registry
from modelsteward.domain.relations import UNTOLD

if TYPE_CHECKING:
    from modelsteward.domain.cards.dataset import DataSetCard

_NONE = Fact(())
_FLAGS = {
    "data.personal": ("personal", "special_category", "health", "biometric", "children"),
    "data.special_category": ("special_category",),
    "data.phi": ("health",),
    "data.biometric": ("biometric",),
    "data.children": ("children",),
    "data.unlawful_source": ("unlawful_source",),
}
"""Flags of the card by field; the first is the one asked for, the others imply it."""
_OF_MODELS = (
    "jurisdictions", "roles", "sectors", "context", "affects", "risk.eu_tier", "risk.eu_route",
    "use.consequential_decision", "consumers.external",
)  # fmt: skip
"""What is told of a data set by the models that were built on it: no card of data says where or for whom it is used."""


def facts_of_set(registry: Registry, data: DataSetCard, today: date) -> Facts:
    """Every fact of a data set, as it is on a day. The fields are those of models; what none can have is `none`."""
    tellers: dict[str, Callable[[], Fact]] = {
        "origin": lambda: Fact((data.origin,)),
        "trained_here": lambda: so(data.origin != "open"),
        "held_here": lambda: _held_here(data),
        "places": lambda: _places(data),
        "artifacts.versioned": lambda: _in_a_store(data),
        "artifacts.locked": lambda: _in_a_store(data),
        "artifacts.encrypted": lambda: _of_what_is_held(data),
        "artifacts.key": lambda: _of_what_is_held(data),
        "destroy_by": lambda: _destroy_by(data),
        "holds.legal": lambda: held(registry, data.ref, today),
        "incidents.open": lambda: in_an_incident(registry, (data.ref,), "minor", "major", "serious"),
        "incidents.serious_open": lambda: in_an_incident(registry, (data.ref,), "serious"),
        "orders": lambda: _open_cases(registry, data, ("order",)),
        "requests": lambda: _open_cases(registry, data, ("erasure", "withdrawal")),
    }
    tellers |= {name: lambda flags=flags: _flag(data, flags) for name, flags in _FLAGS.items()}  # type: ignore[misc]
    subjects = _models(registry, data, today)
    tellers |= {name: lambda name=name: _from_models(registry, name, subjects) for name in _OF_MODELS}  # type: ignore[misc]
    return {name: tellers[name]() if name in tellers else _NONE for name in FIELDS}


def _held_here(data: DataSetCard) -> Fact:
    kinds = [kind_of_place(place) for place in (data.location, *data.replicas) if place]
    if any(kind != "vendor" for kind in kinds):
        return so(True)
    return so(False if data.knows("location") else None)


def _places(data: DataSetCard) -> Fact:
    kinds = [kind_of_place(place) for place in (data.location, *data.replicas) if place]
    return words(kinds, data.knows("location", "replicas") and None not in kinds)


def _in_a_store(data: DataSetCard) -> Fact:
    """What only stores of objects do; whether this one does, no card of data says."""
    return so(_places(data).has("object_store") and None)


def _of_what_is_held(data: DataSetCard) -> Fact:
    return so(_held_here(data).has(True) and None)


def _destroy_by(data: DataSetCard) -> Fact:
    day = data.retention.delete_by if data.retention else None
    known = data.retention.knows("delete_by") if data.retention else data.knows("retention")
    return words([day.isoformat() if day else None], known)


def _flag(data: DataSetCard, flags: tuple[str, ...]) -> Fact:
    said = [getattr(data.contains, flag) for flag in flags]
    return so(True if True in said else said[0])


def _open_cases(registry: Registry, data: DataSetCard, purposes: tuple[str, ...]) -> Fact:
    """Open cases about it, or about what it was made from."""
    hops = [hop.ref for hop in registry.lineage(data.ref)]
    sets = [data, *(registry.dataset(ref) for ref in hops)]
    known = all(one is not None and one.knows("derived_from") for one in sets)
    return in_cases(registry, data.ref, [data.ref, *hops], purposes, known=known)


def _models(registry: Registry, data: DataSetCard, today: date) -> list[Subject]:
    """The models that were built on it, near and far."""
    refs = sorted(below(registry, [data.ref], versions=False))
    return [subject_of(registry, model, today) for ref in refs if (model := registry.model(ref))]


def _from_models(registry: Registry, name: str, subjects: list[Subject]) -> Fact:
    """What the models say together. Where it is used without a model, or by one that does not say so, nobody knows."""
    told = [FIELDS[name].tell(subject) for subject in subjects]
    complete = bool(told) and not registry.filed(UNTOLD) and all(fact.complete for fact in told)
    found = words((value for fact in told for value in fact.values), complete)
    if name == "use.consequential_decision":  # whether it is so of any of them
        return so(True) if found.has(True) else so(False) if complete else UNKNOWN
    return found
