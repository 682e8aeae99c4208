"""Values that are kept for a while: the first in memory, the others in a nameless file that goes with the process."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import IO

IN_MEMORY = 20_000
"""Values that stay in memory, of one or two KiB each."""


class Attic:
    """Bytes by name. Each name is put there once."""

    def __init__(self) -> None:
        self._near: dict[str, bytes] = {}
        self._far: dict[str, tuple[int, int]] = {}
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, name: str, data: bytes) -> None:
        """Keep something."""
        if len(self._near) < IN_MEMORY or not self._stored(name, data):
            self._near[name] = data

    def get(self, name: str) -> bytes | None:
        """What was kept; None for what never was."""
        place = self._far.get(name)
        if place is None or self._file is None:
            return self._near.get(name)
        self._file.seek(place[0])
        return self._file.read(place[1])

    def _stored(self, name: str, data: bytes) -> bool:
        try:
            self._file = self._file or TemporaryFile(prefix="steward-")  # noqa: SIM115 - it goes with the process
            self._file.seek(self._end)
            self._file.write(data)
            self._file.flush()
        except OSError:  # no room: memory it is
            return False
        self._far[name] = self._end, len(data)
        self._end += len(data)
        return True
