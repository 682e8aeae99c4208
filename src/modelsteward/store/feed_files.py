"""Feeds of vendors' facts that lie in files: one file, or a folder with one file a model."""

from __future__ import annotations

from pathlib import Path

from modelsteward.errors import BadUsage, reason

_MOST_FILES = 20_000
_MOST_BYTES = 96 * 2**20
_BETWEEN = b"\n---\n"


def feed_bytes(path: Path) -> bytes:
    """What a file holds; of a folder its `models/**/*.yaml` (its own `*.yaml` where it has no such folder), as one
    stream of documents. Raises BadUsage where it cannot be read.
    """
    try:
        return _joined(path) if path.is_dir() else _whole(path)
    except OSError as error:
        raise BadUsage(f"{path} cannot be read: {reason(error)}", "name a file, or a folder of files") from None


def _whole(file: Path) -> bytes:
    if file.stat().st_size > _MOST_BYTES:
        raise BadUsage(f"{file} is larger than {_MOST_BYTES // 2**20} MiB", "no feed of vendors' models is")
    return file.read_bytes()


def _joined(folder: Path) -> bytes:
    below = folder / "models"
    files = sorted(file for file in (below if below.is_dir() else folder).rglob("*.yaml") if file.is_file())
    if not files:
        raise BadUsage(f"{folder} holds no *.yaml file", "name the folder that holds models/, or a file")
    if len(files) > _MOST_FILES or sum(file.stat().st_size for file in files) > _MOST_BYTES:
        raise BadUsage(f"{folder} holds {len(files)} files, which is too much for a feed", "name the folder itself")
    return _BETWEEN.join(file.read_bytes() for file in files)
