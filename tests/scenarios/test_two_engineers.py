"""Two engineers, one use: both promote, git lets the second merge conflict, and the story stays true."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Steward, git, write
from tests.scenarios.conftest import Do, clean
from tests.scenarios.houses import hospital

USE = "registry/use-cases/outreach.yaml"
MONDAY, TUESDAY, LATER = "2030-01-07", "2030-01-08", "2030-01-09"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = hospital(tmp_path / "repo")
    monkeypatch.chdir(root)
    return root


def promoted_on_two_branches(repo: Path, do: Do) -> None:
    for branch, version, day in (("ada", "2.2.0", MONDAY), ("ben", "2.3.0", TUESDAY)):
        git(repo, "switch", "--quiet", "--create", branch, "main")
        do(day, "promote", f"no-show@{version}", "production", "--for", "outreach")
    git(repo, "switch", "--quiet", "main")
    git(repo, "merge", "--quiet", "--no-ff", "--no-edit", "ada")


def merge_with_conflict(repo: Path, branch: str, *how: str) -> str:
    """Merge a branch that conflicts; the conflicted use-case card."""
    done = subprocess.run(["git", "merge", *how, branch], cwd=repo, capture_output=True, text=True, check=False)
    assert done.returncode != 0, done.stdout
    assert git(repo, "diff", "--name-only", "--diff-filter=U").split() == [USE]
    return (repo / USE).read_text()


def one_side(text: str, side: str) -> str:
    """A conflicted text resolved to `ours`, `theirs`, or `both` (ours, then theirs)."""
    kept: list[str] = []
    where = "common"
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<< "):
            where = "ours"
        elif line.startswith("======="):
            where = "theirs"
        elif line.startswith(">>>>>>> "):
            where = "common"
        elif where in ("common", side):
            kept.append(line)
    return "".join(kept)


def resolve_to(repo: Path, text: str) -> None:
    (repo / USE).write_text(text)
    git(repo, "add", USE)
    git(repo, "commit", "--quiet", "--no-edit")


def test_the_second_merge_conflicts_in_the_use_card_alone(repo: Path, do: Do) -> None:
    promoted_on_two_branches(repo, do)
    text = merge_with_conflict(repo, "ben")
    assert text.count("<<<<<<<") <= 2
    assert "2.2.0" in text
    assert "2.3.0" in text


@pytest.mark.parametrize(("side", "champion", "other"), [("theirs", "2.3.0", "2.2.0"), ("ours", "2.2.0", "2.3.0")])
def test_resolved_either_way_the_story_stays_true(
    repo: Path, do: Do, steward: Steward, side: str, champion: str, other: str
) -> None:
    promoted_on_two_branches(repo, do)
    resolve_to(repo, one_side(merge_with_conflict(repo, "ben"), side))

    assert do(LATER, "resolve", "outreach").out == f"no-show@{champion}\n"
    assert "US105" not in do(LATER, "check").out, "quiet while one can roll back"
    assert f"models/no-show/{other}.yaml" in do("2030-03-09", "check").out, "later a warning"
    story = do(LATER, "log", "use:outreach").out
    assert "2.2.0" in story
    assert "2.3.0" in story

    asked = steward("rollback", "outreach", "--today", LATER, "--yes")
    assert asked.code == 4
    assert "--to" in asked.err
    do(LATER, "rollback", "outreach", "--to", "no-show@2.1.0")
    again = steward("rollback", "outreach", "--today", LATER, "--yes")
    assert again.code == 4, "a second rollback does not bring the bad version back"
    assert do(LATER, "resolve", "outreach").out == "no-show@2.1.0\n"
    do(LATER, "check")
    assert clean(repo)


def test_keeping_both_lines_is_told_by_check_until_it_is_mended(repo: Path, do: Do, steward: Steward) -> None:
    promoted_on_two_branches(repo, do)
    text = merge_with_conflict(repo, "ben")
    theirs = one_side(text, "theirs")
    ours = next(line for line in one_side(text, "ours").splitlines(True) if "ref: no-show@2.2.0" in line)
    both = "".join(ours + line if "ref: no-show@2.3.0" in line else line for line in theirs.splitlines(True))
    resolve_to(repo, both)
    assert "US107" in steward("check", "--today", LATER).out
    mended = both.replace(ours, ours.replace("to: null", f"to: {TUESDAY}"))
    before = "why: promoted, after: no-show@2.0.0"
    mended = mended.replace(f"to: {TUESDAY}, {before}", f"to: {MONDAY}, {before}")
    (repo / USE).write_text(mended)
    git(repo, "commit", "--quiet", "--all", "--message", "Close the line")
    do(LATER, "check")
    asked = steward("rollback", "outreach", "--today", LATER, "--yes")
    assert (asked.code, "are both written as served after no-show@2.1.0" in asked.err) == (4, True)


def test_a_squash_that_loses_every_trailer_changes_no_answer(repo: Path, do: Do, steward: Steward) -> None:
    promoted_on_two_branches(repo, do)
    resolve_to(repo, one_side(merge_with_conflict(repo, "ben"), "theirs"))
    first = git(repo, "rev-list", "--max-parents=0", "HEAD").strip()
    git(repo, "reset", "--soft", first)
    git(repo, "commit", "--quiet", "--message", "Everything at once\n\nCo-authored-by: Ben <ben@house.example>")
    assert do(LATER, "resolve", "outreach").out == "no-show@2.3.0\n"
    assert steward("rollback", "outreach", "--today", LATER, "--yes").code == 4
    story = do(LATER, "log", "use:outreach").out
    assert "2.3.0" in story


def test_the_second_push_is_refused_and_leaves_nothing_that_claims_to_have_happened(
    repo: Path, tmp_path: Path, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = tmp_path / "hub.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(repo), str(hub))
    for name, version in (("ada", "2.2.0"), ("ben", "2.3.0")):
        git(tmp_path, "clone", "--quiet", str(hub), name)
        monkeypatch.chdir(tmp_path / name)
        do(MONDAY, "promote", f"no-show@{version}", "production", "--for", "outreach")
    git(tmp_path / "ada", "push", "--quiet")
    pushed = subprocess.run(["git", "push"], cwd=tmp_path / "ben", capture_output=True, check=False)
    assert pushed.returncode != 0
    theirs = git(tmp_path / "ada", "rev-parse", "HEAD")
    assert git(hub, "for-each-ref", "--format=%(refname) %(objectname)") == f"refs/heads/main {theirs}"
    assert "2.3.0" not in git(hub, "show", f"main:{USE}")
    git(tmp_path / "ben", "reset", "--quiet", "--hard", "origin/main")
    git(tmp_path / "ben", "pull", "--quiet", "--rebase")
    assert do(MONDAY, "resolve", "outreach").out == "no-show@2.2.0\n"
    assert do(MONDAY, "show", "no-show@2.3.0", "--format", "json").out.count('"state": "staging"') == 1


def test_a_rebase_over_a_tidy_history_loses_nothing(repo: Path, do: Do) -> None:
    git(repo, "switch", "--quiet", "--create", "ada")
    do(MONDAY, "promote", "no-show@2.2.0", "production", "--for", "outreach")
    git(repo, "switch", "--quiet", "main")
    do(MONDAY, "set", "no-show@2.0.0", "summary=The oldest that still runs.")
    do(MONDAY, "set", "use:outreach", "summary=Calls who may miss it.")
    git(repo, "switch", "--quiet", "ada")
    git(repo, "rebase", "--quiet", "main")
    assert do(TUESDAY, "resolve", "outreach").out == "no-show@2.2.0\n"
    do(TUESDAY, "rollback", "outreach")
    assert do(TUESDAY, "resolve", "outreach").out == "no-show@2.1.0\n"
    do(TUESDAY, "check")


def test_a_rollback_that_a_merge_dropped_is_not_undone_unasked(repo: Path, do: Do, steward: Steward) -> None:
    do(MONDAY, "promote", "no-show@2.2.0", "production", "--for", "outreach")
    git(repo, "switch", "--quiet", "--create", "ada")
    do(TUESDAY, "rollback", "outreach", "--reason", "2.2.0 harms.")
    git(repo, "switch", "--quiet", "--create", "ben", "main")
    do(TUESDAY, "promote", "no-show@2.3.0", "production", "--for", "outreach")
    git(repo, "switch", "--quiet", "main")
    git(repo, "merge", "--quiet", "--no-ff", "--no-edit", "ada")
    resolve_to(repo, one_side(merge_with_conflict(repo, "ben"), "theirs"))
    asked = steward("rollback", "outreach", "--today", LATER, "--yes")
    assert (asked.code, "an earlier commit says that no-show@2.1.0 served since" in asked.err) == (4, True)
    do(LATER, "rollback", "outreach", "--to", "no-show@2.1.0")


def test_a_version_of_another_name_that_a_merge_dropped_is_asked_about(repo: Path, do: Do, steward: Steward) -> None:
    other = (repo / "registry/models/no-show/2.2.0.yaml").read_text().replace("name: no-show", "name: other")
    write(
        repo / "registry",
        {"models/other/2.2.0.yaml": other.replace("/no-show/", "/other/").replace("sha256:2", "sha256:3")},
    )
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Another model")
    for branch, ref, day in (("ada", "other@2.2.0", MONDAY), ("ben", "no-show@2.3.0", TUESDAY)):
        git(repo, "switch", "--quiet", "--create", branch, "main")
        do(day, "promote", ref, "production", "--for", "outreach")
    git(repo, "switch", "--quiet", "main")
    git(repo, "merge", "--quiet", "--no-ff", "--no-edit", "ada")
    resolve_to(repo, one_side(merge_with_conflict(repo, "ben"), "theirs"))
    asked = steward("rollback", "outreach", "--today", LATER, "--yes")
    assert (asked.code, "other@2.2.0 served since 2030-01-07" in asked.err) == (4, True)
    do(LATER, "rollback", "outreach", "--to", "other@2.2.0")
