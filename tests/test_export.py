"""`steward export schema`: what an editor gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from modelsteward.domain.kinds import KINDS
from modelsteward.store.composer import compose
from tests.conftest import HOUSE, STEWARD_YAML, Steward, write

ROOT = Path(__file__).parent.parent
REGISTRY = ROOT / "registry"


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / f"docs/schemas/{name}.schema.json").read_text(encoding="utf-8"))
    return found


def test_one_schema_a_kind_is_written(tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = steward("export", "schema", "--to", "deep/schemas")
    assert (ran.code, ran.out) == (0, f"{len(KINDS)} schemas written to deep/schemas\n")
    assert {p.name for p in (tmp_path / "deep/schemas").iterdir()} == {f"{kind.name}.schema.json" for kind in KINDS}


def test_within_a_registry_the_schema_knows_its_stages(house: Path, steward: Steward) -> None:
    write(house, {"steward.yaml": STEWARD_YAML + "stages: [idea, lab, shadow]\n"})
    assert steward("export", "schema", "--to", "schemas").code == 0
    stage = json.loads((house / "schemas/model.schema.json").read_text())["properties"]["stage"]
    assert stage["enum"] == [
        "idea", "lab", "shadow", "production", "deprecated", "suspended", "retired", "destroyed",
    ]  # fmt: skip


def test_a_registry_that_is_named_must_be_one(tmp_path: Path, steward: Steward) -> None:
    assert steward("export", "schema", "-C", str(tmp_path), "--to", str(tmp_path / "s")).code == 3


def test_a_folder_that_cannot_be_made_is_refused(house: Path, steward: Steward) -> None:
    ran = steward("export", "schema", "--to", "steward.yaml/schemas")
    assert ran.code == 4
    assert "cannot be written to" in ran.err


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_every_key_of_a_schema_is_explained(kind: Any) -> None:
    """Meaning for every key, of the card and of its parts: that is what an editor shows."""
    whole = schema(kind.name)
    Draft202012Validator.check_schema(whole)
    for part in (whole, *whole.get("$defs", {}).values()):
        for name, key in part.get("properties", {}).items():
            refers = key.get("$ref") or next((one["$ref"] for one in key.get("anyOf", ()) if "$ref" in one), "")
            explained = key.get("description") or whole["$defs"].get(refers.rpartition("/")[2], {}).get("description")
            assert explained, f"{kind.name}: {name}"


@pytest.mark.parametrize("file", sorted(REGISTRY.rglob("*.yaml")), ids=lambda p: p.relative_to(REGISTRY).as_posix())
def test_what_steward_reads_the_schema_accepts(file: Path) -> None:
    value, faults = compose(file.read_text(encoding="utf-8"))
    assert not faults
    kind = value["card"].partition("/")[0]
    assert not list(Draft202012Validator(schema(kind)).iter_errors(value))
    assert f"docs/schemas/{kind}.schema.json" in file.read_text(encoding="utf-8").split("\n")[0]


@pytest.mark.parametrize(
    "slip", [("owner:", "ownr:"), ("in-house", "inhouse"), ("1.2.0", "1.2"), ("production", "Production!")]
)
def test_what_steward_refuses_the_schema_refuses(slip: tuple[str, str]) -> None:
    value, _ = compose(HOUSE["models/scorer/1.2.0.yaml"].replace(*slip))
    assert list(Draft202012Validator(schema("model")).iter_errors(value))
