"""What is kept of a file is true by itself: under another policy, while a move is under way, where nothing can be added."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from modelsteward.api.checking import Asked, judge_all
from modelsteward.store import index
from modelsteward.store.database import Database
from modelsteward.store.files import WorkTree
from modelsteward.store.index import Index, indexed, open_index
from modelsteward.store.looking import look_at
from tests.index.histories import House
from tests.index.places import index_files, made


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(index, "_RACY", -(10**19))


def policy(house: House, old: str, new: str) -> None:
    text = house.files["steward.yaml"].decode()
    assert old in text
    house.become(house.files | {"steward.yaml": text.replace(old, new).encode()})


@pytest.mark.parametrize("name", [f"Registry {n}" for n in range(4)])  # rows come in the order of the policies' digests
def test_what_one_policy_cannot_read_another_can(name: str, tmp_path: Path) -> None:
    house = made(tmp_path / "registry", "m@1.0.0: {stage: trial}\nuse:u: {serving: {main: m@1.0.0}}\n")
    policy(house, "name: Example", f"name: {name}")
    house.check()
    policy(house, f"name: {name}", f"name: {name}\nstages: [draft, trial]")
    for house.day in ("2030-01-01", "2030-01-02"):
        house.check()
    house.both("list", "--today", house.day)


def test_a_claim_by_one_key_is_not_taken_for_one_by_another(tmp_path: Path) -> None:
    serves = "{aliases: [scorer], deployments: [scorer]}"
    house = made(
        tmp_path / "registry",
        f"a@1.0.0: {{serves: {serves}}}\nb@1.0.0: {{serves: {{deployments: [scorer]}}}}\n",
    )
    house.check()
    _, said, _ = house.ask("check", "--today", house.day, "--select", "ID109", cached=False)
    assert said.count("warning  ID109") == 2, said


def test_steward_yaml_is_called_registry_by_whoever_reads_it(tmp_path: Path) -> None:
    house = made(
        tmp_path / "registry",
        "registry: {teams: {team: {contact: team@example.org, members: []}}}\n"
        "m@1.0.0: {}\n"
        "waiver:w: {rule: ID107, ref: registry, reason: They are being hired., until: 2030-03-01}\n",
    )
    house.check()
    code, said, _ = house.ask("check", "--today", house.day, "--format", "json", cached=True)
    assert '"ref": "registry"' in said
    assert code == 0, said


def test_nothing_is_learnt_of_files_that_a_move_has_in_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = made(tmp_path / "registry", "m@1.0.0: {}\n")
    house.check()
    card = "models/m/1.0.0.yaml"
    committed = house.files[card]
    house.become(house.files | {card: committed.replace(b"owner: team", b"owner: nobody-here")})
    files = WorkTree(house.root)
    with indexed(files) as kept:  # and now a move begins, whose files are read as the last commit has them
        monkeypatch.setattr(files.moving, "files", {card: committed})
        judge_all(files, kept, Asked())
    house.check()
    assert "nobody-here" in house.ask("check", "--today", house.day, cached=True)[1]


def test_a_python_without_sqlite_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = made(tmp_path / "registry")
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    monkeypatch.delitem(sys.modules, "modelsteward.store.database")
    house.check()
    assert index_files(tmp_path) == []


def test_an_index_that_may_only_be_read_is_read_to_the_end(tmp_path: Path) -> None:
    house = made(tmp_path / "registry")
    house.check()
    database = Database(str(index_files(tmp_path)[0]), write=False)
    database.save([], {"a": b"b"})
    database.prune(0, 0)
    assert database.is_open
    assert not database.is_empty
    database.close()
    assert not open_index(house.root).is_new


@pytest.mark.parametrize("first", ["nothing is kept", "a card is another one"])
def test_a_run_that_ends_between_the_look_and_the_reading_of_another_hides_nothing(first: str, tmp_path: Path) -> None:
    house = made(tmp_path / "registry", "m@1.0.0: {}\nn@1.0.0: {}\n")  # the same weights under two names
    if first == "a card is another one":
        files = house.files
        house.become({path: data.replace(b"owner: team", b"owner: taem") for path, data in files.items()})
        house.check()
        house.become(files)
    day = date.fromisoformat(house.day)
    tree = WorkTree(house.root)
    with indexed(tree) as mine:
        look = look_at(tree, mine)
        house.check()
        found = judge_all(tree, mine, Asked(day), look=look).report.findings
    assert "AR103" in {one.code for one in found}
    assert found == judge_all(tree, Index("", None), Asked(day)).report.findings
    house.check()
