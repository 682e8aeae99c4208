"""A tokenizer that a living model has in the same place stays, is called gone nowhere, and does not stand in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.conftest import Steward, git
from tests.destroying.homes import REF, artifact, erase, make, records
from tests.destroying.test_execute import LIVING
from tests.destroying.test_verify import look, move

OTHER = "registry/models/other/1.0.0.yaml"


def shared(root: Path, monkeypatch: pytest.MonkeyPatch, role: str = "tokenizer", theirs: bytes = b"tokens") -> Path:
    """Two versions that name one file, of one role; the other model has these bytes there by its card."""
    mine, tokens = root / "files" / "model.onnx", root / "files" / "tokenizer.json"
    lines = [artifact(mine, b"weights"), artifact(tokens, b"tokens", role)]
    other = artifact(str(tokens), theirs, role)  # type: ignore[arg-type]
    living = LIVING.format(stage="production", more="", artifacts=other)
    monkeypatch.chdir(make(root / "repo", lines, files={OTHER: living}))
    return tokens


def test_what_a_living_model_has_in_the_same_place_is_kept_and_not_called_gone(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = shared(tmp_path, monkeypatch)
    assert erase(steward).code == 1
    assert "not seen to be gone" in move(steward).out, "it is to be looked at all the same"
    look(steward)
    ran = move(steward)
    assert ran.code == 0, ran.out
    assert f"{tokens} stays, for other@1.0.0 lives by it" in " ".join(ran.out.split())
    assert tokens.read_bytes() == b"tokens"
    (certificate,) = records(Path(), "certificate")
    assert str(tokens) not in str(certificate["places"])
    assert {"what": "the tokenizer, by which other@1.0.0 lives", "place": str(tokens)} in certificate["retained"]  # type: ignore[operator]
    look(steward, day="2030-01-03")
    ran = steward("certificate", "verify", REF)
    assert (ran.code, "bad" in ran.out) == (0, False), ran.out
    assert steward("check", "--today", "2030-01-03", "--select", "AR112").code == 0


@pytest.mark.parametrize(
    ("role", "theirs"), [("weights", b"tokens"), ("tokenizer", b"others")], ids=["weights", "other bytes"]
)
def test_nothing_else_that_is_still_there_is_passed_over(
    role: str, theirs: bytes, tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = shared(tmp_path, monkeypatch, role, theirs)
    erase(steward)
    look(steward)
    ran = move(steward)
    assert (ran.code, tokens.exists()) == (4, True)
    assert f"not seen to be gone: {tokens}" in ran.out


def test_it_must_go_once_nobody_lives_by_it(tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = shared(tmp_path, monkeypatch)
    card = Path(OTHER)
    card.write_text(card.read_text().replace("stage: production", "stage: retired"))
    git(Path(), "commit", "--quiet", "--all", "--message", "Retired")
    look(steward)
    assert str(tokens) in move(steward).out
    assert yaml.safe_load(card.read_text())["stage"] == "retired"
    assert erase(steward, day="2030-01-03").code == 0
    assert not tokens.exists()
