"""What checklists are made of, as packs hold it: an item, when it applies, and what shows that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

MOVE = {"retirement": "retire", "destruction": "destroy"}
"""The command that each checklist leads to."""

AFTER = {"retirement": ("retired", "destroyed"), "destruction": ("destroyed",)}
"""Stages that a version has only behind that move."""


class PackItem(NamedTuple):
    """One thing to see to before a version may be retired or destroyed."""

    id: str
    """Stable; lower-case letters, digits and hyphens, as `ret-consumers-told`."""
    phase: str
    title: str
    """What must be done, in one sentence."""
    applies_when: Mapping[str, Any]
    """A condition over facts (see domain.conditions); `{all: []}` always holds."""
    gate: bool
    """Whether the move is refused while it is open."""
    evidence: str
    """What shows that it is done."""
    verification: str
    """How somebody else can tell."""
    source: str
    """Law, standard or practice it follows; `house` where the judgement is our own."""
    read: Literal["excerpt", "not yet", "house"]
    """How the entry was held against its source: parts of it or quotations of others were read, it was not read yet
    and is cited from general knowledge, or there is none."""
    reviewed: date
    """Day the entry was last looked over."""
    answered_by: str | None = None
    """What the registry itself answers it with, by its name in usecases.answering; None where a person must."""
    owed_by: str | None = None
    """Who is to see to it: `owner` (of the version), `uses` (the owners of the uses it serves), or a role of
    steward.yaml, as `role:data-protection`."""
    due: Mapping[str, Any] | None = None
    """When it is due, from a date on the card: `{before: sunset, by: P60D}` or `{after: retired, by: P30D}`; `by` is a
    Duration."""
    of: tuple[str, ...] = ("model",)
    """Of what it is asked: `model`, `data`."""


class ItemPack(NamedTuple):
    """All items of one purpose, in the order of their phases."""

    purpose: str
    """`retirement` or `destruction`."""
    phases: tuple[str, ...]
    items: tuple[PackItem, ...]
    digest: str
    """`sha256:` and the digest of the pack's text, so that a checklist says what it was made from."""
