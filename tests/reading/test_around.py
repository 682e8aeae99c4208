"""The part of a registry that a move needs: all that matters, and no more looks at the disk than that takes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from modelsteward.store import loading
from modelsteward.store.around import load_around
from modelsteward.store.files import WorkTree
from modelsteward.store.loading import load
from tests.conftest import MODEL, USE, Steward, write

posix = pytest.mark.skipif(os.name != "posix", reason="needs named pipes")


def card(version: str, stage: str = "production") -> str:
    text = MODEL.replace("1.2.0", version).replace("stage: production", f"stage: {stage}")
    return (
        text
        if stage == "production"
        else text.replace("lifecycle: {released: 2029-06-01, review_by: 2030-05-01}\n", "")
    )


def versions(root: Path, *numbers: str, stage: str = "production") -> None:
    write(root, {f"models/scorer/{number}.yaml": card(number, stage) for number in numbers})


def refs(root: Path, *only: str) -> set[str]:
    return {entry.ref for entry in load(WorkTree(root), only).registry.entries}


def test_the_next_version_below_is_read_too_down_to_a_release(house: Path) -> None:
    versions(house, "1.9.0", "1.10.0", "1.10.0-rc.1", "2.0.0")
    versions(house, "1.10.1", "1.11.0", stage="staging")
    write(house, {"models/scorer/notes.yaml": "x", "models/scorer/1.10.2.txt": "x"})

    assert refs(house, "models/scorer/2.0.0.yaml") >= {
        "scorer@2.0.0", "scorer@1.11.0", "scorer@1.10.1", "scorer@1.10.0",
    }  # fmt: skip
    assert "scorer@1.9.0" not in refs(house, "models/scorer/2.0.0.yaml")
    assert "scorer@1.10.0-rc.1" in refs(house, "models/scorer/1.10.0.yaml")
    assert refs(house, "models/scorer/1.2.0.yaml") == {"registry", "scorer@1.2.0", "data:rows@1.0.0"}


def test_below_what_is_only_referred_to_nothing_is_read(house: Path) -> None:
    versions(house, "1.1.0")

    assert refs(house, "use-cases/scoring.yaml") == {"registry", "use:scoring", "scorer@1.2.0", "data:rows@1.0.0"}


def test_a_folder_is_listed_once_and_each_file_read_once(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions(house, *(f"1.{number}.0" for number in range(20)))
    listed: list[str] = []
    read: list[str] = []
    beside, read_file = WorkTree.beside, loading.read_file

    def counted(tree: WorkTree, path: str) -> Iterable[str]:
        listed.append(path.rpartition("/")[0])
        return beside(tree, path)

    def once(files: WorkTree, path: str, stages: tuple[str, ...] = ()) -> object:
        read.append(path)
        return read_file(files, path, stages)

    monkeypatch.setattr(WorkTree, "beside", counted)
    load(WorkTree(house), [f"models/scorer/1.{number}.0.yaml" for number in range(20)])
    assert listed == ["models/scorer"]
    monkeypatch.setattr(loading, "read_file", once)
    around = load_around(WorkTree(house), ["scorer"])
    assert {"use:scoring", "scorer@1.19.0"} <= {entry.ref for entry in around.registry.entries}
    cards = [path for path in read if path != "steward.yaml"]
    assert sorted(cards) == sorted(set(cards))


def test_what_changed_between_the_two_looks_is_read_anew(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = iter([False, True, False])
    tree = WorkTree(house)
    monkeypatch.setattr(tree.moving, "passed", lambda: next(passed))
    known: loading.Known = {}
    load(tree, ["models/scorer/1.2.0.yaml"], known)
    write(house, {"models/scorer/1.2.0.yaml": MODEL.replace("Scores", "Counts")})

    model = load(tree, ["models/scorer/1.2.0.yaml"], known).registry.model("scorer@1.2.0")
    assert model is not None
    assert model.summary == "Counts what comes in."


@posix
@pytest.mark.parametrize("folder", ["use-cases", "vendors/acme", "holds", "models/scorer"])
def test_a_pipe_among_the_cards_keeps_no_command_waiting(repo: Path, steward: Steward, folder: str) -> None:
    place = repo / "registry" / folder
    place.mkdir(parents=True, exist_ok=True)
    os.mkfifo(place / ("9.0.0.yaml" if folder.startswith("models") else "pipe.yaml"))

    ran = steward("suspend", "scorer@1.2.0", "--reason", "Harm.", "--today", "2030-01-01", "--yes")
    assert ran.code == 0, ran.err


def test_a_folder_that_is_a_link_is_not_entered_here_either(house: Path, tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/1.0.0.yaml": card("1.0.0")})
    (house / "models/linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    assert list(WorkTree(house).below("models/linked")) == []
    assert list(WorkTree(house).below("models/scorer")) == ["models/scorer/1.2.0.yaml"]
    assert list(WorkTree(house).below("models/../../elsewhere")) == []
    assert list(WorkTree(house).below("models/gone")) == []


def test_a_use_that_mentions_the_name_is_read_and_another_is_not(house: Path) -> None:
    write(house, {"use-cases/other.yaml": USE.replace("scoring", "other").replace("scorer@1.2.0", "else@1.0.0")})

    assert {entry.ref for entry in load_around(WorkTree(house), ["scorer@1.2.0"]).registry.entries} >= {"use:scoring"}
    assert "use:other" not in {entry.ref for entry in load_around(WorkTree(house), ["scorer@1.2.0"]).registry.entries}
