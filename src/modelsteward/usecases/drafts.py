"""Which version a bump is about: the open draft, or the version to copy; and what a card will say once it is edited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from modelsteward.domain.edited import edited
from modelsteward.domain.edits import Edit, Remove
from modelsteward.domain.registry import Entry, Registry
from modelsteward.domain.seal import seal_of, written
from modelsteward.domain.versions import precedence, was_released
from modelsteward.errors import BadUsage, Refused
from modelsteward.usecases.naming import resolve

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import ModelCard


class Ground(NamedTuple):
    """What a bump starts from."""

    source: Entry[ModelCard]
    """The draft to be numbered, or the version to be copied."""
    draft: str | None
    """The draft's version; None where one is to be opened."""


def ground_of(registry: Registry, text: str) -> Ground:
    """The draft or version that is meant. Raises Refused where that cannot be told, BadUsage for what is no model.

    A version of the name that cannot be read may be the draft, or the release to compare with: none is passed over.
    """
    name, _, version = text.partition("@")
    if ":" in name:
        raise BadUsage(f"{text} is no model", "only models are bumped; register a data set's next version")
    if broken := [(ref, file) for ref, file in registry.unreadable.items() if ref.partition("@")[0] == name]:
        ref, file = broken[0]
        raise Refused(f"{ref} cannot be read", f"mend it first: `steward validate {file}` says what is wrong")
    versions = [entry for entry in registry.models.values() if entry.card.name == name]
    if not versions or (version and text not in registry.models):
        found = resolve(registry, text).entry  # raises with what was probably meant
        raise BadUsage(f"{found.ref} is no model", "only models are bumped")
    if version:
        named = registry.models[text]
        return Ground(named, version if is_draft(named.card, registry) else None)
    versions.sort(key=lambda entry: precedence(entry.card.version))
    released = [entry for entry in versions if was_released(entry.card)]
    drafts = [entry for entry in versions if is_draft(entry.card, registry) and _above(entry, released)]
    if len(drafts) > 1:
        refs = ", ".join(entry.ref for entry in drafts)
        raise Refused(f"{name} has several drafts: {refs}", f"name one, like {drafts[-1].ref}")
    if drafts:
        return Ground(drafts[0], drafts[0].card.version)
    return Ground((released or versions)[-1], None)


def require_intact(entry: Entry[ModelCard]) -> None:
    """See that a version that is copied or compared with is what was sealed. Raises Refused."""
    if entry.card.seal is not None and entry.card.seal != seal_of(entry.card):
        raise Refused(
            f"the technical facts of {entry.ref} are not those that were sealed, so no version follows from it",
            f"put them back first: `git log -p -- {entry.file}` shows what changed",
        )


def is_draft(card: ModelCard, registry: Registry) -> bool:
    """Whether a version's number may still change: before production, never released, not sealed."""
    return card.stage in registry.policy.stages and card.seal is None and not was_released(card)


def _above(entry: Entry[ModelCard], released: list[Entry[ModelCard]]) -> bool:
    return not released or precedence(entry.card.version) > precedence(released[-1].card.version)


class NoCard(Refused):
    """What a card would be after some edits is no card. The reader of cards tells best what is wrong with it."""


def candidate(card: ModelCard, edits: Iterable[Edit]) -> ModelCard:
    """The card as it will be once it is edited. Raises NoCard where that is none."""
    from pydantic import ValidationError

    from modelsteward.domain.cards.model import ModelCard as Schema

    value: dict[str, Any] = written(card)
    plain = [edit if isinstance(edit, Remove) else edit._replace(value=written(edit.value)) for edit in edits]
    try:
        return Schema.model_validate(edited(value, plain))
    except ValidationError:
        raise NoCard(f"{card.ref} would be no model card", "see `steward export schema model`") from None
