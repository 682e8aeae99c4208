"""The plan: the least method by what it was made from, keys, who erases what, and text that does nothing to a screen."""

from __future__ import annotations

import json

import pytest

from modelsteward.domain.registry import Registry
from modelsteward.report import destroy_json, destroy_markdown, destroy_text
from modelsteward.rules.examples import TODAY
from modelsteward.usecases.answering import Asked
from modelsteward.usecases.destroy import gates_of
from modelsteward.usecases.erasing.methods import facts, keys_of, least_method
from modelsteward.usecases.erasing.plan import DestructionPlan, plan_of
from tests.life.plans import PACKS
from tests.rules.worlds import world

NONE = "special_category: false, health: false, biometric: false, children: false, unlawful_source: false"
MODEL = "m@1.0.0: {stage: retired, lineage: {parents: [], datasets: ['data:d@1.0.0']}}\n"
ORDER = "cases/c.yaml: {card: case/1, id: c, purpose: order, data: ['data:d'], opened: 2029-12-01}\n"


def asked(example: str, ref: str = "m@1.0.0") -> Asked:
    registry: Registry = world(example)
    card = registry.model(ref) or registry.dataset(ref)
    assert card is not None
    return Asked(registry, card, TODAY, PACKS)


def planned(example: str, ref: str = "m@1.0.0") -> DestructionPlan:
    about = asked(example, ref)
    return plan_of(about, gates_of(about), lambda place: not place.startswith(("oci:", "azure")))


@pytest.mark.parametrize(
    ("data", "more", "method", "strict"),
    [
        (f"derived_from: [], contains: {{personal: false, {NONE}}}", "", "clear", False),
        ("derived_from: [], contains: {personal: false}", "", "clear", False),
        (f"derived_from: [], contains: {{personal: true, {NONE}}}", "", "purge", False),
        ("derived_from: [], contains: {personal: true, health: true}", "", "purge", True),
        ("derived_from: [], contains: {personal: <absent>}", "", "purge", False),
        ("derived_from: [], contains: {personal: false}", ORDER, "purge", True),
    ],
    ids=["nobody", "nobody, the rest unsaid", "people", "health", "nobody knows", "an order"],
)
def test_the_least_method_follows_what_it_was_made_from(data: str, more: str, method: str, strict: bool) -> None:
    about = asked(MODEL + f"data:d@1.0.0: {{{data}}}\n" + more)
    least = least_method(facts(*about[:3]))
    assert (least.method, least.strict) == (method, strict)
    assert bool(least.because or least.unknown) is (method != "clear")


def test_what_others_trained_holds_no_data_of_ours() -> None:
    about = asked("m@1.0.0: {stage: retired, origin: open, lineage: <absent>}\n")
    assert least_method(facts(*about[:3])).method == "clear"


def weights(more: str) -> str:
    digest = f"sha256:{'d1' * 32}"
    one = f"{{role: weights, uri: 's3://m/w', digest: '{digest}', {more}}}"
    return f"m@1.0.0: {{stage: retired, artifacts: [{one}]}}\n"


@pytest.mark.parametrize(
    ("more", "answer", "why"),
    [
        ("key: 'kms:a', encrypted_since_creation: true, key_exclusive: true, replicas: []", "eligible", ""),
        ("key: 'kms:a', encrypted_since_creation: true, key_exclusive: true", "cannot tell", "other copies"),
        ("key: 'kms:a', encrypted_since_creation: true, key_exclusive: true, replicas: ['s3://n/w']", "cannot tell",
         "under which keys its copies lie: s3://n/w"),
        ("key: 'kms:a', key_exclusive: true, replicas: []", "cannot tell", "`encrypted_since_creation`"),
        ("key: 'kms:a', encrypted_since_creation: false, key_exclusive: true, replicas: []", "not eligible", "in the clear"),
        ("key: 'kms:a', encrypted_since_creation: true, key_exclusive: false, replicas: []", "not eligible", "other things"),
        ("encrypted_since_creation: true, key_exclusive: true, replicas: []", "cannot tell", "which key"),
    ],
)  # fmt: skip
def test_a_key_is_erased_only_where_that_erases_all_and_nothing_else(more: str, answer: str, why: str) -> None:
    about = asked(weights(more))
    (verdict,) = keys_of(about.registry, about.card)
    assert verdict.answer == answer
    assert why in " ".join(verdict.why)


def test_a_key_that_another_card_names_protects_other_things() -> None:
    key = "key: 'kms:a', encrypted_since_creation: true, key_exclusive: true, replicas: []"
    about = asked(weights(key) + weights(key).replace("m@1.0.0", "n@1.0.0"))
    (verdict,) = keys_of(about.registry, about.card)
    assert verdict.answer == "not eligible"
    assert "n@1.0.0" in verdict.why[0]


def test_each_place_says_who_erases_it_and_how() -> None:
    kinds = (("/srv/m", ""), ("oci://r/m", ""), ("azure-openai://ft", ", holder: azure-openai"),
             ("s3://m/old", ", immutable_until: 2030-06-01"))  # fmt: skip
    files = ", ".join(
        f"{{role: weights, uri: '{uri}', digest: 'sha256:{str(n) * 64}', replicas: []{more}}}"
        for n, (uri, more) in enumerate(kinds)
    )
    bare = "{role: other, uri: /srv/bare, replicas: []}"
    plan = planned(f"m@1.0.0: {{stage: retired, artifacts: [{files}, {bare}]}}\n")
    assert [(one.place, one.by, one.item) for one in plan.places] == [
        ("/srv/m", "steward", None), ("oci://r/m", "a person", "des-images"),
        ("azure-openai://ft", "azure-openai", "des-vendor-model"), ("s3://m/old", "steward", None),
        ("/srv/bare", "a person", "des-weights"),
    ]  # fmt: skip
    text = destroy_text.render(plan)
    assert "its store refuses to delete it until 2030-06-01" in text
    assert "its card has no digest" in text


def test_a_destroyed_version_is_told_without_what_to_do_next() -> None:
    text = destroy_text.render(planned("m@1.0.0: {stage: destroyed, lifecycle: {destroyed: 2029-12-31}}\n"))
    assert "Next" not in text
    assert "What stays" in text


def test_what_a_card_says_does_nothing_to_a_screen_or_a_forge() -> None:
    nasty = "/srv/\\e[31m`@team` <b>|"
    plan = planned(f'm@1.0.0: {{stage: retired, artifacts: [{{role: weights, uri: "{nasty}", replicas: []}}]}}\n')
    text = destroy_text.render(plan, colour=True, width=60)
    assert "\x1b[31m`" not in text
    assert "\x1b" not in destroy_markdown.render(plan)
    value = json.loads(destroy_json.render(plan))
    assert value["format"] == "steward-destruction/1"
    assert value["places"][0]["place"].endswith("<b>|")
    assert value["least"]["method"] in ("clear", "purge")
