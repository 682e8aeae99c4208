"""Copies in archives are found without unpacking one onto the disk, and no archive is endless work."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import zstandard

from modelsteward.store.scan import kinds, streams, within
from tests.places.lying import lay
from tests.scan.searching import found, model, search, wanted

ONNX = {"deep/m.onnx": model("matmul.onnx"), "notes.txt": b"nothing"}


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(files: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=form) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


PACKED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a.zip": (lambda: zipped(ONNX), "a.zip!deep/m.onnx"),
    "stored.zip": (lambda: zipped(ONNX, zipfile.ZIP_STORED), "stored.zip!deep/m.onnx"),
    "bz.zip": (lambda: zipped(ONNX, zipfile.ZIP_BZIP2), "bz.zip!deep/m.onnx"),
    "lz.zip": (lambda: zipped(ONNX, zipfile.ZIP_LZMA), "lz.zip!deep/m.onnx"),
    "a.pt": (lambda: zipped(ONNX, zipfile.ZIP_STORED), "a.pt!deep/m.onnx"),
    "a.tar": (lambda: tarred(ONNX), "a.tar!deep/m.onnx"),
    "gnu.tar": (lambda: tarred(ONNX, tarfile.GNU_FORMAT), "gnu.tar!deep/m.onnx"),
    "old.tar": (lambda: tarred(ONNX, tarfile.USTAR_FORMAT), "old.tar!deep/m.onnx"),
    "a.tgz": (lambda: gzip.compress(tarred(ONNX)), "a.tgz!a.tar!deep/m.onnx"),
    "a.tar.bz2": (lambda: bz2.compress(tarred(ONNX)), "a.tar.bz2!a.tar!deep/m.onnx"),
    "a.tar.xz": (lambda: lzma.compress(tarred(ONNX)), "a.tar.xz!a.tar!deep/m.onnx"),
    "a.tar.zst": (lambda: zstandard.compress(tarred(ONNX)), "a.tar.zst!a.tar!deep/m.onnx"),
    "m.onnx.gz": (lambda: gzip.compress(ONNX["deep/m.onnx"]), "m.onnx.gz!m.onnx"),
    "two.gz": (lambda: b"".join(gzip.compress(ONNX["deep/m.onnx"][i : i + 5000]) for i in (0, 5000)), "two.gz!two"),
    "two.xz": (lambda: b"".join(lzma.compress(ONNX["deep/m.onnx"][i : i + 5000]) for i in (0, 5000)), "two.xz!two"),
    "wheel.whl": (
        lambda: zipped({"data.tar.gz": gzip.compress(tarred(ONNX))}),
        "wheel.whl!data.tar.gz!data.tar!deep/m.onnx",
    ),
    "in.tar": (lambda: tarred({"in.zip": zipped(ONNX)}), "in.tar!in.zip!deep/m.onnx"),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_copy_in_an_archive_is_found(name: str, tmp_path: Path) -> None:
    pack, place = PACKED[name]
    lay(tmp_path, {name: pack()})
    swept = search(tmp_path)
    assert found(swept, tmp_path) == [place]
    assert not swept.not_checked
    assert swept.swept[0].archives == place.count("!")
    assert swept.swept[0].copies == 1


@pytest.mark.parametrize("name", ["a.zip", "a.tgz", "a.tar", "m.onnx.gz"])
def test_a_large_archive_is_known_by_its_first_bytes(name: str, tmp_path: Path) -> None:
    lay(tmp_path, {"holiday.jpg": PACKED[name][0]()})
    swept = search(tmp_path)
    assert not swept.sights
    assert "not opened to see" in swept.not_checked[0]
    assert len(search(tmp_path, thorough=True).sights) == 1
    noise = bytes(i * i % 251 for i in range(kinds.SNIFFED * 2))
    packed = {
        "a.zip": zipped({**ONNX, "n": noise}, 0),
        "a.tar": tarred({**ONNX, "n": noise}),
        "a.tgz": b"",
        "m.onnx.gz": b"",
    }
    if large := packed[name]:
        lay(tmp_path, {"holiday.jpg": large})
        assert len(search(tmp_path).sights) == 1


def test_long_names_are_read_from_any_tar(tmp_path: Path) -> None:
    name = "/".join(["n" * 90] * 3)
    for form, end in ((tarfile.GNU_FORMAT, "g.tar"), (tarfile.PAX_FORMAT, "p.tar")):
        lay(tmp_path, {end: tarred({name: ONNX["deep/m.onnx"], "after": b"x"}, form)})
    assert found(search(tmp_path), tmp_path) == [f"g.tar!{name}", f"p.tar!{name}"]


def test_tars_put_one_behind_another_are_read_to_the_end(tmp_path: Path) -> None:
    lay(tmp_path, {"a.tar": tarred({"x": b"x"}) + tarred(ONNX)})
    assert found(search(tmp_path), tmp_path) == ["a.tar!deep/m.onnx"]


def test_an_archive_that_is_wanted_itself_is_found_whole(tmp_path: Path) -> None:
    data = zipped(ONNX)
    lay(tmp_path, {"a.zip": data, "b.tar": tarred({"z.bin": data})})
    swept = search(tmp_path, of=[wanted("it", data), wanted("matmul.onnx")])
    assert found(swept, tmp_path) == ["a.zip", "b.tar!z.bin"]


def test_a_member_by_zstd_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, packed = ONNX["deep/m.onnx"], zstandard.compress(ONNX["deep/m.onnx"])
    data = zipped({"m.onnx": packed}, zipfile.ZIP_STORED)
    for start, method, size in ((0, 8, 22), (data.rfind(b"PK\x01\x02"), 10, 24)):
        at = start + method
        data = data[:at] + (93).to_bytes(2, "little") + data[at + 2 :]
        at = start + size
        data = data[:at] + len(plain).to_bytes(4, "little") + data[at + 4 :]
    lay(tmp_path, {"a.zip": data, "b.zst": packed})
    assert found(search(tmp_path), tmp_path) == ["a.zip!m.onnx", "b.zst!b"]
    monkeypatch.setitem(sys.modules, "zstandard", None)
    swept = search(tmp_path)
    assert not swept.sights
    assert len([line for line in swept.not_checked if "zstd" in line]) == 2
    assert swept.swept[0].unread == 2


def test_what_is_encrypted_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"secret.onnx": model("matmul.onnx")}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    lay(tmp_path, {"a.zip": bytes(data)})
    swept = search(tmp_path)
    assert swept.not_checked == (f"{tmp_path}/a.zip!secret.onnx was not looked into: it is encrypted",)
    assert swept.swept[0].unread == 1


@pytest.mark.parametrize(
    ("name", "start", "words"),
    [("a.7z", b"7z\xbc\xaf\x27\x1c", "7z archive"), ("a.db", b"SQLite format 3\0", "SQLite database")],
)
def test_what_cannot_be_looked_into_is_named(name: str, start: bytes, words: str, tmp_path: Path) -> None:
    lay(tmp_path, {name: start + b"\0" * 100})
    assert search(tmp_path).not_checked == (f"{tmp_path}/{name} was not looked into: {words}",)


def test_archives_within_archives_end_somewhere(tmp_path: Path) -> None:
    data = model("matmul.onnx")
    for _ in range(within.DEEPEST + 1):
        data = zipped({"in.zip": data}, zipfile.ZIP_STORED)
    lay(tmp_path, {"a.zip": data})
    swept = search(tmp_path)
    assert not swept.sights
    assert swept.not_checked[0].endswith(f"it lies {within.DEEPEST} archives deep")


def test_a_bomb_is_left_alone_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "FREE", 1_000_000)
    zeros = b"\0" * 8_000_000
    lay(
        tmp_path,
        {
            "a.gz": gzip.compress(zeros),
            "b.zip": zipped({"z.gz": gzip.compress(zeros)}),
            "c.tar.gz": gzip.compress(tarred({"z": zeros})),
        },
    )
    swept = search(tmp_path)
    assert sorted(swept.not_checked) == [
        f"{tmp_path}/{name} was not looked into to its end: it unpacks to more than 200 times its size"
        for name in ("a.gz", "b.zip", "c.tar.gz")
    ]


def test_an_archive_of_files_without_number_ends_somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST_ENTRIES", 50)
    lay(
        tmp_path, {"a.zip": zipped({str(n): b"" for n in range(60)}), "b.tar": tarred({str(n): b"" for n in range(60)})}
    )
    assert [line.rpartition(": ")[2] for line in search(tmp_path).not_checked] == ["it holds more than 50 files"] * 2


def test_a_zip_within_an_archive_is_held_in_memory_up_to_a_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(within, "IN_MEMORY", 4000)
    lay(tmp_path, {"a.tar": tarred({"in.zip": zipped({**ONNX, "n": bytes(range(256)) * 40}, 0), **ONNX})})
    swept = search(tmp_path)
    assert found(swept, tmp_path) == ["a.tar!deep/m.onnx"], "what stands behind it is still read"
    assert "looked into up to" in swept.not_checked[0]


def test_a_list_of_members_that_fills_memory_is_not_read(tmp_path: Path) -> None:
    data = bytearray(zipped(ONNX))
    at = data.rfind(b"PK\x05\x06") + 12
    data[at : at + 4] = (1 << 30).to_bytes(4, "little")
    lay(tmp_path, {"a.zip": bytes(data)})
    assert search(tmp_path).not_checked[0].endswith("its list of files is too long")


@pytest.mark.parametrize("name", ["a.tar", "a.tgz", "a.tar.xz", "a.zip", "m.onnx.gz", "a.tar.zst", "a.tar.bz2"])
def test_an_archive_that_was_cut_off_is_named(name: str, tmp_path: Path) -> None:
    data = PACKED[name][0]()
    lay(tmp_path, {name: data[: len(data) // (4 if name == "a.tar" else 2)]})
    swept = search(tmp_path)
    assert not swept.sights
    assert f"{tmp_path}/{name}" in swept.not_checked[0]


def test_a_file_with_holes_in_a_tar_is_named(tmp_path: Path) -> None:
    data = bytearray(tarred(ONNX, tarfile.GNU_FORMAT))
    data[156:157] = b"S"
    data[148:156] = b"%06o\0 " % (sum(data[:148]) + sum(data[156:512]) + 256)
    lay(tmp_path, {"a.tar": bytes(data)})
    assert search(tmp_path).not_checked[0].endswith("a.tar!deep/m.onnx was not looked into: it is packed with holes")


def test_what_stands_behind_a_file_with_holes_is_read(tmp_path: Path) -> None:
    data = bytearray(tarred({"holes": b"x" * 600, **ONNX}, tarfile.GNU_FORMAT))
    data[156:157], data[482] = b"S", 1
    data[148:156] = b"%06o\0 " % (sum(data[:148]) + sum(data[156:512]) + 256)
    more = b"\1".rjust(505, b"\0").ljust(512, b"\0") + bytes(512)
    lay(tmp_path, {"a.tar": bytes(data[:512]) + more + bytes(data[512:])})
    assert found(search(tmp_path), tmp_path) == ["a.tar!deep/m.onnx"]


def test_a_sum_of_signed_bytes_is_one_too(tmp_path: Path) -> None:
    data = bytearray(tarred({"\xe9.onnx": ONNX["deep/m.onnx"]}, tarfile.GNU_FORMAT))
    high = sum(byte > 127 for byte in data[:512])
    data[148:156] = b"%06o\0 " % (sum(data[:148]) + sum(data[156:512]) + 256 - 256 * high)
    lay(tmp_path, {"a.tar": bytes(data)})
    assert high == 2
    assert found(search(tmp_path), tmp_path) == ["a.tar!é.onnx"]


def old_tar(files: Mapping[str, bytes]) -> bytes:
    """As tar wrote it before its headers had a name in them."""
    data = bytearray(tarred(files, tarfile.USTAR_FORMAT))
    at = 0
    for content in files.values():
        head = data[at : at + 512]
        head[257:512] = bytes(255)
        head[148:156] = b" " * 8
        head[148:156] = b"%06o\0 " % sum(head)
        data[at : at + 512] = head
        at += 512 + -(-len(content) // 512) * 512
    return bytes(data)


@pytest.mark.parametrize("name", ["app.pyz", "installer.exe", "sfx.zip", "launched.jar"])
def test_a_zip_archive_behind_a_program_is_looked_into(name: str, tmp_path: Path) -> None:
    lay(tmp_path, {name: b"#!/usr/bin/env python3\n" + zipped(ONNX)})
    assert found(search(tmp_path, thorough=True), tmp_path) == [f"{name}!deep/m.onnx"]
    lay(tmp_path, {name: b"#!" + b"x" * 70_000})
    swept = search(tmp_path)
    assert (swept.sights, swept.not_checked) == ((), ())


def test_an_old_tar_archive_is_told_by_the_sum_of_its_header(tmp_path: Path) -> None:
    lay(tmp_path, {"backup": old_tar(ONNX), "no": b"a" * 148 + b"000010\0 " + b"b" * 70_000})
    swept = search(tmp_path, thorough=True)
    assert found(swept, tmp_path) == ["backup!deep/m.onnx"]
    assert swept.not_checked == ()


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.lzma", lzma.compress(b"x", format=lzma.FORMAT_ALONE)),
        ("a.deb", b"!<arch>\ndebian-binary   "),
        ("a.rpm", b"\xed\xab\xee\xdb"),
        ("a.cpio", b"070701"),
        ("a.cab", b"MSCF\0\0\0\0"),
        ("a.wim", b"MSWIM\0\0\0"),
        ("a.vhdx", b"vhdxfile"),
        ("a.vdi", b"<<< Oracle VM VirtualBox Disk Image >>>"),
        ("a.ISO", bytes(40_000)),
        ("a.img", bytes(40_000)),
        ("a.zst", b"\x50\x2a\x4d\x18"),
        ("a.zip", b"PK00PK\x03\x04"),
    ],
)
def test_what_may_hold_files_and_cannot_be_opened_is_named(name: str, head: bytes, tmp_path: Path) -> None:
    lay(tmp_path, {name: head + bytes(70_000)})
    (said,) = search(tmp_path).not_checked
    assert f"{name} was not looked into" in said
