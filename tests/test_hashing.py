"""Digests of artifacts: right, quick to refuse what is not whole, and never of what lies elsewhere."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from modelsteward.errors import Refused
from modelsteward.store import hashing
from modelsteward.store.hashing import BUFFER, Digested, digest_all, look_at


def sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def digest(*paths: Path) -> list[Digested]:
    return digest_all(look_at(paths))


def folder(top: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(data)
    return top


@pytest.mark.parametrize("size", [1, BUFFER - 1, BUFFER, BUFFER + 1, 3 * BUFFER])
def test_a_file_has_the_digest_that_anyone_would_work_out(tmp_path: Path, size: int) -> None:
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    path = tmp_path / "model.onnx"
    path.write_bytes(data)
    (done,) = digest(path)
    assert done.digest == sha256(data)
    assert (done.found.bytes, done.found.is_folder) == (size, False)


def test_a_folder_has_the_digest_of_its_listing(tmp_path: Path) -> None:
    top = folder(tmp_path / "m", {"b.bin": b"two", "a/c.json": b"{}", "a.txt": b"one", "empty": b""})
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in
             [("a.txt", b"one"), ("a/c.json", b"{}"), ("b.bin", b"two"), ("empty", b"")]]  # fmt: skip
    (done,) = digest(top)
    assert done.digest == sha256("".join(lines).encode())
    assert done.found.bytes == 8
    assert [file.name for file in done.found.files] == ["a.txt", "a/c.json", "b.bin", "empty"]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs GNU coreutils")
def test_a_folder_can_be_checked_with_common_tools(tmp_path: Path) -> None:
    top = folder(tmp_path / "m", {"b b.bin": b"two", "a/ü.json": b"{}", "a-b": b"3", "Z": b"4", "a.txt": b"one"})
    command = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"
    said = subprocess.run(["sh", "-c", command], cwd=top, capture_output=True, text=True, check=True).stdout
    assert digest(top)[0].digest == f"sha256:{said.split()[0]}"


def test_a_folders_digest_depends_on_names_and_bytes_alone(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", {"a": b"1", "b/c": b"2"})
    two = folder(tmp_path / "two", {"b/c": b"2", "a": b"1"})
    (two / "empty-folder").mkdir()
    os.utime(two / "a", (1, 1))
    other = folder(tmp_path / "other", {"a": b"1", "b/d": b"2"})
    same, again, different = digest(one, two, other)
    assert same.digest == again.digest != different.digest


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty.onnx").touch()
    (tmp_path / "hollow").mkdir()
    with pytest.raises(Refused) as caught:
        look_at([tmp_path / "gone.onnx", tmp_path / "empty.onnx", tmp_path / "hollow"])
    for told in ("gone.onnx` cannot be read: no such file", "empty.onnx` is empty", "hollow` holds nothing"):
        assert told in caught.value.message


def test_links_that_lead_out_of_a_folder_are_never_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"elsewhere")
    top = folder(tmp_path / "m", {"a": b"1"})
    (top / "link").symlink_to("../secret")
    with pytest.raises(Refused, match="leads out of the folder"):
        look_at([top])
    (top / "link").unlink()
    (top / "link").symlink_to(tmp_path)
    with pytest.raises(Refused, match="a link to a folder"):
        look_at([top])


def test_a_link_within_a_folder_counts_as_what_it_leads_to(tmp_path: Path) -> None:
    top = folder(tmp_path / "m", {"blobs/1": b"weights"})
    (top / "model.bin").symlink_to("blobs/1")
    plain = folder(tmp_path / "n", {"blobs/1": b"weights", "model.bin": b"weights"})
    linked, copied = digest(top, plain)
    assert linked.digest == copied.digest


def test_a_link_that_leads_nowhere_or_round_is_told(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to("round")
    top = folder(tmp_path / "m", {"a": b"1"})
    (top / "gone").symlink_to("b")
    with pytest.raises(Refused) as caught:
        look_at([tmp_path / "round", top])
    assert caught.value.message.count("cannot be read") == 2


def test_a_broken_link_within_a_folder_is_named(tmp_path: Path) -> None:
    top = folder(tmp_path / "m", {"a": b"1", "b/c": b"2"})
    (top / "b/gone").symlink_to("nowhere")
    with pytest.raises(Refused, match=r"m/b/gone` cannot be read: it is a link that leads nowhere"):
        look_at([top])


def test_a_folder_of_many_small_files_has_the_digest_of_its_listing(tmp_path: Path) -> None:
    count = 2 * hashing.BATCH + 7
    files = {f"{number % 3}/{number:04}": bytes([number % 251]) * number for number in range(count)}
    for size in (hashing.TINY, hashing.AT_ONCE, hashing.BATCH_BYTES):
        files |= {f"{size + more:09}": bytes([more]) * (size + more) for more in (0, 1)}
    top = folder(tmp_path / "m", files)
    lines = sorted((name.encode(), hashlib.sha256(data).hexdigest()) for name, data in files.items())
    read: list[int] = []
    (done,) = digest_all(look_at([top]), read.append)
    assert done.digest == sha256("".join(f"{hexed}  {name.decode()}\n" for name, hexed in lines).encode())
    assert sum(read) == done.found.bytes
    assert len(read) < 25, "small files are told of by the batch"


@pytest.mark.parametrize("many", [1, hashing.TINY + 1], ids=["tiny", "shared"])
@pytest.mark.parametrize("late", [b"22", b"", b"3"])
def test_a_small_file_of_many_that_changes_meanwhile_is_refused(tmp_path: Path, late: bytes, many: int) -> None:
    top = folder(tmp_path / "m", {str(number): b"1" * many for number in range(hashing.BATCH + 1)})
    found = look_at([top])
    (top / "7").write_bytes(late)
    os.utime(top / "7", ns=(1, 1))
    with pytest.raises(Refused, match="changed while it was read"):
        digest_all(found)


def test_where_a_named_link_leads_is_known(tmp_path: Path) -> None:
    (tmp_path / "real.onnx").write_bytes(b"1")
    (tmp_path / "model.onnx").symlink_to("real.onnx")
    (found,) = look_at([tmp_path / "model.onnx"])
    assert found.leads_to == str((tmp_path / "real.onnx").resolve())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused_before_anything_is_hashed(tmp_path: Path) -> None:
    top = folder(tmp_path / "m", {"a": b"1", "b": b"2"})
    (top / "b").chmod(0)
    with pytest.raises(Refused, match="cannot be read: permission denied"):
        look_at([top])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused, match="neither a file nor a folder"):
        look_at([tmp_path / "pipe"])


def test_a_name_that_would_read_as_two_lines_is_refused(tmp_path: Path) -> None:
    top = folder(tmp_path / "m", {"a": b"1"})
    try:
        (top / "b\n0000  c").write_bytes(b"2")
    except OSError:
        pytest.skip("this system takes no such name")
    with pytest.raises(Refused, match="cannot stand in a listing"):
        look_at([top])


def test_a_file_that_grew_since_it_was_looked_at_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"1")
    found = look_at([path])
    path.write_bytes(b"12")
    with pytest.raises(Refused, match="changed while it was read"):
        digest_all(found)


def test_a_file_of_the_same_size_written_anew_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"1")
    found = look_at([path])
    path.write_bytes(b"2")
    os.utime(path, ns=(1, 1))
    with pytest.raises(Refused, match="changed while it was read"):
        digest_all(found)


def test_a_folder_that_gets_a_file_meanwhile_is_refused(tmp_path: Path) -> None:
    top = folder(tmp_path / "m", {"a": b"1"})
    found = look_at([top])

    def late(_: int) -> None:
        (top / "b").write_bytes(b"2")

    with pytest.raises(Refused, match="changed while it was read"):
        digest_all(found, late)


def test_a_file_that_goes_meanwhile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"1")
    found = look_at([path])
    path.unlink()
    with pytest.raises(Refused, match="cannot be read"):
        digest_all(found)


def test_the_same_bytes_named_twice_are_read_once(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(b"12345")
    (tmp_path / "hard.onnx").hardlink_to(path)
    read: list[int] = []
    done = digest_all(look_at([path, tmp_path / "hard.onnx", tmp_path / "." / "model.onnx"]), read.append)
    assert [item.digest for item in done] == [sha256(b"12345")] * 3
    assert sum(read) == 5


def test_progress_adds_up_to_all_bytes(tmp_path: Path) -> None:
    top = folder(tmp_path / "m", {str(i): bytes([i]) * (BUFFER + i) for i in range(5)})
    told: list[int] = []
    lock = threading.Lock()

    def add(done: int) -> None:
        with lock:
            told.append(done)

    (found,) = look_at([top])
    digest_all([found], add)
    assert sum(told) == found.bytes
    assert len(told) > 5


def test_an_interruption_ends_the_work_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "BUFFER", 1)
    top = folder(tmp_path / "m", {str(i): b"x" * 200_000 for i in range(4)})
    told: list[int] = []

    def stop(done: int) -> None:
        told.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        digest_all(look_at([top]), stop)
    assert len(told) <= 4, "each thread stops at its first buffer"
