"""What a record says of a folder's files counts only where the card's digest says the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from modelsteward.store.emitting import card_text
from tests.conftest import Steward, git, write
from tests.destroying.homes import DAY, HOST, REF, digest, erase, make
from tests.places.lying import lay, of_folder

FILES = {"a.bin": b"weights" * 100, "sub/b.bin": b"more weights" * 100}


def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: dict[str, bytes]) -> Path:
    """A model that is a folder, and a record that somebody wrote of what lay in it."""
    folder = lay(tmp_path / "models", FILES)
    listing = of_folder(folder).digest
    one = f"  - {{role: weights, uri: '{folder}/', digest: '{listing}', replicas: []}}"
    monkeypatch.chdir(make(tmp_path / "repo", [one]))
    files = [{"path": name, "digest": digest(data), "bytes": len(data)} for name, data in told.items()]
    value = {"card": "erasure/1", "ref": REF, "on": "2030-01-01", "by": "ada@house.example",
             "started": "2030-01-01T09:00:00+00:00", "finished": "2030-01-01T09:01:00+00:00", "tool": "steward 9",
             "host": HOST, "inventory": [{"place": f"{folder}/", "digest": listing, "files": files}],
             "places": [{"place": f"{folder}/x", "outcome": "was gone"}]}  # fmt: skip
    text = card_text(value).replace("'2030-01-01'", "2030-01-01").replace('"2030-01-01"', "2030-01-01")
    write(Path(), {"registry/records/models/scorer/1.2.0/2030-01-01-erasure-11111111.yaml": text})
    git(Path(), "add", ".")
    git(Path(), "commit", "--quiet", "--message", "Records")
    return folder


def look(steward: Steward) -> str:
    return steward("destroy", REF, "--verify", "--yes", "--today", DAY).out


def test_a_file_that_only_a_record_names_is_not_erased(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay = b"pay of everybody"
    folder = home(tmp_path, monkeypatch, {"pay.csv": pay})
    (folder / "a.bin").unlink()
    lay(folder, {"pay.csv": pay})
    ran = erase(steward)
    assert ran.code == 1, ran.err
    assert (folder / "pay.csv").read_bytes() == pay


def test_a_folder_is_not_gone_because_a_record_names_other_files(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home(tmp_path, monkeypatch, {"z.bin": b"what was never there"})
    lay(folder, {"one.txt": b"1", "two.txt": b"2"})
    assert "not proven" in look(steward)


def test_a_record_that_follows_from_the_card_lets_an_erasure_go_on(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home(tmp_path, monkeypatch, FILES)
    (folder / "a.bin").unlink()
    lay(folder, {"one.txt": b"1", "two.txt": b"2"})
    erase(steward)
    assert sorted(path.name for path in folder.rglob("*")) == ["one.txt", "two.txt"]
    assert "gone " in look(steward)


@pytest.mark.skipif(os.name == "nt", reason="links take rights on Windows")
def test_a_link_in_a_folder_is_part_of_its_listing(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = lay(tmp_path / "models", FILES)
    (folder / "latest.bin").symlink_to("sub/b.bin")
    one = f"  - {{role: weights, uri: '{folder}/', digest: '{of_folder(folder).digest}', replicas: []}}"
    monkeypatch.chdir(make(tmp_path / "repo", [one]))
    assert erase(steward).code == 0
    lay(folder, {"other.txt": b"of others", "more.txt": b"of others too"})
    assert "gone " in look(steward)
    lay(folder, {"back.bin": FILES["a.bin"]})
    assert "still there" in look(steward)
