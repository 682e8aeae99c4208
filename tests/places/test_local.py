"""Files and folders of this machine: only what agrees with the card goes, and gone is what was seen to be gone."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from modelsteward.domain.erasing import Deed, Part, Target
from modelsteward.store.places import local, reading, unlinking
from tests.places.lying import WEIGHTS, erase, lay, look, of_file, of_folder, outcome, result, sha256

FOLDER = {"config.json": b"{}", "model.bin": WEIGHTS, "vae/model.bin": b"v" * 5000}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return lay(tmp_path, {"models/m.onnx": WEIGHTS}) / "models/m.onnx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay(tmp_path / "models/m", FOLDER)


def test_a_file_is_seen_erased_and_seen_to_be_gone(file: Path) -> None:
    target = of_file(file)
    assert [(s.result, s.digest, s.bytes) for s in look(target)] == [("still there", sha256(WEIGHTS), len(WEIGHTS))]
    stocks, deeds = erase(target)
    assert [(s.place, s.digest, s.parts) for s in stocks] == [
        (str(file), sha256(WEIGHTS), (Part("m.onnx", sha256(WEIGHTS), len(WEIGHTS)),))
    ]
    assert deeds == [Deed(str(file), "erased", local.UNLINKED, digest=sha256(WEIGHTS), bytes=len(WEIGHTS))]
    assert result(target) == ("gone", f"`{file.parent}` holds no `m.onnx`")
    assert erase(target) == ([], [Deed(str(file), "was gone", digest=sha256(WEIGHTS))])


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha384", "sha512"])
def test_any_algorithm_of_a_card_tells_its_file(file: Path, algorithm: str) -> None:
    target = Target(str(file), f"{algorithm}:{hashlib.new(algorithm, WEIGHTS).hexdigest()}", len(WEIGHTS))
    assert result(target) == ("still there", "")
    stocks, deeds = erase(target)
    assert stocks[0].parts[0].digest == sha256(WEIGHTS), "an inventory is always by SHA-256"
    assert deeds[0].outcome == "erased"
    assert not file.exists()


def test_other_bytes_are_never_touched_and_prove_nothing(file: Path) -> None:
    target = of_file(file)
    file.write_bytes(b"other")
    other = f"other bytes lie there: {sha256(b'other')}, 5 bytes"
    assert result(target) == ("not proven", other)
    assert outcome(target) == ("left", other)
    assert file.read_bytes() == b"other"


def test_without_a_digest_nothing_is_erased(file: Path) -> None:
    target = Target(str(file), None)
    assert result(target)[0] == "not proven"
    assert outcome(target) == ("left", "the card has no digest to tell it by")
    assert file.exists()
    file.unlink()
    assert result(target)[0] == "gone"


def test_what_a_living_card_names_is_spared(file: Path, folder: Path) -> None:
    assert erase(of_file(file), spare={sha256(WEIGHTS)})[1][0].outcome == "left"
    assert {deed.place: deed.outcome for deed in erase(of_folder(folder), spare={sha256(WEIGHTS)})[1]} == {
        f"{folder}/config.json": "erased",
        f"{folder}/model.bin": "left",
        f"{folder}/vae/model.bin": "erased",
    }
    assert file.exists()
    assert sorted(p.name for p in folder.rglob("*")) == ["model.bin"]


def test_a_folder_goes_file_by_file_and_then_itself(folder: Path) -> None:
    target = of_folder(folder)
    assert result(target) == ("still there", "")
    stocks, deeds = erase(target)
    assert [(part.path, part.digest) for part in stocks[0].parts] == [(n, sha256(d)) for n, d in FOLDER.items()]
    assert [(deed.place, deed.outcome) for deed in deeds] == [(f"{folder}/{name}", "erased") for name in FOLDER]
    assert not folder.exists()
    assert folder.parent.exists()
    assert result(target)[0] == "gone"


@pytest.mark.parametrize("extra", [{"notes.txt": b"ours"}, {".DS_Store": b"x", "vae/Thumbs.db": b"y"}])
def test_files_that_came_to_a_folder_later_are_left_and_named(folder: Path, extra: dict[str, bytes]) -> None:
    target = of_folder(folder)
    lay(folder, extra)
    stocks, deeds = erase(target)
    assert [part.path for part in stocks[0].parts] == list(FOLDER)
    assert [d.place for d in deeds if d.outcome == "left"] == [str(folder / name) for name in extra]
    assert sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()) == sorted(extra)
    known = target._replace(parts=stocks[0].parts)
    files = f"{len(extra)} files" if len(extra) > 1 else "1 files"
    assert result(known) == ("gone", f"a folder lies there, and none of its {files} is of it")


def test_a_folder_half_erased_is_taken_up_again_by_what_is_known_of_its_parts(folder: Path) -> None:
    target = of_folder(folder, parts=True)
    (folder / "model.bin").unlink()
    (folder / "renamed.bin").write_bytes(WEIGHTS)
    (folder / "vae/model.bin").write_bytes(b"trained anew")
    assert [(s.place, s.result) for s in look(target)] == [
        (f"{folder}/config.json", "still there"),
        (f"{folder}/renamed.bin", "still there"),
    ]
    outcomes = {Path(deed.place).name: deed.outcome for deed in erase(target)[1]}
    assert outcomes == {"config.json": "erased", "renamed.bin": "erased", "model.bin": "left"}
    assert result(target)[0] == "gone"


def test_a_folder_that_is_no_longer_what_was_registered_is_left_where_its_parts_are_unknown(folder: Path) -> None:
    target = of_folder(folder)
    (folder / "model.bin").write_bytes(b"trained anew")
    assert result(target)[0] == "not proven"
    assert outcome(target) == ("left", "other files lie there than were registered")
    assert (folder / "config.json").exists()


def test_an_empty_folder_holds_nothing(folder: Path) -> None:
    target = of_folder(folder)
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    assert result(target) == ("gone", "an empty folder lies there")
    assert outcome(target) == ("was gone", "")


def test_links_in_a_folder_go_with_what_they_lead_to(tmp_path: Path) -> None:
    folder = lay(tmp_path / "m", {"a.bin": WEIGHTS})
    (folder / "b.bin").symlink_to("a.bin")
    target = of_folder(folder)
    assert result(target) == ("still there", "")
    assert [deed.outcome for deed in erase(target)[1]] == ["erased"]
    assert not folder.exists()


def test_no_link_is_followed_when_erasing(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.onnx"
    link.symlink_to(file)
    way = tmp_path / "way"
    way.symlink_to(file.parent)
    for place, first in ((link, link), (way / "m.onnx", way)):
        seen, why = result(of_file(place))
        assert seen == "still there"
        assert str(file if first is link else file.parent) in why
        done, why = outcome(of_file(place))
        assert done == "left"
        assert f"`{first}` is a link to" in why
    file.unlink()
    assert result(of_file(link))[0] == "not proven"
    assert result(of_file(way / "m.onnx"))[0] == "gone", "the folder that it leads to was listed"
    file.parent.rmdir()
    assert result(of_file(way / "m.onnx"))[0] == "not proven"


@pytest.mark.parametrize("place", ["m/a.onnx", "m/a.onnx/", "m/a.onnx/b.onnx"])
def test_links_that_lead_round_in_a_circle_prove_nothing(tmp_path: Path, place: str) -> None:
    folder = lay(tmp_path / "m", {})
    folder.mkdir()
    (folder / "a.onnx").symlink_to("b.onnx")
    (folder / "b.onnx").symlink_to("a.onnx")
    target = of_file(f"{tmp_path}/{place}")
    assert result(target)[0] == "not checked"
    assert outcome(target)[0] == "left"
    assert os.path.lexists(folder / "a.onnx")


def test_a_link_to_the_folder_itself_is_not_walked_round(folder: Path) -> None:
    target = of_folder(folder)
    (folder / "vae/round").symlink_to(folder)
    assert [sight.result for sight in look(target)] == ["still there", "not checked"]
    deeds = {deed.place: deed.outcome for deed in erase(target)[1]}
    assert deeds == {**{str(folder / name): "erased" for name in FOLDER}, str(folder / "vae/round"): "left"}


def test_a_link_that_leads_out_of_a_folder_is_named_and_left(folder: Path, tmp_path: Path) -> None:
    target = of_folder(folder)
    outside = lay(tmp_path / "outside", {"m.bin": b"not ours"})
    (folder / "out").symlink_to(outside)
    assert [sight.result for sight in look(target)] == ["still there", "not checked"]
    left = [deed for deed in erase(target)[1] if deed.outcome == "left"]
    assert [(deed.place, deed.why) for deed in left] == [(str(folder / "out"), f"is a link to `{outside}`")]
    assert (outside / "m.bin").exists()


def test_hard_links_are_told(file: Path, tmp_path: Path) -> None:
    os.link(file, tmp_path / "second")
    done, why = outcome(of_file(file))
    assert done == "erased"
    assert why == "1 other name (hard links) on that disk had the same bytes: search for them"
    assert (tmp_path / "second").read_bytes() == WEIGHTS


def test_a_folder_with_two_names_of_one_file_goes_whole(tmp_path: Path) -> None:
    folder = lay(tmp_path / "m", {"a.bin": WEIGHTS})
    os.link(folder / "a.bin", folder / "b.bin")
    assert [deed.outcome for deed in erase(of_folder(folder))[1]] == ["erased", "erased"]
    assert not folder.exists()


def test_a_file_that_changes_while_it_is_hashed_is_left(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reading._buffers

    def writing(opened):  # type: ignore[no-untyped-def]
        for data in whole(opened):
            with file.open("ab") as more:
                more.write(b"!")
            yield data

    monkeypatch.setattr(reading, "_buffers", writing)
    assert outcome(of_file(file))[0] == "left"
    assert "changed while it was read" in outcome(of_file(file))[1]
    assert result(of_file(file))[0] == "not checked"
    assert file.exists()


@pytest.mark.parametrize("late", ["touched", "replaced"])
def test_a_file_that_changes_after_it_was_hashed_is_left(
    file: Path, monkeypatch: pytest.MonkeyPatch, late: str
) -> None:
    def prints(path: str) -> tuple[()]:
        if late == "replaced":
            Path(f"{path}.new").write_bytes(WEIGHTS)
            Path(f"{path}.new").replace(path)
        else:
            Path(path).write_bytes(WEIGHTS[::-1])
        return ()

    monkeypatch.setattr(local, "prints", prints)
    assert outcome(of_file(file)) == ("left", f"`{file}` changed after it was read")
    assert file.exists()


def test_of_a_file_with_other_names_a_change_is_seen_although_its_time_was_put_back(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.link(file, tmp_path / "second")

    def prints(path: str) -> tuple[()]:
        before = file.stat()
        file.write_bytes(WEIGHTS[::-1])
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        return ()

    monkeypatch.setattr(local, "prints", prints)
    assert outcome(of_file(file)) == ("left", f"`{file}` changed after it was read")
    assert file.read_bytes() == WEIGHTS[::-1]


def test_what_is_put_in_the_way_after_hashing_is_not_followed(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = lay(tmp_path / "other", {"m.onnx": WEIGHTS})

    def prints(path: str) -> tuple[()]:
        file.parent.rename(tmp_path / "moved")
        file.parent.symlink_to(other)
        return ()

    monkeypatch.setattr(local, "prints", prints)
    done, why = outcome(of_file(file))
    assert done == "left"
    assert "link" in why
    assert (other / "m.onnx").exists()


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_what_is_no_file_is_neither_opened_nor_erased(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "it"
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as heard:
            heard.bind("it")
    else:
        place = Path("/dev/null")
    assert result(of_file(place)) == ("not checked", f"`{place}` is neither a file nor a folder")
    assert outcome(of_file(place))[0] == "left"
    assert place.exists()


@pytest.mark.parametrize(
    ("number", "words"),
    [(13, "permission denied"), (30, "can only be read"), (16, "in use"), (1, "does not permit")],
)
def test_a_system_that_will_not_erase_is_told_in_words(
    file: Path, number: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(unlinking.os, "unlink", fails)
    done, why = outcome(of_file(file))
    assert done == "left"
    assert words in why


def test_systems_without_open_folders_erase_by_path(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unlinking, "BY_FOLDER", False)
    assert outcome(of_file(file)) == ("erased", "")
    assert not file.exists()


@pytest.mark.skipif(os.name == "nt", reason="hard links are told otherwise on Windows")
def test_two_names_in_one_folder_that_both_went_leave_none(tmp_path: Path) -> None:
    folder = lay(tmp_path / "models", {"a.bin": WEIGHTS})
    os.link(folder / "a.bin", folder / "b.bin")
    assert [deed.links for deed in erase(of_folder(folder))[1]] == [0, 0]
    folder = lay(tmp_path / "models", {"a.bin": WEIGHTS})
    os.link(folder / "a.bin", tmp_path / "kept.bin")
    assert [deed.links for deed in erase(of_folder(folder))[1]] == [1]
