"""`validate --staged` judges what will be committed."""

from __future__ import annotations

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
    assert "git cannot say" in ran.err


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
