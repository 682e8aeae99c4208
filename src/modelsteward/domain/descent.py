"""What was made from something, near and far, and how sure it is that it holds any of it.

Who asks for data to be forgotten asks of every model that may still hold it. What makes a model certain, and what
only possible:

- *surely*: it was trained on exactly this version; or it was made of the weights of such a model (fine-tune, adapter,
  quantised, merge, repackaged), which go on holding what they held; or its data was derived from this version.
- *possibly*: the path leads through another version of the same data set (versions share rows, and which ones nobody
  wrote down); through synthetic data, which was generated from the data and may or may not give it away; or through
  what another model said (distilled, trained on outputs): what a model remembers may pass through its answers.

A path is as sure as its least sure step. Of several paths the surest counts, and of these the shortest. What does not
say all that it was made from is on no path, and yet never clean: `usecases/tracing.py` names it apart.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.relations import made_of, says_origins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from modelsteward.domain.registry import Registry

ANOTHER_VERSION = "another version of"
_SHARED = "versions of one data set share rows"
_SYNTHETIC = "it was generated from the data, and may or may not give it away"
_OUTPUTS = "what a model remembers may pass through its answers"
MADE = {
    "fine-tune": "fine-tune of", "adapter": "adapter of", "quantized": "quantized from", "distilled": "distilled from",
    "merge": "merge of", "repackaged": "repackaged from", "trained-on-outputs": "trained on outputs of",
}  # fmt: skip
"""Relations as words before what something was made from."""
THROUGH_OUTPUTS = frozenset(("distilled", "trained-on-outputs"))
"""Relations that hand on what a model said, and not its weights."""


class Link(NamedTuple):
    """A step down: what the next thing was made from, and how."""

    ref: str
    """What it was made from."""
    relation: str
    """How: `trained on`, `derived from`, `another version of`, or the relation of a parent such as `fine-tune`."""
    doubt: str = ""
    """Why the next thing only possibly holds what this one does; empty where it surely does."""


class Reached(NamedTuple):
    """Something that was made from what was asked for, or that itself."""

    ref: str
    start: str
    """What was asked for and led here."""
    is_sure: bool
    """Whether it surely holds what was asked for."""
    link: Link | None
    """The last step to it; none for what was asked for."""
    before: Reached | None

    @property
    def how(self) -> tuple[Link, ...]:
        """The way down to it, from what was asked for; empty for that itself."""
        links: list[Link] = []
        here = self
        while here.link is not None and here.before is not None:
            links.append(here.link)
            here = here.before
        return tuple(reversed(links))


def below(registry: Registry, starts: Iterable[str], *, versions: bool = True) -> dict[str, Reached]:
    """All that was made from some models and data sets, themselves among it; the surest and nearest first.

    `versions` is whether other versions of a data set count as holding some of it. Lineages that loop end.
    """
    asked = frozenset(starts)
    found: dict[str, Reached] = {}
    number = count()  # so that never two steps are compared
    waiting = [(False, 0, ref, "", "", next(number), Reached(ref, ref, True, None, None)) for ref in sorted(asked)]
    while waiting:
        doubtful, steps, ref, _, _, _, here = heappop(waiting)
        if ref in found:
            continue
        found[ref] = here
        ties = [*made_from(registry, ref), *(_beside(registry, ref, ref in asked) if versions else ())]
        for child, link in ties:
            if child not in found:
                unsure = doubtful or bool(link.doubt)
                further = Reached(child, here.start, not unsure, link, here)
                heappush(waiting, (unsure, steps + 1, child, ref, link.relation, next(number), further))
    return found


class Origin(NamedTuple):
    """Something that a model or data set was made from, near or far."""

    ref: str
    is_sure: bool
    """Whether what was made from it surely holds it."""
    how: tuple[Link, ...]
    """The way down from it, its own step first."""


def above(registry: Registry, ref: str, known: Iterable[str] = ()) -> Iterator[tuple[Origin, bool]]:
    """All that something was made from, the surest and nearest first: `below`, seen from the other end.

    Of each whether it counts only where it is itself what is asked for, as another version of a data set that tells
    where its own rows are from. `known` are refs there may be though no card is called so. Lineages that loop end.
    """
    aside = frozenset(known)
    seen: set[tuple[str, bool]] = set()
    number = count()
    waiting = [(False, 0, ref, False, next(number), Origin(ref, True, ()))]
    while waiting:
        doubtful, steps, here, only, _, origin = heappop(waiting)
        if (here, only) in seen or (here, False) in seen:
            continue
        seen.add((here, only))
        if here != ref:
            yield origin, only
        if only:
            continue
        for link, alone in (*_made_of(registry, here), *_siblings(registry, here, aside)):
            unsure = doubtful or bool(link.doubt)
            further = Origin(link.ref, not unsure, (link, *origin.how))
            heappush(waiting, (unsure, steps + 1, link.ref, alone, next(number), further))


def _made_of(registry: Registry, ref: str) -> Iterator[tuple[Link, bool]]:
    entry = registry.made(ref)
    if entry is not None:
        for source, relation in made_of(entry.kind, entry.card):
            yield Link(source, relation, _doubt(relation, entry.card)), False


def _siblings(registry: Registry, ref: str, known: frozenset[str]) -> Iterator[tuple[Link, bool]]:
    """The other versions of a data set; where it tells its origins, each counts only by itself."""
    if ref.startswith("data:"):
        name, alone = ref.partition("@")[0], _tells(registry, ref)
        others = {*versions_of(registry, name), *(one for one in known if one.startswith(f"{name}@"))}
        yield from ((Link(other, ANOTHER_VERSION, _SHARED), alone) for other in sorted(others - {ref}))


def made_from(registry: Registry, ref: str) -> Iterator[tuple[str, Link]]:
    """What says of itself that it was made from something, and how."""
    for entry in registry.filed(f"builds on {ref}"):
        for source, relation in made_of(entry.kind, entry.card):
            if source == ref:
                yield entry.ref, Link(ref, relation, _doubt(relation, entry.card))


def _doubt(relation: str, card: object) -> str:
    if relation in THROUGH_OUTPUTS:
        return _OUTPUTS
    return _SYNTHETIC if relation == "derived from" and getattr(card, "origin", None) == "synthetic" else ""


def _beside(registry: Registry, ref: str, asked: bool) -> Iterator[tuple[str, Link]]:
    """The other versions of a data set, as far as their own cards do not tell where their rows are from.

    Of what was asked for all count: rows that were gathered are in every version gathered since.
    """
    if not ref.startswith("data:"):
        return
    for other in versions_of(registry, ref.partition("@")[0]):
        if other != ref and (asked or not _tells(registry, other)):
            yield other, Link(ref, ANOTHER_VERSION, _SHARED)


def _tells(registry: Registry, ref: str) -> bool:
    card = registry.dataset(ref)
    return card is not None and says_origins("dataset", card)


def versions_of(registry: Registry, name: str) -> tuple[str, ...]:
    """The refs of each version of a name that there is, or that something says it was made from."""
    known = (f"{name}@{version}" for version in registry.versions().get(name, ()) if version)
    return tuple(sorted({*known, *registry.built_upon().get(name, ())}))
