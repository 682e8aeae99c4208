"""Hooks and signing stay in force; what they reject is as if it had never been."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from modelsteward.errors import NotCommitted, Refused
from modelsteward.store.applying import apply, tidy
from modelsteward.store.files import WorkTree
from tests.applying.helpers import (
    AFTER,
    BEFORE,
    CARD,
    a_plan,
    as_read,
    edit,
    hook,
    left_over,
    of_others,
    on_disk,
    others_work,
)
from tests.conftest import git, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="hooks are shell scripts")


def do(top: Path, **named: object) -> object:
    return apply(a_plan(), top / "registry", command="steward suspend scorer", **named)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["pre-commit", "commit-msg", "prepare-commit-msg"])
def test_a_hook_that_rejects_leaves_everything_as_it_was(repo: Path, name: str) -> None:
    others_work(repo)
    mine = of_others(repo)
    hook(repo, name, "echo 'no, because' >&2; echo of this; exit 3")

    with pytest.raises(NotCommitted) as caught:
        do(repo)

    assert caught.value.message.endswith("\nno, because\nof this")
    assert caught.value.exit_code == 5
    assert "run the command again" in caught.value.hint
    assert on_disk(repo / "registry") == BEFORE
    assert (of_others(repo), left_over(repo)) == (mine, [])


def test_what_a_hook_made_of_the_files_is_undone_when_it_rejects(repo: Path) -> None:
    hook(repo, "pre-commit", f"echo '# tidied' >> registry/{CARD}; rm registry/datasets/rows/1.0.1.yaml; exit 1")

    with pytest.raises(NotCommitted):
        do(repo)

    assert on_disk(repo / "registry") == BEFORE
    assert git(repo, "status", "--porcelain") == ""


def test_what_a_hook_rejects_is_put_back_while_another_git_has_the_index(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modelsteward.store.indexes._PATIENCE", 0.1)
    hook(repo, "pre-commit", "touch .git/index.lock; exit 1")

    with pytest.raises(NotCommitted) as caught:
        do(repo)

    assert "could not be put back" not in caught.value.message
    (repo / ".git/index.lock").unlink()
    assert (on_disk(repo / "registry"), left_over(repo)) == (BEFORE, [])
    assert (git(repo, "status", "--porcelain"), tidy(repo / "registry", "steward next")) == ("", ())


def test_only_the_last_words_of_a_hook_are_told(repo: Path) -> None:
    hook(repo, "pre-commit", "seq 1 1000; exit 1")
    with pytest.raises(NotCommitted) as caught:
        do(repo)
    assert caught.value.message.splitlines()[1:] == [str(number) for number in range(961, 1001)]


def test_a_hook_that_edits_what_is_committed_has_its_way(repo: Path) -> None:
    others_work(repo)
    mine = of_others(repo)
    hook(repo, "pre-commit", f"echo '# tidied' >> registry/{CARD}; git add registry/{CARD}")
    told: list[str] = []

    do(repo, say=told.append)

    assert git(repo, "show", f"HEAD:registry/{CARD}").endswith("# tidied\n")
    assert (of_others(repo), left_over(repo)) == (mine, [])
    assert told == [
        f"a hook changed what was planned: registry/{CARD}; see `git show {git(repo, 'rev-parse', 'HEAD')[:10]}`"
    ]


def test_a_hook_that_adds_a_file_is_told_of(repo: Path) -> None:
    hook(repo, "pre-commit", "echo x > made.txt; git add made.txt")
    told: list[str] = []

    do(repo, say=told.append)

    assert told == ["a hook put more into the commit: made.txt"]
    assert git(repo, "show", "HEAD:made.txt") == "x\n"
    assert git(repo, "status", "--porcelain") == ""


def test_a_hook_sees_the_plan_s_files_staged_and_no_others(repo: Path) -> None:
    others_work(repo)
    hook(
        repo,
        "pre-commit",
        "git diff --cached --name-only --no-renames > ../seen.txt; git diff --name-only -- '*.txt' >> ../seen.txt",
    )

    do(repo)

    assert (repo.parent / "seen.txt").read_text().split() == [
        "registry/datasets/rows/1.0.0.yaml", "registry/datasets/rows/1.0.1.yaml", f"registry/{CARD}",
        "registry/records/models/scorer/1.2.0/2030-01-01-review-0a1b2c3d.yaml", "edited.txt", "half.txt", "staged.txt",
    ]  # fmt: skip


def test_a_hook_that_reads_the_registry_reads_what_will_be_committed(repo: Path) -> None:
    script = repo.parent / "look.py"
    script.write_text(
        "import sys; from pathlib import Path; from modelsteward.store.files import WorkTree\n"
        f"sys.exit('stage: suspended' not in WorkTree(Path('registry')).read({CARD!r}).decode())"
    )
    hook(repo, "pre-commit", f"exec {sys.executable} {script}")

    assert do(repo)


def test_a_hook_that_changes_the_registry_is_refused_and_does_not_wait(repo: Path) -> None:
    script = repo.parent / "change.py"
    script.write_text(
        "import sys; from pathlib import Path\n"
        "from modelsteward.store.applying import tidy\n"
        "from modelsteward.errors import Refused\n"
        "try: tidy(Path('registry'), 'steward tidy')\n"
        "except Refused as error: sys.exit(error.message)"
    )
    hook(repo, "pre-commit", f"exec {sys.executable} {script}")

    with pytest.raises(NotCommitted, match="this runs in a hook of `steward suspend scorer`, which is not done yet"):
        do(repo)


def test_a_daemon_that_a_hook_leaves_behind_holds_nothing(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_LOCK_TIMEOUT", "1")
    hook(repo, "post-commit", "sleep 30 > /dev/null 2>&1 < /dev/null & echo $! > ../daemon")
    do(repo)
    try:
        assert tidy(repo / "registry", "steward next") == ()
    finally:
        os.kill(int((repo.parent / "daemon").read_text()), signal.SIGKILL)


def test_a_daemon_that_a_hook_leaves_behind_holds_nothing_for_a_steward_that_was_killed(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARD_LOCK_TIMEOUT", "1")
    hook(repo, "pre-commit", "sleep 30 > /dev/null 2>&1 < /dev/null & echo $! > ../daemon; kill -9 $STEWARD_MOVER")
    child = os.fork()
    if child == 0:
        try:
            do(repo)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    try:
        [told] = tidy(repo / "registry", "steward next")
        assert "its commit had been made" in told
        assert (on_disk(repo / "registry"), left_over(repo)) == (AFTER, [])
        os.kill(int((repo.parent / "daemon").read_text()), 0)
    finally:
        os.kill(int((repo.parent / "daemon").read_text()), signal.SIGKILL)


def test_while_a_hook_takes_its_time_readers_see_the_state_before(repo: Path) -> None:
    others_work(repo)
    hook(repo, "pre-commit", "touch ../in-hook; while [ ! -e ../go-on ]; do sleep 0.02; done")
    mover = threading.Thread(target=do, args=(repo,))
    mover.start()
    try:
        while not (repo.parent / "in-hook").exists():
            time.sleep(0.01)
        assert on_disk(repo / "registry") == AFTER
        assert as_read(repo / "registry") == BEFORE
        git(repo, "add", "edited.txt")
    finally:
        (repo.parent / "go-on").touch()
        mover.join()

    assert as_read(repo / "registry") == AFTER
    assert "edited.txt" in git(repo, "diff", "--cached", "--name-only")
    assert left_over(repo) == []


def test_a_commit_made_meanwhile_is_not_undone(repo: Path) -> None:
    hook(repo, "pre-commit", "[ -e ../again ] && exit 0; touch ../again; unset GIT_INDEX_FILE; "
         "echo theirs > theirs.txt; git add theirs.txt; git commit -qm Theirs")  # fmt: skip

    with pytest.raises(NotCommitted):
        do(repo)

    assert git(repo, "show", "--format=%s", "--name-only", "HEAD").split() == ["Theirs", "theirs.txt"]
    assert on_disk(repo / "registry") == BEFORE
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])


def test_a_commit_that_got_in_before_git_looked_is_not_undone(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from modelsteward.store import carrying, gitrun

    def overtaken(*arguments: object) -> tuple[int, str]:
        write(repo, {"theirs.txt": "theirs\n"})
        git(repo, "add", "theirs.txt")
        git(repo, "commit", "--quiet", "--message", "Theirs")
        return gitrun.commit(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(carrying, "git_commit", overtaken)

    with pytest.raises(NotCommitted, match="something else was committed at the same moment"):
        do(repo)

    assert git(repo, "log", "--format=%s").split("\n")[0] == "Theirs"
    assert on_disk(repo / "registry") == BEFORE
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])


def test_another_s_commit_on_top_of_ours_is_left_to_them(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from modelsteward.store import carrying, gitrun

    def theirs(name: str) -> None:
        write(repo, {f"{name}.txt": "theirs\n"})
        git(repo, "add", f"{name}.txt")
        git(repo, "commit", "--quiet", "--message", name)

    def between(*arguments: object) -> tuple[int | None, str]:
        theirs("before")
        said = gitrun.commit(*arguments)  # type: ignore[arg-type]
        git(repo, "reset", "--hard", "HEAD")
        theirs("after")
        return said

    monkeypatch.setattr(carrying, "git_commit", between)
    with pytest.raises(NotCommitted, match="something else was committed at the same moment") as caught:
        do(repo)
    assert git(repo, "rev-parse", "--short=10", "HEAD").strip() in caught.value.message
    assert "put back" not in caught.value.hint
    assert git(repo, "log", "--format=%s", "-3").splitlines() == ["after", "Suspend scorer@1.2.0", "before"]
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])


def test_a_commit_that_git_says_it_made_and_did_not_is_told(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from modelsteward.store import carrying

    before = git(repo, "rev-parse", "HEAD")
    monkeypatch.setattr(carrying, "git_commit", lambda *_: (0, ""))
    with pytest.raises(NotCommitted, match="the branch does not have the commit"):
        do(repo)
    assert git(repo, "rev-parse", "HEAD") == before
    assert on_disk(repo / "registry") == BEFORE


def test_a_hook_that_commits_once_more_confuses_nothing(repo: Path) -> None:
    hook(repo, "post-commit", "[ -e ../again ] && exit 0; touch ../again; git commit -q --allow-empty -m More")

    outcome = apply(a_plan(), repo / "registry", command="steward x")

    assert git(repo, "rev-parse", "HEAD~1").strip() == outcome.commit
    assert on_disk(repo / "registry") == AFTER
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])


def test_ctrl_c_in_a_slow_hook_puts_everything_back(repo: Path) -> None:
    hook(repo, "pre-commit", "touch ../in-hook; sleep 30")
    child = os.fork()
    if child == 0:
        code = 0
        try:
            os.setsid()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            do(repo)
        except KeyboardInterrupt:
            code = 130
        except BaseException:
            code = 99
        finally:
            os._exit(code)
    while not (repo.parent / "in-hook").exists():
        time.sleep(0.01)
    os.killpg(child, signal.SIGINT)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 130
    assert on_disk(repo / "registry") == BEFORE
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])


def test_signing_that_fails_leaves_everything_as_it_was(repo: Path) -> None:
    git(repo, "config", "commit.gpgSign", "true")
    git(repo, "config", "gpg.program", "false")

    with pytest.raises(NotCommitted, match="gpg failed to sign"):
        do(repo)
    assert on_disk(repo / "registry") == BEFORE
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="signs with ssh-keygen")
def test_a_commit_is_signed_where_the_person_signs(repo: Path) -> None:
    key = repo.parent / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    (repo.parent / "allowed").write_text(f"ada@house.example {key.with_suffix('.pub').read_text()}")
    for name, value in {"commit.gpgSign": "true", "gpg.format": "ssh", "user.signingKey": f"{key}.pub",
                        "gpg.ssh.allowedSignersFile": f"{repo.parent}/allowed"}.items():  # fmt: skip
        git(repo, "config", name, value)

    do(repo)

    git(repo, "verify-commit", "HEAD")


def test_a_hook_of_a_branch_runs_in_its_own_tree(repo: Path) -> None:
    hook(
        repo,
        "pre-commit",
        'cat "registry/models/scorer/1.2.0.yaml" > "$(git rev-parse --git-common-dir)/../../seen.txt"',
    )
    do(repo, branch="side")

    assert "stage: suspended" in (repo.parent / "seen.txt").read_text()
    assert b"stage: production" in WorkTree(repo / "registry").read(CARD)


def test_a_branch_is_not_made_when_a_hook_rejects(repo: Path) -> None:
    hook(repo, "pre-commit", "echo no; exit 1")
    with pytest.raises(NotCommitted, match="no"):
        do(repo, branch="side")

    assert git(repo, "branch", "--format=%(refname:short)") == "main\n"
    assert (left_over(repo), git(repo, "worktree", "list").count("\n")) == ([], 1)


def test_a_plan_with_one_file_is_committed_too(repo: Path) -> None:
    hook(repo, "pre-commit", "exit 0")
    with pytest.raises(Refused):
        apply(
            a_plan(edit(repo / "registry", old="stage", new="stage")._replace(before="x")),
            repo / "registry",
            command="x",
        )
    assert apply(a_plan(edit(repo / "registry")), repo / "registry", command="x").commit
