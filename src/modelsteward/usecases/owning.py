"""Who answers for a file: the team of its card, else of what it is about, of the other versions of its name, or of all
models behind which a vendor's model stands. Told by what files are found by, so that no card is made for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from modelsteward.domain.findings import Owner
from modelsteward.domain.vendors.hosts import host_named

if TYPE_CHECKING:
    from modelsteward.domain.registry import Registry

_ABOUT = (
    "evaluation", "approval", "notice", "review", "erasure", "verification", "certificate", "checklist", "waives",
    "incident", "decided", "case",
)  # fmt: skip
"""By which relations records and state files name what they are about."""


class Found(Protocol):
    """A file, as far as it can be found."""

    @property
    def ref(self) -> str:
        """What it is called."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What others find it by."""


class Owners:
    """The teams that answer for the files of a registry."""

    def __init__(self, files: Iterable[Found], registry: Registry) -> None:
        self._files = files
        self._registry = registry

    def of(self, file: Found) -> Owner | None:
        """The team that answers for a file; None where nobody is named, or more than one could be meant."""
        team = next(iter(self._teams(file)), None)
        if team is None:
            return None
        known = self._registry.team_card(team)
        return Owner(team, known.contact if known else "")

    def _teams(self, file: Found) -> Iterator[str]:
        yield from _named(file, "owner")
        for relation in _ABOUT:
            for ref in _named(file, relation):
                yield from self._by_ref.get(ref, ())
        for name in (*_named(file, "name"), *_named(file, "case")):
            yield from _only(self._by_name.get(name, set()))
        for name in _named(file, "vendor"):
            yield from _only(self._by_vendor.get(name, set()))

    @cached_property
    def _owned(self) -> list[tuple[Found, str]]:
        return [(file, team) for file in self._files for team in _named(file, "owner")]

    @cached_property
    def _by_ref(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for file, team in self._owned:
            found.setdefault(file.ref, []).append(team)
        return found

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for file, team in self._owned:
            found.setdefault(file.ref.partition("@")[0], set()).add(team)
        return found

    @cached_property
    def _by_vendor(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for file, team in self._owned:
            for name in _named(file, "from"):
                host, _, model = name.partition("/")
                found.setdefault(f"{host_named(host)}\n{model}", set()).add(team)
        return found


def _named(file: Found, relation: str) -> Iterator[str]:
    """What a file names by a relation."""
    start = f"{relation} "
    return (key[len(start) :] for key in file.keys if key.startswith(start))


def _only(teams: set[str]) -> set[str]:
    """The team, where there is one only."""
    return teams if len(teams) == 1 else set()
