"""What weighs how much, where it is not plain: licences, what is not known, and bytes."""

from __future__ import annotations

import pytest

from tests.versions.helpers import A, B, classes, compared, weights


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
        ("AGPL-3.0-only", "GPL-3.0-only", "licence.relaxed"),
        ("MIT", "Apache-2.0", "licence.replaced"),
        ("GPL-3.0-only", "AGPL-3.0-only", "licence.restricted"),
        ("AGPL-3.0-only", "GPL-2.0-only", "licence.restricted"),
        ("CC-BY-SA-4.0", "GPL-3.0-only", "licence.restricted"),
        ("GPL-2.0-only", "GPL-3.0-only", "licence.cannot-tell"),
        ("GPL-2.0-or-later", "GPL-2.0-only", "licence.cannot-tell"),
        ("LicenseRef-Llama-3.1", "LicenseRef-Llama-3.2-Vision", "licence.cannot-tell"),
        ("LicenseRef-Qwen-Research", "LicenseRef-MRL-0.1", "licence.cannot-tell"),
        ("LicenseRef-BigScience-RAIL-1.0", "LicenseRef-DeepSeek-1.0", "licence.cannot-tell"),
        ("LicenseRef-Llama-3.1", "LicenseRef-llama-3.1", "facts.restated"),
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
        ("interface: {context_window: 5}", "interface: {}", ["interface.limit-lowered"]),
        ("interface: {context_window: 5}", "interface: {context_window: null}", ["interface.limit-raised"]),
        ("interface: {context_window: null}", "interface: {context_window: 5}", ["interface.limit-lowered"]),
        ("interface: null", "interface: {inputs: {a: {type: text}}}", ["interface.input-added-required"]),
        ("interface: null", "interface: {limits: {rpm: 5}}", ["interface.limit-lowered"]),
        ("interface: null", "interface: {languages: [en]}", ["interface.language-added"]),
        ("interface: {modalities: null}", "interface: {modalities: {input: [text]}}", ["interface.modality-added"]),
        (
            "interface: {outputs: {a: {type: number, unit: null}}}",
            "interface: {outputs: {a: {type: number, unit: percent}}}",
            ["interface.unit-changed"],
        ),
        (
            "interface: {outputs: {a: {type: number, unit: percent}}}",
            "interface: {outputs: {a: {type: number, unit: null}}}",
            ["interface.unit-changed"],
        ),
        (
            "interface: {outputs: {a: {type: number, unit: percent}}}",
            "interface: {outputs: {a: {type: number}}}",
            ["interface.unit-changed"],
        ),
        (
            "interface: {outputs: {a: {type: number}}}",
            "interface: {outputs: {a: {type: number, unit: percent}}}",
            ["facts.first-stated"],
        ),
        (
            "interface: {inputs: {a: {type: array, items: text}}}",
            "interface: {inputs: {a: {type: array}}}",
            ["interface.items-changed"],
        ),
        ("task: null", "task: a", ["interface.task-changed"]),
        ("intended_use: null", "intended_use: {primary: x}", ["use.primary-changed"]),
        ("intended_use: {primary: x}", "intended_use: null", ["use.primary-changed"]),
        ("interface: {languages: []}", "interface: {languages: [en]}", ["interface.language-added"]),
        ("interface: {}", "interface: {languages: [en]}", ["facts.first-stated"]),
        ("task: a", "{}", ["interface.task-changed"]),
        ("{}", "intended_use: {primary: x, out_of_scope: [y]}", ["facts.first-stated"]),
        ("intended_use: {primary: x}", "{}", ["use.primary-changed"]),
        ("origin: open", "{origin: open, source: {host: h, model: m}}", ["facts.first-stated"]),
        ("{}", "{origin: vendor, source: {host: h, model: m}}", ["base.source-changed"]),
        (
            "source: {host: h, model: m, snapshot: null}",
            "source: {host: h, model: m, snapshot: s}",
            ["base.revision-changed"],
        ),
        (
            "source: {host: h, model: m, snapshot: s}",
            "source: {host: h, model: m, snapshot: null}",
            ["base.revision-changed"],
        ),
        ("lineage: null", "lineage: {parents: [{ref: n@1.0.0, relation: fine-tune}]}", ["base.family-changed"]),
        ("lineage: null", "lineage: {datasets: ['data:d@1.0.0']}", ["base.data-changed"]),
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


