"""What a version was made from: which parents count, and for what."""

from __future__ import annotations

import pytest

from tests.versions.helpers import A, B, classes, compared, weights

PARENT = ", lineage: {parents: [%s], datasets: [%s]}"
LLAMA = "{ref: llama@3.1.0, relation: fine-tune}"
DATA = "'data:d@1.0.0'"
OURS = "{ref: m@1.0.0, relation: %s}"


@pytest.mark.parametrize(
    ("parent", "data", "kinds"),
    [
        (OURS % "repackaged", "", {"bytes.repackaged"}),
        (OURS % "quantized, tolerance: 0.1 perplexity", "", {"bytes.requantized"}),
        (OURS % "quantized", "", {"bytes.weights-changed"}),
        (OURS % "fine-tune", "", {"bytes.weights-changed"}),
        (OURS % "fine-tune", "'data:e@1.0.0'", {"bytes.weights-changed", "base.data-changed"}),
        (OURS % "trained-on-outputs", DATA, {"bytes.weights-changed", "base.data-changed", "base.family-changed"}),
        ("{ref: qwen@3.0.0, relation: repackaged}", DATA, {"bytes.weights-changed", "base.family-changed"}),
        ("{ref: m@0.9.0, relation: repackaged}", DATA,
         {"bytes.weights-changed", "base.family-changed", "base.parent-changed"}),
        (f"{OURS % 'fine-tune'}, {{ref: qwen@3.0.0, relation: merge}}", DATA,
         {"bytes.weights-changed", "base.family-changed"}),
    ],
)  # fmt: skip
def test_the_earlier_version_as_a_parent_stands_for_what_it_was_made_from(
    parent: str, data: str, kinds: set[str]
) -> None:
    before = weights(("weights", A), more=PARENT % (LLAMA, DATA))
    assert set(classes(before, weights(("weights", B), more=PARENT % (parent, data)))) - {"facts.restated"} == kinds


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("", "{ref: m@0.9.0, relation: fine-tune}", ["base.parent-changed"]),
        ("{ref: m@0.9.0, relation: fine-tune}", "{ref: m@0.8.0, relation: fine-tune}", ["base.parent-changed"]),
        (f"{LLAMA}, {{ref: llama@3.2.0, relation: merge}}", LLAMA, ["base.parent-changed"]),
        (LLAMA, LLAMA.replace("fine-tune", "distilled"), ["base.parent-changed"]),
    ],
)
def test_another_parent_of_the_same_family_is_another_parent(before: str, after: str, kinds: list[str]) -> None:
    assert classes(f"lineage: {{parents: [{before}]}}", f"lineage: {{parents: [{after}]}}") == kinds


@pytest.mark.parametrize(
    "parent",
    ["{ref: n@1.0.0, relation: quantized, tolerance: x}", "{ref: m@0.9.0, relation: quantized, tolerance: x}",
     "{ref: m@1.0.0, relation: distilled, tolerance: x}"],
)  # fmt: skip
def test_only_what_was_quantized_from_the_same_weights_is_quantized_anew(parent: str) -> None:
    after = weights(("weights", B), more=PARENT % (parent, ""))
    assert "bytes.weights-changed" in classes(weights(("weights", A)), after)


def test_quantizing_the_same_parent_again_within_its_tolerance_is_a_patch() -> None:
    parent = ", lineage: {parents: [{ref: llama@3.1.0, relation: quantized%s}], datasets: []}"
    before = weights(("weights", A), more=parent % "")
    assert str(compared(before, weights(("weights", B), more=parent % ", tolerance: 0.1 perplexity")).step) == "patch"
    assert str(compared(before, weights(("weights", B), more=parent % "")).step) == "minor"


def test_a_model_trained_on_other_outputs_is_of_the_same_family() -> None:
    before = "lineage: {parents: [{ref: n@1.0.0, relation: trained-on-outputs}]}"
    after = "lineage: {parents: [{ref: o@1.0.0, relation: trained-on-outputs}]}"
    assert set(classes(before, after)) == {"base.data-changed"}
