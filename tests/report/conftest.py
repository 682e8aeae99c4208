"""Golden files: `pytest tests/report --update-golden` writes them anew. Read the difference before committing it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/report/golden anew (never in CI)")


class Golden:
    """Compares texts with files, or writes the files when asked to."""

    def __init__(self, folder: Path, update: bool, environment: Mapping[str, str]) -> None:
        if update and environment.get("CI"):
            raise pytest.UsageError("--update-golden is refused where CI is set: a CI run compares, a person decides")
        self._folder = folder
        self._update = update

    def check(self, name: str, text: str) -> None:
        """Fail unless the text is, byte for byte, what the file holds."""
        path = self._folder / name
        if self._update:
            path.write_bytes(text.encode())
        assert text.encode() == path.read_bytes(), f"not as in {path}; --update-golden writes it anew"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    # A run of all tests loads this file too late to know the option.
    return Golden(GOLDEN, request.config.getoption("update_golden", default=False), os.environ)
