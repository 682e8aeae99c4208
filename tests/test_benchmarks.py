"""The benchmarks' registry: always the same, of many shapes, and healthy, its history included."""

import random
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import modelsteward
from modelsteward.store.idscan import find_ids

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import mentions
from generate import TODAY, registry, write
from repository import write_repository
from yamlstyle import text_of


def test_the_same_seed_gives_the_same_registry() -> None:
    assert dict(registry(40, seed=7)) == dict(registry(40, seed=7))
    assert dict(registry(40, seed=7)) != dict(registry(40, seed=8))


def test_a_smaller_registry_is_part_of_a_larger_one() -> None:
    small, large = dict(registry(40)), dict(registry(80))
    assert len(large) > len(small)
    assert {path: large[path] for path in small} == small


def test_a_registry_is_made_file_by_file() -> None:
    assert len(list(islice(registry(10**6), 50))) == 50


def test_a_generated_registry_has_the_cards_asked_for_of_different_lengths() -> None:
    lines = [text.count("\n") for path, text in registry(200) if path.startswith("models/")]
    assert len(lines) == 200
    assert min(lines) < 40
    assert max(lines) > 100


def test_a_generated_registry_has_every_folder_and_most_kinds_of_record() -> None:
    paths = [path for path, _ in registry(400)]
    folders = Counter(path.partition("/")[0] for path in paths)
    assert set(folders) >= {
        "models", "datasets", "use-cases", "vendors", "records", "checklists", "waivers", "holds", "incidents"
    }  # fmt: skip
    kinds = {path.rsplit("-", 2)[1] for path in paths if path.startswith("records/")}
    assert kinds == {"evaluation", "approval", "notice", "review", "certificate"}
    assert len(set(paths)) == len(paths)


def test_cards_are_written_by_different_hands() -> None:
    texts = [text for path, text in registry(200) if path.startswith("models/")]
    for sign in ("\nhosting: [", "\nhosting:\n", ': "', ": '", ": >-\n", "\n# ", "  # ", "\nserves: {", "Köln"):
        assert 0 < sum(sign in f"\n{text}" for text in texts) < len(texts), sign


def test_a_number_of_cards_that_fills_no_groups_is_refused() -> None:
    with pytest.raises(ValueError, match="multiple of 20"):
        list(registry(30))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_generated_registry_is_healthy(tmp_path: Path, seed: int) -> None:
    judged = modelsteward.load(write(tmp_path, 400, seed), today=date.fromisoformat(TODAY))
    assert {(f.code, f.waived is None) for f in judged.findings} == {("AR102", False)}
    assert sum(card.card == "model/1" for card in judged.cards) == 400


def test_a_history_is_one_commit_a_move_and_ends_healthy(tmp_path: Path) -> None:
    top = write_repository(tmp_path / "top", 40, history=30, under="registry")
    log = subprocess.run(["git", "log", "--format=%s"], cwd=top, capture_output=True, text=True, check=True).stdout
    subjects = log.splitlines()
    assert len(subjects) == 31
    assert {line.split()[0] for line in subjects[:-1]} == {"set", "bump", "record"}
    status = subprocess.run(["git", "status", "--short"], cwd=top, capture_output=True, text=True, check=True).stdout
    assert status == ""
    judged = modelsteward.load(top / "registry", today=date.fromisoformat(TODAY))
    assert [(f.code, f.file, f.message) for f in judged.findings] == []
    assert sum(card.card == "model/1" for card in judged.cards) == 50


def as_text(value: Any) -> Any:
    """A value with every scalar as it is written."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    words = {"None": "null", "True": "true", "False": "false"}
    return value if isinstance(value, str) else words.get(str(value), str(value))


SCALARS = (
    st.none() | st.booleans() | st.integers(-9, 10**9) | st.sampled_from(["", "no", "a: b", "x,y", "#", "it's", "- a"])
)
WORDS = st.lists(st.text("abcä01:;,-#'\"/.{}[]&*!|>%@`?", min_size=1, max_size=9), max_size=30).map(" ".join)
VALUES = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc_", min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["card", "name", "a_b"]), VALUES, min_size=1), st.integers())
def test_whatever_the_hand_the_card_reads_the_same(card: dict[str, Any], seed: int) -> None:
    text = text_of(card, random.Random(seed), "A head")
    assert yaml.load(text, yaml.BaseLoader) == as_text(card), text


def test_a_tree_of_source_text_is_always_the_same_and_its_ids_are_found(tmp_path: Path) -> None:
    names = mentions.ids(mentions.IDS)
    assert len(set(names)) == mentions.IDS
    planted = [mentions.plant(tmp_path / name, 400_000, names) for name in ("a", "b")]
    trees = [{p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()}
             for name in ("a", "b")]  # fmt: skip
    assert trees[0] == trees[1]
    assert planted == [4, 4]
    found = find_ids([str(tmp_path / "a")], names)
    assert (len(found.hits), found.files) == (4, len(trees[0]))


@pytest.mark.slow
def test_the_comparison_with_ripgrep_gives_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(mentions.lines(tmp_path / "tree", 1, 1))
    assert [(line.key, line.limit) for line in lines] == [("mentions/1", 3.0)] or "no rg" in capsys.readouterr().err
    assert not (tmp_path / "tree").exists()
