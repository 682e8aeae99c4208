"""Places that steward can reach itself: looking at what lies there, and erasing it. One module a kind of place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from modelsteward.domain.erasing import Deed, Sight, Stock, Target
from modelsteward.domain.progress import Tell

if TYPE_CHECKING:
    from modelsteward.store.places.sparing import Spare

Told = Callable[[Stock | Deed], None]
"""Told of what was found before the first byte goes, and of each thing that was erased or left, at once: whoever
listens writes it down, so that a run that is cut off has said all that it did."""


class Reach(Protocol):
    """One kind of place. Errors of a store do not come out of it: they are sights and deeds with a why."""

    def look(self, target: Target, tell: Tell) -> list[Sight]:
        """What can be seen of a target, one sight for each thing that is there (versions of an object, parts of a
        folder), or one that says `gone`, `not proven` or `not checked`. Never `gone` unless all that could hold it was
        looked at."""

    def erase(self, target: Target, spare: Spare, told: Told, tell: Tell) -> None:
        """Erase what lies there if its digest is the target's, and nothing of what is to be spared.

        First `told(Stock)` with what lay there, file by file; then `told(Deed)` for each thing. Nothing whose digest
        does not agree is ever touched: it is a deed `left`, with why.
        """


_MODULES = {"s3": "s3", "s3a": "s3", "hf": "hub_cache", "file": "local"}
"""The module of a scheme; each has `reach(root) -> Reach`."""


def reach(place: str, root: Path) -> Reach | None:
    """Who can look and erase there; None where only a person can. `root` is the registry's folder."""
    module = _MODULES.get(scheme_of(place))
    if module is None:
        return None
    found: Reach = import_module(f"modelsteward.store.places.{module}").reach(root)
    return found


def scheme_of(place: str) -> str:
    """`s3`, `hf`, …; `file` for a path, whatever system it is written for."""
    scheme, colon, _ = place.partition(":")
    return (
        scheme.lower() if colon and len(scheme) > 1 and scheme.replace("+", "").replace("-", "").isalnum() else "file"
    )


def reachable(places: Iterable[str]) -> list[str]:
    """Those of some places that steward can look at itself."""
    return [place for place in places if scheme_of(place) in _MODULES]
