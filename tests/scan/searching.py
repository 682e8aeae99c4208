"""Real models, what is searched for, and what a search came to."""

from __future__ import annotations

from pathlib import Path

from modelsteward.domain.erasing import Sweep, Wanted
from modelsteward.domain.progress import nobody
from modelsteward.store.scan import prints, sweep
from tests.places.lying import sha256

MODELS = Path(__file__).parents[1] / "fixtures" / "models"
NAMES = ("arrays.npz", "logistic.joblib", "matmul.onnx", "shard-1.safetensors", "tiny.gguf", "whole.safetensors")


def model(name: str) -> bytes:
    return (MODELS / name).read_bytes()


def wanted(name: str, data: bytes | None = None) -> Wanted:
    """A file that is searched for."""
    data = model(name) if data is None else data
    return Wanted(sha256(data), len(data), name)


def arrays(name: str) -> list[Wanted]:
    """The arrays of a file that are searched for."""
    return [Wanted(p.digest, p.bytes, f"{name} {p.name}", is_tensor=True) for p in prints(str(MODELS / name))]


def search(*roots: Path | str, of: list[Wanted] | None = None, thorough: bool = False) -> Sweep:
    """A search; for the ONNX model where nothing else is said."""
    return sweep([str(root) for root in roots], of or [wanted("matmul.onnx")], nobody, thorough=thorough)


def found(swept: Sweep, top: Path) -> list[str]:
    """Where copies were found, below a folder."""
    assert all(sight.result == "still there" and sight.found for sight in swept.sights)
    return [sight.place.removeprefix(f"{top}/") for sight in swept.sights]
