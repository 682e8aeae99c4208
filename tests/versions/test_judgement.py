"""What weighs how much, where it is not plain: licences, what is not known, and bytes."""

from __future__ import annotations

import pytest

from tests.versions.helpers import classes, compared

A, B = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("Apache-2.0", "CC-BY-NC-4.0", "licence.restricted"),
        ("Apache-2.0", "GPL-3.0-only", "licence.restricted"),
        ("Apache-2.0", "CC-BY-ND-4.0", "licence.restricted"),
        ("Apache-2.0", "LicenseRef-Llama-3.1", "licence.restricted"),
        ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "licence.restricted"),
        ("LicenseRef-Llama-3.1", "LicenseRef-Gemma", "licence.restricted"),
        ("Apache-2.0", "Apache-2.0 AND CC-BY-NC-4.0", "licence.restricted"),
        ("MIT OR CC-BY-NC-4.0", "CC-BY-NC-4.0", "licence.restricted"),
        ("GPL-3.0-only", "Apache-2.0", "licence.relaxed"),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-4.0", "licence.relaxed"),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0 OR MIT", "licence.relaxed"),
        ("Apache-2.0 AND CC-BY-NC-4.0", "Apache-2.0", "licence.relaxed"),
        ("LicenseRef-Ours", "MIT", "licence.relaxed"),
        ("EUPL-1.2", "EUPL-1.2 OR MIT", "licence.relaxed"),
        ("MIT", "Apache-2.0", "licence.replaced"),
        ("MIT OR Apache-2.0", "MIT", "licence.replaced"),
        ("Apache-2.0", "EUPL-1.2", "licence.cannot-tell"),
        ("LicenseRef-Ours", "LicenseRef-Theirs", "licence.cannot-tell"),
        ("LicenseRef-Ours", "CC-BY-NC-4.0", "licence.cannot-tell"),
        ("Apache 2.0", "Apache-2.0", "licence.cannot-tell"),
        ("Apache-2.0 AND", "MIT", "licence.cannot-tell"),
        ("GPL-3.0", "GPL-3.0-only", "facts.restated"),
        ("MIT OR Apache-2.0", "Apache-2.0 OR MIT", "facts.restated"),
    ],
)
def test_licences_by_what_they_ask(before: str, after: str, kind: str) -> None:
    assert classes(f"license: {before}", f"license: {after}") == [kind]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("<absent>", "MIT", "facts.first-stated"),
        ("null", "MIT", "licence.relaxed"),
        ("MIT", "<absent>", "licence.cannot-tell"),
        ("MIT", "null", "licence.restricted"),
        ("<absent>", "null", "facts.first-stated"),
    ],
)
def test_licences_that_are_not_named(before: str, after: str, kind: str) -> None:
    assert classes(f"license: {before}", f"license: {after}") == [kind]


def test_a_licence_that_cannot_be_told_says_so() -> None:
    (change,) = compared("license: MIT", "license: LicenseRef-Ours").changes
    assert "cannot tell" in change.message
    assert str(change.step) == "major"


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("{}", "interface: {inputs: {a: {type: text}}, languages: [en]}", ["facts.first-stated"]),
        ("interface: {}", "interface: {inputs: {a: {type: text}}}", ["facts.first-stated"]),
        ("interface: {inputs: {}}", "interface: {inputs: {a: {type: text}}}", ["interface.input-added-required"]),
        ("interface: {outputs: {a: {type: text}}}", "interface: {}", ["interface.output-removed"]),
        ("interface: {limits: {}}", "interface: {limits: {rpm: 5}}", ["interface.limit-lowered"]),
        ("interface: {}", "interface: {limits: {rpm: 5}}", ["facts.first-stated"]),
        ("interface: {limits: {rpm: 5}}", "interface: {}", ["interface.limit-lowered"]),
        ("interface: {context_window: 5}", "interface: {context_window: null}", ["interface.limit-lowered"]),
        ("interface: {context_window: null}", "interface: {context_window: 5}", ["facts.restated"]),
        ("interface: {languages: []}", "interface: {languages: [en]}", ["interface.language-added"]),
        ("interface: {}", "interface: {languages: [en]}", ["facts.first-stated"]),
        ("task: a", "{}", ["interface.task-changed"]),
        ("{}", "intended_use: {primary: x, out_of_scope: [y]}", ["facts.first-stated"]),
        ("intended_use: {primary: x}", "{}", ["use.primary-changed"]),
        ("{}", "source: {host: h, model: m}", ["facts.first-stated"]),
        ("source: null", "source: {host: h, model: m}", ["base.source-changed"]),
        ("source: {host: h, model: m}", "source: null", ["base.source-changed"]),
        ("source: {host: h, model: m, region: us}", "source: {host: h, model: m}", ["base.host-changed"]),
        ("source: {host: h, model: m}", "source: {host: h, model: m, region: us}", ["facts.first-stated"]),
        ("lineage: <absent>", "lineage: {datasets: ['data:d@1.0.0'], parents: []}", ["facts.first-stated"]),
        ("lineage: {datasets: ['data:d@1.0.0']}", "lineage: <absent>", ["base.data-changed", "facts.left-out"]),
    ],
)
def test_what_is_not_known_before_or_after(before: str, after: str, kinds: list[str]) -> None:
    found = classes(before, after)
    assert [kind for kind in found if kind != "facts.left-out"] == [k for k in kinds if k != "facts.left-out"]


