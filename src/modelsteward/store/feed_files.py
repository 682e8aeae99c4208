"""Feeds of vendors' facts that lie in files: one file, or a folder with one file a model."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

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


def piped_bytes() -> bytes:
    """What is piped in. Raises BadUsage where it cannot be read."""
    try:
        return _within_limit(sys.stdin.buffer, "what is piped in")
    except OSError as error:
        raise BadUsage(f"what is piped in cannot be read: {reason(error)}", "name a file") from None


def _whole(file: Path) -> bytes:
    with file.open("rb") as opened:
        return _within_limit(opened, str(file))


def _within_limit(opened: IO[bytes], name: str) -> bytes:
    """All of it; a pipe or a device, which has no size, is read no further than a file may go."""
    data = opened.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise BadUsage(f"{name} is larger than {_MOST_BYTES // 2**20} MiB", "no feed of vendors' models is")
    return data


def _joined(folder: Path) -> bytes:
    below = folder / "models"
    files = sorted(file for file in (below if below.is_dir() else folder).rglob("*.yaml") if file.is_file())
    if not files:
        raise BadUsage(f"{folder} holds no *.yaml file", "name the folder that holds models/, or a file")
    if len(files) > _MOST_FILES or sum(file.stat().st_size for file in files) > _MOST_BYTES:
        raise BadUsage(f"{folder} holds {len(files)} files, which is too much for a feed", "name the folder itself")
    return _BETWEEN.join(file.read_bytes() for file in files)
