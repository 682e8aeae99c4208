"""On which machine a path is meant. A file that is missing on another machine is not gone."""

from __future__ import annotations

from collections.abc import Collection

from modelsteward.domain.erasing import Deed, Sight
from modelsteward.domain.registry import Registry
from modelsteward.usecases.erasing.looks import verifications_of
from modelsteward.usecases.erasing.targets import MACHINE, erasures_of


def known_hosts(registry: Registry, ref: str) -> dict[str, set[str]]:
    """By place, the machines on which something of it was seen, erased, or seen to be gone, as records have it."""
    found: dict[str, set[str]] = {}
    for card in erasures_of(registry, ref):
        if card.host:
            places = [one.place for one in card.inventory] + [
                one.place for one in card.places if one.outcome == "erased"
            ]
            for place in places:
                found.setdefault(place, set()).add(card.host)
    for look in verifications_of(registry, ref):
        for seen in look.places:
            if look.host and seen.result in ("gone", "still there"):
                found.setdefault(seen.place, set()).add(look.host)
    return found


def is_on_a_machine(scheme: str) -> bool:
    """Whether a place of this scheme lies on one machine."""
    return scheme in MACHINE


def doubt(place: str, host: str, hosts: Collection[str], ref: str) -> str:
    """Why nothing in a place of this machine says nothing of the place that is meant; empty where it does."""
    if host in hosts:
        return ""
    if hosts:
        return f"there is nothing here on {host}; it lay on {', '.join(sorted(hosts))}: look there"
    return f"there is nothing here on {host}, and no record says that this is the machine meant: --host {host} says so"


def doubted_deed(deed: Deed, why: str) -> Deed:
    """That nothing was found, where it may lie on another machine."""
    return deed._replace(outcome="left", why=why)


def doubted_sight(sight: Sight, why: str) -> Sight:
    """The same of a look."""
    return sight._replace(result="not checked", why=why)
