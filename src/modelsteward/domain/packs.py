"""Packs as rules see them: facts with their source and the day they were read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple


class LicenceFamily(NamedTuple):
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
    also: tuple[str, ...]
    """Licences that what is derived may carry instead of the same one."""
    carries_over: bool | None
    """Whether its own terms bind what is derived, so that a derived model can't claim a plain open licence."""
    outputs: bool | None
    """Whether its terms reach a model that was trained on outputs; None when that cannot be told."""
    note: str
    source: str
    read: Literal["text", "excerpt", "not yet"]
    """How the entry was checked against its source."""
    read_on: date | None
    """Day it was checked; None when it was not."""

    def covers(self, licence: str) -> bool:
        """Whether a licence is of this family. Ids are compared without regard to case, as SPDX does."""
        folded = licence.removesuffix("+").lower()
        return any(
            folded.startswith(name[:-1].lower()) if name.endswith("*") else folded == name.lower()
            for name in self.licences
        )

    @property
    def asks_nothing(self) -> bool:
        """Whether what is derived may carry any licence."""
        return (self.commercial, self.derivatives, self.share_alike, self.carries_over) == (True, True, False, False)


class Packs:
    """The packs at hand, each read when first asked for."""

    def __init__(self, read_licences: Callable[[], tuple[LicenceFamily, ...]]) -> None:
        self._read_licences = read_licences
        self._families: dict[str, LicenceFamily | None] = {}

    @cached_property
    def licences(self) -> tuple[LicenceFamily, ...]:
        """Families of licences, the first that covers a licence counts."""
        return self._read_licences()

    def family(self, licence: str) -> LicenceFamily | None:
        """The family that covers a licence; None when none does."""
        if licence not in self._families:
            self._families[licence] = next((family for family in self.licences if family.covers(licence)), None)
        return self._families[licence]
