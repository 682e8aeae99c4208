"""What is generated is committed as the code makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated import ROOT, generated


@pytest.mark.parametrize(("path", "text"), generated().items(), ids=lambda v: v.name if isinstance(v, Path) else "")
def test_a_generated_file_is_up_to_date(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "run `make generate`"


def test_no_schema_is_left_over() -> None:
    assert set((ROOT / "docs/schemas").iterdir()) == {p for p in generated() if p.parent.name == "schemas"}
