"""Where PyYAML has no libyaml, its own parser gives the same values and faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelsteward.store.events import compose_events
from modelsteward.store.slowparser import SlowParser

ROOT = Path(__file__).parent.parent.parent
CARDS = sorted((ROOT / "registry").rglob("*.yaml"))[::4]


@pytest.mark.parametrize("file", CARDS, ids=lambda p: p.stem)
def test_a_card_is_read_alike(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert compose_events(text, parser=SlowParser) == compose_events(text)


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: [1, 2", "a: !x y", "a: *b", "1: x", "a: 1\n---\nb: 2\n"])
def test_a_fault_has_the_same_code(text: str) -> None:
    quick = [fault.code for fault in compose_events(text)[1]]
    assert [fault.code for fault in compose_events(text, parser=SlowParser)[1]] == quick
