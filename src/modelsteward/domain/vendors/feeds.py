"""What a source says of vendors' models: facts, whatever the format they came in."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from modelsteward.domain.tariff import Tariff


class Fact(NamedTuple):
    """What one source says of one model of a host, or of one snapshot of it. What is absent was not said."""

    host: str
    """By its one name, as `hosts.host_named` has it."""
    model: str
    source: str
    """Who says it: the same for each of a source's editions, so that its latest word counts."""
    snapshot: str | None = None
    region: str | None = None
    deployment_kind: str | None = None
    state: str | None = None
    status: str | None = None
    """What `state` means: `preview`, `active`, `legacy`, `deprecated` or `retired`."""
    released: date | None = None
    deprecated: date | None = None
    not_before: date | None = None
    ends: date | None = None
    certainty: str | None = None
    """`tentative` where the source does not tell firm ends from others."""
    replacement: str | None = None
    alternatives: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    context_window: int | None = None
    max_output: int | None = None
    as_of: date | None = None
    cites: str | None = None
    note: str | None = None
    price: Tariff | None = None
    read_on: date | None = None
    """The day it was read, where the file says so of each."""

    @property
    def key(self) -> tuple[str, str, str | None, str | None, str | None]:
        """What it is about: never the name alone."""
        return self.host, self.model, self.snapshot, self.region, self.deployment_kind


SAYS = (
    "state", "status", "released", "deprecated", "not_before", "ends", "certainty", "replacement", "alternatives",
    "aliases", "context_window", "max_output",
)  # fmt: skip
"""What makes a word of a source a new one; that it was said later, or of which page, does not."""

SHARED = ("source", "snapshot", "region", "deployment_kind", *SAYS, "as_of", "cites", "note")
"""What a fact and an observation have in common."""


class Feed(NamedTuple):
    """One edition of a source, or several sources in one file."""

    name: str
    """As a person would call it, with its edition: `LiteLLM 1.109.1`."""
    facts: tuple[Fact, ...]
    odd: tuple[str, ...] = ()
    """What of it could not be taken as it stands, and what was done instead; a line each."""
    read_on: date | None = None
    """The day it was read, where it is older than today: that of the facts which come with steward."""
    prices_only: bool = False
    """Whether it says nothing of ends, so that nothing that is missing from it has vanished."""
    partial: bool = False
    """Whether it is a selection, so that nothing that is missing from it has vanished either."""
