"""What is to be erased, what a store says of it, and what came of erasing it: values, whatever kind of place it is."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

Method = Literal["clear", "purge", "crypto-erase", "destroy", "vendor-delete"]
Result = Literal["gone", "still there", "not proven", "not checked"]
Outcome = Literal["erased", "was gone", "left"]


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
