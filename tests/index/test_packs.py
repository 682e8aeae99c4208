"""What rests on packs of duties is judged again when one of them changes, be it the registry's own or steward's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import modelsteward
from modelsteward.store import index, indexhome
from modelsteward.store.files import WorkTree
from modelsteward.store.index import indexed
from modelsteward.store.looking import look_at
from modelsteward.store.survey import survey
from tests.index.histories import House
from tests.index.places import made
from tests.packs.texts import duty, gap, pack

OWN = "packs/duties/house.yaml"
WORLD = """\
use:u: {duties: [{duty: house-1, how: Kept.}]}
use:v: {}
data:d@1.0.0: {retention: {delete_by: 2040-01-01, basis: house-2}}
data:e@1.0.0: {retention: {delete_by: 2040-01-01, basis: The archive's schedule.}}
m@1.0.0: {}
"""
HOUSE = pack("house", gap(duty("house-1"), duty("house-2")))
DAYS = ("2030-01-01", "2030-09-01")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A registry with a pack of its own, whose index believes what the disk says."""
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(index, "_RACY", -(10**19))
    house = made(tmp_path / "registry", WORLD)
    house.become(house.files | {OWN: HOUSE.encode()})
    house.check()
    return house


def codes(house: House) -> set[str]:
    """The duty rules that speak, by the same answer with the index and without."""
    question = ("check", "--today", house.day, "--format", "json")
    _, without, _ = house.ask(*question, cached=False)
    assert house.ask(*question, cached=True)[1] == without
    return {one["code"] for one in json.loads(without)["findings"] if one["code"].startswith("DU")}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: house-1", "id: house-one", {"DU112"}),
        ("    period: P10Y", "    status: repealed\n    period: P10Y", {"DU113"}),
        ("review_by: 2030-06-01", "review_by: 2029-06-01", {"DU110"}),
        ("id: house-2", "id: house-1", {"DU115"}),
        ("card: duties/1", "card: duties/2", set()),
    ],
)
def test_an_edit_of_a_pack_changes_what_is_said(house: House, old: str, new: str, told: set[str]) -> None:
    assert codes(house) == set()
    house.become(house.files | {OWN: HOUSE.replace(old, new, 1 if old.startswith("id") else -1).encode()})
    assert codes(house) == told
    house.become(house.files | {OWN: HOUSE.encode()})
    assert codes(house) == set()


def test_a_pack_that_goes_and_one_that_comes_are_noticed(house: House) -> None:
    house.become({path: data for path, data in house.files.items() if path != OWN})
    assert codes(house) == {"DU112"}
    house.become(house.files | {"packs/duties/other.yaml": HOUSE.replace("name: house", "name: other").encode()})
    assert codes(house) == set()


def test_time_passes_for_packs_too(house: House) -> None:
    for house.day in DAYS * 2:
        assert codes(house) == ({"DU110"} if house.day == DAYS[1] else set())


def test_uses_and_what_names_duties_rest_on_the_packs_and_nothing_else(house: House) -> None:
    files = WorkTree(house.root)
    with indexed(files) as kept:
        found = survey(files, kept, look_at(files, kept), judges=True)
    resting = {file for file, gist in found.before.gists.items() if "duties all" in gist.looked}
    assert resting == {"datasets/d/1.0.0.yaml", "use-cases/u.yaml", "use-cases/v.yaml", OWN}


def test_other_bytes_of_a_pack_of_stewards_are_another_steward(tmp_path: Path) -> None:
    """What is kept is kept under a name that stands for each file of steward, packs and all."""
    own = Path(modelsteward.__file__).parent
    shutil.copytree(own / "packs", tmp_path / "packs")
    before = [indexhome._own_files(tmp_path, by_contents) for by_contents in (True, False)]
    there = tmp_path / "packs/duties/eu.yaml"
    there.write_bytes(there.read_bytes() + b"# read again\n")
    after = [indexhome._own_files(tmp_path, by_contents) for by_contents in (True, False)]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert any(line.startswith("eu.yaml ") for line in indexhome._own_files(own, by_contents=True))
