"""Committing on a new branch: nothing of the person's changes, whatever happens."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

from modelsteward.domain.plan import Change
from modelsteward.errors import NotCommitted, Refused
from modelsteward.store import branching, settling
from modelsteward.store.applying import Outcome, apply, prepare, tidy
from tests.applying.cutting import Stepping, cut
from tests.applying.helpers import (
    BEFORE,
    CARD,
    RECORD,
    a_plan,
    as_read,
    copied,
    edit,
    hook,
    left_over,
    locks,
    of_others,
    on_disk,
    others_work,
    when_git_has_its_locks,
)
from tests.conftest import HOUSE, git, write

STRIDE = int(os.environ.get("STEWARD_TEST_STRIDE", "3"))
"""Every so manyth step of a move on a branch is tried; a campaign tries all."""


def do(top: Path, name: str = "side/one", *changes: Change) -> Outcome:
    return apply(a_plan(*changes), top / "registry", command="steward suspend scorer", branch=name)


def test_the_commit_is_on_the_branch_and_the_work_tree_stays(repo: Path) -> None:
    others_work(repo)
    mine, head = of_others(repo), git(repo, "rev-parse", "HEAD")
    outcome = do(repo)

    assert outcome == Outcome(git(repo, "rev-parse", "side/one").strip(), "side/one", ())
    assert git(repo, "rev-parse", "side/one~1") == head
    assert git(repo, "show", "side/one", "--format=", "--name-only", "--no-renames").split() == [
        "registry/datasets/rows/1.0.0.yaml", "registry/datasets/rows/1.0.1.yaml", f"registry/{CARD}", f"registry/{RECORD}",
    ]  # fmt: skip
    assert (of_others(repo), git(repo, "rev-parse", "HEAD"), on_disk(repo / "registry")) == (mine, head, BEFORE)
    assert (left_over(repo), git(repo, "worktree", "list").count("\n")) == ([], 1)


def test_a_detached_head_or_a_merge_in_progress_do_not_matter(repo: Path) -> None:
    git(repo, "checkout", "--quiet", "--detach")
    (repo / ".git/MERGE_HEAD").write_text(git(repo, "rev-parse", "HEAD"))
    prepare(a_plan(), repo / "registry", branch="side/one")

    assert do(repo).commit


@pytest.mark.parametrize(
    "name", ["main", "-b", "a..b", "", "@{-1}", "x.lock", "a b", "--help", "HEAD~1", "HEAD", "@", "-", "refs/heads/q"]
)
def test_a_branch_that_cannot_be_made_is_refused(repo: Path, name: str) -> None:
    for attempt in (lambda: do(repo, name), lambda: prepare(a_plan(), repo / "registry", branch=name)):
        with pytest.raises(Refused) as caught:
            attempt()
        told = {"main": "already", "refs/heads/q": "is a whole ref"}.get(name, "is no name for a branch")
        assert told in caught.value.message
        assert "--delete" not in caught.value.hint
    assert (git(repo, "branch", "--format=%(refname:short)"), left_over(repo)) == ("main\n", [])


def test_a_branch_in_the_way_of_another_is_refused(repo: Path) -> None:
    git(repo, "branch", "side/one")
    for name, other in (("main/side", "main"), ("side", "side/one"), ("side/one/two", "side/one")):
        with pytest.raises(Refused, match=f"^there is a branch {other}, so none can be called {name}$"):
            prepare(a_plan(), repo / "registry", branch=name)
    assert left_over(repo) == []
    assert do(repo, "side/two").commit


def test_a_git_that_is_killed_with_its_locks_held_leaves_the_name_free(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "_QUIET", 0.1)
    for time in range(1, 20):
        top = copied(repo, repo.parent / "copy")
        when_git_has_its_locks(top, "kill -9 $PPID", time)
        with suppress(NotCommitted):
            do(top)
        (top / ".git/hooks/reference-transaction").unlink()
        told = tidy(top / "registry", "steward next")
        assert locks(top) == left_over(top) == [], time
        assert told == ()
        assert_whole_or_none(top)
        if len((repo.parent / "transactions").read_text()) < 2 * time:
            assert time > 2
            return
        assert do(top, "side/one" if "side" not in git(top, "branch") else "side/two").commit, time
        do(top, "side" if "side" not in git(top, "branch") else "other")
    pytest.fail("it never came to its end")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes that it forks")
def test_a_steward_killed_while_its_git_has_the_locks_leaves_the_name_free(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "_QUIET", 0.1)
    for time in range(1, 20):
        top = copied(repo, repo.parent / "copy")
        when_git_has_its_locks(top, "kill -9 0", time)
        if cut(lambda top=top: do(top), 10_000, group=True).finished:  # type: ignore[misc]
            assert time > 2
            return
        (top / ".git/hooks/reference-transaction").unlink()
        assert tidy(top / "registry", "steward next"), time
        assert (locks(top), left_over(top)) == ([], []), time
        assert_whole_or_none(top)
        assert do(top, "side/one" if "side" not in git(top, "branch") else "side/two").commit, time
    pytest.fail("it never came to its end")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes that it forks")
def test_a_move_killed_while_git_makes_the_work_tree_leaves_none(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "_QUIET", 0.1)
    steps: list[str] = []
    first = copied(repo, repo.parent / "copy")
    with Stepping(steps.append):
        do(first)
    number = next(i for i, step in enumerate(steps, 1) if step.startswith("after") and "'worktree'" in step)
    for milliseconds in range(0, 24, 3):
        top = copied(repo, repo.parent / "copy")
        assert "'worktree'" in cut(lambda top=top: do(top), number, group=True, wait=milliseconds / 1000).step  # type: ignore[misc]
        assert "was taken away again" in tidy(top / "registry", "steward next")[0]
        assert (locks(top), left_over(top)) == ([], [])
        assert_whole_or_none(top)
        assert do(top).commit


def assert_whole_or_none(top: Path) -> None:
    """The branch holds the move, or is not there; nothing else has changed."""
    made = "side/one" in git(top, "branch")
    assert git(top, "rev-list", "--count", "--all").strip() == ("2" if made else "1")
    assert (on_disk(top / "registry"), git(top, "worktree", "list").count("\n")) == (BEFORE, 1)
    assert not (top / ".git/logs/refs/heads/side/one").exists() or made


def test_a_relative_hooks_path_that_git_ignores_counts_on_a_branch_too(repo: Path) -> None:
    write(repo, {".gitignore": ".husky/_/\n", ".husky/_/pre-commit": "#!/bin/sh\necho no, says husky; exit 1\n"})
    (repo / ".husky/_/pre-commit").chmod(0o755)
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Hooks")
    git(repo, "config", "core.hooksPath", ".husky/_")

    with pytest.raises(NotCommitted, match="no, says husky"):
        do(repo)
    assert git(repo, "branch", "--format=%(refname:short)") == "main\n"


def test_a_hook_that_stops_the_work_tree_is_named(repo: Path) -> None:
    hook(repo, "post-checkout", "echo not here; exit 1")

    with pytest.raises(NotCommitted, match="a post-checkout hook or git itself says:\nnot here"):
        do(repo)
    assert (git(repo, "branch", "--format=%(refname:short)"), left_over(repo)) == ("main\n", [])


def test_ctrl_c_while_clearing_away_tells_of_the_commit(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    told: list[str] = []
    monkeypatch.setattr(branching, "remove_branch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        apply(a_plan(), repo / "registry", command="steward x", branch="side", say=told.append)
    assert told == ["the commit had been made on side already"]
    monkeypatch.undo()
    assert "so that branch stays" in tidy(repo / "registry", "steward next")[0]


def test_what_cannot_be_cleared_away_is_told_and_goes_with_the_next(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "tree")

    told: list[str] = []
    monkeypatch.setattr(branching, "remove_branch", failing)
    assert apply(a_plan(), repo / "registry", command="steward x", branch="side", say=told.append).commit
    assert told[0].startswith("the commit is made on side, but not all that was made for the branch is gone yet: tree")
    monkeypatch.undo()
    assert "so that branch stays" in tidy(repo / "registry", "steward next")[0]


def test_a_branch_needs_a_commit_to_start_from(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    with pytest.raises(Refused, match="there is no commit yet"):
        apply(a_plan(Change("x.yaml", None, "x\n")), tmp_path, command="steward x", branch="side")
    assert left_over(tmp_path) == []


def test_a_registry_that_is_not_committed_is_refused(repo: Path) -> None:
    write(repo, {"other/steward.yaml": HOUSE["steward.yaml"]})
    with pytest.raises(Refused, match="the registry is not in the last commit"):
        apply(a_plan(Change("x.yaml", None, "x\n")), repo / "other", command="steward x", branch="side")
    assert git(repo, "branch", "--format=%(refname:short)") == "main\n"


def test_a_plan_made_from_edited_files_is_refused(repo: Path) -> None:
    write(repo / "registry", {CARD: HOUSE[CARD] + "# mine\n"})
    with pytest.raises(Refused, match="has changed since this was planned"):
        do(repo, "side", edit(repo / "registry"))
    assert (git(repo, "branch", "--format=%(refname:short)"), left_over(repo)) == ("main\n", [])


def test_without_an_identity_no_branch_is_made(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIT_COMMITTER_EMAIL")
    git(repo, "config", "user.useConfigOnly", "true")
    with pytest.raises(Refused, match="git does not know who commits"):
        do(repo)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes that it forks")
@pytest.mark.parametrize("group", [False, True], ids=["steward alone", "all it started"])
def test_a_move_on_a_branch_that_is_killed_at_any_step_leaves_a_whole_branch_or_none(repo: Path, group: bool) -> None:
    others_work(repo)
    mine = of_others(repo)
    steps: list[str] = []
    first = copied(repo, repo.parent / "copy")
    with Stepping(steps.append):
        do(first)
    assert len(steps) > 60
    for number in range(1 if group else 3, len(steps) + 1, STRIDE):
        top = copied(repo, repo.parent / "copy")
        where = cut(lambda top=top: do(top), number, group=group)  # type: ignore[misc]
        assert as_read(top / "registry") == BEFORE, where
        told = tidy(top / "registry", "steward next")
        made = len(git(top, "branch").splitlines()) == 2
        assert (of_others(top), left_over(top)) == (mine, []), where
        assert git(top, "rev-list", "--count", "--all").strip() == ("3" if made else "2"), where
        assert git(top, "worktree", "list").count("\n") == 1, where
        for sentence in told:
            assert ("so that branch stays" in sentence) == made, where
        git(top, "fsck", "--no-dangling")
