"""Edits over files shaped as people shape them: our own small ones always, whole folders where STEWARD_CORPORA says."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from modelsteward.domain.edited import edited, same
from modelsteward.errors import Refused
from modelsteward.store.composer import compose
from modelsteward.store.editing import edit
from tests.edits.promises import check
from tests.edits.random_edits import any_edit

SHAPES = sorted((Path(__file__).parents[1] / "fixtures" / "yaml_shapes").glob("*.yaml"))
CORPORA = os.environ.get("STEWARD_CORPORA", "")


def edits_of(path: Path, times: int) -> Counter[str]:
    """Try some edits on a file; how many were made and how many refused. Anything wrong fails."""
    done: Counter[str] = Counter()
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return done
    value, faults = compose(text.removeprefix("\ufeff"))
    if faults or not isinstance(value, dict):
        return done
    for time in range(times):
        one = any_edit(Random(f"{path.name} {time}"), value)
        try:
            check(text, one)
            done["edited"] += 1
        except Refused as error:
            assert error.hint
            done["refused"] += 1
    return done


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_every_shape_can_be_edited(path: Path) -> None:
    done = edits_of(path, 120)

    assert done["edited"] > done["refused"]


def test_there_are_shapes() -> None:
    assert len(SHAPES) >= 14


def test_json_stays_json() -> None:
    text = next(path for path in SHAPES if path.stem == "bundle_json").read_text(encoding="utf-8")
    value = json.loads(text)
    done = 0
    for seed in range(150):
        one = any_edit(Random(seed), value)
        try:
            after = edit(text, [one])
        except Refused:
            continue
        assert same(json.loads(after), edited(value, [one])), (one, after)
        done += 1

    assert done > 100


@pytest.mark.skipif(not CORPORA, reason="set STEWARD_CORPORA to a folder of files to edit them all")
def test_files_of_the_world_are_edited_rightly_or_refused() -> None:
    done: Counter[str] = Counter()
    for path in sorted(Path(CORPORA).rglob("*.y*ml")):
        if path.is_file() and path.stat().st_size < 20_000:
            done += edits_of(path, 4)

    print(f"edited {done['edited']}, refused {done['refused']}")
    assert done["edited"] > 50 * done["refused"]
