"""What names a draft follows it to its new number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelsteward.domain.edits import Edit, Set
from modelsteward.domain.findings import Path
from modelsteward.domain.references import references
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.seal import SEALED
from modelsteward.errors import Refused

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel

_FOLLOWS = ("usecase", "model")


def follow(registry: Registry, old: str, new: str) -> dict[str, tuple[Edit, ...]]:
    """Edits, by file, of the cards that name a draft.

    Raises Refused where evidence does, or what a seal covers: neither is ever edited.
    """
    edits: dict[str, tuple[Edit, ...]] = {}
    for entry in registry.entries:
        places = [path for path, ref in references(entry.card) if ref == old]
        if not places or entry.ref == old:
            continue
        if entry.kind not in _FOLLOWS or any(_is_sealed(entry, path) for path in places):
            raise Refused(
                f"{entry.file} speaks of {old}, so it cannot become {new}",
                "take that away if it is void, or leave the draft as it is and open another from the last release: "
                f"steward bump {old.partition('@')[0]}@VERSION",
            )
        edits[entry.file] = tuple(Set(path, new) for path in places)
    return edits


def _is_sealed(entry: Entry[CardModel], path: Path) -> bool:
    return getattr(entry.card, "seal", None) is not None and path[0] in SEALED
