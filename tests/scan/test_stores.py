"""Copies in stores of models and images are found, and it is said what the store has them as."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.places.lying import lay
from tests.places.test_hub_cache import NEW, OLD, blob, fill
from tests.scan.searching import found, model, search, wanted
from tests.scan.test_archives import tarred

LAYER = {"opt/model/holiday.bin": model("matmul.onnx"), "etc/os-release": b"x"}


def put(top: Path, data: bytes, media: str) -> dict[str, Any]:
    """A blob of an image layout, and its descriptor."""
    digest = hashlib.sha256(data).hexdigest()
    lay(top, {f"blobs/sha256/{digest}": data})
    return {"mediaType": media, "digest": f"sha256:{digest}", "size": len(data)}


def layout(top: Path, layer: bytes, *, nested: bool = False) -> str:
    """An image by the OCI's specification with one layer; the layer's name. `nested`: behind an index of platforms."""
    start = "application/vnd.oci.image"
    described = put(top, layer, f"{start}.layer.v1.tar+gzip")
    config = put(top, b'{"architecture": "amd64", "os": "linux"}', f"{start}.config.v1+json")
    manifest = {"schemaVersion": 2, "config": config, "layers": [described]}
    entry = put(top, json.dumps(manifest).encode(), f"{start}.manifest.v1+json")
    if nested:
        entry = put(top, json.dumps({"schemaVersion": 2, "manifests": [entry]}).encode(), f"{start}.index.v1+json")
    entry["annotations"] = {"org.opencontainers.image.ref.name": "scorer:1.2.0"}
    index = {"schemaVersion": 2, "manifests": [entry]}
    lay(top, {"oci-layout": b'{"imageLayoutVersion": "1.0.0"}', "index.json": json.dumps(index).encode()})
    return str(described["digest"]).partition(":")[2]


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress, bytes], ids=["gzip", "zstd", "tar"])
def test_a_file_in_a_layer_of_an_image_is_found(pack: Any, nested: bool, tmp_path: Path) -> None:
    layer = layout(tmp_path, pack(tarred(LAYER)), nested=nested)
    swept = search(tmp_path)
    (place,) = found(swept, tmp_path)
    assert place.startswith(f"blobs/sha256/{layer}!")
    assert place.endswith("!opt/model/holiday.bin")
    assert swept.sights[0].why == "the same bytes as matmul.onnx; an OCI image layout has it in `scorer:1.2.0`"


def test_a_model_that_is_a_layer_by_itself_is_found(tmp_path: Path) -> None:
    layer = layout(tmp_path, model("tiny.gguf"))
    swept = search(tmp_path, of=[wanted("tiny.gguf")])
    assert found(swept, tmp_path) == [f"blobs/sha256/{layer}"]
    assert "`scorer:1.2.0`" in swept.sights[0].why


def test_images_that_docker_saved_are_looked_into(tmp_path: Path) -> None:
    saved = {"manifest.json": b"[]", "0a1b/layer.tar": tarred(LAYER), "0a1b/VERSION": b"1.0"}
    lay(tmp_path, {"image.tar": tarred(saved), "packed.tgz": gzip.compress(tarred(saved))})
    assert found(search(tmp_path), tmp_path) == [
        "image.tar!0a1b/layer.tar!opt/model/holiday.bin",
        "packed.tgz!packed.tar!0a1b/layer.tar!opt/model/holiday.bin",
    ]


def test_an_image_layout_in_an_archive_is_looked_into(tmp_path: Path) -> None:
    layer = layout(tmp_path / "layout", gzip.compress(tarred(LAYER)))
    files = {
        str(p.relative_to(tmp_path / "layout")): p.read_bytes() for p in (tmp_path / "layout").rglob("*") if p.is_file()
    }
    lay(tmp_path / "other", {"image.tar": tarred(files)})
    (place,) = found(search(tmp_path / "other"), tmp_path)
    assert place == f"other/image.tar!blobs/sha256/{layer}!{layer}!opt/model/holiday.bin"


def test_a_model_of_ollama_is_named(tmp_path: Path) -> None:
    data = model("tiny.gguf")
    digest = hashlib.sha256(data).hexdigest()
    layers = [{"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{digest}", "size": len(data)}]
    manifest = json.dumps({"schemaVersion": 2, "config": {"digest": "sha256:00"}, "layers": layers}).encode()
    lay(
        tmp_path / "models",
        {
            f"blobs/sha256-{digest}": data,
            "manifests/registry.ollama.ai/library/scorer/latest": manifest,
            "manifests/registry.ollama.ai/ada/mine/q4": manifest,
            "manifests/registry.ollama.ai/library/other/latest": b'{"layers": [{"digest": "sha256:11"}]}',
            "manifests/registry.ollama.ai/library/spoiled/latest": b"[" * 100_000,
        },
    )
    swept = search(tmp_path, of=[wanted("tiny.gguf")])
    assert found(swept, tmp_path) == [f"models/blobs/sha256-{digest}"]
    assert swept.sights[0].why.endswith(
        "; Ollama has it as `registry.ollama.ai/ada/mine:q4`, `registry.ollama.ai/library/scorer:latest`"
    ) or swept.sights[0].why.endswith(
        "; Ollama has it as `registry.ollama.ai/library/scorer:latest`, `registry.ollama.ai/ada/mine:q4`"
    )


def test_repositories_and_revisions_of_the_hubs_cache_are_named(tmp_path: Path) -> None:
    data = model("whole.safetensors")
    fill(
        tmp_path, "models--org--m", {OLD: {"model.safetensors": data}, NEW: {"model.safetensors": data}}, {"main": NEW}
    )
    swept = search(tmp_path, of=[wanted("whole.safetensors")])
    assert found(swept, tmp_path) == [f"models--org--m/blobs/{blob(data)}"], "links to it are not told one by one"
    assert f"`org/m@{OLD}/model.safetensors`" in swept.sights[0].why
    assert f"`org/m@{NEW}/model.safetensors`" in swept.sights[0].why


@pytest.mark.parametrize(
    "spoiled", [b"", b"[", b"[1]", b'{"manifests": 3}', b'{"manifests": [{"digest": "../../x:y"}]}']
)
def test_a_layout_that_is_spoiled_is_still_searched(spoiled: bytes, tmp_path: Path) -> None:
    layout(tmp_path, gzip.compress(tarred(LAYER)))
    lay(tmp_path, {"index.json": spoiled})
    assert len(search(tmp_path).sights) == 1


def test_a_layout_that_names_itself_comes_to_an_end(tmp_path: Path) -> None:
    layout(tmp_path, gzip.compress(tarred(LAYER)))
    entry = {"digest": "sha256:" + "0" * 64}
    again = json.dumps({"manifests": [entry, entry]}).encode()
    lay(tmp_path, {f"blobs/sha256/{'0' * 64}": again, "index.json": again})
    assert len(search(tmp_path).sights) == 1
