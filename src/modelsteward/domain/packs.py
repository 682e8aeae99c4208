"""Packs as rules see them: facts with their source and the day they were read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True)
class LicenceFamily:
    """What one family of licences asks of models derived from what it covers."""

    id: str
    licences: tuple[str, ...]
    """SPDX ids and LicenseRef-…s it covers; a trailing `*` stands for any ending."""
    commercial: bool | None
    """Whether commercial use is allowed; None when it depends."""
    derivatives: bool | None
    """Whether derived models may be made and passed on; None when it depends."""
    share_alike: bool | None
    """Whether what is derived must carry the same licence; None when it depends."""
    carries_over: bool
    """Whether its own terms bind what is derived, so that a derived model can't claim a plain open licence."""
    note: str
    source: str
    read_on: date


class Packs:
    """The packs at hand, each read when first asked for."""

    def __init__(self, read_licences: Callable[[], tuple[LicenceFamily, ...]]) -> None:
        self._read_licences = read_licences

    @cached_property
    def licences(self) -> tuple[LicenceFamily, ...]:
        """Families of licences, the first that covers a licence counts."""
        return self._read_licences()
