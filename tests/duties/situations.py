"""Cards of a version in a use, all of it filled in, over which each situation lays what is its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml

from modelsteward.domain.registry import Registry
from modelsteward.store.composer import compose
from modelsteward.store.packs import read_packs
from modelsteward.usecases.obligations import Obligations, Owed, obligations_of
from tests.rules.worlds import world

TODAY = date(2026, 11, 24)
PACKS = read_packs()
VOLUNTARY = {duty.id for duty in PACKS.duties["voluntary"].duties}

ALL = "registry: {packs: {duties: [eu, uk, us, ca, cn, kr, sg, voluntary]}}"
FILLED = """
m@1.0.0:
  model_class: ml
  gpai: false
  gpai_systemic: false
  free_open_licence: false
  code_of_practice_signatory: false
  hosting: [self]
  lineage: {parents: [], datasets: ["data:d@1.0.0"]}
  lifecycle: {released: 2026-03-02, review_by: 2027-03-02}
use:u:
  status: live
  organisation_roles: [deployer]
  sectors: []
  jurisdictions: [US]
  risk: {own: low, eu_tier: minimal, eu_route: none}
  consequential_decision: false
  context: []
  affects: []
  consumers: {internal: [], external: []}
  placed_on_market: 2026-03-02
  serving: {main: m@1.0.0}
  served: [{slot: main, ref: m@1.0.0, from: 2026-03-02, to: null}]
data:d@1.0.0:
  contains: {personal: false, special_category: false, health: false, biometric: false, children: false, unlawful_source: false}
  derived_from: []
"""
OVER = (
    "status: ended, serving: {main: null}, last_use: %s, served: [{slot: main, ref: m@1.0.0, from: 2024-01-08, to: %s}]"
)


def cards(changes: str, raw: dict[str, str] | None = None) -> Registry:
    """The registry of the filled-in cards with what a situation changes: by card, key by key; `<absent>` takes one away.

    `raw` adds files as they stand, readable or not.
    """
    found = _read(FILLED)
    for ref, patch in _read(changes).items():
        found[ref] = _laid(found.get(ref, {}), patch)
    return world(yaml.safe_dump(found, sort_keys=False), raw)


def _read(text: str) -> dict[str, Any]:
    """YAML as the registry reads it: `on` is a word, and a day is text."""
    value, faults = compose(text)
    assert not faults, faults
    return value or {}


def _laid(ground: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    merged = {**ground}
    for key, value in patch.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _laid(merged[key], value) if both else value
    return merged


def obligations(changes: str, today: date = TODAY, asked: str = "m@1.0.0", use: str | None = None) -> Obligations:
    """What `steward obligations` answers."""
    return obligations_of(cards(changes), PACKS, asked, today, use)


def owed(changes: str, today: date = TODAY, use: str | None = "u") -> Owed:
    """The same of the one use."""
    (found,) = obligations(changes, today, use=use).owed
    return found


def ids(found: Owed, *outcomes: str) -> set[str]:
    """The duties with some outcomes, without the voluntary ones, which apply everywhere."""
    return {one.ruling.duty.id for one in found.of(*outcomes)} - VOLUNTARY


def days(found: Owed) -> dict[str, date]:
    """The day of each duty that has one; of several the first."""
    return {one.ruling.duty.id: term.day for one in found.owing for term in reversed(one.terms) if term.day is not None}


def gaps(found: Owed) -> dict[str, set[str]]:
    """By field, the duties that cannot be told for want of it."""
    table: dict[str, set[str]] = {}
    for one in found.of("cannot tell"):
        for gap in one.ruling.missing:
            table.setdefault(gap.field, set()).add(one.ruling.duty.id)
    return table
