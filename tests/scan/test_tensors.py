"""Arrays are found in whatever file they were put together or split into, and whatever they are called there."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from modelsteward.domain.erasing import Print
from modelsteward.store.scan import prints, tensors
from tests.places.lying import lay, sha256
from tests.scan.searching import MODELS, arrays, found, model, search
from tests.scan.test_archives import tarred, zipped


def safetensors(header: Any, data: bytes = b"") -> bytes:
    """A file with a header as it is given."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def at(*offsets: Any) -> dict[str, Any]:
    return {"dtype": "F32", "shape": [1], "data_offsets": list(offsets)}


def test_the_largest_arrays_of_a_file_are_its_prints() -> None:
    found = prints(str(MODELS / "whole.safetensors"))
    assert [(one.name, one.bytes) for one in found] == [(f"layers.{i}.weight", 8192) for i in range(6)]
    assert {one.digest for one in found} == {
        one.digest for n in (1, 2) for one in prints(str(MODELS / f"shard-{n}.safetensors"))
    }


@pytest.mark.parametrize("name", ["matmul.onnx", "arrays.npz", "logistic.joblib", "no-such-file"])
def test_other_files_have_no_prints(name: str) -> None:
    assert prints(str(MODELS / name)) == ()


def test_no_more_prints_are_made_than_are_needed(tmp_path: Path) -> None:
    many = {str(i): at(i * 5000, i * 5000 + 5000) for i in range(tensors.MOST_PRINTS + 6)}
    small = {"small": at(350_000, 350_100)}
    data = bytes(i * i % 251 for i in range(350_100))
    lay(tmp_path, {"m": safetensors({**many, **small, "__metadata__": {"a": "b"}}, data)})
    found = prints(str(tmp_path / "m"))
    assert len(found) == tensors.MOST_PRINTS
    assert found[0] == Print("0", sha256(data[:5000]), 5000)


def test_shards_of_a_model_that_was_whole_are_found(tmp_path: Path) -> None:
    lay(tmp_path, {"a.bin": model("shard-1.safetensors"), "b/c.safetensors": model("shard-2.safetensors")})
    swept = search(tmp_path, of=arrays("whole.safetensors"), thorough=True)
    assert found(swept, tmp_path) == ["a.bin", "b/c.safetensors"]
    assert swept.sights[0].why.startswith(
        "3 of the 6 arrays that are searched for lie in it, one as `model.layers.0.weight`: whole.safetensors layers."
    )
    assert (swept.sights[0].digest, swept.sights[0].bytes) == (None, 3 * 8192)
    assert swept.swept[0].copies == 2


def test_a_model_that_was_merged_from_shards_is_found(tmp_path: Path) -> None:
    lay(tmp_path, {"m.safetensors": model("whole.safetensors")})
    wanted = [*arrays("shard-1.safetensors"), *arrays("shard-2.safetensors")]
    swept = search(tmp_path, of=wanted)
    assert swept.sights[0].why.startswith("6 of the 6 arrays")


def test_arrays_in_archives_are_found(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "a.zip": zipped({"m.safetensors": model("shard-1.safetensors")}),
            "b.tar": tarred({"m.safetensors": model("shard-2.safetensors")}),
        },
    )
    swept = search(tmp_path, of=arrays("whole.safetensors"))
    assert found(swept, tmp_path) == ["a.zip!m.safetensors", "b.tar!m.safetensors"]


def test_arrays_that_are_files_of_an_archive_are_found_as_pytorch_keeps_them(tmp_path: Path) -> None:
    weights = model("whole.safetensors")
    length = int.from_bytes(weights[:8], "little")
    header = json.loads(weights[8 : 8 + length])
    cut = {n: weights[8 + length :][slice(*e["data_offsets"])] for n, e in header.items() if n != "__metadata__"}
    data = zipped({f"m/data/{i}": array for i, array in enumerate(cut.values())}, zipfile.ZIP_STORED)
    lay(tmp_path, {"m.pt": data})
    swept = search(tmp_path, of=arrays("whole.safetensors"))
    assert found(swept, tmp_path) == ["m.pt"]
    assert swept.sights[0].why.startswith("6 of the 6 arrays")


def test_an_array_of_another_size_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from modelsteward.store.scan import within

    read: list[int] = []
    monkeypatch.setattr(within.Tee, "drain", lambda tee: read.append(1))
    lay(tmp_path, {"m.safetensors": safetensors({"a": at(0, 5000)}, b"x" * 5000)})
    search(tmp_path, of=arrays("whole.safetensors"))
    assert read == []


HOSTILE = {
    "longer than the file": safetensors(b"{" + b" " * 100)[:50],
    "no JSON": safetensors(b"{nothing"),
    "deep": safetensors(b'{"a":' + b"[" * 100_000),
    "no object": (9).to_bytes(8, "little") + b"{}       "[:8] + b"x",
    "no place": safetensors({"a": {"dtype": "F32"}}),
    "place of text": safetensors({"a": at("0", "4")}),
    "place of truth": safetensors({"a": at(False, True)}),
    "backwards": safetensors({"a": at(4, 0)}, b"1234"),
    "below nothing": safetensors({"a": at(-8, 0)}, b"1234"),
    "beyond": safetensors({"a": at(0, 1 << 62)}, b"1234"),
    "one over another": safetensors({"a": at(0, 4), "b": at(0, 4)}, b"1234"),
    "number too large": safetensors(b'{"a": {"data_offsets": [0, ' + b"9" * 5000 + b"]}}"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_header_that_means_harm_is_named_and_left(name: str, tmp_path: Path) -> None:
    lay(tmp_path, {"m.safetensors": HOSTILE[name]})
    assert prints(str(tmp_path / "m.safetensors")) == ()
    swept = search(tmp_path, of=arrays("whole.safetensors"))
    assert not swept.sights
    assert swept.not_checked[0].startswith(f"{tmp_path}/m.safetensors was not looked into for arrays: its ")
    assert swept.swept[0].unread == 1


def test_a_header_longer_than_any_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "m.safetensors").open("wb") as file:
        file.write((1 << 30).to_bytes(8, "little") + b"{")
        file.truncate((1 << 30) + 100)
    swept = search(tmp_path, of=arrays("whole.safetensors"))
    assert "at most 16777216 are read" in swept.not_checked[0]


def test_a_file_that_is_shorter_than_its_header_says_has_no_prints() -> None:
    data = safetensors({"a": at(0, 8192)}, b"x" * 8192)
    with pytest.raises(tensors.Spoiled):
        tensors.arrays(io.BytesIO(data).read, len(data) - 1)
