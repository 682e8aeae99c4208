"""The version that a model's number is judged against, where only a few cards are read: the next release below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from modelsteward.domain.cards.base import SEMVER
from modelsteward.domain.versions import precedence, was_released

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard
    from modelsteward.store.files import Files
    from modelsteward.store.reader import Reading


def version_below(files: Files, reading: Reading, sought: bool) -> str | None:
    """The file of the next lower version of a model; of one that was itself `sought` only where it is no release."""
    if reading.kind != "model" or reading.card is None:
        return None
    card = cast("ModelCard", reading.card)
    if sought and was_released(card):
        return None
    lower: dict[str, str] = {}
    for file in files.beside(reading.file):
        number = file.rpartition("/")[2].removesuffix(".yaml")
        is_number = file.endswith(".yaml") and re.match(SEMVER, number, re.ASCII)
        if is_number and precedence(number) < precedence(card.version):
            lower[number] = file
    return lower[max(lower, key=precedence)] if lower else None
