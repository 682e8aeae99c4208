"""What a command finds that was cut off, what it does about it, and what it leaves alone."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modelsteward.errors import BadUsage, Refused
from modelsteward.store import settling
from modelsteward.store.applying import Outcome, apply, tidy, writing
from modelsteward.store.files import Unreadable, WorkTree
from modelsteward.store.scope import scope_of
from tests.applying.cutting import Stepping, cut
from tests.applying.helpers import (
    AFTER,
    BEFORE,
    CARD,
    DATA,
    RENAMED,
    a_plan,
    as_read,
    copied,
    edit,
    hook,
    left_over,
    on_disk,
    others_work,
)
from tests.conftest import HOUSE, git, write

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes that it forks")


def move(top: Path, **named: Any) -> Callable[[], Outcome]:
    return lambda: apply(a_plan(), top / "registry", command="steward suspend scorer", **named)


def cut_off(top: Path, at: str, **named: Any) -> None:
    """A move that was killed right before the first step whose name holds this."""
    steps: list[str] = []
    template = copied(top, top.parent / "measured")
    with Stepping(steps.append):
        move(template, **named)()
    number = next(i for i, step in enumerate(steps, 1) if at.format(top=template) in step)
    how = cut(move(top, **named), number, group=True)
    assert not how.finished
    assert at.format(top=top) in how.step


BEFORE_COMMIT = "'gc.auto=0'"
AFTER_COMMIT = "'rev-list'"


def test_a_move_cut_off_before_its_commit_is_undone_and_told(repo: Path) -> None:
    cut_off(repo, BEFORE_COMMIT)
    assert (on_disk(repo / "registry"), as_read(repo / "registry")) == (AFTER, BEFORE)

    [told] = tidy(repo / "registry", "steward next")

    assert told.startswith("`steward suspend scorer` was cut off at 2")
    assert told.endswith("; its commit had not been made, so 4 files were put back")
    assert on_disk(repo / "registry") == BEFORE
    assert not (repo / "registry/records").exists()


def test_a_move_cut_off_behind_its_commit_is_finished_and_told(repo: Path) -> None:
    others_work(repo)
    cut_off(repo, AFTER_COMMIT)
    assert as_read(repo / "registry") == AFTER
    assert "registry" in git(repo, "diff", "--cached", "--name-only")

    [told] = tidy(repo / "registry", "steward next")

    assert told.endswith("; its commit had been made, so 4 files and git's index were brought up to it")
    assert "registry" not in git(repo, "diff", "--cached", "--name-only")


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_permissions_come_back_after_a_crash(repo: Path) -> None:
    for file in (CARD, DATA):
        (repo / "registry" / file).chmod(0o660)
    cut_off(repo, BEFORE_COMMIT)
    tidy(repo / "registry", "steward next")
    assert [(repo / "registry" / file).stat().st_mode & 0o777 for file in (CARD, DATA)] == [0o660, 0o660]


def test_a_journal_that_names_no_permissions_is_read_as_well(repo: Path) -> None:
    cut_off(repo, BEFORE_COMMIT)
    file = repo / ".git/steward/journal.json"
    journal = json.loads(file.read_text())
    for moved in journal["files"]:
        del moved["mode"]
    file.write_text(json.dumps(journal))
    assert "were put back" in tidy(repo / "registry", "steward next")[0]
    assert on_disk(repo / "registry") == BEFORE


def test_the_next_move_tidies_says_so_and_goes_on(repo: Path) -> None:
    cut_off(repo, BEFORE_COMMIT)
    told: list[str] = []

    outcome = apply(a_plan(), repo / "registry", command="steward suspend scorer", say=told.append)

    assert outcome.tidied == tuple(told)
    assert len(told) == 1
    assert on_disk(repo / "registry") == AFTER
    assert git(repo, "status", "--porcelain") == ""


def test_a_move_without_a_commit_that_was_cut_off_is_undone(repo: Path) -> None:
    cut_off(repo, "journal.json", commit=False)
    assert tidy(repo / "registry", "steward next") == ()
    cut_off(repo, f"unlink {{top}}/registry/{DATA}", commit=False)

    assert "had not been made" in tidy(repo / "registry", "steward next")[0]
    assert on_disk(repo / "registry") == BEFORE


def test_a_file_edited_since_is_left_and_named(repo: Path) -> None:
    cut_off(repo, BEFORE_COMMIT)
    write(repo / "registry", {CARD: "mine\n"})

    told = tidy(repo / "registry", "steward next")

    assert told[1] == f"left as they are, because they were edited since: registry/{CARD}; see `git diff`"
    assert on_disk(repo / "registry") == {**BEFORE, CARD: "mine\n"}
    assert git(repo, "status", "--porcelain") == f" M registry/{CARD}\n"


def test_a_file_edited_and_staged_since_stays_staged(repo: Path) -> None:
    cut_off(repo, AFTER_COMMIT)
    write(repo / "registry", {CARD: "mine\n"})
    git(repo, "add", f"registry/{CARD}")

    tidy(repo / "registry", "steward next")

    assert git(repo, "status", "--porcelain") == f"M  registry/{CARD}\n"


def test_somebody_s_own_repair_is_respected(repo: Path) -> None:
    cut_off(repo, BEFORE_COMMIT)
    git(repo, "stash", "--include-untracked")

    assert "put back" in tidy(repo / "registry", "steward next")[0]
    assert git(repo, "status", "--porcelain") == ""
    assert on_disk(repo / "registry") == BEFORE


def test_a_person_who_committed_the_half_way_state_keeps_that_commit(repo: Path) -> None:
    cut_off(repo, BEFORE_COMMIT)
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "By hand")

    assert "had been made" in tidy(repo / "registry", "steward next")[0]
    assert on_disk(repo / "registry") == AFTER
    assert git(repo, "status", "--porcelain") == ""


def test_another_branch_that_was_checked_out_since_is_what_counts(repo: Path) -> None:
    git(repo, "branch", "other")
    cut_off(repo, AFTER_COMMIT)
    git(repo, "symbolic-ref", "HEAD", "refs/heads/other")

    tidy(repo / "registry", "steward next")

    assert on_disk(repo / "registry") == BEFORE
    assert git(repo, "status", "--porcelain") == ""


def test_line_ends_come_back_as_they_were(repo: Path) -> None:
    git(repo, "config", "core.autocrlf", "input")
    text = HOUSE[CARD].replace("\n", "\r\n")
    write(repo / "registry", {CARD: text})
    git(repo, "-c", "core.safecrlf=false", "add", ".")
    assert git(repo, "status", "--porcelain") == ""
    plan = a_plan(edit(repo / "registry"))
    hook(repo, "pre-commit", "kill -9 $PPID; sleep 0.2; kill -9 $(cat ../pid)")
    child = os.fork()
    if child == 0:
        (repo.parent / "pid").write_text(str(os.getpid()))
        try:
            apply(plan, repo / "registry", command="steward x")
        finally:
            os._exit(0)
    os.waitpid(child, 0)

    tidy(repo / "registry", "steward next")
    assert (repo / "registry" / CARD).read_bytes() == text.encode()


@pytest.mark.parametrize("lock", ["HEAD.lock", "refs/heads/main.lock", "packed-refs.lock"])
def test_a_lock_that_a_killed_git_left_is_taken_away(repo: Path, lock: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "_QUIET", 0.2)
    cut_off(repo, BEFORE_COMMIT)
    (repo / ".git" / lock).touch()

    tidy(repo / "registry", "steward next")

    assert left_over(repo) == []


def test_a_lock_that_is_older_than_the_move_is_not_ours_to_take(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "_QUIET", 0.2)
    cut_off(repo, BEFORE_COMMIT)
    lock = repo / ".git/packed-refs.lock"
    lock.touch()
    os.utime(lock, (1, 1))

    tidy(repo / "registry", "steward next")

    assert left_over(repo) == [".git/packed-refs.lock"]


def test_a_lock_of_the_index_that_a_killed_steward_left_is_taken_away(repo: Path) -> None:
    others_work(repo)
    cut_off(repo, "'--index-info'")
    assert (repo / ".git/index.lock").exists()

    tidy(repo / "registry", "steward next")

    assert left_over(repo) == []


def test_another_git_s_lock_of_the_index_is_named_and_left(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelsteward.store.indexes._PATIENCE", 0.1)
    cut_off(repo, AFTER_COMMIT)
    (repo / ".git/index.lock").touch()

    with pytest.raises(Refused, match="another git is at work"):
        tidy(repo / "registry", "steward next")
    assert (repo / ".git/index.lock").exists()
    assert as_read(repo / "registry") == AFTER
    (repo / ".git/index.lock").unlink()
    assert "had been made" in tidy(repo / "registry", "steward next")[0]


def test_an_index_that_cannot_follow_yet_is_told_and_followed_up(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelsteward.store.indexes._PATIENCE", 0.1)
    hook(repo, "post-commit", "touch .git/index.lock")
    told: list[str] = []

    outcome = apply(a_plan(), repo / "registry", command="steward suspend scorer", say=told.append)

    assert outcome.commit == git(repo, "rev-parse", "HEAD").strip()
    assert told[0].startswith("the commit is made, but git's index does not follow yet: another git is at work")
    (repo / ".git/index.lock").unlink()
    assert "had been made" in tidy(repo / "registry", "steward next")[0]
    assert git(repo, "status", "--porcelain") == ""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', "null", "\xff"])
def test_a_journal_that_cannot_be_read_is_named(repo: Path, text: str) -> None:
    write(repo, {".git/steward/journal.json": text})

    with pytest.raises(Refused) as caught:
        tidy(repo / "registry", "steward next")
    assert "the journal of a move that was cut off, cannot be read" in caught.value.message
    assert "git status" in caught.value.hint


def test_a_journal_of_another_version_is_left_to_that(repo: Path) -> None:
    write(repo, {".git/steward/journal.json": json.dumps({"format": 2})})

    with pytest.raises(Refused, match="another version of steward"):
        tidy(repo / "registry", "steward next")


def test_there_is_nothing_to_tidy_as_a_rule(repo: Path) -> None:
    assert tidy(repo / "registry", "steward next") == ()
    with writing(repo / "registry", "steward x") as tidied:
        assert tidied == ()


# readers, while something moves


def test_readers_see_the_last_commit_of_what_moves_and_the_disk_of_the_rest(repo: Path) -> None:
    cut_off(repo, BEFORE_COMMIT)
    write(repo / "registry", {"use-cases/scoring.yaml": "mine\n"})
    files = WorkTree(repo / "registry")

    assert files.read("use-cases/scoring.yaml") == b"mine\n"
    assert files.read(CARD).decode() == BEFORE[CARD]
    assert files.exists(DATA)
    assert not files.exists(RENAMED)
    with pytest.raises(Unreadable):
        files.read(RENAMED)


@pytest.mark.parametrize("named", [DATA, "datasets/rows", "datasets"])
def test_what_a_move_took_away_can_still_be_named_for_validation(repo: Path, named: str) -> None:
    cut_off(repo, BEFORE_COMMIT)
    root = repo / "registry"
    (root / RENAMED).unlink()
    (root / "datasets/rows").rmdir()

    assert scope_of(root, [root / named], staged=False).only == (DATA,)
    for absent in (RENAMED, "datasets/none", "datasets/rows/9.9.9.yaml"):
        with pytest.raises(BadUsage, match="there is no file"):
            scope_of(root, [root / absent], staged=False)


def test_a_reader_who_started_before_a_commit_reads_anew(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from modelsteward.store import loading

    root, real, moved = repo / "registry", loading.read_file, False

    def read_file(files: WorkTree, path: str, stages: tuple[str, ...] = ()) -> object:
        nonlocal moved
        reading = real(files, path, stages)
        if path.startswith("datasets/") and not moved:
            moved = True
            apply(a_plan(), root, command="steward suspend scorer")
        return reading

    monkeypatch.setattr(loading, "read_file", read_file)
    loaded = loading.load(WorkTree(root))

    seen = {entry.file: entry.text for entry in loaded.registry.entries}
    assert {file: seen.get(file) for file in AFTER} == AFTER


def test_a_first_commit_under_way_is_not_there_for_readers(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    hook(tmp_path, "pre-commit", "exit 0")
    from modelsteward.domain.plan import Change

    plan = a_plan(Change("steward.yaml", None, HOUSE["steward.yaml"]))
    steps: list[str] = []
    with Stepping(steps.append):
        apply(plan, tmp_path, command="steward init", commit=False)
    (tmp_path / "steward.yaml").unlink()
    number = next(i for i, step in enumerate(steps, 1) if "journal.json" in step and step.startswith("unlink"))
    cut(lambda: apply(plan, tmp_path, command="steward init", commit=False), number, group=True)

    assert (tmp_path / "steward.yaml").exists()
    assert not WorkTree(tmp_path).exists("steward.yaml")
    assert "put back" in tidy(tmp_path, "steward init")[0]
    assert not (tmp_path / "steward.yaml").exists()
