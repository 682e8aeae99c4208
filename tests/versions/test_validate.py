"""The commit hook sees a number that is too small, though it is given one card."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.store.files import WorkTree
from modelsteward.store.loading import load
from tests.conftest import MODEL, Steward, git, write

NEXT = "models/scorer/1.3.0.yaml"
DRAFT = MODEL.replace("1.2.0", "1.3.0").replace("stage: production", "stage: draft").partition("lifecycle:")[0]
OTHER = DRAFT.replace("license: Apache-2.0", "license: CC-BY-NC-4.0")


def test_one_card_is_judged_against_the_release_below_it(house: Path, steward: Steward) -> None:
    write(house, {NEXT: OTHER})
    ran = steward("validate", NEXT)
    assert ran.code == 1
    assert "ID116" in ran.out
    assert "1.3.0 is too small for a major change since scorer@1.2.0" in ran.out


def test_so_is_what_is_staged(repo: Path, steward: Steward) -> None:
    write(repo / "registry", {NEXT: OTHER})
    git(repo, "add", ".")
    (repo / "registry" / NEXT).write_text(DRAFT)
    assert "ID116" in steward("validate", "--staged").out


@pytest.mark.parametrize("between", [DRAFT, "nonsense"])
def test_what_is_no_release_is_looked_past(house: Path, steward: Steward, between: str) -> None:
    write(house, {NEXT: between, "models/scorer/1.4.0.yaml": OTHER.replace("1.3.0", "1.4.0")})
    found = "ID116" in steward("validate", "models/scorer/1.4.0.yaml").out
    assert found is (between == DRAFT)


def test_no_more_is_read_than_the_release_below(house: Path) -> None:
    older = {f"models/scorer/1.{minor}.0.yaml": MODEL.replace("1.2.0", f"1.{minor}.0") for minor in (0, 1)}
    write(house, {**older, NEXT: DRAFT, "models/scorer/latest.yaml": DRAFT, "models/scorer/9.0.0.yaml": DRAFT})
    registry = load(WorkTree(house), [NEXT]).registry
    assert set(registry.models) == {"scorer@1.3.0", "scorer@1.2.0"}
