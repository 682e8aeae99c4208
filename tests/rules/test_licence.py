"""LI: how licences are read, and edges that the examples beside the rules do not show."""

from __future__ import annotations

import subprocess
import sys

import pytest

from modelsteward.domain.spdx import COMMON, LONGEST, Licence, read_licence
from tests.rules.worlds import messages, paths, problems


def choices(text: str) -> set[frozenset[str]]:
    return set(read_licence(text).choices)


def test_an_expression_is_what_one_may_choose_between() -> None:
    assert choices("MIT") == {frozenset({"MIT"})}
    assert choices("MIT OR Apache-2.0") == {frozenset({"MIT"}), frozenset({"Apache-2.0"})}
    assert choices("MIT AND LicenseRef-A") == {frozenset({"MIT", "LicenseRef-A"})}
    assert choices("(MIT OR ISC) AND Zlib") == {frozenset({"MIT", "Zlib"}), frozenset({"ISC", "Zlib"})}
    assert choices("Apache-2.0 WITH LLVM-exception") == {frozenset({"Apache-2.0 WITH LLVM-exception"})}
    assert choices("MIT WITH AdditionRef-House") == {frozenset({"MIT WITH AdditionRef-House"})}
    assert choices("Apache-2.0+") == {frozenset({"Apache-2.0+"})}
    assert choices("DocumentRef-a:LicenseRef-b") == {frozenset({"DocumentRef-a:LicenseRef-b"})}


@pytest.mark.parametrize("text", ["MIT AND", "()", "", "AND", "MIT AND OR ISC", "(MIT", "MIT)", "((((" * 200])
def test_what_lacks_a_part_is_no_expression(text: str) -> None:
    assert read_licence(text) == Licence(malformed=True)


def test_a_licence_text_is_no_expression() -> None:
    assert read_licence("Permission is hereby granted. " * 100) == Licence(malformed=True)
    assert len(" OR ".join(["MIT"] * 140)) < LONGEST
    assert choices(" OR ".join(["MIT"] * 140)) == {frozenset({"MIT"})}


def test_more_choices_than_anyone_can_weigh_are_not_told_apart() -> None:
    ids = sorted(COMMON)[:16]
    pairs = " AND ".join(f"({a} OR {b})" for a, b in zip(ids[::2], ids[1::2], strict=True))

    assert read_licence(pairs) == Licence()


def test_ids_are_matched_without_regard_to_case_and_given_as_spdx_writes_them() -> None:
    assert read_licence("apache-2.0") == Licence((frozenset({"Apache-2.0"}),), renamed=(("apache-2.0", "Apache-2.0"),))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("Apache 2.0", "SPDX lists no licence `Apache 2.0`", "did you mean `Apache-2.0`?"),
        ("Apache License, Version 2.0", None, "join licences with AND where all apply, with OR where one may choose"),
        ("MIT License", None, "did you mean `MIT`?"),
        ("cc by nc 4.0", None, "did you mean `CC-BY-NC-4.0`?"),
        ("MIT/Apache-2.0", None, "join licences with AND where all apply, with OR where one may choose"),
        ("MIT OR Apache2", "SPDX lists no licence `Apache2`", "did you mean `Apache-2.0`?"),
        ("llama3.1", None, "write an id of https://spdx.org/licenses/, or `LicenseRef-llama3.1`"),
        ("house terms", None, "write an id of https://spdx.org/licenses/, or `LicenseRef-house-terms`"),
        ("LicenseRef-a_b", None, "write an id of https://spdx.org/licenses/, or `LicenseRef-a-b`"),
        ("licenseref-a", None, "write an id of https://spdx.org/licenses/, or `LicenseRef-a`"),
        ("other", None, "leave `license` out where it is unknown, or name the terms as `LicenseRef-…`"),
        ("NOASSERTION", None, "leave `license` out where it is unknown, or name the terms as `LicenseRef-…`"),
        ("Apache-2.0 WITH MIT", "SPDX lists no licence `MIT`", None),
        ("Classpath-exception-2.0", "SPDX lists no licence `Classpath-exception-2.0`", None),
        ("MIT AND", "`MIT AND` is no expression: a part is missing", None),
    ],
)  # fmt: skip
def test_what_is_no_expression_is_told_with_what_would_be(text: str, message: str | None, hint: str | None) -> None:
    (seen,) = problems("LI101", f"m@1.0.0: {{license: '{text}'}}")

    assert seen.path == ("license",)
    assert message is None or seen.message == message
    assert hint is None or seen.hint == hint


def test_a_text_in_place_of_a_licence_is_not_repeated() -> None:
    assert messages("LI101", f"m@1.0.0: {{license: '{'Permission is granted. ' * 50}'}}") == [
        "this is longer than a name"
    ]


