"""One command, one commit of exactly its files; whatever else a person has going on stays as it is."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from pathlib import Path

import pytest

from modelsteward.domain.plan import Change
from modelsteward.errors import NotCommitted, Refused
from modelsteward.store.applying import Outcome, apply, prepare, writing
from modelsteward.store.gitrun import ask
from tests.applying.helpers import (
    AFTER,
    BEFORE,
    CARD,
    DATA,
    RECORD,
    a_plan,
    edit,
    hook,
    left_over,
    of_others,
    on_disk,
    others_work,
)
from tests.conftest import HOUSE, git, write


def names(top: Path, commit: str = "HEAD") -> list[str]:
    return git(top, "show", "--format=", "--name-status", "--no-renames", commit).splitlines()


def do(top: Path, *changes: Change, **named: object) -> Outcome:
    return apply(a_plan(*changes), top / "registry", command="steward suspend scorer", **named)  # type: ignore[arg-type]


def test_a_plan_becomes_one_commit_of_exactly_its_files(repo: Path) -> None:
    outcome = do(repo)

    assert outcome == Outcome(git(repo, "rev-parse", "HEAD").strip(), None, ())
    assert on_disk(repo / "registry") == AFTER
    assert names(repo) == [
        "D\tregistry/datasets/rows/1.0.0.yaml",
        "A\tregistry/datasets/rows/1.0.1.yaml",
        "M\tregistry/models/scorer/1.2.0.yaml",
        f"A\tregistry/{RECORD}",
    ]
    assert git(repo, "show", "--no-patch", "--format=%B").strip() == a_plan().message().strip()
    assert git(repo, "log", "-1", "--format=%(trailers)").strip() == "Steward-Action: suspend"
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])
    assert git(repo, "diff-files", "--name-only") == ""


def test_what_is_staged_and_edited_beside_it_stays(repo: Path) -> None:
    others_work(repo)
    mine = of_others(repo)

    do(repo)

    assert len(names(repo)) == 4
    assert of_others(repo) == mine


def test_the_message_is_taken_as_it_is(repo: Path) -> None:
    plan = a_plan(edit(repo / "registry"))._replace(
        title="# é 名前 -F --amend", trailers=(("Steward-Reason", "a\nb  c"), ("Steward-Ref", "x@1"))
    )
    apply(plan, repo / "registry", command="steward x")

    assert git(repo, "show", "--no-patch", "--format=%B").rstrip("\n") == (
        "# é 名前 -F --amend\n\nSteward-Reason: a b c\nSteward-Ref: x@1"
    )


def test_without_a_commit_the_files_change_and_nothing_is_staged(repo: Path) -> None:
    outcome = do(repo, commit=False)

    assert outcome.commit is None
    assert on_disk(repo / "registry") == AFTER
    assert git(repo, "diff", "--cached", "--name-only") == ""
    assert git(repo, "rev-list", "--count", "HEAD").strip() == "1"
    assert left_over(repo) == []


def test_the_first_commit_of_all_can_be_a_plan(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    write(tmp_path, {"staged.txt": "mine\n"})
    git(tmp_path, "add", "staged.txt")
    plan = a_plan(Change("registry/steward.yaml", None, HOUSE["steward.yaml"]))

    outcome = apply(plan, tmp_path, command="steward init")

    assert names(tmp_path) == ["A\tregistry/steward.yaml"]
    assert git(tmp_path, "rev-parse", "HEAD").strip() == outcome.commit
    assert git(tmp_path, "status", "--porcelain") == "A  staged.txt\n"


def test_a_first_commit_that_a_hook_rejects_leaves_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    hook(tmp_path, "pre-commit", "exit 1")
    plan = a_plan(Change("registry/steward.yaml", None, HOUSE["steward.yaml"]))

    with pytest.raises(NotCommitted):
        apply(plan, tmp_path, command="steward init")
    assert (sorted(path.name for path in tmp_path.iterdir()), left_over(tmp_path)) == ([".git"], [])


def test_a_folder_that_a_rename_empties_goes(repo: Path) -> None:
    text = HOUSE[DATA]
    do(repo, Change("datasets/columns/1.0.0.yaml", text, text.replace("rows", "columns"), DATA))

    assert not (repo / "registry/datasets/rows").exists()
    assert (repo / "registry/datasets/columns/1.0.0.yaml").exists()


def test_a_file_may_be_taken_away(repo: Path) -> None:
    do(repo, Change(DATA, HOUSE[DATA], None))

    assert names(repo) == [f"D\tregistry/{DATA}"]
    assert git(repo, "status", "--porcelain") == ""


def test_the_environment_of_a_hook_does_not_lead_elsewhere(
    repo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    git(elsewhere, "init", "--quiet")
    for name, value in {
        "GIT_DIR": ".git",
        "GIT_WORK_TREE": ".",
        "GIT_INDEX_FILE": ".git/other",
        "GIT_PREFIX": "x/",
    }.items():
        monkeypatch.setenv(name, str(elsewhere / value))
    outcome = do(repo)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        monkeypatch.delenv(name)

    assert git(repo, "rev-parse", "HEAD").strip() == outcome.commit
    assert not list((elsewhere / ".git/objects").glob("??"))


def test_identity_and_date_come_from_the_environment(repo: Path) -> None:
    do(repo)

    assert git(repo, "show", "-s", "--format=%an %ae %cd", "--date=iso-strict").strip() == (
        "Ada ada@house.example 2029-12-01T12:00:00+00:00"
    )


@pytest.mark.parametrize("attributes", ["* text=auto eol=crlf\n", "* text eol=lf\n", "* -text\n"])
@pytest.mark.parametrize("autocrlf", ["true", "input", "false"])
def test_line_ends_are_git_s_business_and_the_files_bytes_are_the_plan_s(
    repo: Path, attributes: str, autocrlf: str
) -> None:
    git(repo, "config", "core.autocrlf", autocrlf)
    write(repo, {".gitattributes": attributes})
    git(repo, "add", ".gitattributes")
    git(repo, "commit", "--quiet", "--message", "Line ends")
    shutil.rmtree(repo / "registry")
    git(repo, "checkout", "--", ".")
    change = edit(repo / "registry")
    do(repo, change)

    assert (repo / "registry" / CARD).read_bytes().decode() == change.after
    assert git(repo, "show", "--numstat", "--format=").split() == ["1", "1", f"registry/{CARD}"]
    assert git(repo, "status", "--porcelain") == ""


def test_text_that_is_not_ascii_and_has_no_last_line_end_is_written_as_it_is(repo: Path) -> None:
    text = "summary: Grüße 名\r\nx: 1"
    do(repo, Change("models/scorer/9.0.0.yaml", None, text))

    assert (repo / "registry/models/scorer/9.0.0.yaml").read_bytes() == text.encode()


# what is refused before anything is touched


def refused(top: Path, *changes: Change, **named: object) -> Refused:
    """Why a plan is refused; nothing may have been touched."""
    before = (of_others(top), git(top, "rev-list", "--all", "--count")) if (top / ".git").exists() else None
    with pytest.raises(Refused) as caught:
        do(top, *changes, **named)
    if before:
        assert (of_others(top), git(top, "rev-list", "--all", "--count")) == before
        assert left_over(top) == [] or (top / ".git").is_file()
    assert caught.value.hint
    return caught.value


def test_an_edited_file_is_refused(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo)
    path = repo / "registry" / CARD
    change = edit(repo / "registry")
    path.write_text(path.read_text() + "# mine\n")

    error = refused(repo, change)
    assert error.message == f"{CARD} has changes that are not committed"
    assert error.hint == f"commit or stash it first: git stash push -- registry/{CARD}"
    with pytest.raises(Refused, match="not committed"):
        prepare(a_plan(), repo / "registry")


def test_staged_files_are_refused_by_name(repo: Path) -> None:
    for file in (CARD, DATA):
        path = repo / "registry" / file
        path.write_text(path.read_text() + "# mine\n")
    git(repo, "add", ".")

    assert refused(repo).message == f"{DATA}, {CARD} have changes that are not committed"


def test_a_file_that_was_committed_anew_since_it_was_planned_is_refused(repo: Path) -> None:
    plan = edit(repo / "registry")
    write(repo / "registry", {CARD: HOUSE[CARD] + "# theirs\n"})
    git(repo, "commit", "--quiet", "--all", "--message", "Theirs")

    assert refused(repo, plan).message == f"{CARD} has changed since this was planned"


def test_a_file_that_is_gone_is_refused(repo: Path) -> None:
    plan = edit(repo / "registry")
    git(repo, "rm", "--quiet", f"registry/{CARD}")
    git(repo, "commit", "--quiet", "--message", "Gone")

    assert refused(repo, plan).message == f"{CARD} is gone since this was planned"


def test_a_new_file_that_is_there_is_refused(repo: Path) -> None:
    write(repo / "registry", {RECORD: "mine\n"})

    assert refused(repo).message == f"{RECORD} is there already"
    assert (repo / "registry" / RECORD).read_text() == "mine\n"


def test_a_file_that_was_never_committed_is_refused(repo: Path) -> None:
    write(repo / "registry", {"models/scorer/3.0.0.yaml": "a\n"})

    error = refused(repo, Change("models/scorer/3.0.0.yaml", "a\n", "b\n"))
    assert error.message == "models/scorer/3.0.0.yaml was never committed"


def test_an_ignored_file_is_refused(repo: Path) -> None:
    write(repo, {".gitignore": "records/\n"})

    assert refused(repo).message == f"git ignores {RECORD}"


@pytest.mark.parametrize(
    "file",
    ["../out.yaml", "models/../../out.yaml", "/etc/x.yaml", "models//x.yaml", ".git/hooks/x", "models/.GIT/x", "models/.git /x",
     "", ".", "models/a\\..\\b.yaml", "models/x\0.yaml", "git~1/config"],
)  # fmt: skip
def test_a_name_that_leads_out_is_refused(repo: Path, file: str) -> None:
    before = sorted(os.fspath(path) for path in repo.parent.rglob("*") if ".git" not in path.parts)

    error = refused(repo, Change(file, None, "x\n"))
    assert error.message.endswith(("is no place for a file of the registry", "is no name for a file"))
    assert sorted(os.fspath(path) for path in repo.parent.rglob("*") if ".git" not in path.parts) == before


posix = pytest.mark.skipif(sys.platform == "win32", reason="makes links")


@posix
def test_a_link_is_refused(repo: Path) -> None:
    plan = edit(repo / "registry")
    path = repo / "registry" / CARD
    path.unlink()
    path.symlink_to(repo / "registry" / DATA)

    assert refused(repo, plan).message == f"{CARD} is no plain file, so it is not written"


@posix
def test_a_way_through_a_link_is_refused(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (repo / "registry/records").symlink_to(tmp_path / "outside")

    assert refused(repo).message == f"{RECORD} cannot be written: records is a link"
    assert not list((tmp_path / "outside").iterdir())


def test_a_file_where_a_folder_must_be_is_refused(repo: Path) -> None:
    write(repo / "registry", {"records": "x\n"})

    assert refused(repo).message == f"{RECORD} cannot be written: records is no folder"


def test_a_way_into_another_repository_is_refused(repo: Path) -> None:
    (repo / "registry/records").mkdir()
    git(repo / "registry/records", "init", "--quiet")

    assert refused(repo).message == f"{RECORD} lies in another repository, records"


def test_a_way_into_a_submodule_that_is_not_checked_out_is_refused(repo: Path) -> None:
    head = git(repo, "rev-parse", "HEAD").strip()
    git(repo, "update-index", "--add", "--cacheinfo", f"160000,{head},registry/records")
    git(repo, "commit", "--quiet", "--message", "A submodule")
    (repo / "registry/records").mkdir()

    assert "submodule" in refused(repo).message


def test_a_file_left_out_of_a_sparse_checkout_is_refused(repo: Path) -> None:
    change = edit(repo / "registry")
    git(repo, "sparse-checkout", "set", "registry/datasets")

    assert refused(repo, change).message.endswith("is left out of this sparse checkout")


def test_a_file_that_git_is_told_not_to_look_at_is_refused(repo: Path) -> None:
    git(repo, "update-index", "--assume-unchanged", f"registry/{CARD}")

    assert refused(repo).message == f"git is told not to look at {CARD}"


# what state a repository may be in


def test_outside_a_repository_it_says_how_to_make_one(house: Path) -> None:
    with pytest.raises(Refused) as caught:
        apply(a_plan(), house, command="steward x")
    assert "is in no git repository" in caught.value.message
    assert "git init" in caught.value.hint


def test_a_repository_of_somebody_else_is_refused_with_what_git_says_to_type(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = a_plan()
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(Refused, match=r"^git does not trust this folder: it belongs to somebody else$") as caught:
        apply(plan, repo / "registry", command="steward x")
    assert caught.value.hint == f"git config --global --add safe.directory {repo}"


def test_a_bare_repository_is_refused(repo: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(repo), "bare.git")
    (tmp_path / "bare.git/registry").mkdir()
    with pytest.raises(Refused, match="a bare repository has no files to change"):
        apply(a_plan(), tmp_path / "bare.git/registry", command="steward x")
    git(repo, "config", "core.bare", "true")
    with pytest.raises(Refused, match="a bare repository has no files to change"):
        apply(a_plan(), repo / "registry", command="steward x")


def test_a_detached_head_is_refused_with_what_to_type(repo: Path) -> None:
    git(repo, "checkout", "--quiet", "--detach")

    error = refused(repo)
    assert error.message.startswith("no branch is checked out")
    assert "git switch" in error.hint
    assert "--branch NAME" in error.hint
    assert do(repo, commit=False).commit is None


def diverged(top: Path) -> None:
    """Another branch and this one have each changed one file."""
    git(top, "switch", "--quiet", "--create", "other")
    write(top, {"x.txt": "theirs\n"})
    git(top, "add", ".")
    git(top, "commit", "--quiet", "--message", "Theirs")
    git(top, "switch", "--quiet", "main")
    write(top, {"x.txt": "ours\n"})
    git(top, "add", ".")
    git(top, "commit", "--quiet", "--message", "Ours")


@pytest.mark.parametrize(
    ("start", "what"),
    [(["merge", "other"], "a merge"), (["cherry-pick", "other"], "a cherry-pick"), (["rebase", "other"], "a rebase"),
     (["revert", "HEAD~1"], "a revert")],
)  # fmt: skip
def test_a_merge_in_progress_is_refused(repo: Path, start: list[str], what: str) -> None:
    import subprocess

    diverged(repo)
    if what == "a revert":
        write(repo, {"x.txt": "again\n"})
        git(repo, "commit", "--quiet", "--all", "--message", "Again")
        start = ["revert", "HEAD~1"]
    assert subprocess.run(["git", *start], cwd=repo, capture_output=True, check=False).returncode

    error = refused(repo)
    assert error.message == f"{what} is in progress here"
    assert "--abort" in error.hint


def test_a_conflict_left_in_the_index_is_refused(repo: Path) -> None:
    diverged(repo)
    write(repo, {"x.txt": "edited\n"})
    git(repo, "stash")
    write(repo, {"x.txt": "otherwise\n"})
    git(repo, "commit", "--quiet", "--all", "--message", "Otherwise")
    import subprocess

    assert subprocess.run(["git", "stash", "pop"], cwd=repo, capture_output=True, check=False).returncode

    assert refused(repo).message == "there are unresolved merge conflicts here"


def test_without_an_identity_it_says_how_to_set_one(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{who}_NAME")
        monkeypatch.delenv(f"GIT_{who}_EMAIL")
    git(repo, "config", "user.useConfigOnly", "true")

    error = refused(repo)
    assert error.message == "git does not know who commits"
    assert 'git config --global user.name "Your Name"' in error.hint
    assert "git config --global user.email" in error.hint


def test_another_git_at_work_is_waited_for_and_then_named(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelsteward.store.indexes._PATIENCE", 0.1)
    lock = repo / ".git/index.lock"
    lock.touch()
    with pytest.raises(Refused, match=r"another git is at work here: .*index\.lock"):
        do(repo)
    assert lock.exists()
    lock.unlink()
    do(repo)


def test_without_git_it_says_so(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Refused, match="git is not installed"):
        do(repo)


def test_a_linked_work_tree_has_its_own_move(repo: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    git(repo, "worktree", "add", "--quiet", "-b", "side", str(tree))
    outcome = do(tree)

    assert on_disk(tree / "registry") == AFTER
    assert on_disk(repo / "registry") == BEFORE
    assert git(repo, "rev-parse", "side").strip() == outcome.commit
    assert git(tree, "status", "--porcelain") == ""
    assert (repo / ".git/steward/lock").exists()


def test_a_submodule_is_a_repository_like_others(repo: Path, tmp_path: Path) -> None:
    above = tmp_path / "above"
    above.mkdir()
    git(above, "init", "--quiet")
    git(above, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo), "cards")
    outcome = do(above / "cards")

    assert git(above / "cards", "rev-parse", "HEAD").strip() == outcome.commit
    assert git(above / "cards", "status", "--porcelain") == ""


def test_a_shallow_clone_takes_a_commit(repo: Path, tmp_path: Path) -> None:
    git(repo, "commit", "--quiet", "--allow-empty", "--message", "Second")
    git(tmp_path, "clone", "--quiet", "--depth=1", repo.as_uri(), "shallow")
    do(tmp_path / "shallow")

    assert git(tmp_path / "shallow", "status", "--porcelain") == ""
    assert git(tmp_path / "shallow", "rev-list", "--count", "HEAD").strip() == "2"


def test_a_registry_at_the_top_works_as_well(house: Path) -> None:
    git(house, "init", "--quiet", "--initial-branch=main")
    git(house, "add", ".")
    git(house, "commit", "--quiet", "--message", "A registry")
    apply(a_plan(), house, command="steward x")

    assert on_disk(house) == AFTER
    assert git(house, "status", "--porcelain") == ""


@posix
def test_a_registry_that_is_reached_through_a_link_is_the_same_one(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(repo)
    apply(a_plan(), tmp_path / "link/registry", command="steward x")

    assert git(repo, "status", "--porcelain") == ""


def test_a_sparse_and_split_index_survive(repo: Path) -> None:
    git(repo, "config", "core.splitIndex", "true")
    git(repo, "update-index", "--split-index")
    others_work(repo)
    mine = of_others(repo)
    do(repo)

    assert of_others(repo) == mine
    git(repo, "fsck", "--no-dangling")


def test_within_writing_no_second_lock_is_needed(repo: Path) -> None:
    with writing(repo / "registry", "steward x") as tidied:
        assert tidied == ()
        prepare(a_plan(), repo / "registry")
        assert do(repo).commit


def test_what_one_thread_writes_another_waits_for(repo: Path) -> None:
    root, order = repo / "registry", []

    def other() -> None:
        with writing(root, "steward set"):
            order.append("other")

    with writing(root, "steward suspend"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.3)
        order.append("first")
    thread.join()
    assert order == ["first", "other"]


@pytest.mark.parametrize("mover", ["abc", "0x10", "1 2", ""])
def test_what_no_move_put_into_the_environment_means_nothing(
    repo: Path, monkeypatch: pytest.MonkeyPatch, mover: str
) -> None:
    monkeypatch.setenv("STEWARD_MOVER", mover)
    assert apply(a_plan(), repo / "registry", command="steward suspend").commit


def test_a_folder_that_is_gone_is_not_git_s_fault(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such file or directory"):
        ask(str(tmp_path / "gone"), "status")


def test_a_git_that_may_not_be_run_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "git").write_text("no program")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="git cannot be started in"):
        ask(str(tmp_path), "status")


def test_nothing_to_do_is_refused(repo: Path) -> None:
    with pytest.raises(Refused, match="nothing to change"):
        apply(a_plan()._replace(changes=()), repo / "registry", command="steward x")


def test_an_edit_as_young_as_the_index_stays_seen(repo: Path) -> None:
    then = (1_500_000_000, 1_500_000_000)
    git(repo, "config", "core.trustctime", "false")
    write(repo, {"edited.txt": "one\n"})
    os.utime(repo / "edited.txt", then)
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Other things")
    write(repo, {"edited.txt": "two\n"})
    os.utime(repo / "edited.txt", then)
    os.utime(repo / ".git/index", then)

    apply(a_plan(), repo / "registry", command="steward suspend")

    assert git(repo, "status", "--porcelain") == " M edited.txt\n"
