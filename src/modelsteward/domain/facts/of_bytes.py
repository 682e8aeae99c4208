"""Facts of a version's files, and of what was made from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelsteward.domain.conditions import Fact
from modelsteward.domain.facts.places import kind_of_place
from modelsteward.domain.facts.subject import Subject, fact, so, words
from modelsteward.domain.registry import Registry

if TYPE_CHECKING:
    from modelsteward.domain.cards.model import Artifact

_KINDS = {"optimizer": "optimizer_state", "index": "embedding_index", "container": "container_image"}
_CHILDREN = {
    "quantized": "quantized_derivative",
    "merge": "merge",
    "adapter": "adapter",
    "distilled": "distilled_child",
    "trained-on-outputs": "distilled_child",
    "fine-tune": "fine_tuned_child",
    "repackaged": "copy",
}


@fact("artifacts", "which files hold it, and what was made from it")
def _artifacts(s: Subject) -> Fact:
    own = [_KINDS.get(artifact.role, artifact.role) for artifact in s.model.artifacts]
    known = s.model.knows("artifacts") and not any(b.inside.startswith("models/") for b in s.registry.unread())
    return words([*own, *(_CHILDREN[how] for how in _made_from(s.registry, s.model.ref))], known)


def _made_from(registry: Registry, ref: str) -> Iterator[str]:
    """How other models were made from this one, or from those; each relation once or more."""
    waiting, seen = [ref], {ref}
    for parent in waiting:
        for entry in registry.filed(f"builds on {parent}"):
            if entry.kind == "model":
                yield from (one.relation for one in entry.card.lineage.parents if one.ref == parent)
            if entry.ref not in seen:
                seen.add(entry.ref)
                waiting.append(entry.ref)


@fact("places", "what kind of place its bytes lie in", key="artifacts")
def _places(s: Subject) -> Fact:
    artifacts = s.model.artifacts
    kinds = [kind_of_place(uri) for artifact in artifacts for uri in (artifact.uri, *artifact.replicas)]
    known = s.model.knows("artifacts") and all(a.knows("replicas") for a in artifacts) and None not in kinds
    return words(kinds, known)


@fact("artifacts.versioned", "whether a store keeps older versions of its files", key="artifacts.versioned")
def _versioned(s: Subject) -> Fact:
    return _any_artifact(s, [artifact.versioned for artifact in s.model.artifacts])


@fact(
    "artifacts.locked", "whether a store refuses to delete its files before some day", key="artifacts.immutable_until"
)
def _locked(s: Subject) -> Fact:
    return _any_artifact(
        s, [a.immutable_until is not None if a.knows("immutable_until") else None for a in s.model.artifacts]
    )


@fact("artifacts.encrypted", "whether its files are encrypted", key="artifacts.encrypted_since_creation")
def _encrypted(s: Subject) -> Fact:
    return _any_artifact(
        s, [True if a.encrypted_since_creation or a.key else a.encrypted_since_creation for a in s.model.artifacts]
    )


@fact("artifacts.key", "whether a key protects its files", key="artifacts.key")
def _key(s: Subject) -> Fact:
    """What is encrypted has a key, whether or not it is named."""
    return _any_artifact(s, [_has_key(artifact) for artifact in s.model.artifacts])


def _has_key(artifact: Artifact) -> bool | None:
    if artifact.key or artifact.encrypted_since_creation:
        return True
    return False if artifact.knows("key") else None


def _any_artifact(s: Subject, answers: list[bool | None]) -> Fact:
    if True in answers:
        return so(True)
    return so(False if s.model.knows("artifacts") and None not in answers else None)
