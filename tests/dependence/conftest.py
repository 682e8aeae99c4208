"""The registry that these tests ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import git
from tests.dependence.houses import built


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The registry, committed; tests run in its folder."""
    root = built(tmp_path / "clinic")
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    monkeypatch.chdir(root)
    return root
