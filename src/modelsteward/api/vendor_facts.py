"""What is known of vendors' models: what is on file in a registry, and what comes with steward."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from modelsteward.domain.dates import ago

if TYPE_CHECKING:
    from modelsteward.domain.registry import Registry
    from modelsteward.usecases.vendors.facts import Facts

OLD = timedelta(days=90)
"""From when on it is told how old the facts are that come with steward."""


def facts_of(registry: Registry, day: date, hosts: Iterable[str] | None = None) -> Facts:
    """All that is known; of what comes with steward only these hosts' models, unless all are asked for."""
    from modelsteward.store.shipped import shipped_feed
    from modelsteward.usecases.vendors.facts import Facts

    feed = shipped_feed(None if hosts is None else sorted(set(hosts)))
    return Facts(registry, feed._replace(name=feed.name + _age(feed.read_on, day)), day)


def _age(made_on: date | None, day: date) -> str:
    """That what comes with steward is old."""
    if made_on is None or day - made_on <= OLD:
        return ""
    return f" ({ago(made_on, day)}; newer ones come with a newer steward, or by `steward vendors sync --from SOURCE`)"


def our_hosts(registry: Registry) -> set[str]:
    """The hosts that answer the calls of our versions."""
    from modelsteward.domain.vendors.hosts import host_named

    sources = (entry.card.source for entry in registry.models.values())
    return {host_named(source.host) for source in sources if source is not None and source.host}
