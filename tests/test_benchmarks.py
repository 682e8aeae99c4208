"""The benchmarks' registry: always the same, and healthy."""

import sys
from datetime import date
from pathlib import Path

import pytest

import modelsteward

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from generate import TODAY, registry, write


def test_the_same_seed_gives_the_same_registry() -> None:
    assert dict(registry(40, seed=7)) == dict(registry(40, seed=7))
    assert dict(registry(40, seed=7)) != dict(registry(40, seed=8))


def test_a_generated_registry_has_the_cards_asked_for_of_about_57_lines() -> None:
    cards = [text for path, text in registry(60) if path.startswith("models/")]
    assert len(cards) == 60
    assert sum(text.count("\n") for text in cards) / len(cards) == pytest.approx(57, abs=2)


def test_a_number_of_cards_that_fills_no_groups_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple of 20"):
        list(registry(30))


def test_a_generated_registry_is_healthy(tmp_path: Path) -> None:
    judged = modelsteward.load(write(tmp_path, 20), today=date.fromisoformat(TODAY))
    assert [(f.code, f.file, f.message) for f in judged.findings] == []
    assert sum(card.card == "model/1" for card in judged.cards) == 20
