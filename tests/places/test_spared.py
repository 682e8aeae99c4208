"""What other cards live by stays, by whatever digest and however they write the place."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tests.places.lying import WEIGHTS, erase, lay, of_file, of_folder

LIVING = "other@1.0.0"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A file that is to be erased."""
    return lay(tmp_path / "models", {"model.onnx": WEIGHTS}) / "model.onnx"


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha384", "sha512"])
def test_bytes_stay_by_a_digest_of_another_algorithm(algorithm: str, model: Path) -> None:
    theirs = f"{algorithm}:{hashlib.new(algorithm, WEIGHTS).hexdigest()}"
    (deed,) = erase(of_file(model), spare={theirs})[1]
    assert (deed.outcome, deed.why) == ("left", "another card that lives names the same bytes")
    folder = of_folder(model.parent)
    assert [deed.outcome for deed in erase(folder, spare={theirs})[1]] == ["left"]
    assert model.exists()


def test_bytes_stay_where_nobody_here_can_tell_whether_a_living_card_means_them(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "blake3", None)
    (deed,) = erase(of_file(model), spare={f"blake3:{'0' * 64}"})[1]
    assert (deed.outcome, "pip install" in deed.why or "blake3" in deed.why) == ("left", True)
    assert model.exists()


def written(model: Path, how: str) -> str:
    """The place as another card may write it."""
    link = model.parent.parent / "link"
    link.symlink_to(model.parent)
    os.link(model, model.parent.parent / "hard.onnx")
    return {
        "uri": f"file://{model}",
        "dots": f"{model.parent}/./model.onnx",
        "link": f"{link}/model.onnx",
        "folder": f"{model.parent}/",
        "folder above": f"{model.parent.parent}",
        "hard link": f"{model.parent.parent}/hard.onnx",
        "relative": "models/model.onnx",
    }[how]


@pytest.mark.skipif(os.name == "nt", reason="links take rights on Windows")
@pytest.mark.parametrize("how", ["uri", "dots", "link", "folder", "folder above", "hard link", "relative"])
def test_a_place_stays_however_a_living_card_writes_it(how: str, model: Path) -> None:
    place = written(model, how)
    (deed,) = erase(of_file(model), model.parent.parent, places={place: LIVING})[1]
    assert (deed.outcome, LIVING in deed.why) == ("left", True)
    assert model.exists()


def test_of_a_folder_only_what_a_living_card_names_stays(tmp_path: Path) -> None:
    folder = lay(tmp_path / "m", {"model.onnx": WEIGHTS, "shared/code.py": b"code"})
    deeds = erase(of_folder(folder), places={f"{folder}/shared/code.py": LIVING})[1]
    assert {deed.place.rpartition("/")[2]: deed.outcome for deed in deeds} == {
        "model.onnx": "erased",
        "code.py": "left",
    }
    assert (folder / "shared" / "code.py").exists()


def test_what_lies_beside_it_is_no_hindrance(model: Path) -> None:
    places = {f"{model}.old": LIVING, f"{model.parent.parent}/mod": LIVING, "s3://b/models/": LIVING}
    assert erase(of_file(model), places=places)[1][0].outcome == "erased"


@pytest.mark.parametrize("name", ["registry/steward.yaml", "registry/models/m/1.0.0.yaml", ".git/HEAD"])
def test_the_registry_s_own_files_and_git_s_are_nobody_s_weights(name: str, repo: Path) -> None:
    lay(repo, {"registry/steward.yaml": b"card", "registry/models/m/1.0.0.yaml": b"card"})
    file = repo / name
    (deed,) = erase(of_file(file, file.read_bytes()), repo / "registry")[1]
    assert deed.outcome == "left"
    assert file.exists()


def test_a_file_of_the_hubs_cache_stays_that_a_living_card_names_by_the_hub(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    top = lay(tmp_path / "hub" / "models--org--m", {"blobs/w": WEIGHTS, "refs/main": b"a" * 40})
    link = top / "snapshots" / ("a" * 40) / "sub" / "model.safetensors"
    link.parent.mkdir(parents=True)
    link.symlink_to(top / "blobs" / "w")
    target = of_file(top / "blobs" / "w")
    for place in (
        "hf://org/m@main",
        "hf://org/m",
        f"hf://org/m@{'a' * 40}/sub/model.safetensors",
        "hf://org/m@main/sub",
    ):
        (deed,) = erase(target, places={place: LIVING})[1]
        assert (deed.outcome, LIVING in deed.why) == ("left", True), place
    for place in ("hf://org/m@other", "hf://org/m@main/other.bin", "hf://org/n", "hf://m"):
        assert (top / "blobs" / "w").exists(), place
        (deed,) = erase(target, places={place: LIVING})[1]
        assert deed.outcome == "erased", place
        lay(top, {"blobs/w": WEIGHTS})
