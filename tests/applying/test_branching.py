"""Committing on a new branch: nothing of the person's changes, whatever happens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from modelsteward.domain.plan import Change
from modelsteward.errors import Refused
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
    left_over,
    of_others,
    on_disk,
    others_work,
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


@pytest.mark.parametrize("name", ["main", "-b", "a..b", "", "@{-1}", "x.lock", "a b", "--help", "HEAD~1"])
def test_a_branch_that_cannot_be_made_is_refused(repo: Path, name: str) -> None:
    for attempt in (lambda: do(repo, name), lambda: prepare(a_plan(), repo / "registry", branch=name)):
        with pytest.raises(Refused) as caught:
            attempt()
        assert ("already" if name == "main" else "is no name for a branch") in caught.value.message
    assert (git(repo, "branch", "--format=%(refname:short)"), left_over(repo)) == ("main\n", [])


def test_a_branch_in_the_way_of_another_is_refused_in_git_s_words(repo: Path) -> None:
    with pytest.raises(Refused, match="cannot lock ref"):
        do(repo, "main/side")
    assert left_over(repo) == []


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
