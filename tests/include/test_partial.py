"""In a partial clone what a command reads is fetched in one go, and where that fails the command says so."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from modelsteward.store.gitplace import Place, find_place
from modelsteward.store.partial import bring, ids_at, is_partial
from tests.conftest import Ran, Steward
from tests.include.test_sparse import TODAY, Clones, missing
from tests.include.worlds import commit, git

ASKED = "once `git ls-remote origin` works again, type the same again"


@pytest.fixture
def clones(tmp_path: Path) -> Clones:
    made = Clones(tmp_path)
    for number in range(10):  # a history, of which a clone has no file's old texts
        card = made.origin / f"registry/models/m{number}/1.2.0.yaml"
        card.write_text(card.read_text().replace("summary: ", "summary: Now "))
        commit(made.origin)
    return made


@pytest.fixture
def clone(clones: Clones) -> Path:
    made = clones.clone("registry/models/m1")
    for key, value in (("user.name", "Ada"), ("user.email", "ada@house.example")):
        git(made, "config", key, value)
    return made


def fetches(trace: Path) -> int:
    """How many times git fetched."""
    lines = [json.loads(line) for file in trace.iterdir() for line in file.read_text(encoding="utf-8").splitlines()]
    return sum(line["event"] == "start" and "fetch" in line["argv"] for line in lines)


SET = ("set", "m1@1.2.0", "summary=Another", "--yes")
SUSPEND = ("suspend", "scorer@1.2.0", "--reason", "Harm.", *TODAY, "--dry-run")
MISTYPED = ("set", "nobody@1.0.0", "summary=Another", "--yes")
LOG, LAST = ("log",), ("log", "-n", "1")


@pytest.mark.parametrize(
    ("words", "most", "code"), [(SET, 3, 0), (SUSPEND, 5, 0), (MISTYPED, 3, 4), (LOG, 3, 0), (LAST, 2, 0)], ids=str
)
def test_a_command_fetches_a_few_times_and_not_for_each_card(
    words: tuple[str, ...], most: int, code: int, clone: Path, tmp_path: Path, steward: Steward,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "trace").mkdir()
    with monkeypatch.context() as traced:
        traced.setenv("GIT_TRACE2_EVENT", str(tmp_path / "trace"))
        ran = steward("-C", str(clone / "registry"), *words)
    assert ran.code == code, ran.err
    assert 0 < fetches(tmp_path / "trace") <= most


def offline(clone: Path, steward: Steward, *words: str) -> Ran:
    git(clone, "remote", "set-url", "origin", f"file://{clone}/nowhere")
    return steward("-C", str(clone / "registry"), *words)


@pytest.mark.parametrize("words", [SET, SUSPEND, MISTYPED, LOG, LAST], ids=" ".join)
def test_what_cannot_be_fetched_is_told_and_nothing_false(
    words: tuple[str, ...], clone: Path, steward: Steward
) -> None:
    before = git(clone, "rev-parse", "HEAD")
    ran = offline(clone, steward, *words)
    assert (ran.code, ran.out) == (4, "")
    assert "this clone is partial, and " in ran.err
    assert "could not be fetched from origin: " in ran.err
    assert "nowhere' does not appear to be a git repository" in ran.err
    assert ASKED in ran.err
    assert git(clone, "rev-parse", "HEAD") == before


def test_what_is_here_is_told_offline_even_if_what_comes_next_is_not(clone: Path, steward: Steward) -> None:
    for told in ("HEAD", "HEAD~1", "HEAD~2", "HEAD~3"):  # whose files `git show` fetches; all before are left
        assert "+summary: Now" in git(clone, "show", told)
    ran = offline(clone, steward, "log", "-n", "1")
    assert ran.code == 0, ran.err
    assert "m9@1.2.0" in ran.out
    assert "cannot be read" not in ran.out
    assert "this clone is partial" in offline(clone, steward, "log").err


def _place(folder: Path) -> Place:
    place = find_place(folder)
    assert place is not None
    return place


def test_which_clones_are_partial_is_told_without_git(
    clone: Path, clones: Clones, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = clones.top / "linked"
    git(clone, "worktree", "add", "--quiet", "--no-checkout", str(linked))
    places = {folder: _place(folder) for folder in (clone, linked, clones.origin)}
    monkeypatch.setattr(subprocess, "Popen", None)
    assert {folder: is_partial(place) for folder, place in places.items()} == {
        clone: True, linked: True, clones.origin: False,
    }  # fmt: skip
    assert bring(places[clones.origin], ["0" * 40]) is None


def test_no_more_than_what_is_wanted_is_fetched(clone: Path) -> None:
    place, before = _place(clone), missing(clone)
    files = [("HEAD", f"registry/models/m{number}/1.2.0.yaml") for number in (1, 2, 3)]
    ids = ids_at(place, [*files, ("HEAD", "registry/models/none.yaml"), ("HEAD", "registry/models")])
    assert list(ids) == files
    assert missing(clone) == before
    assert bring(place, ids.values()) is None
    assert missing(clone) == before - 2


def test_where_several_remotes_promise_each_gives_what_it_has(clone: Path, clones: Clones) -> None:
    place, oid = _place(clone), ids_at(_place(clone), [("HEAD", "registry/models/m2/1.2.0.yaml")])
    git(clone, "config", "remote.origin.url", f"file://{clone}/nowhere")
    git(clone, "config", "remote.second.url", f"file://{clones.origin}")
    git(clone, "config", "remote.second.promisor", "true")
    assert bring(place, oid.values()) is None
    git(clone, "config", "remote.second.url", f"file://{clone}/nowhere")
    lack = bring(
        place, ids_at(place, [("HEAD", f"registry/models/m{number}/1.2.0.yaml") for number in (2, 3)]).values()
    )
    assert lack is not None
    assert "1 object could not be fetched from origin" in lack.refusal().message