SELF = ", lineage: {parents: [{ref: m@1.0.0, relation: %s}], datasets: []}"
UNRELEASED = "lifecycle: <absent>"
FRESH = f"{{artifacts: <absent>, stage: draft, {UNRELEASED}}}"


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (weights(("weights", A)), weights(("weights", B)), "bytes.weights-changed"),
        (weights(("weights", A)), weights(("weights", A), ("adapter", B)), "bytes.weights-changed"),
        (weights(("tokenizer", A)), weights(("tokenizer", B)), "bytes.weights-changed"),
        (weights(("weights", A), ("code", A)), weights(("weights", A), ("code", B)), "bytes.repackaged"),
        (weights(("weights", A), ("config", A)), weights(("weights", A), ("config", B)), "bytes.weights-changed"),
        (weights(("index", A)), weights(("index", B)), "bytes.weights-changed"),
        (weights(("checkpoint", A)), weights(("checkpoint", B)), "bytes.weights-changed"),
        (weights(("other", A)), weights(("other", B)), "bytes.weights-changed"),
        (weights(("container", A)), weights(("container", B)), "bytes.weights-changed"),
        (weights(("code", A)), weights(("code", B)), "bytes.weights-changed"),
        (weights(("weights", A), ("optimizer", A)), weights(("weights", A)), "bytes.repackaged"),
        (weights(("weights", None)), weights(("weights", None)), "bytes.weights-changed"),
        (weights(("weights", None)), weights(("config", A), ("weights", None)), "bytes.weights-changed"),
        (weights(("weights", A)), weights(("weights", f"md5:{'a' * 32}")), "bytes.weights-changed"),
        (weights(("weights", A)), weights(("weights", B), more=SELF % "repackaged"), "bytes.repackaged"),
        (weights(("weights", A)), weights(("weights", B), more=SELF % "fine-tune"), "bytes.weights-changed"),
        (weights(("weights", A)), "artifacts: []", "bytes.weights-changed"),
        ("artifacts: []", weights(("weights", A)), "bytes.weights-changed"),
        (weights(("weights", A)), FRESH, "facts.left-out"),
        (
            weights(("weights", A)),
            f"{{artifacts: <absent>, stage: staging, {UNRELEASED}, seal: '{A}'}}",
            "bytes.weights-changed",
        ),
        (weights(("weights", A)), "artifacts: <absent>", "bytes.weights-changed"),
        ("artifacts: <absent>", weights(("weights", A)), "bytes.weights-changed"),
    ],
)
def test_bytes_by_their_digests(before: str, after: str, kind: str) -> None:
    assert [found for found in classes(before, after) if found != "facts.restated"] == [kind]


def test_bytes_that_cannot_be_compared_are_said_to_be_so() -> None:
    found = compared(weights(("weights", A)), weights(("weights", f"sha512:{'a' * 128}")))
    assert ["cannot tell" in change.message for change in found.weighty()] == [True]


@pytest.mark.parametrize(
    ("role", "what"), [("weights", "the same weights"), ("adapter", "the same bytes"), ("other", "the same bytes")]
)
def test_what_is_the_same_is_called_by_its_name(role: str, what: str) -> None:
    moved = weights((role, A)).replace("s3://m/0", "s3://m/2")
    (change,) = compared(weights((role, A)), moved).changes
    assert change.message == f"{what}, packed or placed otherwise"


@pytest.mark.parametrize(("before", "after"), [(weights(("weights", A)), "<absent>"), ("<absent>", "[]")])
def test_who_does_not_say_which_artifacts_there_are_is_named(before: str, after: str) -> None:
    cards = [text if "{" in text else f"artifacts: {text}" for text in (before, after)]
    silent = "m@2.0.0" if after == "<absent>" else "m@1.0.0"
    (change,) = compared(*cards).changes
    assert change.message.endswith(f"{silent} does not say which artifacts it has")


def test_a_use_that_is_put_in_the_same_words_is_the_same() -> None:
    before = "intended_use: {primary: Rank calls., out_of_scope: [Children., Triage.]}"
    after = "intended_use: {primary: ' rank  CALLS', out_of_scope: [triage, children]}"
    assert set(classes(before, after)) == {"facts.restated"}


def test_output_labels_that_are_no_longer_listed_may_be_anything() -> None:
    before = "interface: {outputs: {a: {type: string, labels: [x, y]}}}"
    (change,) = compared(before, "interface: {outputs: {a: {type: string}}}").changes
    assert change.kind.id == "interface.output-labels-changed"
    assert change.message == "the output `a` may now give any value: its labels are not named any more"


@pytest.mark.parametrize(
    ("side", "before", "after", "told"),
    [
        ("inputs", "", ", labels: [x]", ["the input `a` no longer takes any value but those it names"]),
        ("inputs", ", labels: [x]", "", ["the input `a` also takes any other value: its labels are not named any more"]),
        ("outputs", "", ", labels: [x]", ["the output `a` gives nothing now but the label `x`"]),
        ("outputs", ", labels: ['0', x]", ", labels: [0, x]",
         ["the output `a` may now give the label `0`", 'the output `a` no longer gives the label `"0"`']),
        ("outputs", ", labels: [true]", ", labels: [true, false]", ["the output `a` may now give the label `false`"]),
    ],
)  # fmt: skip
def test_labels_are_told_as_they_are_written(side: str, before: str, after: str, told: list[str]) -> None:
    port = f"interface: {{{side}: {{a: {{type: string%s}}}}}}"
    assert [change.message for change in compared(port % before, port % after).changes] == told
