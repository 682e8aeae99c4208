"""What is to be erased, what a store says of it, and what came of erasing it: values, whatever kind of place it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import Artifact

Method = Literal["clear", "purge", "crypto-erase", "destroy", "vendor-delete"]
Result = Literal["gone", "still there", "not proven", "not checked"]
Outcome = Literal["erased", "was gone", "left"]

COMMON = frozenset(("tokenizer", "config", "code"))
"""Roles of artifacts that may be the same in many models, and hold nothing of any."""


class Print(NamedTuple):
    """One array of numbers within a file of weights, by which parts of it are told."""

    name: str
    digest: str
    bytes: int


class Part(NamedTuple):
    """One file of what a place holds or held."""

    path: str
    """Its path within the folder; of a file by itself, its name."""
    digest: str
    bytes: int
    tensors: tuple[Print, ...] = ()


class Target(NamedTuple):
    """One place with bytes that must go."""

    place: str
    """As the card names it: a path, or an address."""
    digest: str | None
    """Of a file its own, of a folder that of its listing (see store.hashing)."""
    bytes: int | None = None
    role: str = "weights"
    parts: tuple[Part, ...] = ()
    """What is known to have lain there, file by file; empty where that was never recorded."""
    locked_until: date | None = None
    """Day until which the card says that the store refuses to delete it."""


class Sight(NamedTuple):
    """What was seen of one thing in a place. `gone` is said only by who looked at all that could hold it."""

    place: str
    result: Result
    why: str = ""
    """What was seen, or why nobody can tell."""
    version: str | None = None
    digest: str | None = None
    bytes: int | None = None
    until: date | None = None
    """Day from which another look can tell."""
    found: bool = False
    """Whether a search found it: the card names no such place."""


class Deed(NamedTuple):
    """What came of erasing one thing in a place."""

    place: str
    outcome: Outcome
    technique: str = ""
    why: str = ""
    """Why it was left."""
    version: str | None = None
    digest: str | None = None
    bytes: int | None = None
    until: date | None = None
    """Day until which the store keeps it all the same."""
    links: int = 0
    """Other names (hard links) under which the same bytes are still on that disk."""
    folder: str = ""
    """Where it has such names: the folder it lay in, as that machine knows it."""


def lies_in(place: str, other: str) -> bool:
    """Whether a place is another one, or one of the files below it."""
    return place == other or place.startswith(other.rstrip("/") + "/")


class Stock(NamedTuple):
    """What lay in one place, file by file, with digests that agree with the card's."""

    place: str
    digest: str | None
    parts: tuple[Part, ...]


class Swept(NamedTuple):
    """One place that was searched for copies by their content."""

    root: str
    files: int
    hashed: int = 0
    archives: int = 0
    copies: int = 0
    unread: int = 0


class Wanted(NamedTuple):
    """Bytes that are searched for, wherever they lie and whatever they are called."""

    digest: str
    bytes: int | None
    """Their size: what has another one need not be read. None, and every file must be."""
    what: str
    """What they are, for people: `no-show@1.4.0 weights s3://…/model.onnx`, or the name of a tensor in it."""
    is_tensor: bool = False
    """Whether it is one array within a file of safetensors, and not a file."""


class Sweep(NamedTuple):
    """What a search for copies came to."""

    sights: tuple[Sight, ...]
    """Each copy, `still there` and `found`; its place says how to reach it: `/home/ada/old.zip!model.onnx`."""
    swept: tuple[Swept, ...]
    """What was searched, root by root."""
    not_checked: tuple[str, ...]
    """What could not be looked into, each with why; these are never called gone."""


def common_places(card: Any) -> dict[str, str]:
    """Places of a model at which nothing lies but one file that is the same in many, by its digest.

    None of a model that names nothing else: then these are all that it is; and none of data.
    """
    artifacts = getattr(card, "artifacts", None) or ()
    if all(one.role in COMMON for one in artifacts):
        return {}
    found: defaultdict[str, set[str | None]] = defaultdict(set)
    for place, artifact in by_place(artifacts):
        found[place].add(artifact.digest if artifact.role in COMMON else None)
    return {place: next(iter(one)) or "" for place, one in found.items() if len(one) == 1 and None not in one}


def by_place(artifacts: Iterable[Artifact]) -> Iterator[tuple[str, Artifact]]:
    """Every place of artifacts, with what lies there."""
    return ((place, one) for one in artifacts for place in (one.uri, *one.replicas))
