"""A corpus of hostile files: what each comes to stands beside it, in a .txt of the same name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from modelsteward.api.judged import findings_of
from modelsteward.store.reader import read_card

CORPUS = Path(__file__).parent / "hostile"
FILES = sorted(CORPUS.glob("*.yaml"))


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _told(file: Path) -> str:
    lines: list[str] = []
    for found in findings_of(read_card("models/m/1.0.0.yaml", file.read_bytes())):
        lines.append(f"{found.place.line}:{found.place.column} {found.code} {_visible(found.message)}")
        if found.hint:
            lines.append(f"    {_visible(found.hint)}")
    return "\n".join(lines or ["a card"]) + "\n"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_hostile_file_comes_to_what_stands_beside_it(file: Path) -> None:
    assert _told(file) == file.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_expectation_has_its_file() -> None:
    assert {file.stem for file in CORPUS.glob("*.txt")} == {file.stem for file in FILES}


CARD = "card: model/1\nname: m\nversion: 1.0.0\nstage: draft\nsummary: s\nowner: t\norigin: in-house\n"
MANY = 50_000
ATTACKS = {
    "one key, very often": "a:\n" * MANY,
    "very many unknown keys": CARD + "".join(f"k{i}:\n" for i in range(MANY)),
    "very many wrong entries": CARD + "lineage: {datasets: [" + "x," * MANY + "]}",
    "very many numbers for texts": CARD + "serves: {aliases: [" + "1.0," * MANY + "]}",
    "very many aliases": "a: &a 1\nb: [" + "*a," * MANY + "]",
    "very many anchors": CARD + "extra:\n" + "".join(f"  k{i}: &a{i} 1\n" for i in range(MANY)),
    "very many tags": "".join(f"k{i}: !x 1\n" for i in range(MANY)),
    "very many tag handles": "".join(f"%TAG !{i}! x\n" for i in range(MANY)) + "---\n" + CARD,
    "very many documents": "---\n" * MANY,
    "very many blank lines in quotes": 'a: "' + "\n" * MANY + '"',
    "one very long key": CARD + "? " + "k" * MANY + "\n: 1\n",
    "one very long value": CARD.replace("in-house", "x" * MANY),
    "one very long number": CARD.replace("1.0.0", "1" * MANY),
    "one very long version": CARD.replace("1.0.0", "1.0.0-" + "1." * MANY),
}


@pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)
def test_work_and_words_stay_in_proportion_to_the_file(text: str) -> None:
    started = time.process_time()
    findings = findings_of(read_card("models/m/1.0.0.yaml", text.encode()))

    assert time.process_time() - started < 10  # far above what it takes, far below what a square of it would
    assert len(findings) <= 102
    assert all(len(found.message) + len(found.hint) < 400 for found in findings)
