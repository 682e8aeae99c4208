"""What a command does grows with its change and not with the registry: files opened and git processes, counted."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from modelsteward.cli.main import main

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from generate import TODAY, write

from tests.conftest import git

SIZES = (200, 600)
"""Of these the first service is the same, card for card."""
_WATCHED: list[tuple[str, list[str]]] = []


def _watch(event: str, told: tuple[object, ...]) -> None:
    if event == "open" and _WATCHED and isinstance(told[0], str | os.PathLike):
        root, opened = _WATCHED[-1]
        path = os.fspath(told[0])
        if isinstance(path, str) and path.startswith(root) and f"{os.sep}.git{os.sep}" not in path:
            opened.append(path.removeprefix(root))


@pytest.fixture(scope="module", autouse=True)
def watching() -> None:
    """Hear of every file that Python opens; such a hook stays, and says nothing while nobody listens."""
    sys.addaudithook(_watch)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    return {size: write(tmp_path_factory.mktemp("houses") / f"of{size}", size) for size in SIZES}


@pytest.fixture
def houses(made: dict[int, Path]) -> dict[int, Path]:
    """The same registry in two sizes, committed; whatever another test did is undone."""
    for root in made.values():
        if (root / ".git").exists():
            git(root, "reset", "--quiet", "--hard", "start")
        else:
            _commit_all(root)
    return made


def _commit_all(root: Path) -> None:
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    git(root, "tag", "start")


class Cost(NamedTuple):
    """What a command took."""

    opened: list[str]
    """The registry's files that were opened."""
    processes: int
    """How many times git was started."""
    code: int


def _cost(root: Path, trace: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Cost:
    real, opened = os.path.realpath(root), list[str]()
    trace.mkdir()
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(trace))
    _WATCHED.append((real, opened))
    try:
        code = main([*words, "-C", str(root), "--today", TODAY])
    finally:
        _WATCHED.pop()
        monkeypatch.delenv("GIT_TRACE2_EVENT")
    assert code in (0, 4)
    started = sum(_starts(file) for file in trace.iterdir())
    return Cost(sorted(set(opened)), started, code)


def _but_all(cost: Cost) -> Cost:
    """Without what is read all: holds, of which any may cover anything, and by `destroy` the chain of certificates."""
    opened = [file for file in cost.opened if not file.startswith("/holds/") and "-certificate-" not in file]
    return cost._replace(opened=opened)


def _starts(file: Path) -> int:
    return sum(json.loads(line)["event"] == "start" for line in file.read_text(encoding="utf-8").splitlines())


MODEL = "no-show-0000-score"
COMMANDS = {
    "set": ("set", f"{MODEL}@3.0.0", "summary=Another"),
    "promote": ("promote", f"{MODEL}@3.0.0", "production", "--for", "no-show-0000", "--slot", "main"),
    "rollback": ("rollback", "no-show-0000", "--slot", "main", "--reason", "it fails"),
    "deprecate": (
        "deprecate", f"{MODEL}@2.1.0", "--sunset", "2027-10-01", "--reason", "old", "--replacement", f"{MODEL}@3.0.0",
    ),
    "suspend": ("suspend", f"{MODEL}@2.0.0", "--reason", "it fails"),
    "review": ("review", f"{MODEL}@2.1.0", "--until", "2027-09-01"),
    "bump a copy": ("bump", f"{MODEL}@2.0.0", "--set", "license=MIT"),
    "bump a draft": ("bump", f"{MODEL}@3.0.0", "--number", "4.0.0"),
    "make a checklist": ("checklist", f"{MODEL}@2.1.0", "make"),
    "retire": ("retire", f"{MODEL}@2.0.0", "--force", "--reason", "old"),
    "destroy": ("destroy", f"{MODEL}@1.0.0", "--confirm", f"{MODEL}@1.0.0"),
    "place a hold": ("hold", "place", f"{MODEL}@2.0.0"),
    "register": (
        "register", "newcomer", "--summary", "New.", "--owner", "governance", "--origin", "in-house",
        "--hosting", "self", "--license", "MIT", "--model-class", "ml", "--task", "tabular-classification",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_ten_times_the_cards_cost_no_file_and_no_process_more(
    name: str, houses: dict[int, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for manner in ("--dry-run", "--yes"):
        heads = [_head(root) for root in houses.values()]
        few, many = (
            _cost(root, tmp_path / f"trace{size}{manner}", monkeypatch, *COMMANDS[name], manner)
            for size, root in houses.items()
        )
        assert _but_all(few) == _but_all(many)
        assert 0 < len(_but_all(many).opened) < 40
        assert 0 < many.processes < 60
        assert ([_head(root) for root in houses.values()] != heads) == (manner == "--yes")


def _head(root: Path) -> str:
    return git(root, "rev-parse", "HEAD").strip()


def test_nothing_is_hashed_for_a_bump_that_is_refused_anyhow(houses: dict[int, Path]) -> None:
    root = houses[SIZES[0]]
    weights = root / "weights.bin"
    weights.write_bytes(b"weights")
    for name, code in (("nobody", 4), ("no-show-0000-score@2.0.0", 0)):
        opened = list[str]()
        _WATCHED.append((os.path.realpath(root), opened))
        try:
            words = ("bump", name, "--artifact", str(weights), "--dry-run", "-C", str(root), "--today", TODAY)
            assert main(list(words)) == code
        finally:
            _WATCHED.pop()
        assert ("/weights.bin" in opened) == (code == 0)
    weights.unlink()
