"""How many items each kind of model and data set is asked before it is destroyed: a vendor's model has no weights."""

from __future__ import annotations

import pytest

from modelsteward.rules.examples import TODAY
from modelsteward.usecases.checklist import choose
from tests.checklists.test_items import OPEN, OWN, PACKS, TUNED, VENDOR
from tests.rules.worlds import world

PERSONAL = OWN.replace("lineage: <absent>", "lineage: {parents: [], datasets: ['data:d@1.0.0']}") + (
    "data:d@1.0.0: {derived_from: [], contains: {personal: true, special_category: true, health: true, biometric: false, "
    "children: false, unlawful_source: false}}\n"
)
PLAIN = PERSONAL.replace("personal: true, special_category: true, health: true", "personal: false, "
                         "special_category: false, health: false")  # fmt: skip
FILES = "location: /srv/d, replicas: [], derived_from: []"
FLAGS = "special_category: false, health: false, biometric: false, children: false, unlawful_source: false"
SETS = {
    "rows about nobody": f"data:s@1.0.0: {{{FILES}, contains: {{personal: false, {FLAGS}}}}}\n",
    "rows about people": f"data:s@1.0.0: {{{FILES}, contains: {{personal: true, {FLAGS}}}}}\n",
    "rows nobody told of": "data:s@1.0.0: {location: <absent>, contains: <absent>}\n",
    "no bytes of ours": f"data:s@1.0.0: {{{FILES.replace('/srv/d', 'null')}, contains: {{personal: false, {FLAGS}}}}}\n",
}
KINDS = {
    "a vendor's, behind its API": (VENDOR, 16, 8),
    "tuned at a vendor": (TUNED, 27, 12),
    "open weights, hosted here": (OPEN, 36, 13),
    "open weights, behind an API": (VENDOR.replace("origin: vendor", "origin: open"), 16, 8),
    "made here": (PLAIN, 37, 14),
    "made here, of health data": (PERSONAL, 42, 16),
    "made here, on devices": (PLAIN.replace("hosting: [self]", "hosting: [edge]"), 37, 15),
    "made here, in a versioned store": (PLAIN.replace("versioned: false", "versioned: true"), 38, 15),
    "made here, nothing known": ("m@1.0.0: {hosting: <absent>, artifacts: <absent>, lineage: <absent>}\n", 52, 23),
}
SET_KINDS = {
    "rows about nobody": (25, 14),
    "rows about people": (28, 15),
    "rows nobody told of": (31, 18),
    "no bytes of ours": (11, 8),
}


def chosen(example: str, ref: str) -> dict[str, bool]:
    registry = world(example)
    card = registry.model(ref) or registry.dataset(ref)
    assert card is not None
    found = choose(registry, card, "destruction", PACKS, TODAY)
    return {one.item.id: one.item.gate for one in found}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_model_is_asked_so_many_items(kind: str) -> None:
    example, items, gates = KINDS[kind]
    found = chosen(example, "m@1.0.0")
    assert (len(found), sum(found.values())) == (items, gates), sorted(found)
    assert ("des-weights" in found) is ("API" not in kind and "vendor" not in kind)
    assert not [name for name in found if name.startswith("des-set-")]


@pytest.mark.parametrize("kind", SET_KINDS)
def test_each_kind_of_data_set_is_asked_so_many_items(kind: str) -> None:
    found = chosen(SETS[kind], "data:s@1.0.0")
    assert (len(found), sum(found.values())) == SET_KINDS[kind], sorted(found)
    assert not {"des-weights", "des-checkpoints", "des-vendor-model"} & found.keys()
    assert ("des-set-rows" in found) is (kind != "no bytes of ours")
    assert "des-set-pipelines" in found


def test_that_somebody_else_accepts_the_outcome_is_asked_of_all_and_is_a_gate() -> None:
    for example, ref in (
        *((one, "m@1.0.0") for one, _, _ in KINDS.values()),
        (SETS["rows about people"], "data:s@1.0.0"),
    ):
        assert chosen(example, ref)["des-accepted"]
        assert not chosen(example, ref)["des-certificate"], "the move itself puts it on record"
