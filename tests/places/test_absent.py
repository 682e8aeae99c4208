"""What does not lie where it should is gone only if all that could hold it was looked at."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from modelsteward.domain.erasing import Part
from modelsteward.store.places import paths
from tests.places.lying import WEIGHTS, lay, of_file, outcome, result


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return lay(tmp_path, {"models/m.onnx": WEIGHTS}) / "models/m.onnx"


def refusing(path: Path, number: int) -> Callable[..., os.stat_result]:
    """`os.stat` or `os.lstat` of a system where one path cannot be looked at."""
    plain = os.stat

    def fake(asked: object, *rest: object, **more: object) -> os.stat_result:
        if isinstance(asked, (str, os.PathLike)) and str(asked).startswith(str(path)):
            raise OSError(number, os.strerror(number))
        return plain(asked, *rest, **more)  # type: ignore[call-overload, no-any-return]

    return fake


@pytest.mark.parametrize("number", [13, 116, 5, 107], ids=["denied", "stale", "broken", "not-connected"])
def test_what_cannot_be_looked_at_is_not_checked(file: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    file.unlink()
    monkeypatch.setattr(paths.os, "lstat", refusing(file.parent, number))
    seen, why = result(of_file(file))
    assert seen == "not checked"
    assert why == f"`{file}` cannot be looked at: {os.strerror(number).lower()}"
    assert outcome(of_file(file))[0] == "left"


def test_a_folder_that_may_not_be_listed_proves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.unlink()

    def denied(path: str) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(paths.os, "listdir", denied)
    assert result(of_file(file)) == ("not checked", f"`{file.parent}` cannot be looked at: permission denied")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_without_permissions_proves_nothing(file: Path) -> None:
    file.unlink()
    file.parent.chmod(0)
    try:
        assert result(of_file(file))[0] == "not checked"
    finally:
        file.parent.chmod(0o755)


def test_a_file_where_a_folder_should_be_proves_nothing(file: Path) -> None:
    assert result(of_file(file / "m.onnx"))[0] == "not proven"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("/no-such-top/models/m.onnx", "there is no `/no-such-top` on this machine"),
        ("/mnt/no-such-share/m.onnx", "nothing lies in `/mnt/no-such-share`"),
        ("/media/nobody/disk/m.onnx", "nothing lies in `/media/nobody`"),
        ("~/no-such-model.onnx", "`~` is the home of whoever looks"),
    ],
)
def test_a_disk_that_may_be_missing_is_not_a_file_that_is_gone(place: str, words: str) -> None:
    seen, why = result(of_file(place))
    assert seen == "not proven"
    assert words in why
    assert outcome(of_file(place))[0] == "left"


def test_what_the_table_of_mounts_names_must_be_mounted(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.unlink()
    table = tmp_path / "fstab"
    table.write_text(f"# what is mounted\nUUID=1 / ext4\nshare:/m {file.parent} nfs defaults 0 0\nswap\n")
    monkeypatch.setattr(paths, "TABLE", str(table))
    seen, why = result(of_file(file))
    assert seen == "not proven"
    assert f"`{file.parent}` is not mounted" in why


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("file://other-host/m.onnx", "the machine `other-host`"),
        ("C:\\models\\m.onnx", "a path of Windows"),
        ("//server/share/m.onnx", "a path of Windows"),
        ("~no-such-person/m.onnx", "nobody here"),
        ("file:///a%00b", "no path"),
    ],
)
def test_a_place_of_another_machine_is_not_checked(place: str, words: str) -> None:
    seen, why = result(of_file(place))
    assert seen == "not checked"
    assert words in why
    assert outcome(of_file(place))[0] == "left"


def test_addresses_of_files_are_paths(tmp_path: Path) -> None:
    lay(tmp_path, {"a model #1.onnx": WEIGHTS})
    for place in (f"file://{tmp_path}/a%20model%20%231.onnx", f"file://localhost{tmp_path}/a%20model%20%231.onnx"):
        assert result(of_file(place))[0] == "still there"


def test_relative_paths_count_from_the_work_tree_or_from_the_registry(repo: Path) -> None:
    root = repo / "registry"
    lay(repo, {"models/m.onnx": WEIGHTS, "models/n.onnx": WEIGHTS, "registry/own/m.onnx": WEIGHTS})
    for place in ("models/m.onnx", "own/m.onnx", "./registry/../models/n.onnx"):
        assert result(of_file(place), root) == ("still there", "")
        assert outcome(of_file(place), root) == ("erased", "")
        assert result(of_file(place), root)[0] == "gone"


@pytest.mark.parametrize("name", ["Models/m.onnx", "models/M.ONNX"])
def test_a_name_that_differs_only_in_its_case_is_no_other_file_s(name: str, file: Path, tmp_path: Path) -> None:
    seen, why = result(of_file(tmp_path / name))
    if seen == "still there":
        pytest.skip("this file system does not tell them apart")
    assert (seen, "differs only in how it is written" in why) == ("not proven", True)
    assert outcome(of_file(tmp_path / name))[0] == "left"


def test_what_is_known_to_have_lain_there_needs_no_guess(repo: Path) -> None:
    known = of_file("m.onnx")._replace(parts=(Part("m.onnx", "sha256:" + "0" * 64, 1),))
    assert result(known, repo)[0] == "gone"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("$HOME/no-such-model.onnx", "it may hold a variable"),
        ("/tmp/${MODELS}/m.onnx", "it may hold a variable"),
        ("/tmp/%USERPROFILE%/m.onnx", "it may hold a variable"),
        ("/tmp/model-*.onnx", "it may be a pattern"),
        ("models\\m.onnx", "it may be a path of Windows"),
        ("no-such-model.onnx", "it is a relative path"),
        ("no-such-folder/m.onnx", "it is a relative path"),
        ("a tape in the vault", "it is a relative path"),
    ],
)
def test_what_may_mean_something_else_is_not_gone(place: str, words: str, repo: Path) -> None:
    seen, why = result(of_file(place), repo)
    assert (seen, words in why) == ("not proven", True), why
    assert outcome(of_file(place), repo)[0] == "left"
