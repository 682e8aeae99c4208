"""What changed between two versions, and how far that lets the number rise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from modelsteward.domain.packs import Packs
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.versions import precedence
from modelsteward.errors import BadUsage, Refused
from modelsteward.rules.changes import Comparison, differences
from modelsteward.usecases.naming import Meant, resolve

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard


class Diff(NamedTuple):
    """Two versions side by side."""

    before: Entry[ModelCard]
    after: Entry[ModelCard]
    comparison: Comparison
    note: str = ""
    """How the two were chosen where only a name was given, or why no number follows."""


def diff_versions(registry: Registry, packs: Packs, first: str, second: str | None = None) -> Diff:
    """Compare two versions, named as `no-show@2.1.0`; the second may be a number alone. Of a bare name the two latest.

    Raises Refused where there are no such two, BadUsage where one is no model.
    """
    before, after, note = _latest(registry, first) if second is None else _named(registry, first, second)
    comparison = differences(before.card, after.card, packs)
    return Diff(before, after, comparison, "; ".join(filter(None, (note, _unnumbered(comparison)))))


def _named(registry: Registry, first: str, second: str) -> tuple[Entry[ModelCard], Entry[ModelCard], str]:
    name = first.partition("@")[0]
    full = f"{name}@{second}" if f"{name}@{second}" in registry.by_ref else second
    old, new = _model(registry, first), _model(registry, full)
    chosen = "; ".join(meant.note for meant in (old, new) if meant.note)
    if old.entry.ref == new.entry.ref:
        how = f" ({chosen})" if chosen else ""
        hint = f"name another version: `steward list {name}` shows them"
        raise Refused(f"{old.entry.ref} is both of the two{how}", hint)
    return old.entry, new.entry, chosen


def _model(registry: Registry, text: str) -> Meant:
    meant = resolve(registry, text)
    if meant.entry.kind != "model":
        raise BadUsage(f"{meant.entry.ref} is no model", "name versions of models, like no-show@2.1.0")
    return meant


def _latest(registry: Registry, text: str) -> tuple[Entry[ModelCard], Entry[ModelCard], str]:
    """A name's two highest versions; of `name@version` that one and the one below it."""
    name, _, version = text.partition("@")
    last = _model(registry, text).entry
    versions = sorted(
        (entry for entry in registry.models.values() if entry.card.name == name),
        key=lambda entry: precedence(entry.card.version),
    )
    if version:
        versions = [entry for entry in versions if precedence(entry.card.version) <= precedence(version)]
    if len(versions) < 2:
        what = f"{last.ref} is the {'lowest' if version else 'only'} version of {name}"
        raise Refused(what, "name two versions, as in `steward diff no-show@2.0.0 no-show@2.1.0`")
    return versions[-2], versions[-1], "" if version else f"the two latest versions of {name}"


def _unnumbered(comparison: Comparison) -> str:
    if comparison.comparable:
        return ""
    if comparison.before.partition("@")[0] == comparison.after.partition("@")[0]:
        return "the second is the earlier version, so no number follows"
    return "these are two models, and no number says how much changed between them"


__all__ = ["Comparison", "Diff", "diff_versions", "differences"]
