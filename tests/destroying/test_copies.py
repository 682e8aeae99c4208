"""Copies that a search found: each stands in the way until its very file is seen to be gone, or to hold none of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from modelsteward.api.searching import look_again
from modelsteward.domain.erasing import Wanted
from modelsteward.domain.progress import nobody
from modelsteward.store.scan import sweep
from modelsteward.usecases.erasing.looks import Last, about
from tests.conftest import Steward
from tests.destroying.homes import DAY, HOST, REF, artifact, digest, erase, make

WEIGHTS = (Wanted(digest(b"weights"), 7, "weights"),)


def again(place: Path | str, wanted: tuple[Wanted, ...] = WEIGHTS) -> tuple[str, str]:
    """What is said of a copy that was found there once."""
    seen = look_again([Last(str(place), "still there", found=True)], wanted, nobody)
    (sight,) = (one for one in seen.sights if one.place == str(place))
    return sight.result, sight.why


@pytest.mark.parametrize(
    "name",
    [
        "wow!/old.onnx",
        "old!.onnx",
        pytest.param("two\nlines.onnx", marks=pytest.mark.skipif(os.name == "nt", reason="no such names")),
        pytest.param(os.fsdecode(b"caf\xe9.onnx"), marks=pytest.mark.skipif(os.name != "posix", reason="bytes")),
        pytest.param("a\\nb\x1b.onnx", marks=pytest.mark.skipif(os.name == "nt", reason="no such names")),
    ],
    ids=["! in a folder", "! in a name", "a line's end", "bytes that are no text", "one that looks escaped"],
)
def test_a_copy_is_looked_for_again_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    copy = tmp_path / "home" / name
    copy.parent.mkdir(parents=True)
    try:
        copy.write_bytes(b"weights")
    except OSError:
        pytest.skip("this file system has no such names")
    (sight,) = sweep([str(tmp_path)], WEIGHTS, nobody).sights
    assert again(sight.place)[0] == "still there"
    copy.unlink()
    assert again(sight.place)[0] == "gone"


def test_a_copy_whose_folder_may_not_be_looked_into_is_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "shut" / "old.onnx"
    copy.parent.mkdir()
    copy.write_bytes(b"weights")
    true = os.lstat

    def lstat(path: object, *how: object, **more: object) -> os.stat_result:
        if str(path).startswith(str(copy.parent) + os.sep):
            raise PermissionError(13, "Permission denied")
        return true(path, *how, **more)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "lstat", lstat)
    assert again(copy)[0] == "not checked"


def test_a_copy_that_a_link_leads_to_now_is_not_gone(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "old.onnx").write_bytes(b"weights")
    (tmp_path / "home").symlink_to(tmp_path / "old")
    assert again(tmp_path / "home" / "old.onnx")[0] == "not proven"
    (tmp_path / "old" / "old.onnx").unlink()
    (tmp_path / "old.onnx").symlink_to("/nowhere/old.onnx")
    assert again(tmp_path / "old.onnx")[0] == "not proven"


def test_a_copy_of_bytes_that_are_not_searched_for_any_more_is_not_gone(tmp_path: Path) -> None:
    (tmp_path / "old.onnx").write_bytes(b"weights")
    assert again(tmp_path / "old.onnx", ())[0] == "not proven"
    (tmp_path / "old.onnx").unlink()
    assert again(tmp_path / "old.onnx", ())[0] == "gone"


def test_a_file_that_cannot_be_read_to_its_end_is_not_free_of_a_copy(tmp_path: Path) -> None:
    (tmp_path / "old.zip").write_bytes(b"PK\x03\x04 and no more")
    result, why = again(f"{tmp_path}/old.zip!model.onnx")
    assert (result, "cannot be read to its end" in why) == ("not checked", True)
    (tmp_path / "old.zip").write_bytes(b"other things")
    assert again(f"{tmp_path}/old.zip!model.onnx")[0] == "gone"


def test_what_is_searched_for_is_told_where_nothing_is(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "models" / "model.onnx"
    line = artifact(file, b"weights").replace(f"digest: '{digest(b'weights')}', ", "")
    monkeypatch.chdir(make(tmp_path / "repo", [line]))
    ran = steward("destroy", REF, "--verify", "--yes", "--today", DAY, "--scan", str(tmp_path / "models"))
    assert f"{REF} has no digest that only it has, by which a copy could be told: nothing was searched" in ran.err


def test_a_copy_is_found_though_the_card_says_another_size(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, copy = tmp_path / "models" / "model.onnx", tmp_path / "home" / "old.onnx"
    line = artifact(file, b"weights").replace("bytes: 7", "bytes: 70")
    monkeypatch.chdir(make(tmp_path / "repo", [line]))
    copy.parent.mkdir()
    copy.write_bytes(b"weights")
    assert erase(steward).code == 0
    ran = steward("destroy", REF, "--verify", "--yes", "--today", DAY, "--scan", str(copy.parent))
    assert f"still there {copy}" in ran.out


@pytest.mark.skipif(os.name == "nt", reason="hard links are told otherwise on Windows")
def test_other_names_of_what_was_erased_are_searched_for_before_it_is_gone(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, other = tmp_path / "disk" / "models" / "model.onnx", tmp_path / "disk" / "home" / "kept.onnx"
    monkeypatch.chdir(make(tmp_path / "repo", [artifact(file, b"weights")]))
    other.parent.mkdir()
    os.link(file, other)
    assert erase(steward).code == 0
    verify = ("destroy", REF, "--verify", "--yes", "--today")
    ran = steward(*verify, "2030-01-02")
    assert ran.code == 1
    assert f"1 other name (hard links) of what was erased below `{file.parent}`" in ran.err
    named = ("record", "verification", REF, "--place", str(file.parent), "--result", "not-checked", "--evidence", "So.")
    assert steward(*named, "--dry-run", "--yes", "--today", "2030-01-02").code == 0
    ran = steward(*verify, "2030-01-03", "--scan", str(tmp_path / "disk"))
    assert f"still there {other}" in ran.out
    assert "hard links" not in ran.err
    other.unlink()
    assert steward(*verify, "2030-01-04").code == 0


@pytest.mark.skipif(os.name == "nt", reason="hard links are told otherwise on Windows")
@pytest.mark.parametrize("place", ["weights/model.onnx", "file://{}/weights/model.onnx"])
def test_a_search_settles_other_names_however_the_place_is_written(
    place: str, tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "repo"
    line = artifact(place.format(root), b"weights")  # type: ignore[arg-type]
    monkeypatch.chdir(make(root, [line]))
    file, other = root / "weights" / "model.onnx", root / "weights" / "kept.onnx"
    file.parent.mkdir()
    file.write_bytes(b"weights")
    os.link(file, other)
    assert erase(steward).code == 0
    other.unlink()
    verify = ("destroy", REF, "--verify", "--yes", "--today")
    ran = steward(*verify, "2030-01-03")
    assert f"of what was erased below `{file.parent}`" in ran.err
    ran = steward(*verify, "2030-01-04", "--scan", str(file.parent))
    assert (ran.code, "hard links" in ran.err) == (0, False), ran.err


def test_what_a_search_itself_says_is_settled_by_a_later_one_or_by_the_name_of_the_folder(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, there = tmp_path / "models" / "model.onnx", tmp_path / "home"
    monkeypatch.chdir(make(tmp_path / "repo", [artifact(file, b"weights")]))
    there.mkdir()
    (there / "old.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(90_000))
    (there / "link").symlink_to(tmp_path / "repo")
    file.unlink()
    verify = ("destroy", REF, "--verify", "--yes", "--host", HOST, "--scan", str(there), "--today")
    ran = steward(*verify, "2030-01-02")
    assert ran.code == 1
    assert "1 link below" in ran.err
    assert "7z archive" in ran.err
    assert steward("record", "verification", REF, "--place", str(there / "old.7z"), "--result", "not-checked", "--yes",
                   "--evidence", "Photographs.", "--today", "2030-01-02").code == 0  # fmt: skip
    ran = steward(*verify, "2030-01-03")
    assert "7z archive" not in ran.err
    assert ran.code == 1
    (there / "link").unlink()
    ran = steward(*verify, "2030-01-04")
    assert ran.code == 0, ran.err


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("`/home/ada` was not searched: permission denied", "/home/ada"),
        ("3 links below `/srv` lead to what was not searched: `/srv/a`", "/srv"),
        ("git's history was not searched in 2 repositories below `/srv`: `/srv/a`", "/srv"),
        ("7 more in `/srv/old.zip`", "/srv/old.zip"),
        ("/srv/old.zip!a cannot be read to its end: x", "/srv/old.zip!a cannot be read to its end: x"),
    ],
)
def test_what_a_search_speaks_of(text: str, path: str) -> None:
    assert about(text) == path
