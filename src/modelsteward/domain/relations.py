"""The keys under which a card is found by what it says, so that nobody has to look through all of them."""

from __future__ import annotations

from collections.abc import Iterator
from sys import intern
from typing import TYPE_CHECKING, Any

from modelsteward.domain.references import references

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel

NAMED = frozenset(("model", "dataset", "usecase"))
"""Kinds of card that are called by a ref of their own."""
_RECORDS = frozenset(("evaluation", "approval", "notice", "review", "certificate"))


def keys_of(kind: str, ref: str, card: CardModel) -> tuple[str, ...]:
    """What others find a card by: `relation name`, each once."""
    return tuple(map(intern, dict.fromkeys(_keys(kind, ref, card))))


def _keys(kind: str, ref: str, card: Any) -> Iterator[str]:
    if kind in NAMED:
        yield f"name {ref.partition('@')[0]}"
        if card.owner is not None:
            yield f"owner {card.owner}"
    if kind == "model":
        yield from (f"digest {artifact.digest}" for artifact in card.artifacts if artifact.digest)
        if card.serves is not None:
            yield from (f"claim aliases {name}" for name in card.serves.aliases)
            yield from (f"claim deployments {name}" for name in card.serves.deployments)
    elif kind == "usecase":
        yield from (f"uses {named}" for _, named in references(card))
    elif kind in _RECORDS:
        yield from _keys_of_record(kind, card)
    elif kind == "waiver":
        yield f"waives {card.ref}"
    elif kind == "incident":
        yield from (f"incident {named}" for named in card.refs)
    elif kind == "vendor":
        yield f"vendor {card.host}\n{card.model}"


def _keys_of_record(kind: str, card: Any) -> Iterator[str]:
    yield f"{kind} {card.ref}"
    if use := getattr(card, "use", None):
        yield f"{kind} for {use}"


def keys_of_broken(ref: str) -> tuple[str, ...]:
    """What a file that can't be read would be found by, as far as its path says."""
    return (f"name {ref.partition('@')[0]}",) if "@" in ref else ()