def weights(*artifacts: tuple[str, str | None], more: str = "") -> str:
    """A card with these artifacts, each by its role and digest."""
    rows = [
        f"{{role: {role}, uri: 's3://m/{i}'" + (f", digest: '{digest}'}}" if digest else "}")
        for i, (role, digest) in enumerate(artifacts)
    ]
    return f"{{artifacts: [{', '.join(rows)}]{more}}}"


SELF = ", lineage: {parents: [{ref: m@1.0.0, relation: %s}], datasets: []}"


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (weights(("weights", A)), weights(("weights", B)), "bytes.weights-changed"),
        (weights(("weights", A)), weights(("weights", A), ("adapter", B)), "bytes.weights-changed"),
        (weights(("tokenizer", A)), weights(("tokenizer", B)), "bytes.weights-changed"),
        (weights(("weights", A), ("code", A)), weights(("weights", A), ("code", B)), "bytes.repackaged"),
        (weights(("weights", A), ("config", A)), weights(("weights", A)), "bytes.repackaged"),
        (weights(("weights", None)), weights(("config", A), ("weights", None)), "bytes.weights-changed"),
        (weights(("weights", A)), weights(("weights", f"md5:{'a' * 32}")), "bytes.weights-changed"),
        (weights(("weights", A)), weights(("weights", B), more=SELF % "repackaged"), "bytes.repackaged"),
        (weights(("weights", A)), weights(("weights", B), more=SELF % "fine-tune"), "bytes.weights-changed"),
        (weights(("weights", A)), "artifacts: []", "bytes.weights-changed"),
        ("artifacts: []", weights(("weights", A)), "bytes.weights-changed"),
        (weights(("weights", A)), "artifacts: <absent>", "facts.left-out"),
        ("artifacts: <absent>", weights(("weights", A)), "facts.first-stated"),
    ],
)
def test_bytes_by_their_digests(before: str, after: str, kind: str) -> None:
    assert kind in classes(before, after)


def test_bytes_that_cannot_be_compared_are_said_to_be_so() -> None:
    found = compared(weights(("weights", A)), weights(("weights", f"sha512:{'a' * 128}")))
    assert ["cannot tell" in change.message for change in found.weighty()] == [True]


def test_quantizing_the_same_parent_again_within_its_tolerance_is_a_patch() -> None:
    parent = ", lineage: {parents: [{ref: llama@3.1.0, relation: quantized%s}], datasets: []}"
    before = weights(("weights", A), more=parent % "")
    assert str(compared(before, weights(("weights", B), more=parent % ", tolerance: 0.1 perplexity")).step) == "patch"
    assert str(compared(before, weights(("weights", B), more=parent % "")).step) == "minor"


def test_a_use_that_is_put_in_the_same_words_is_the_same() -> None:
    before = "intended_use: {primary: Rank calls., out_of_scope: [Children., Triage.]}"
    after = "intended_use: {primary: ' rank  CALLS', out_of_scope: [triage, children]}"
    assert set(classes(before, after)) == {"facts.restated"}


def test_output_labels_that_are_no_longer_listed_may_be_anything() -> None:
    before = "interface: {outputs: {a: {type: string, labels: [x, y]}}}"
    (change,) = compared(before, "interface: {outputs: {a: {type: string}}}").changes
    assert change.kind.id == "interface.output-labels-changed"
    assert change.message == "the output `a` may now give any value but those it names"


def test_a_model_trained_on_other_outputs_is_of_the_same_family() -> None:
    before = "lineage: {parents: [{ref: n@1.0.0, relation: trained-on-outputs}]}"
    after = "lineage: {parents: [{ref: o@1.0.0, relation: trained-on-outputs}]}"
    assert set(classes(before, after)) == {"base.data-changed"}
