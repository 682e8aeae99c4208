"""What a file is of a model, and in which format, told from its name."""

from __future__ import annotations

import re
from collections.abc import Iterable

ROLES = (
    "weights", "adapter", "tokenizer", "config", "checkpoint", "optimizer", "index", "code", "container", "other",
)  # fmt: skip
"""What an artifact may be."""

_FORMATS = {
    "onnx": "onnx", "safetensors": "safetensors", "gguf": "gguf", "ggml": "ggml", "pt": "pytorch", "pth": "pytorch",
    "pkl": "pickle", "pickle": "pickle", "joblib": "joblib", "h5": "hdf5", "hdf5": "hdf5", "keras": "keras",
    "tflite": "tflite", "mlmodel": "coreml", "skops": "skops", "pmml": "pmml", "ckpt": "pytorch", "cbm": "catboost",
    "ubj": "xgboost", "npz": "numpy", "npy": "numpy", "json": "json", "yaml": "yaml", "yml": "yaml", "txt": "text",
}  # fmt: skip
"""Formats by a file's ending. `.bin` is left out: many formats end so."""

_BY_NAME = (
    ("tokenizer", r"tokenizer.*|vocab\..*|merges\.txt|spiece\.model|.*\.tiktoken"
                  r"|special_tokens_map\.json|sentencepiece.*"),
    ("adapter", r"adapter_model\..*|lora.*\.safetensors"),
    ("optimizer", r"optimizer\..*"),
    ("checkpoint", r".*\.ckpt|checkpoint.*"),
    ("index", r".*\.(faiss|index|ann|hnsw)|.*\.index\.json"),
    ("code", r".*\.(py|ipynb|whl|r|jl|sh)"),
    ("container", r".*\.(sif|oci|tar)"),
    ("weights", r".*\.(onnx|safetensors|gguf|ggml|pt|pth|bin|pkl|pickle|joblib|h5|hdf5|keras|tflite|mlmodel|skops|pmml"
                r"|cbm|ubj|npz|npy|pb|model|engine|plan)"),
    ("config", r".*\.(json|ya?ml|toml|cfg|ini|xml|prototxt|pbtxt|jinja)"),
)  # fmt: skip


def role_of(name: str, *, is_folder: bool = False) -> str:
    """What a file of this name most likely is of a model; a folder holds the weights, and what belongs to them."""
    low = name.lower()
    found = next((role for role, pattern in _BY_NAME if re.fullmatch(pattern, low)), "")
    return found or ("weights" if is_folder else "other")


def format_of(names: Iterable[str]) -> str | None:
    """The format that the files' endings tell, the first that tells one counting; None when none does."""
    for name in names:
        low = name.lower().rpartition("/")[2]
        if re.fullmatch(r"(pytorch_model|adapter_model|diffusion_pytorch_model).*\.bin", low):
            return "pytorch"
        if found := _FORMATS.get(low.rpartition(".")[2]):
            return found
    return None
