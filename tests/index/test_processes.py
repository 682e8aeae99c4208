"""Many processes at one index, and processes that are killed while they write it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.index.histories import House
from tests.index.places import answers, index_files, is_kept, made

pytestmark = pytest.mark.slow
ROUNDS = int(os.environ.get("STEWARD_TEST_ROUNDS", "2"))
KILLS = int(os.environ.get("STEWARD_TEST_KILLS", "8"))
CARDS = 100


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A registry that takes a moment to read."""
    monkeypatch.setenv("STEWARD_CACHE_DIR", str(tmp_path / "cache"))
    none = "registry: {packs: {duties: []}}\n"  # other processes would tell of packs that are overdue by that day
    return made(tmp_path / "registry", none + "\n".join(f"m{i}@1.0.0: {{owner: taem}}" for i in range(CARDS)))


def start(house: House, *words: str, out: int = subprocess.PIPE) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "modelsteward", "-C", str(house.root), *words]
    return subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, text=True)


def check(house: House, *, out: int = subprocess.PIPE) -> subprocess.Popen[str]:
    return start(house, "check", "--format", "json", "--today", house.day, out=out)


def test_eight_at_once_while_somebody_edits(house: House) -> None:
    card = house.root / "models" / "m7" / "1.0.0.yaml"
    before = card.read_bytes()
    for number in range(ROUNDS):
        nowhere = subprocess.DEVNULL  # nobody reads while they run
        running = [check(house, out=nowhere) for _ in range(6)]
        running += [start(house, word, out=nowhere) for word in ("list", "validate")]
        edits = 0
        while any(process.poll() is None for process in running):
            edits += 1
            card.with_suffix(".new").write_bytes(before.replace(b"taem", f"t{number:01}{edits % 90:02}".encode()))
            card.with_suffix(".new").replace(card)
        for process in running:
            _, err = process.communicate()
            assert (process.returncode, err) in [(0, ""), (1, "")] or "changed while it was read" in err
    without = answers(house, cached=False)
    assert answers(house, cached=True) == without
    assert answers(house, cached=True) == without
    assert is_kept(house)


def test_eight_at_once_say_the_same_from_nothing_on(house: House) -> None:
    code, out, err = house.ask("check", "--format", "json", "--today", house.day, cached=False)
    for _ in range(ROUNDS):
        for process in [check(house) for _ in range(8)]:
            said = process.communicate()
            assert (process.returncode, *said) == (code, out, err)
        index_files(house.root.parent)[0].unlink()


@pytest.mark.skipif(os.name != "posix", reason="kill is POSIX's")
def test_whoever_is_killed_leaves_nothing_that_misleads(house: House) -> None:
    moments = random.Random(7)
    for number in range(KILLS):
        house.become(
            {
                path: data.replace(b"owner: taem", f"owner: t{number}".encode())
                if f"/m{moments.randrange(CARDS)}/" in path
                else data
                for path, data in house.files.items()
            }
        )
        process = check(house)
        try:
            process.wait(timeout=moments.uniform(0.0, 1.2))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        without = answers(house, cached=False)
        assert answers(house, cached=True) == without
        if number % 2:  # else the next one is killed before anything is kept of this state
            assert answers(house, cached=True) == without
    assert is_kept(house)
