"""The commit hook with the real pre-commit, on a scratch repository.

pre-commit would install the hook from its repository; here the same definition runs the steward under test, so
that no network is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import MODEL, git

CARD = "registry/models/scorer/1.2.0.yaml"
HOOKS = yaml.safe_load((Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text())

pytestmark = pytest.mark.slow


@pytest.fixture
def hooked(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository with the hook installed."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    hook = HOOKS[0] | {"language": "system"}
    (repo / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook]}]}))
    git(repo, "add", ".pre-commit-config.yaml")
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], cwd=repo, check=True, capture_output=True)
    git(repo, "commit", "--quiet", "--message", "Hook")
    return repo


def commit(repo: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "commit", "--message", "A change", *options]
    return subprocess.run(command, cwd=repo, capture_output=True, text=True, check=False)


def test_a_bad_card_blocks_the_commit(hooked: Path) -> None:
    (hooked / CARD).write_text(MODEL.replace("owner:", "ownr:"))
    git(hooked, "add", CARD)
    done = commit(hooked)
    assert done.returncode == 1
    assert "did you mean `owner`?" in done.stdout + done.stderr
    assert git(hooked, "log", "-1", "--format=%s") == "Hook\n"


def test_a_good_card_passes(hooked: Path) -> None:
    (hooked / CARD).write_text(MODEL.replace("Scores", "Rates"))
    git(hooked, "add", CARD)
    assert commit(hooked).returncode == 0


def test_a_commit_that_only_takes_a_card_away_is_judged_too(hooked: Path) -> None:
    git(hooked, "rm", "--quiet", CARD)
    done = commit(hooked)
    assert done.returncode == 1
    assert "ID102" in done.stdout + done.stderr


def test_a_commit_of_named_files_is_judged_by_the_index_git_makes_for_it(hooked: Path) -> None:
    (hooked / CARD).write_text(MODEL.replace("owner:", "ownr:"))
    (hooked / "notes.txt").write_text("staged, and none of the hook's business")
    git(hooked, "add", "notes.txt")
    assert commit(hooked, "--only", CARD).returncode == 1
    (hooked / CARD).write_text(MODEL)


def test_all_files_can_be_judged_at_once(hooked: Path) -> None:
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    assert subprocess.run(command, cwd=hooked, capture_output=True, check=False).returncode == 0
    (hooked / CARD).write_text(MODEL.replace("owner:", "ownr:"))
    git(hooked, "add", CARD)
    git(hooked, "commit", "--quiet", "--no-verify", "--message", "Past the hook")
    assert subprocess.run(command, cwd=hooked, capture_output=True, check=False).returncode == 1
