"""Of which vendors' models the facts are kept on file: those that matter here, or more where that is asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.stages import ENDED_STAGES
from modelsteward.domain.suggest import did_you_mean
from modelsteward.domain.vendors.hosts import host_named
from modelsteward.domain.vendors.ids import parts_of
from modelsteward.domain.vendors.joining import names_of
from modelsteward.errors import Refused

if TYPE_CHECKING:
    from modelsteward.domain.registry import Registry
    from modelsteward.domain.vendors.feeds import Feed

Model = tuple[str, str]
"""Host and model."""


class Scope(NamedTuple):
    """What to keep beside what is on file, what our cards name, and what vendors recommend in place of that."""

    hosts: tuple[str, ...] = ()
    """All models of these."""
    everything: bool = False


def wanted(registry: Registry, feed: Feed, scope: Scope, listed: set[Model], on_file: set[Model]) -> set[Model]:
    """The models of a feed whose facts are to be kept. Raises Refused for a host that it does not list."""
    if scope.everything:
        return listed
    hosts = {host_named(name) for name in scope.hosts}
    known = {host for host, _ in listed}
    if unknown := hosts - known:
        (name, *_) = sorted(unknown)
        hint = did_you_mean(name, sorted(known)) or f"it lists {', '.join(sorted(known)[:8])}"
        raise Refused(f"{feed.name} lists nothing at {name}", hint)
    ours = _ours(registry)
    meant = {key for key in listed if key in on_file or key[0] in hosts} | (listed & ours)
    meant |= {(fact.host, fact.model) for fact in feed.facts if any((fact.host, name) in ours for name in fact.aliases)}
    return meant | (listed & set(_recommended(feed, meant)))


def _ours(registry: Registry) -> set[Model]:
    """The vendors' models behind versions of ours that have not ended, by every name they may be filed under."""
    found: set[Model] = set()
    for entry in registry.models.values():
        source = entry.card.source
        if source and source.host and source.model and entry.card.stage not in ENDED_STAGES:
            host = host_named(source.host)
            found |= {(host, model) for model, _ in names_of(source.model, source.snapshot)}
    return found


def _recommended(feed: Feed, meant: set[Model]) -> Iterator[Model]:
    """What vendors recommend in place of some models, at the same host."""
    for fact in feed.facts:
        if (fact.host, fact.model) in meant:
            for name in (fact.replacement, *fact.alternatives):
                if name:
                    yield fact.host, name
                    yield fact.host, parts_of(name).model
