"""Facts of the version itself."""

from __future__ import annotations

from collections.abc import Iterator

from modelsteward.domain.conditions import UNKNOWN, Fact
from modelsteward.domain.facts.subject import Subject, fact, lies_elsewhere, so, was_released, words


@fact("origin", "where it comes from")
def _origin(s: Subject) -> Fact:
    return Fact((s.model.origin,))


@fact("hosting", "where it runs")
def _hosting(s: Subject) -> Fact:
    return words(s.model.hosting, s.model.knows("hosting"))


@fact("model_class", "what kind of model it is")
def _model_class(s: Subject) -> Fact:
    return words([s.model.model_class], s.model.model_class is not None)


@fact("use.generative", "whether it generates content", key="model_class")
def _generative(s: Subject) -> Fact:
    kind = s.model.model_class
    return so(None if kind is None else kind in ("generative", "agentic"))


@fact("risk.gpai", "whether it is a general-purpose model", key="gpai")
def _gpai(s: Subject) -> Fact:
    return so(s.model.gpai)


@fact("risk.gpai_systemic", "whether it is a general-purpose model with systemic risk", key="gpai_systemic")
def _systemic(s: Subject) -> Fact:
    return so(s.model.gpai_systemic)


@fact(
    "release.open_weights_free_licence", "whether its weights are public under a free licence", key="free_open_licence"
)
def _free(s: Subject) -> Fact:
    return so(s.model.free_open_licence)


@fact("release.code_of_practice_signatory", "whether its provider signed the EU's code of practice",
      key="code_of_practice_signatory")  # fmt: skip
def _signed(s: Subject) -> Fact:
    return so(s.model.code_of_practice_signatory)


@fact("released", "whether it ever was in production", key="lifecycle.released")
def _released(s: Subject) -> Fact:
    return so(was_released(s.registry, s.model, s.uses))


@fact("trained_here", "whether it was trained or tuned with data of ours", key="hosting")
def _trained_here(s: Subject) -> Fact:
    if s.model.origin == "in-house" or "vendor_finetune" in s.model.hosting:
        return so(True)
    return so(False if s.model.origin == "open" or s.model.knows("hosting") else None)


@fact("held_here", "whether copies of it lie with us", key="artifacts")
def _held_here(s: Subject) -> Fact:
    """A vendor's model that is only called has no bytes of ours, whether or not its card says `artifacts: []`."""
    model = s.model
    if any(artifact.holder is None for artifact in model.artifacts):
        return so(True)
    if model.knows("artifacts") or lies_elsewhere(model):
        return so(False)
    return UNKNOWN


@fact("endpoints", "under which names and deployments it is called", key="serves")
def _endpoints(s: Subject) -> Fact:
    serves, source = s.model.serves, s.model.source
    names = [*serves.aliases, *serves.deployments, serves.upstream] if serves else []
    known = s.model.knows("serves") and (serves is None or serves.knows("aliases", "deployments"))
    return words([*names, source.deployment if source else None], known)


@fact("successor", "what comes after it", key="lifecycle.replacement")
def _successor(s: Subject) -> Fact:
    """A use that has moved on keeps no `replacement`: what took this version's place there is what came after it."""
    named = s.model.lifecycle
    return words([named.replacement, *_next_in_uses(s)], named.knows("replacement"))


def _next_in_uses(s: Subject) -> Iterator[str | None]:
    ref = s.model.ref
    for use in s.uses:
        yield from (other for slot, other in use.replacement.items() if use.serving.get(slot) == ref)
        mine = {line.slot for line in use.served if line.ref == ref}
        yield from (other for slot in mine if (other := use.serving.get(slot)) != ref)
        yield from (line.ref for line in use.served if line.after == ref and line.left != "rolled back")


@fact("destroy_by", "whether there is a day by which its bytes must be gone", key="lifecycle.destroy_by")
def _destroy_by(s: Subject) -> Fact:
    day = s.model.lifecycle.destroy_by
    return words([day.isoformat() if day else None], s.model.lifecycle.knows("destroy_by"))
