"""trace: which data sets and models hold some data, surely or possibly, and of which nobody can tell.

How sure each is, and why, is told in `domain/descent.py`. This adds what the cards say of each: its state, its owner,
the registry it belongs to; and names what does not say all that it was made from, which is never called clean.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal, NamedTuple

from modelsteward.domain.descent import Link, Reached, below, versions_of
from modelsteward.domain.registry import Registry
from modelsteward.domain.relations import UNTOLD
from modelsteward.usecases.naming import by_ref

Kind = Literal["dataset", "model"]
Certainty = Literal["surely", "possibly"]


class Affected(NamedTuple):
    """A data set or a model that holds some data, or may."""

    ref: str
    kind: Kind
    certainty: Certainty
    reached: Reached
    state: str
    """Its stage or status; `unreadable` or `unknown` where there is no card to tell it."""
    owner: str | None
    home: str
    """The registry that it belongs to, by our name; empty for our own."""

    @property
    def how(self) -> tuple[Link, ...]:
        """The way to it from the data that was asked for; empty for that itself. A doubt on it makes it possible."""
        return self.reached.how

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why it only possibly holds the data, each reason once."""
        return tuple(dict.fromkeys(link.doubt for link in self.how if link.doubt))


class Unsure(NamedTuple):
    """A model of which nobody can tell whether it holds the data."""

    ref: str
    why: str
    """What is not known: of its own card, or of something that it was built on."""
    state: str
    owner: str | None
    home: str


def affected(registry: Registry, data: Collection[str]) -> tuple[Affected, ...]:
    """All that holds some data or may, the data itself among it: data sets first, then models, each by ref.

    `data` are refs of data sets; `data:NAME` alone asks for every version there is.
    """
    found = below(registry, asked_for(registry, data))
    return tuple(sorted((_affected(registry, one) for one in found.values()), key=_order))


def asked_for(registry: Registry, data: Iterable[str]) -> tuple[str, ...]:
    """The refs that are meant: a name alone means every version that there is, or that a card says it was built on."""
    return tuple(dict.fromkeys(ref for text in data for ref in _meant(registry, text)))


def _meant(registry: Registry, text: str) -> tuple[str, ...]:
    return (text,) if "@" in text else versions_of(registry, text)


def unsure(registry: Registry, known: Collection[str]) -> tuple[Unsure, ...]:
    """Models that may hold the data without anybody knowing, by ref; `known` are those affected.

    These are the models whose cards do not say all that they were made from, and those built on such a model or data
    set, or on one that has no card that can be read. What is destroyed holds nothing any more.
    """
    roots = {ref: why for ref, why in _roots(registry) if ref not in known}
    found: list[Unsure] = []
    for one in below(registry, roots, versions=False).values():
        if one.ref not in known and not one.ref.startswith("data:"):
            why = roots.get(one.ref) or f"built on {one.start}: {roots[one.start]}"
            found.append(Unsure(one.ref, why, *facts_of(registry, one.ref)))
    return tuple(sorted((one for one in found if one.state != "destroyed"), key=lambda one: by_ref(one.ref)))


def _roots(registry: Registry) -> Iterator[tuple[str, str]]:
    """What does not say all that it was made from, and why that is not known."""
    for refs in registry.built_upon().values():
        missing = (ref for ref in refs if registry.made(ref) is None and ref not in registry.unreadable)
        yield from ((ref, "it has no card") for ref in missing)
    for file in registry.unread():
        if "@" in file.ref and "/" not in file.ref:
            yield file.ref, "its card is not checked out" if file.unseen else "its card cannot be read"
    for entry in registry.filed(UNTOLD):
        what = "what it was derived from" if entry.kind == "dataset" else "all that it was built on"
        yield entry.ref, f"its card does not say {what}"


def facts_of(registry: Registry, ref: str) -> tuple[str, str | None, str]:
    """State, owner and registry of a model or data set."""
    entry = registry.made(ref)
    if entry is None:
        return "unreadable" if ref in registry.unreadable else "unknown", None, ""
    card = entry.card
    state = card.status if ref.startswith("data:") else card.stage  # type: ignore[union-attr]
    return state, card.owner, entry.home


def _affected(registry: Registry, one: Reached) -> Affected:
    kind: Kind = "dataset" if one.ref.startswith("data:") else "model"
    return Affected(one.ref, kind, "surely" if one.is_sure else "possibly", one, *facts_of(registry, one.ref))


def _order(one: Affected) -> tuple[bool, object]:
    return one.kind == "model", by_ref(one.ref)
