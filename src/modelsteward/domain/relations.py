"""The keys under which a card is found by what it says, so that nobody has to look through all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from sys import intern
from typing import TYPE_CHECKING, Any

from modelsteward.domain.references import references
from modelsteward.domain.vendors.hosts import host_named

if TYPE_CHECKING:
    from modelsteward.domain.cards.base import CardModel

NAMED = frozenset(("model", "dataset", "usecase"))
"""Kinds of card that are called by a ref of their own."""
_RECORDS = frozenset(("evaluation", "approval", "notice", "review", "erasure", "verification", "certificate"))
HOLDS = "holds all"
"""The key of all holds: one by pattern may cover anything."""
CASES = "cases all"
"""The key of all cases: where not all data is known that something was built on, any may be about it."""
DUTIES = "duties all"
"""The key of all packs of duties."""
CERTIFICATES = "certificates all"
"""The key of all certificates: each names the one before it."""
UNTOLD = "untold origins"
"""The key of cards that do not say all that they were made from."""


def keys_of(kind: str, ref: str, card: CardModel) -> tuple[str, ...]:
    """What others find a card by: `relation name`, each once."""
    return tuple(map(intern, dict.fromkeys(_keys(kind, ref, card))))


def _keys(kind: str, ref: str, card: Any) -> Iterator[str]:
    if kind in NAMED:
        yield f"name {ref.partition('@')[0]}"
        if card.owner is not None:
            yield f"owner {card.owner}"
        yield from (f"builds on {source}" for source, _ in made_of(kind, card))
        if not says_origins(kind, card):
            yield UNTOLD
    if kind in _RECORDS:
        yield from _keys_of_record(kind, card)
    elif kind in _OTHERS:
        yield from _OTHERS[kind](card)


def _keys_of_model(card: Any) -> Iterator[str]:
    yield from (f"digest {artifact.digest}" for artifact in card.artifacts if artifact.digest)
    if card.serves is not None:
        yield from (f"claim aliases {name}" for name in card.serves.aliases)
        yield from (f"claim deployments {name}" for name in card.serves.deployments)
    if card.source is not None and card.source.host is not None:
        yield f"from {card.source.host}"
        if card.source.model is not None:
            yield f"from {card.source.host}/{card.source.model}"
    if card.lifecycle.replacement is not None:
        yield f"awaits {card.lifecycle.replacement}"
    yield from (f"from {artifact.holder}" for artifact in card.artifacts if artifact.holder)


def _keys_of_data(card: Any) -> Iterator[str]:
    if card.digest is not None:
        yield f"contents {card.digest}"


def _keys_of_use(card: Any) -> Iterator[str]:
    yield from (f"uses {named}" for _, named in references(card))
    wanted = (*(card.requires.suites if card.requires else ()), *card.monitoring)
    yield from (f"suite {one.suite}" for one in wanted)


def _keys_of_waiver(card: Any) -> Iterator[str]:
    yield f"waives {card.ref}"


def _keys_of_incident(card: Any) -> Iterator[str]:
    yield from (f"incident {named}" for named in card.refs)


def _keys_of_case(card: Any) -> Iterator[str]:
    yield CASES
    yield from (f"case {data}" for data in card.data)
    yield from (f"decided {decision.ref}" for decision in card.decisions)


def _keys_of_vendor(card: Any) -> Iterator[str]:
    host = host_named(card.host)
    yield f"vendor {host}\n{card.model}"
    yield from (f"vendor alias {host}\n{name}" for seen in card.observations for name in seen.aliases)


def _keys_of_host(card: Any) -> Iterator[str]:
    yield f"host {host_named(card.host)}"


def _keys_of_checklist(card: Any) -> Iterator[str]:
    yield f"checklist {card.ref}"


def _keys_of_hold(card: Any) -> Iterator[str]:
    yield HOLDS


def _keys_of_duties(card: Any) -> Iterator[str]:
    yield DUTIES


_OTHERS: dict[str, Callable[[Any], Iterator[str]]] = {
    "model": _keys_of_model,
    "dataset": _keys_of_data,
    "usecase": _keys_of_use,
    "waiver": _keys_of_waiver,
    "incident": _keys_of_incident,
    "case": _keys_of_case,
    "vendor": _keys_of_vendor,
    "host": _keys_of_host,
    "checklist": _keys_of_checklist,
    "hold": _keys_of_hold,
    "duties": _keys_of_duties,
}


def made_of(kind: str, card: Any) -> Iterator[tuple[str, str]]:
    """What a model or data set says it was made from: the ref, and how, as `trained on` or `fine-tune`."""
    if kind == "dataset":
        yield from ((source, "derived from") for source in card.derived_from)
    elif kind == "model" and card.lineage is not None:
        yield from ((data, "trained on") for data in card.lineage.datasets)
        yield from ((parent.ref, parent.relation) for parent in card.lineage.parents)


def says_origins(kind: str, card: Any) -> bool:
    """Whether a card says all that it was made from: an absent list is unknown, an empty one says there is nothing."""
    if kind == "model":
        return card.lineage is not None and card.lineage.knows("parents", "datasets")
    return kind != "dataset" or card.knows("derived_from")


def _keys_of_record(kind: str, card: Any) -> Iterator[str]:
    yield f"{kind} {card.ref}"
    if use := getattr(card, "use", None):
        yield f"{kind} for {use}"
    if kind == "certificate":
        yield CERTIFICATES
        yield from (f"denied {digest}" for digest in card.deny)


def keys_of_broken(ref: str) -> tuple[str, ...]:
    """What a file that can't be read would be found by, as far as its path says."""
    return (f"name {ref.partition('@')[0]}",) if "@" in ref else ()
