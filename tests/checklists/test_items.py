"""The packs of checklist items: complete, dated, asking only for what facts can answer, and fit for each kind of model."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
import yaml

from modelsteward.domain.cards.base import NAME
from modelsteward.domain.checklist_items import PackItem
from modelsteward.domain.conditions import fields_of
from modelsteward.domain.facts import FIELDS
from modelsteward.rules.examples import TODAY
from modelsteward.store.composer import compose
from modelsteward.store.packs import read_packs
from modelsteward.usecases.checklist import PURPOSES, choose
from tests.rules.worlds import world

PACKS = read_packs()
PREFIX = {"retirement": "ret-", "destruction": "des-"}
ITEMS = [(purpose, item) for purpose in PURPOSES for item in PACKS.items(purpose).items]
each_item = pytest.mark.parametrize(("purpose", "item"), ITEMS, ids=[item.id for _, item in ITEMS])


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_pack_says_what_it_is_and_when_it_is_to_be_read_again(purpose: str) -> None:
    text = resources.files("modelsteward.packs").joinpath(f"{purpose}.yaml").read_text(encoding="utf-8")
    value, faults = compose(text)
    assert not faults
    assert isinstance(value, dict)

    assert set(value) == {"pack", "read", "review_by", "phases", "items"}
    assert value["pack"] == purpose
    assert date.fromisoformat(value["review_by"]) > max(item.reviewed for item in PACKS.items(purpose).items)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_items_stand_in_the_order_of_the_phases_and_every_phase_has_some(purpose: str) -> None:
    pack = PACKS.items(purpose)
    order = [pack.phases.index(item.phase) for item in pack.items]

    assert order == sorted(order)
    assert set(order) == set(range(len(pack.phases)))


def test_ids_are_given_once() -> None:
    assert len({item.id for _, item in ITEMS}) == len(ITEMS)


@each_item
def test_an_item_is_complete_and_written_as_sentences(purpose: str, item: PackItem) -> None:
    assert item.id.startswith(PREFIX[purpose])
    assert re.fullmatch(NAME, item.id)
    for text in (item.title, item.evidence, item.verification):
        assert text == text.strip()
        assert text.endswith(".")
    assert isinstance(item.gate, bool)
    assert (item.source == "house") == (item.read == "house")
    assert item.read in ("excerpt", "not yet", "house")


@each_item
def test_an_item_asks_only_for_fields_that_facts_answer(purpose: str, item: PackItem) -> None:
    assert set(fields_of(item.applies_when)) <= set(FIELDS)


def test_the_page_about_checklists_names_items_there_are_and_shows_one_as_it_is() -> None:
    page = (Path(__file__).parents[2] / "docs/checklists.md").read_text(encoding="utf-8")
    items = {item.id: item for _, item in ITEMS}
    named = set(re.findall(r"\b(?:ret|des)-[a-z-]+", page))
    assert named
    assert named <= items.keys()
    example = next(block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "phase:" in block)
    (shown,) = yaml.safe_load(example)
    item = items[shown["id"]]
    keys = ("phase", "text", "gate", "wanted", "check", "source")
    assert [shown[key] for key in keys] == [
        item.phase, item.title, item.gate, item.evidence, item.verification, item.source
    ]  # fmt: skip


VENDOR = """
m@1.0.0: {origin: vendor, hosting: [vendor_api], model_class: generative, lineage: <absent>, artifacts: [],
  serves: {aliases: [gpt], deployments: []}, lifecycle: {replacement: null}}
use:u: {serving: {main: m@1.0.0}, jurisdictions: [US], organisation_roles: [deployer], sectors: [healthcare], risk: {own: low, eu_tier: minimal,
  eu_route: none}, consumers: {external: []}}
"""
OPEN = VENDOR.replace("origin: vendor, hosting: [vendor_api]", "origin: open, hosting: [self]").replace(
    "artifacts: []", 'artifacts: [{role: weights, uri: "s3://m/w", replicas: [], versioned: false}]'
)
OWN = OPEN.replace("origin: open", "origin: in-house").replace("generative", "ml")
TUNED = VENDOR.replace("[vendor_api]", "[vendor_finetune]")


def ids(example: str, purpose: str) -> set[str]:
    registry = world(example)
    model = registry.model("m@1.0.0")
    assert model is not None
    return {one.item.id for one in choose(registry, model, purpose, PACKS, TODAY)}


def test_a_vendors_model_gets_the_short_list_without_weights() -> None:
    retirement, destruction = ids(VENDOR, "retirement"), ids(VENDOR, "destruction")

    assert {"ret-vendor-end", "ret-vendor-settings", "ret-vendor-logs", "ret-access", "ret-routes"} <= retirement
    assert not {"ret-pipelines", "ret-sealed", "ret-bytes-decided", "ret-scanning", "ret-data-feeds"} & retirement
    assert {"des-vendor-logs", "des-certificate", "des-credentials", "des-accepted", "des-kept"} <= destruction
    assert not {"des-weights", "des-places", "des-backups", "des-checkpoints", "des-media", "des-images"} & destruction
    assert len(destruction) < len(ids(OPEN, "destruction")) / 1.5
    assert "des-vendor-model" not in destruction
    assert {"des-vendor-model", "des-checkpoints", "des-data"} <= ids(TUNED, "destruction")


def test_an_open_model_hosted_here_is_not_asked_about_a_training_that_was_not_ours() -> None:
    hosted, own = ids(OPEN, "destruction"), ids(OWN, "destruction")

    assert {"des-weights", "des-replicas", "des-backups"} <= hosted & own
    assert {"des-checkpoints", "des-data"} <= own - hosted
    assert "des-hubs" in own - hosted, "what others published is not ours to withdraw"
    assert not {"des-vendor-logs", "ret-vendor-end"} & (hosted | ids(OPEN, "retirement"))


def test_a_version_that_never_was_in_production_has_nobody_to_tell() -> None:
    draft = OWN.replace("lifecycle: {", "stage: draft, lifecycle: {released: null, review_by: <absent>, ").replace(
        "serving: {main: m@1.0.0}", "status: proposed, serving: {}, served: []"
    )
    found = ids(draft, "retirement")

    assert not {"ret-consumers-told", "ret-no-traffic", "ret-consumers-moved", "ret-signed-off"} & found
    assert {"ret-duties", "ret-children", "ret-bytes-decided"} <= found
    assert len(found) < len(ids(OWN, "retirement")) / 2


def test_high_risk_in_the_union_is_asked_about_registers_and_papers() -> None:
    high = OWN.replace("[US]", "[EU]").replace("[deployer]", "[provider]").replace("eu_tier: minimal", "eu_tier: high")

    assert {"ret-registers", "ret-operators-told"} <= ids(high, "retirement")
    assert "des-papers" in ids(high, "destruction")
    assert not {"ret-registers", "ret-operators-told"} & ids(OWN, "retirement")
    assert "des-papers" not in ids(OWN, "destruction")


def test_what_cannot_be_told_is_asked_and_says_what_is_not_known() -> None:
    registry = world(
        OWN.replace("risk: {own: low, eu_tier: minimal,\n  eu_route: none}", "risk: <absent>").replace("[US]", "[EU]")
    )
    model = registry.model("m@1.0.0")
    assert model is not None
    chosen = {one.item.id: one for one in choose(registry, model, "retirement", PACKS, TODAY)}

    assert chosen["ret-registers"].because == (
        "It is not known which annex of the EU AI Act makes its uses high-risk or "
        "in which tier of the EU AI Act its uses are."
    )
    assert chosen["ret-duties"].because is None
