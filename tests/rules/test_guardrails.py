"""Edges of the rules on what people see and have learnt, beyond their examples."""

from __future__ import annotations

import pytest

from tests.rules.worlds import messages, paths, problems

AT_A_VENDOR = "{origin: vendor, hosting: [vendor_api], model_class: generative}"


@pytest.mark.parametrize("code", ["US120", "US121", "US122", "US123"])
@pytest.mark.parametrize("status", ["proposed", "ended"])
def test_only_live_uses_are_asked(code: str, status: str) -> None:
    training = "training: {required: true}"
    example = f"""
m@1.0.0: {AT_A_VENDOR}
use:u: {{status: {status}, affects: [patients], serving: {{main: m@1.0.0}}, {training if code == "US123" else "context: []"}}}
"""
    assert messages(code, example) == []


@pytest.mark.parametrize(
    ("affects", "asked"),
    [("patients", True), ("Patients of the clinic", True), ("a child", True), ("pupils", True), ("staff", False),
     ("patience", False)],
)  # fmt: skip
def test_patients_and_children_are_found_in_the_words_of_a_card(affects: str, asked: bool) -> None:
    example = f"use:u: {{affects: [{affects}]}}"
    assert bool(messages("US120", example)) == asked
    assert bool(messages("US122", example)) == asked


def test_personal_data_anywhere_in_the_lineage_is_found() -> None:
    example = """
data:raw@1.0.0: {contains: {personal: false, health: %s}}
data:rows@1.0.0: {derived_from: ["data:raw@1.0.0"]}
base@1.0.0: {lineage: {parents: [], datasets: ["data:rows@1.0.0"]}}
m@1.0.0: {lineage: {parents: [{ref: base@1.0.0, relation: fine-tune}], datasets: []}}
use:u: {affects: [staff], serving: {main: m@1.0.0}}
"""
    (text,) = messages("US120", example % "true")
    assert "m@1.0.0 is built on personal data (data:raw@1.0.0)" in text
    assert messages("US120", example % "false") == []


def test_what_is_not_known_of_lineage_asks_for_nothing() -> None:
    assert messages("US120", "{m@1.0.0: {lineage: <absent>}, 'use:u': {serving: {main: m@1.0.0}}}") == []


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        (AT_A_VENDOR, True),
        (AT_A_VENDOR.replace("generative", "agentic"), True),
        (AT_A_VENDOR.replace("vendor_api", "vendor_finetune"), True),
        (AT_A_VENDOR.replace("generative", "ml"), False),
        (AT_A_VENDOR.replace("vendor_api", "self"), False),
        ("{origin: vendor, hosting: [vendor_api]}", False),
    ],
)  # fmt: skip
def test_what_must_not_be_entered_is_asked_where_text_leaves_the_house(model: str, asked: bool) -> None:
    example = f"{{m@1.0.0: {model}, 'use:u': {{serving: {{main: m@1.0.0}}}}}}"
    assert bool(messages("US121", example)) == asked


def test_an_empty_list_says_that_somebody_looked() -> None:
    example = f"{{m@1.0.0: {AT_A_VENDOR}, 'use:u': {{serving: {{main: m@1.0.0}}, guardrails: {{%s}}}}}}"
    assert messages("US121", example % "do_not_enter: []") == []
    assert paths("US121", example % "notice: Read it.") == [("guardrails", "do_not_enter")]


def test_training_that_is_declined_is_told_apart_from_training_that_nobody_thought_of() -> None:
    (declined,) = problems("US122", "use:u: {affects: [patients], training: {required: false}}")
    assert "by its card nobody need be trained" in declined.message
    assert declined.path == ("training", "required")
    (unsaid,) = problems("US122", "use:u: {affects: [patients]}")
    assert "nothing says whether people must be trained" in unsaid.message
    assert unsaid.path == ("training",)


def test_training_that_nobody_completed_is_told() -> None:
    assert paths("US123", "use:u: {training: {required: true}}") == [("training", "completed")]
    assert paths("US123", "use:u: {training: {required: false}}") == []


def test_of_each_group_the_latest_line_counts() -> None:
    example = """
use:u:
  training:
    required: true
    max_age: P1Y
    completed:
      - {group: nurses, on: 2028-01-01}
      - {group: night desk, on: 2028-06-01}
      - {group: nurses, on: 2029-06-01, people: 11, of: 12}
"""
    seen = problems("US123", example)
    assert [(one.path, one.message) for one in seen] == [
        (("training", "completed", 1, "on"), "night desk: the training of 2028-06-01 counted until 2029-06-01 (214 days ago)"),
        (("training", "completed", 2, "people"), "nurses: 11 of 12 people had completed the training on 2029-06-01"),
    ]  # fmt: skip


def test_training_of_a_day_to_come_teaches_nobody() -> None:
    example = "use:u: {training: {required: true, completed: [{group: all, on: %s}]}}"
    assert paths("US123", example % "2030-01-02") == [("training", "completed")]
    assert paths("US123", example % "2030-01-01") == []


def test_training_without_a_greatest_age_counts_for_ever() -> None:
    assert messages("US123", "use:u: {training: {required: true, completed: [{group: all, on: 2001-01-01}]}}") == []
