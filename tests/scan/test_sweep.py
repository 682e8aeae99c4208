"""A search finds every copy of what is wanted, whatever it is called, and says what it could not look at."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelsteward.domain.erasing import Swept, Wanted
from modelsteward.domain.progress import Step
from modelsteward.store.scan import examining, sweep, sweeping, walking
from tests.conftest import git
from tests.places.lying import lay, sha256
from tests.scan.searching import MODELS, NAMES, found, model, search, wanted


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_is_found_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    lay(tmp_path, {"a/b/holiday.jpg": model(name), "a/other.jpg": model(name)[::-1], "c": b"c"})
    swept = search(tmp_path, of=[wanted(name)])
    assert found(swept, tmp_path) == ["a/b/holiday.jpg"]
    (sight,) = swept.sights
    assert (sight.digest, sight.bytes, sight.why) == (
        sha256(model(name)),
        len(model(name)),
        f"the same bytes as {name}",
    )
    assert swept.swept == (Swept(str(tmp_path), 3, 2, swept.swept[0].archives, 1),)


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha384", "sha512"])
def test_any_algorithm_of_a_card_finds_its_file(algorithm: str, tmp_path: Path) -> None:
    lay(tmp_path, {"x": model("matmul.onnx")})
    digest = f"{algorithm}:{hashlib.new(algorithm, model('matmul.onnx')).hexdigest()}"
    assert found(search(tmp_path, of=[Wanted(digest, None, "it")]), tmp_path) == ["x"]


def test_what_cannot_be_hashed_here_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "blake3", None)
    swept = search(tmp_path, of=[Wanted(f"blake3:{'0' * 64}", 3, "it"), wanted("matmul.onnx")])
    assert [line for line in swept.not_checked if "blake3" in line] == [
        "it was not searched for: its digest is by blake3, which needs the library of that name"
    ]


def test_every_name_of_a_file_is_told_and_it_is_read_once(tmp_path: Path) -> None:
    lay(tmp_path, {"a": model("matmul.onnx")})
    os.link(tmp_path / "a", tmp_path / "b")
    swept = search(tmp_path)
    assert found(swept, tmp_path) == ["a", "b"]
    assert swept.swept[0].hashed == 1


def test_a_root_within_another_is_searched_once(tmp_path: Path) -> None:
    lay(tmp_path, {"in/a": model("matmul.onnx")})
    swept = search(tmp_path / "in", tmp_path, tmp_path / "in" / ".." / "in")
    assert found(swept, tmp_path) == ["in/a"]
    assert [one.root for one in swept.swept] == [str(tmp_path)]


def test_a_root_may_be_a_file(tmp_path: Path) -> None:
    lay(tmp_path, {"a": model("matmul.onnx")})
    assert found(search(tmp_path / "a"), tmp_path) == ["a"]


def test_links_are_not_followed_and_those_that_lead_out_are_named(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", lay(tmp_path / "out", {"a": model("matmul.onnx")})
    inside.mkdir()
    (inside / "out").symlink_to(outside)
    (inside / "round").symlink_to(inside)
    (inside / "nowhere").symlink_to("nothing")
    swept = search(inside)
    assert not swept.sights
    assert swept.not_checked == (f"1 link below `{inside}` leads to what was not searched: `{inside}/out`",)


def test_what_is_no_file_is_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as heard:
        heard.bind("socket")
    swept = search(tmp_path)
    assert swept.swept == (Swept(str(tmp_path), 0),)
    assert swept.not_checked[0].startswith(f"2 devices, pipes and sockets below `{tmp_path}` were not opened: ")


def test_a_root_that_is_not_there_is_not_checked(tmp_path: Path) -> None:
    swept = search(tmp_path / "no", "a\0b")
    assert [one.unread for one in swept.swept] == [1, 1]
    assert swept.not_checked[0] == f"`{tmp_path}/no` was not searched: no such file or directory"
    assert "it is no path" in swept.not_checked[1]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_what_the_kernel_shows_of_itself_is_left_out_and_named() -> None:
    swept = search("/proc")
    assert swept.swept[0].files == 0
    assert swept.not_checked == ("`/proc` was not searched: it is the kernel's own",)


def test_a_folder_that_may_not_be_listed_is_not_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {"open/a": model("matmul.onnx"), "closed/b": model("matmul.onnx")})
    plain = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if path.endswith("/closed"):
            raise PermissionError(13, "Permission denied")
        return plain(path)

    monkeypatch.setattr(walking.os, "scandir", scandir)
    swept = search(tmp_path)
    assert found(swept, tmp_path) == ["open/a"]
    assert swept.not_checked == (f"`{tmp_path}/closed` was not searched: permission denied",)
    assert swept.swept[0].unread == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permissions_is_not_checked(tmp_path: Path) -> None:
    lay(tmp_path, {"a": model("matmul.onnx")})
    (tmp_path / "a").chmod(0)
    assert "permission denied" in search(tmp_path).not_checked[0]


@pytest.mark.parametrize("number", [13, 116, 5, 2], ids=["denied", "stale", "broken", "vanished"])
def test_a_file_that_cannot_be_read_is_not_checked(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, {"a": model("matmul.onnx"), "b": model("matmul.onnx")})
    plain = os.open

    def refuse(path: str, flags: int) -> int:
        if path.endswith("/a"):
            raise OSError(number, os.strerror(number))
        return plain(path, flags)

    monkeypatch.setattr(examining.os, "open", refuse)
    swept = search(tmp_path)
    assert found(swept, tmp_path) == ["b"]
    assert swept.not_checked[0] == f"{tmp_path}/a was not read: {os.strerror(number).lower()}"
    assert swept.swept[0].unread == 1


def test_a_file_that_changes_while_it_is_read_is_not_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, {"a": b"x" * len(model("matmul.onnx"))})
    plain = examining._hash

    def hash_(file, hashers, size):  # type: ignore[no-untyped-def]
        with (tmp_path / "a").open("ab") as more:
            more.write(b"!")
        return plain(file, hashers, size)

    monkeypatch.setattr(examining, "_hash", hash_)
    assert search(tmp_path).not_checked[0] == f"{tmp_path}/a changed while it was read"


def test_names_that_are_no_text_are_told_safely(tmp_path: Path) -> None:
    for name in (b"\xff\x1b[31m.onnx", b"two\nlines"):
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as file:  # noqa: PTH123 - a name that Path would keep, too
            file.write(model("matmul.onnx"))
    places = found(search(tmp_path), tmp_path)
    assert places == ["\\udcff\\x1b[31m.onnx", "two\\nlines"]


def test_very_deep_folders_are_searched(tmp_path: Path) -> None:
    at = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=at)
        inner = os.open("d" * 200, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = inner
    os.close(at)
    swept = search(tmp_path)
    assert "file name too long" in swept.not_checked[0], "deeper than the system takes a path is said"
    assert swept.swept[0].unread == 1


def test_git_is_not_searched_and_that_is_said_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        repository = lay(tmp_path / name, {"m.onnx": model("matmul.onnx")})
        git(repository, "init", "--quiet")
        git(repository, "add", ".")
        git(repository, "commit", "--quiet", "-m", "A model")
        (repository / "m.onnx").unlink()
    swept = search(tmp_path)
    assert not swept.sights
    (line,) = [line for line in swept.not_checked if line.startswith("git")]
    assert line.startswith(f"git's history was not searched in 2 repositories below `{tmp_path}`: ")


def test_unreadable_things_without_number_are_counted_and_some_are_named(tmp_path: Path) -> None:
    walk = walking.Walk(str(tmp_path), [])
    for number in range(1000):
        walk.fault(f"{number} was not read")
    assert len(walk.not_checked()) == walking.MOST_SAID + 1
    assert walk.not_checked()[-1] == f"900 more in `{tmp_path}`"


def test_whoever_waits_is_told_how_far_it_has_come(tmp_path: Path) -> None:
    lay(tmp_path, {f"{number}": b"x" for number in range(1100)})
    steps: list[Step] = []
    sweep([str(tmp_path)], [wanted("matmul.onnx")], steps.append)
    assert [step.done for step in steps] == [500, 1000, 1100]
    assert steps[0].what.startswith("searching `/")


def test_an_interruption_ends_a_search(tmp_path: Path) -> None:
    lay(tmp_path, {f"{number}": b"x" for number in range(600)})

    def tell(step: Step) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep([str(tmp_path)], [wanted("matmul.onnx")], tell)


def test_large_files_are_read_by_several_threads(tmp_path: Path) -> None:
    data = [bytes([n]) * 100_000 for n in range(20)]
    lay(tmp_path, {str(n): one for n, one in enumerate(data)})
    swept = search(tmp_path, of=[wanted(str(n), data[n]) for n in range(0, 20, 2)])
    assert found(swept, tmp_path) == sorted(str(n) for n in range(0, 20, 2))
    assert swept.swept[0].hashed == 20


def test_memory_does_not_grow_with_the_number_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def peak(files: int) -> int:
        def run(walk: walking.Walk, take: walking.Take) -> None:
            for number in range(files):
                walk.files += 1
                take(f"/a/{number}.bin", os.stat_result((0o100644, number, 1, 1, 0, 0, number % 60_000, 0, 0, 0)))

        monkeypatch.setattr(walking.Walk, "run", run)
        monkeypatch.setattr(sweeping, "index_of", lambda wanted: (index, []))
        tracemalloc.start()
        try:
            search(tmp_path)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    index, _ = sweeping.index_of([Wanted(sha256(b""), 70_000, "it")])
    peak(100)
    assert peak(20_000) < 1.5 * peak(2_000)


def test_nothing_is_changed_by_a_search(tmp_path: Path) -> None:
    shutil.copytree(MODELS, tmp_path / "m")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in (tmp_path / "m").iterdir()}
    search(tmp_path)
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in (tmp_path / "m").iterdir()} == before


def test_an_empty_folder_for_a_volume_was_not_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    share = tmp_path / "mnt" / "share"
    share.mkdir(parents=True)
    monkeypatch.setattr("modelsteward.store.places.paths.MOUNTS", {f"{tmp_path}/mnt": 1})
    (said,) = search(share).not_checked
    assert "mount what belongs there" in said
    lay(share, {"notes.txt": b"mine"})
    assert search(share, thorough=True).not_checked == ()