def test_a_data_set_has_a_licence_too_and_tombstones_are_quiet() -> None:
    assert paths("LI101", "data:d@1.0.0: {license: CC BY 4}") == [("license",)]
    assert problems("LI101", "data:d@1.0.0: {license: CC BY 4, status: destroyed}") == []
    assert problems("LI101", "m@1.0.0: {license: no such, stage: retired}") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("GPL-3.0", "SPDX writes GPL-3.0 as GPL-3.0-only"),
        ("GPL-2.0+ OR MIT", "SPDX writes GPL-2.0+ as GPL-2.0-or-later"),
        ("apache-2.0", "SPDX writes apache-2.0 as Apache-2.0"),
        ("GPL-2.0-with-GCC-exception", "SPDX has deprecated GPL-2.0-with-GCC-exception"),
    ],
)
def test_an_old_id_is_an_id_all_the_same(text: str, message: str) -> None:
    assert problems("LI101", f"m@1.0.0: {{license: '{text}'}}") == []
    assert messages("LI107", f"m@1.0.0: {{license: '{text}'}}") == [message]


def derived(parent: str, child: str, relation: str = "fine-tune", stage: str = "production") -> str:
    return f"""
base@1.0.0: {{origin: open, license: {parent}}}
m@1.0.0: {{license: {child}, stage: {stage}, lineage: {{parents: [{{ref: base@1.0.0, relation: {relation}}}]}}}}
"""


@pytest.mark.parametrize(
    ("parent", "child", "why"),
    [
        ("CC-BY-NC-4.0", "Apache-2.0", "forbids commercial use; this model is offered under Apache-2.0"),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0 OR MIT", "forbids commercial use; this model is offered under MIT"),
        (
            "CC-BY-SA-4.0",
            "MIT",
            "asks that what is made from it carries the same licence; this model is offered under MIT",
        ),
        (
            "GPL-3.0-only",
            "MIT",
            "asks that what is made from it carries the same licence; this model is offered under MIT",
        ),
        (
            "LicenseRef-Llama-3.1",
            "Apache-2.0",
            "binds what is made from it to its own terms; this model is offered under Apache-2.0",
        ),
        (
            "LicenseRef-Gemma",
            "EUPL-1.2",
            "binds what is made from it to its own terms; this model is offered under EUPL-1.2",
        ),
        (
            "LicenseRef-OpenRAIL-M",
            "MIT",
            "binds what is made from it to its own terms; this model is offered under MIT",
        ),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0", "lets nobody pass on what is made from it"),
        ("MIT AND CC-BY-NC-4.0", "MIT", "forbids commercial use; this model is offered under MIT"),
        ("CC-BY-NC-4.0 OR CC-BY-SA-4.0", "MIT", "forbids commercial use; this model is offered under MIT"),
    ],
)
def test_a_derived_model_may_not_drop_what_its_parent_asks(parent: str, child: str, why: str) -> None:
    (seen,) = problems("LI102", derived(parent, child))

    assert seen.message.startswith("base@1.0.0 is under ")
    assert seen.message.endswith(f", which {why}")
    assert "read https://" in seen.hint


@pytest.mark.parametrize(
    ("parent", "child", "relation"),
    [
        ("MIT", "LicenseRef-House-Terms", "fine-tune"),
        ("Apache-2.0", "GPL-3.0-only", "merge"),
        ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "fine-tune"),
        ("CC-BY-NC-4.0", "EUPL-1.2", "fine-tune"),
        ("CC-BY-NC-4.0", "LicenseRef-House-Terms", "fine-tune"),
        ("CC-BY-NC-4.0 OR MIT", "MIT", "fine-tune"),
        ("CC-BY-SA-3.0", "CC-BY-SA-4.0", "fine-tune"),
        ("CC-BY-SA-4.0", "GPL-3.0-only", "fine-tune"),
        ("GPL-3.0-only", "AGPL-3.0-only", "fine-tune"),
        ("LicenseRef-Llama-3.1", "LicenseRef-Llama-3.1", "quantized"),
        ("LicenseRef-Llama-3.1", "Apache-2.0 AND LicenseRef-Llama-3.1", "adapter"),
        ("LicenseRef-OpenRAIL-M", "LicenseRef-House-Terms", "fine-tune"),
        ("LicenseRef-Llama-3.1", "Apache-2.0", "trained-on-outputs"),
        ("CC-BY-NC-4.0", "MIT", "trained-on-outputs"),
        ("CC-BY-ND-4.0", "CC-BY-ND-4.0", "repackaged"),
        ("LicenseRef-House-Terms", "MIT", "fine-tune"),
        ("no such licence", "MIT", "fine-tune"),
        ("CC-BY-NC-4.0", "no such licence", "fine-tune"),
        ("CC-BY-NC-4.0", "<absent>", "fine-tune"),
    ],
)
def test_what_is_not_plainly_forbidden_is_not_held_against_a_model(parent: str, child: str, relation: str) -> None:
    assert problems("LI102", derived(parent, child, relation)) == []


@pytest.mark.parametrize("parent", ["LicenseRef-Gemma", "LicenseRef-OpenRAIL-M", "LicenseRef-Llama-3"])
def test_terms_that_reach_outputs_bind_what_was_trained_on_them(parent: str) -> None:
    assert problems("LI102", derived(parent, "MIT", "trained-on-outputs"))
    assert problems("LI103", derived(parent, "MIT", "trained-on-outputs")) == []


