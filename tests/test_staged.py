"""`validate --staged` judges what will be committed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MODEL, Steward, git

CARD = "registry/models/scorer/1.2.0.yaml"


def test_nothing_staged_is_nothing_to_judge(repo: Path, steward: Steward) -> None:
    ran = steward("validate", "--staged")
    assert ran.code == 0
    assert "0 files" in ran.out


def test_a_staged_slip_is_found_though_the_disk_is_clean(repo: Path, steward: Steward) -> None:
    (repo / CARD).write_text(MODEL.replace("owner:", "ownr:"))
    git(repo, "add", CARD)
    (repo / CARD).write_text(MODEL)
    ran = steward("validate", "--staged")
    assert ran.code == 1
    assert "unknown key `ownr`" in ran.out


def test_a_slip_that_is_not_staged_is_not_judged(repo: Path, steward: Steward) -> None:
    (repo / CARD).write_text(MODEL.replace("owner:", "ownr:"))
    assert steward("validate", "--staged").code == 0


def test_a_card_taken_away_leaves_dangling_refs_to_find(repo: Path, steward: Steward) -> None:
    git(repo, "rm", "--quiet", CARD)
    ran = steward("validate", "--staged")
    assert ran.code == 1
    assert "ID102" in ran.out


def test_a_staged_policy_judges_every_card(repo: Path, steward: Steward) -> None:
    policy = repo / "registry/steward.yaml"
    policy.write_text(policy.read_text().replace("data-science:", "other-team:"))
    git(repo, "add", ".")
    ran = steward("validate", "--staged")
    assert ran.code == 1
    assert ran.out.count("ID103") >= 3


def test_files_outside_the_registry_are_passed_over(repo: Path, steward: Steward) -> None:
    (repo / "other.yaml").write_text("a: [")
    git(repo, "add", ".")
    assert steward("validate", "--staged", "other.yaml", CARD).code == 0


def test_the_first_commit_of_all_is_judged(tmp_path: Path, house: Path, steward: Steward) -> None:
    git(house, "init", "--quiet")
    (house / "models/scorer/1.2.0.yaml").write_text(MODEL.replace("owner:", "ownr:"))
    git(house, "add", ".")
    assert steward("validate", "--staged").code == 1


def test_outside_git_it_says_so(house: Path, steward: Steward) -> None:
    ran = steward("validate", "--staged")
    assert ran.code == 4
    assert "in no git repository" in ran.err


def test_another_index_is_judged_where_git_names_one(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repo / ".git" / "other-index"
    monkeypatch.setenv("GIT_INDEX_FILE", str(other))
    git(repo, "read-tree", "HEAD")
    (repo / CARD).write_text(MODEL.replace("owner:", "ownr:"))
    git(repo, "add", CARD)
    assert steward("validate", "--staged").code == 1
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert steward("validate", "--staged").code == 0


def test_a_staged_link_is_not_followed(repo: Path, steward: Steward) -> None:
    (repo / CARD).unlink()
    (repo / CARD).symlink_to("/etc/passwd")
    git(repo, "add", CARD)
    ran = steward("validate", "--staged")
    assert ran.code == 1
    assert "a link, where a card would be" in ran.out


def test_a_staged_card_that_is_too_large_is_a_finding(repo: Path, steward: Steward) -> None:
    (repo / CARD).write_text(MODEL + "#" * (1024 * 1024))
    git(repo, "add", CARD)
    ran = steward("validate", "--staged")
    assert ran.code == 1
    assert "larger than 1 MiB" in ran.out


def test_a_hook_in_a_linked_work_tree_judges_its_own_index(repo: Path, tmp_path: Path) -> None:
    hook = repo / ".git/hooks/pre-commit"
    hook.write_text(f"#!/bin/sh\nexec {sys.executable} -m modelsteward validate --staged\n")
    hook.chmod(0o755)
    tree = tmp_path / "linked"
    git(repo, "worktree", "add", "--quiet", str(tree))
    (tree / CARD).write_text(MODEL.replace("owner:", "ownr:"))
    command = ["git", "commit", "--all", "--message", "x"]
    done = subprocess.run(command, cwd=tree / "registry", capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "unknown key `ownr`" in done.stdout + done.stderr
    (tree / CARD).write_text(MODEL.replace("Scores", "Rates"))
    done = subprocess.run(command, cwd=tree / "registry", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_repository_named_by_its_folder_is_judged(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_WORK_TREE", ".")
    (repo / CARD).write_text(MODEL.replace("owner:", "ownr:"))
    git(repo, "add", CARD)
    assert steward("validate", "--staged").code == 1


def test_an_unresolved_merge_is_not_judged_by_one_of_its_sides(repo: Path, steward: Steward) -> None:
    git(repo, "switch", "--quiet", "--create", "other")
    (repo / CARD).write_text(MODEL.replace("Scores", "Rates"))
    git(repo, "commit", "--quiet", "--all", "--message", "theirs")
    git(repo, "switch", "--quiet", "main")
    (repo / CARD).write_text(MODEL.replace("Scores", "Weighs"))
    git(repo, "commit", "--quiet", "--all", "--message", "ours")
    subprocess.run(["git", "merge", "other"], cwd=repo, capture_output=True, check=False)
    ran = steward("validate", "--staged")
    assert ran.code == 4
    assert f"{CARD} has an unresolved merge" in ran.err


def test_without_git_it_says_so(repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ran = steward("validate", "--staged")
    assert ran.code == 4
    assert "git is not installed" in ran.err


def test_a_file_may_be_named_as_steward_names_it(repo: Path, steward: Steward) -> None:
    assert steward("validate", "models/scorer/1.2.0.yaml").code == 0
    assert steward("validate", "registry/models/scorer/1.2.0.yaml").code == 0
    assert steward("validate", "models/scorer/9.9.9.yaml").code == 2


@pytest.mark.parametrize(
    "words",
    ["check --since HEAD", "validate --staged", "log", "log scorer", "set scorer@1.2.0 summary=x --yes",
     "review scorer@1.2.0 --until 2031-01-01 --branch b --yes"],
)  # fmt: skip
def test_a_folder_of_somebody_else_is_called_so(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    told = "steward: git does not trust this folder: it belongs to somebody else\n"
    ran = steward(*words.split())
    assert (ran.code, ran.out) == (4, "")
    assert ran.err == f"{told}  git config --global --add safe.directory {repo}\n"
