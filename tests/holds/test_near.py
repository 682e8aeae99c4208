"""What is read for the end of a version is enough to tell which holds cover it, and no more than that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from modelsteward.api.desk import Desk
from modelsteward.domain.cards.states import Hold
from modelsteward.domain.holds import holds_on, unread_holds
from modelsteward.domain.registry import Registry
from modelsteward.store.around import load_for_end
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import load
from modelsteward.usecases.holds import kept_by
from tests.conftest import DATASET, MODEL, USE, write

DAY = date(2030, 1, 1)


def _data(version: str, origin: str) -> str:
    return DATASET.replace("1.0.0", version) + f"derived_from: {origin}\n"


def _model(name: str, lineage: str) -> str:
    text = MODEL.replace("name: scorer", f"name: {name}").replace("models/scorer", f"models/{name}")
    return text.replace('{parents: [], datasets: ["data:rows@1.0.0"]}', lineage).replace("2c26b46b", name[:1] * 8)


MORE = {
    "datasets/rows/2.0.0.yaml": _data("2.0.0", "[]"),
    "datasets/rows/3.0.0.yaml": _data("3.0.0", '["data:base@1.0.0"]'),
    "datasets/base/1.0.0.yaml": _data("1.0.0", "[]").replace("name: rows", "name: base"),
    "models/ancestor/1.2.0.yaml": _model("ancestor", "{parents: [], datasets: []}"),
    "models/before/1.2.0.yaml": _model("before", "{parents: [{ref: ancestor@1.2.0, relation: merge}], datasets: []}"),
    "models/descendant/1.2.0.yaml": _model(
        "descendant", "{parents: [{ref: before@1.2.0, relation: adapter}], datasets: []}"
    ),
    "models/elsewhere/1.2.0.yaml": _model("elsewhere", '{parents: [], datasets: ["data:rows@2.0.0"]}'),
    "models/farther/1.2.0.yaml": _model("farther", "{parents: [], datasets: []}").replace("data-science", "ward"),
    "use-cases/old.yaml": USE.replace("name: scoring", "name: old").replace("scorer@1.2.0", "ancestor@1.2.0"),
}
HOLDS = {
    "by pattern": "patterns: ['f*@*']",
    "by owner": "owners: [ward]",
    "by another version of its data": "refs: ['data:rows@3.0.0'], built_on: true",
    "by a version that has no card": "refs: ['data:rows@9.0.0'], built_on: true",
    "by what another version was made from": "refs: ['data:base@1.0.0'], built_on: true",
    "by the use of an ancestor": "refs: ['use:old'], built_on: true",
    "by the pattern of a use": "patterns: ['use:o*'], built_on: true",
    "by its ancestor": "patterns: ['anc*'], built_on: true",
    "all": "refs: [registry]",
}


def _told(registry: Registry, ref: str) -> list[tuple[str, str]]:
    return [(held.entry.file, held.cover.why) for held in holds_on(registry, ref, DAY)]


@pytest.mark.parametrize("said", HOLDS.values(), ids=HOLDS.keys())
def test_a_part_of_the_registry_tells_the_same_as_all_of_it(house: Path, said: str) -> None:
    write(house, MORE | {"holds/h.yaml": f"{{card: hold/1, id: h, {said}, opened: 2029-01-01, by: counsel}}\n"})
    whole = load(WorkTree(house)).registry
    told = {ref: _told(whole, ref) for ref in whole.models}
    assert any(told.values())
    assert {ref: _told(load_for_end(WorkTree(house), ref).registry, ref) for ref in whole.models} == told


def test_of_models_that_have_nothing_to_do_with_it_none_is_read(house: Path) -> None:
    text = "{card: hold/1, id: h, patterns: ['*'], built_on: true, opened: 2029-01-01, by: counsel}\n"
    write(house, MORE | {"holds/h.yaml": text})
    near = load_for_end(WorkTree(house), "farther@1.2.0").registry
    assert list(near.models) == ["farther@1.2.0"]


def test_a_hold_that_cannot_be_read_is_read_with_every_end(house: Path) -> None:
    write(house, {"holds/h.yaml": "card: hold/1\nid: h\nopened: never\n"})
    assert unread_holds(load_for_end(WorkTree(house), "scorer@1.2.0").registry) == ("holds/h.yaml",)


@pytest.mark.parametrize("said", [*HOLDS.values(), "patterns: ['*']", "refs: ['data:rows@1.0.0'], built_on: true"])
def test_to_place_or_lift_a_hold_no_more_is_read_than_it_may_cover(house: Path, said: str) -> None:
    untold = _model("untold", "null").replace("lineage: null\n", "")
    write(house, MORE | {"models/untold/1.2.0.yaml": untold})
    asked = Hold.model_validate(yaml.safe_load(f"{{card: hold/1, id: h, {said}, opened: '2029-01-01', by: counsel}}"))
    whole = load(WorkTree(house)).registry
    part = Desk(house, DAY).under_hold(asked.refs, asked.patterns, asked.owners, far=asked.built_on)

    def kept(registry: Registry) -> list[str]:
        return [one.ref for one in kept_by(registry, asked) if one.certainty != "cannot tell"]

    assert kept(part) == kept(whole)


def test_a_pattern_does_not_make_the_whole_registry_be_read(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(house, MORE)
    monkeypatch.setattr(Desk, "whole", None)
    read = Desk(house, DAY).under_hold((), ("elsewh*",), (), far=True)

    assert set(read.models) == {"elsewhere@1.2.0"}