def test_where_changes_may_not_be_passed_on_no_licence_helps() -> None:
    assert paths("LI102", derived("CC-BY-ND-4.0", "<absent>")) == [("lineage", "parents", 0, "ref")]
    assert paths("LI102", derived("CC-BY-NC-4.0", "MIT")) == [("license",)]


def test_tombstones_claim_nothing() -> None:
    assert problems("LI102", derived("CC-BY-NC-4.0", "MIT", stage="retired")) == []
    assert problems("LI103", derived("<absent>", "MIT", stage="destroyed")) == []


@pytest.mark.parametrize(
    ("parent", "relation", "message"),
    [
        ("<absent>", "merge", "cannot tell what base@1.0.0 allows: its card names no licence that can be read"),
        ("no such", "merge", "cannot tell what base@1.0.0 allows: its card names no licence that can be read"),
        (
            "LicenseRef-House-Terms", "merge",
            "cannot tell what LicenseRef-House-Terms asks of what is made from base@1.0.0 (merge)",
        ),
        ("LicenseRef-Qwen", "merge", "cannot tell what LicenseRef-Qwen asks of what is made from base@1.0.0 (merge)"),
        (
            "CC-BY-NC-4.0", "trained-on-outputs",
            "cannot tell what CC-BY-NC-4.0 asks of what is made from base@1.0.0 (trained-on-outputs)",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_said(parent: str, relation: str, message: str) -> None:
    assert messages("LI103", derived(parent, "MIT", relation)) == [message]


@pytest.mark.parametrize("relation", ["fine-tune", "trained-on-outputs"])
def test_a_parent_that_asks_nothing_leaves_nothing_to_tell(relation: str) -> None:
    assert problems("LI103", derived("Apache-2.0", "MIT", relation)) == []


def test_a_parent_without_a_card_is_another_rules_matter() -> None:
    example = "m@1.0.0: {lineage: {parents: [{ref: gone@1.0.0, relation: merge}]}}"

    assert problems("LI102", example) == problems("LI103", example) == []


def test_every_own_licence_of_an_expression_needs_a_text() -> None:
    assert messages("LI104", "m@1.0.0: {license: MIT OR LicenseRef-A, license_text: null}") == [
        "where the text of LicenseRef-A stands is unknown"
    ]
    assert problems("LI104", "m@1.0.0: {license: LicenseRef-A, stage: retired}") == []


@pytest.mark.parametrize(
    "patch", ["origin: in-house", "origin: vendor", "origin: open, stage: draft", "origin: open, stage: retired"]
)
def test_only_an_open_model_past_the_first_stage_must_name_its_licence(patch: str) -> None:
    assert problems("LI105", f"m@1.0.0: {{license: null, {patch}}}") == []


def served(use: str, parent: str = "CC-BY-NC-4.0", relation: str = "fine-tune") -> str:
    return f"{derived(parent, 'LicenseRef-A', relation)}\nuse:u: {{serving: {{main: m@1.0.0, other: null}}, {use}}}"


def test_a_parent_that_forbids_commercial_use_counts_for_what_is_made_from_it() -> None:
    (seen,) = problems("LI106", served("placed_on_market: 2029-01-01"))

    assert seen.path == ("serving", "main")
    assert seen.message == "m@1.0.0 is made from base@1.0.0, which is under CC-BY-NC-4.0: it forbids commercial use"


@pytest.mark.parametrize(
    "example",
    [
        served("status: proposed, placed_on_market: 2029-01-01"),
        served("consumers: {internal: [wards]}"),
        served("placed_on_market: 2029-01-01", parent="MIT OR CC-BY-NC-4.0"),
        served("placed_on_market: 2029-01-01", parent="LicenseRef-HAI-DEF"),
        served("placed_on_market: 2029-01-01", relation="trained-on-outputs"),
        served("placed_on_market: 2029-01-01", parent="<absent>"),
    ],
    ids=["not live", "nobody outside", "a choice", "it depends", "outputs", "unknown"],
)
def test_what_is_not_known_to_be_forbidden_may_serve(example: str) -> None:
    assert problems("LI106", example) == []


def test_models_made_from_each_other_are_walked_once() -> None:
    example = """
m@1.0.0: {license: CC-BY-NC-4.0, lineage: {parents: [{ref: n@1.0.0, relation: merge}]}}
n@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: merge}, {ref: gone@1.0.0, relation: merge}]}}
use:u: {serving: {main: m@1.0.0}, placed_on_market: 2029-01-01}
"""
    assert messages("LI106", example) == ["m@1.0.0 is under CC-BY-NC-4.0: it forbids commercial use"]


def test_a_common_licence_or_an_own_one_is_read_without_the_library() -> None:
    code = """
import sys
from modelsteward.domain.spdx import read_licence
assert read_licence("Apache-2.0").choices and read_licence("LicenseRef-A").choices
assert "license_expression" not in sys.modules
assert read_licence("Apache-2.0 OR MIT").choices
assert "license_expression" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
