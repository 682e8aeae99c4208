"""What a use's history ever said of what served it, in any commit that led here: a merge may have dropped a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from modelsteward.store.blocks import Blocks
from modelsteward.store.commits import file_history, read_blobs
from modelsteward.store.gitplace import find_place
from modelsteward.store.stories import plain_card
from modelsteward.usecases.rollback import Spell

_AT_ONCE = 512
"""How many of the file's texts are held at a time."""


def spells_told(root: Path, file: str) -> frozenset[Spell]:
    """Every line of `served` that the file had in any commit, on any side of a merge; empty where git has no history.

    `file` is a path within the registry. Work in proportion to the commits that changed this one file.
    """
    place = find_place(root)
    if place is None:
        return frozenset()
    ids, reader = iter(file_history(place, file)), Blocks()
    found: set[Spell] = set()
    while group := list(islice(ids, _AT_ONCE)):
        texts = read_blobs(place, group).values()
        found.update(spell for text in texts for spell in _spells(plain_card(text, reader)))
    return frozenset(found)


def _spells(card: object) -> Iterator[Spell]:
    served = card.get("served") if isinstance(card, dict) else None
    for line in served if isinstance(served, list) else ():
        if isinstance(line, dict) and isinstance(line.get("ref"), str):
            try:
                yield Spell(str(line.get("slot")), line["ref"], date.fromisoformat(str(line.get("from"))))
            except ValueError:
                continue
