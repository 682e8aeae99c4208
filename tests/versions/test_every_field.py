"""Every key of a model card is classified: who adds one decides what a change of it does to the number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from modelsteward.domain.cards.base import CardModel
from modelsteward.domain.cards.model import ModelCard
from modelsteward.domain.seal import SEALED, seal_of
from modelsteward.rules.changes.inplace import HEAD, IN_PLACE
from tests.versions.helpers import card, compared

A, B = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
IN = "interface: {inputs: {x: {type: array%s}}}"
USE = "intended_use: {primary: Rank calls.%s}"
ART = "artifacts: [{role: %s, uri: '%s', digest: '%s'%s}]"
WEIGHTS = ART % ("weights", "s3://m/1", A, "%s")
PARENT = "lineage: {parents: [{ref: %s, relation: %s%s}]}"
COST = "cost: {unit: 1M tokens, usd: 1, usd_input: 1, usd_output: 1, source: invoice, read_on: 2029-12-01}"


def source(key: str, *values: str) -> tuple[str, ...]:
    """Sources that differ in one key."""
    rest = {"hub": "h", "repository": "r", "host": "o", "model": "v"}
    return tuple(
        "source: {" + ", ".join(f"{k}: {v}" for k, v in (rest | {key: value}).items()) + "}" for value in values
    )


CHANGES: dict[str, tuple[str, str, str]] = {
    "stage": ("stage: draft", "stage: staging", "card.life"),
    "seal": (f"seal: '{A}'", f"seal: '{B}'", "card.life"),
    "lifecycle": ("lifecycle: {released: 2029-01-01}", "lifecycle: {released: 2029-01-02}", "card.life"),
    "summary": ("summary: This.", "summary: That.", "card.words"),
    "links": ("{}", "links: {runbook: 'https://wiki.example/m'}", "card.words"),
    "extra": ("extra: {ticket: 1}", "extra: {ticket: 2}", "card.words"),
    "owner": ("owner: team", "owner: other", "card.owner"),
    "cost": (COST, COST.replace("usd: 1", "usd: 2"), "card.cost"),
    "serves": ("serves: {aliases: [m]}", "serves: {aliases: [n]}", "card.names"),
    "origin": ("origin: in-house", "origin: open", "card.law"),
    "hosting": ("hosting: [self]", "hosting: [edge]", "card.law"),
    "model_class": ("model_class: ml", "model_class: generative", "card.law"),
    "gpai": ("gpai: true", "gpai: false", "card.law"),
    "gpai_systemic": ("gpai_systemic: true", "gpai_systemic: false", "card.law"),
    "free_open_licence": ("free_open_licence: true", "free_open_licence: false", "card.law"),
    "code_of_practice_signatory": ("code_of_practice_signatory: true", "code_of_practice_signatory: false", "card.law"),
    "source.hub": (*source("hub", "h", "i"), "base.host-changed"),
    "source.host": (*source("host", "o", "p"), "base.host-changed"),
    "source.region": (*source("region", "us", "eu"), "base.host-changed"),
    "source.deployment_kind": (*source("deployment_kind", "data-zone", "provisioned"), "base.host-changed"),
    "source.repository": (*source("repository", "r", "s"), "base.source-changed"),
    "source.model": (*source("model", "v", "w"), "base.source-changed"),
    "source.revision": (*source("revision", "a", "b"), "base.revision-changed"),
    "source.snapshot": (*source("snapshot", "a", "b"), "base.revision-changed"),
    "source.deployment": (*source("deployment", "a", "b"), "base.deployment-changed"),
    "license": ("license: MIT", "license: CC-BY-NC-4.0", "licence.restricted"),
    "license_text": (
        "{license: LicenseRef-Ours, license_text: a}", "{license: LicenseRef-Ours, license_text: b}",
        "licence.cannot-tell",
    ),
    "task": ("task: a", "task: b", "interface.task-changed"),
    "interface.inputs.type": (IN % "", IN.replace("array", "text") % "", "interface.input-retyped"),
    "interface.inputs.required": (IN % "", IN % ", required: false", "interface.input-optional"),
    "interface.inputs.minimum": (IN % "", IN % ", minimum: 0", "interface.input-narrowed"),
    "interface.inputs.maximum": (IN % ", maximum: 9", IN % "", "interface.input-widened"),
    "interface.inputs.labels": (IN % ", labels: [a]", IN % ", labels: [a, b]", "interface.input-widened"),
    "interface.inputs.items": (IN % ", items: a", IN % ", items: b", "interface.items-changed"),
    "interface.inputs.unit": (IN % ", unit: kg", IN % ", unit: lb", "interface.unit-changed"),
    "interface.inputs.description": (IN % ", description: a", IN % ", description: b", "facts.restated"),
    "interface.modalities.input": (
        "interface: {modalities: {input: [text]}}", "interface: {modalities: {input: [image]}}",
        "interface.modality-removed",
    ),
    "interface.modalities.output": (
        "interface: {modalities: {output: [text]}}", "interface: {modalities: {output: [text, image]}}",
        "interface.modality-added",
    ),
    "interface.languages": ("interface: {languages: [en, no]}", "interface: {languages: [no]}",
                            "interface.language-dropped"),
    "interface.context_window": ("interface: {context_window: 8}", "interface: {context_window: 4}",
                                 "interface.limit-lowered"),
    "interface.max_output": ("interface: {max_output: 8}", "interface: {max_output: 9}", "interface.limit-raised"),
    "interface.limits": ("interface: {limits: {a: 1}}", "interface: {limits: {a: 2}}", "interface.limit-raised"),
    "intended_use.primary": (USE % "", USE.replace("calls", "letters") % "", "use.primary-changed"),
    "intended_use.out_of_scope": (USE % "", USE % ", out_of_scope: [a]", "use.narrowed"),
    "intended_use.limitations": (USE % ", limitations: [a]", USE % "", "use.limitation-removed"),
    "lineage.parents.ref": (PARENT % ("n@1.0.0", "merge", ""), PARENT % ("o@1.0.0", "merge", ""),
                            "base.family-changed"),
    "lineage.parents.relation": (PARENT % ("n@1.0.0", "merge", ""), PARENT % ("n@1.0.0", "adapter", ""),
                                 "base.parent-changed"),
    "lineage.parents.tolerance": (
        PARENT % ("n@1.0.0", "quantized", ", tolerance: a"), PARENT % ("n@1.0.0", "quantized", ", tolerance: b"),
        "facts.restated",
    ),
    "lineage.datasets": ("lineage: {datasets: ['data:d@1.0.0']}", "lineage: {datasets: ['data:d@1.1.0']}",
                         "base.data-changed"),
    "artifacts.role": (WEIGHTS % "", WEIGHTS.replace("weights", "adapter") % "", "bytes.weights-changed"),
    "artifacts.uri": (WEIGHTS % "", WEIGHTS.replace("m/1", "m/2") % "", "bytes.repackaged"),
    "artifacts.digest": (WEIGHTS % "", WEIGHTS.replace(A, B) % "", "bytes.weights-changed"),
    "artifacts.format": (WEIGHTS % "", WEIGHTS % ", format: onnx", "bytes.repackaged"),
    "artifacts.bytes": (WEIGHTS % ", bytes: 1", WEIGHTS % ", bytes: 2", "facts.restated"),
    "artifacts.holder": (WEIGHTS % ", holder: a", WEIGHTS % ", holder: b", "facts.restated"),
    "artifacts.encrypted_since_creation": (WEIGHTS % "", WEIGHTS % ", encrypted_since_creation: true", "facts.restated"),
    "artifacts.key": (WEIGHTS % "", WEIGHTS % ", key: 'kms:a'", "facts.restated"),
    "artifacts.key_exclusive": (WEIGHTS % "", WEIGHTS % ", key_exclusive: true", "facts.restated"),
    "artifacts.versioned": (WEIGHTS % "", WEIGHTS % ", versioned: true", "facts.restated"),
    "artifacts.immutable_until": (WEIGHTS % "", WEIGHTS % ", immutable_until: 2030-01-01", "facts.restated"),
    "artifacts.replicas": (WEIGHTS % "", WEIGHTS % ", replicas: ['s3://n/1']", "facts.restated"),
}  # fmt: skip
"""By path: a card before, a card after, and the class of what changed."""


def models_in(annotation: Any) -> Iterator[type[CardModel]]:
    """The parts of a card that a field holds, alone, in a list or by name."""
    if isinstance(annotation, type) and issubclass(annotation, CardModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def paths(model: type[CardModel] = ModelCard, prefix: str = "") -> Iterator[str]:
    """Every key of a model card; what is edited in place is not looked into."""
    for name, field in model.model_fields.items():
        inner = next(models_in(field.annotation), None)
        if inner is None or not f"{prefix}{name}".startswith(SEALED):
            yield f"{prefix}{name}"
        elif name != "outputs":  # ports are ports, whichever way they go
            yield from paths(inner, f"{prefix}{name}.")


def test_every_key_of_the_schema_is_classified() -> None:
    assert set(paths()) - set(HEAD) == set(CHANGES)


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_is_of_its_class(path: str) -> None:
    before, after, kind = CHANGES[path]
    assert kind in [change.kind.id for change in compared(before, after).changes]


@pytest.mark.parametrize("path", CHANGES)
def test_what_is_sealed_asks_for_a_number_and_nothing_else_does(path: str) -> None:
    before, after, _ = CHANGES[path]
    is_sealed = path.partition(".")[0] in SEALED
    assert bool(compared(before, after).step) is is_sealed
    assert bool(compared(after, before).step) is is_sealed
    assert (seal_of(card(before)) != seal_of(card(after))) is is_sealed


def test_each_key_is_sealed_or_edited_in_place_or_says_what_the_card_is() -> None:
    in_place = [key for keys in IN_PLACE.values() for key in keys]
    assert sorted({*SEALED, *in_place, *HEAD}) == sorted(ModelCard.model_fields)
    assert not set(SEALED) & set(in_place)
