"""Writing files that are generated, whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from modelsteward.errors import Refused, reason


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts into a folder, each file in one step. Raises Refused when the folder takes none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            _replace(folder / name, text.encode("utf-8"))
    except OSError as error:
        raise Refused(f"{folder} cannot be written to: {reason(error)}", "name another folder with --to") from None


def write_file(path: Path, data: bytes) -> None:
    """Write one file in one step, its folder too. Raises Refused where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {reason(error)}", "name another file") from None


def _replace(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
