"""The version that a model's number is judged against, where only a few cards are read: the next release below it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, cast

from modelsteward.domain.cards.base import SEMVER
from modelsteward.domain.versions import Order, precedence, was_released

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.store.files import Files
    from modelsteward.store.reader import Reading


class Below:
    """What lies below versions of models. Each folder is listed and sorted once, however many are asked for."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._sorted: dict[str, list[tuple[Order, str]]] = {}

    def file(self, reading: Reading, sought: bool) -> str | None:
        """The file of the next lower version of a model; of one itself `sought` only where it is no release."""
        if reading.kind != "model" or reading.card is None:
            return None
        card = cast("ModelCard", reading.card)
        if sought and was_released(card):
            return None
        numbers = self._numbers(reading.file)
        at = bisect_left(numbers, precedence(card.version), key=lambda one: one[0])
        return numbers[at - 1][1] if at else None

    def _numbers(self, file: str) -> list[tuple[Order, str]]:
        """The versions in a file's folder by precedence, the lowest first."""
        folder = file.rpartition("/")[0]
        if folder not in self._sorted:
            self._sorted[folder] = sorted(
                (precedence(number), other)
                for other in self._files.beside(file)
                if other.endswith(".yaml")
                and re.match(SEMVER, number := other[len(folder) + 1 : -len(".yaml")], re.ASCII)
            )
        return self._sorted[folder]
