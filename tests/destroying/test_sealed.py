"""A card that was changed after it was sealed: what it names is no longer what was judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.domain.cards.model import ModelCard
from modelsteward.domain.seal import seal_of
from modelsteward.store.reader import read_card
from tests.conftest import Steward, git
from tests.destroying.homes import DAY, HOST, REF, artifact, digest, erase, make


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One file of a model on this machine; tests run at the top of the repository."""
    file = tmp_path / "models" / "model.onnx"
    monkeypatch.chdir(make(tmp_path / "repo", [artifact(file, b"weights")]))
    return file


def sealed(card: Path) -> None:
    """Seal the card as it is."""
    made = read_card("models/scorer/1.2.0.yaml", card.read_bytes()).card
    assert isinstance(made, ModelCard)
    card.write_text(f"{card.read_text()}seal: {seal_of(made)}\n")
    git(Path(), "commit", "--quiet", "--all", "--message", "Sealed")


def test_a_sealed_card_that_was_changed_names_its_places_no_more(home: Path, steward: Steward) -> None:
    card = Path("registry/models/scorer/1.2.0.yaml")
    sealed(card)
    other = home.with_name("notes.txt")
    other.write_bytes(b"of somebody else")
    text = card.read_text()
    card.write_text(text.replace(str(home), str(other)).replace(digest(b"weights"), digest(b"of somebody else")))
    git(Path(), "commit", "--quiet", "--all", "--message", "Another place")
    ran = erase(steward)
    assert ran.code == 4
    assert "not those that were sealed" in ran.err
    assert other.is_file()
    other.unlink()
    assert steward("destroy", REF, "--verify", "--yes", "--today", DAY, "--host", HOST).code == 1, (
        "what it names is gone, and that is not what was sealed"
    )
    ran = steward("destroy", REF, "--yes", "--confirm", REF, "--today", DAY, "--force", "--reason", "Because.")
    assert ran.code == 4
    assert home.is_file()
    card.write_text(text)
    git(Path(), "commit", "--quiet", "--all", "--message", "Put back")
    assert erase(steward, day="2030-01-03").code == 0
    assert steward("destroy", REF, "--verify", "--yes", "--today", "2030-01-03").code == 0
    assert steward("destroy", REF, "--yes", "--confirm", REF, "--today", "2030-01-03").code == 0
    assert steward("certificate", "verify", REF).code == 0
    card.write_text(card.read_text().replace(str(home), str(other)))
    ran = steward("certificate", "verify", REF)
    assert ran.code == 1
    assert "changed after it was sealed" in ran.out
