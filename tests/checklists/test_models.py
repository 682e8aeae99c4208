"""Which items each kind of model is asked, all of them: a condition that asks too much or too little shows here."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.rules.examples import TODAY
from modelsteward.usecases.checklist import PURPOSES, choose
from tests.checklists.test_items import OPEN, OWN, PACKS, TUNED, VENDOR
from tests.rules.worlds import world

ASKED = Path(__file__).parent / "asked.txt"
"""A line an item: its id and whom it is asked; `?` where it cannot be told whether it applies."""

KINDS = {"vendor": VENDOR, "tuned": TUNED, "open": OPEN, "own": OWN}


def asked(example: str, raw: dict[str, str] | None = None) -> dict[str, str]:
    """What is asked of the version in an example; a `?` behind what may not apply."""
    registry = world(example, raw)
    model = registry.model("m@1.0.0")
    assert model is not None
    chosen = [one for purpose in PURPOSES for one in choose(registry, model, purpose, PACKS, TODAY)]
    return {one.item.id: "?" if one.unknown else "" for one in chosen}


def test_each_kind_of_model_is_asked_these_items_and_no_others() -> None:
    found = {kind: asked(example) for kind, example in KINDS.items()}
    lines = []
    for purpose in PURPOSES:
        for item in PACKS.items(purpose).items:
            kinds = [kind + found[kind][item.id] for kind in KINDS if item.id in found[kind]]
            lines.append(" ".join((item.id + ":", *kinds)))
    assert lines == ASKED.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "example",
    [
        VENDOR.replace("artifacts: []", "artifacts: <absent>"),
        VENDOR.replace("origin: vendor", "origin: open"),
        VENDOR.replace("origin: vendor", "origin: open").replace("artifacts: []", "artifacts: <absent>"),
    ],
    ids=["files not written", "open weights behind an API", "both"],
)
def test_what_is_only_called_at_a_vendor_gets_the_short_list(example: str) -> None:
    assert asked(example) == asked(VENDOR)


def test_that_another_card_cannot_be_read_adds_no_item_about_bytes_that_are_not_here() -> None:
    broken = asked(VENDOR, raw={"models/x/1.0.0.yaml": "card: ["})

    assert not {"des-keys", "des-git", "des-weights"} & broken.keys()


def test_what_was_made_here_is_asked_about_its_bytes_although_a_vendor_serves_it() -> None:
    example = OWN.replace("hosting: [self]", "hosting: [vendor_api]")
    unsaid = example.replace(example[example.index("artifacts:") : example.index("serves:")], "")

    assert {"des-weights", "des-places", "des-looked"} <= asked(
        unsaid.replace("lineage:", "artifacts: <absent>, lineage:")
    ).keys()


def test_a_general_purpose_model_and_the_parent_of_an_adapter_are_asked_about_adapters() -> None:
    plain = OWN.replace("model_class: ml", "model_class: ml, gpai: false")
    child = "n@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: adapter}], datasets: []}}\n"

    assert "des-adapters" not in asked(plain)
    assert asked(plain.replace("gpai: false", "gpai: true"))["des-adapters"] == ""
    assert asked(plain + child)["des-adapters"] == ""
