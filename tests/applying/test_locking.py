"""One writer at a time in a clone; who waits says for whom, and nobody waits for the dead."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from modelsteward.domain.plan import Change
from modelsteward.errors import BadUsage, Refused
from modelsteward.store.applying import apply, tidy, writing
from modelsteward.store.lock import Holder, holder, locked
from tests.applying.helpers import CARD, a_plan, edit, hook, left_over, on_disk
from tests.conftest import HOUSE, git, write

MOVES = int(os.environ.get("STEWARD_TEST_MOVES", "5"))
"""Moves of each of the parallel processes; a campaign asks for more."""

HOLD = (
    "import sys, time; from pathlib import Path; from modelsteward.store.lock import locked\n"
    "with locked(sys.argv[1], 'steward promote scorer', print):\n"
    "    print('held', flush=True); time.sleep(60)"
)


@contextmanager
def held_by_another(file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the lock."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(file)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_who_waits_says_once_for_whom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_LOCK_TIMEOUT", "0.3")
    file, told = tmp_path / "steward/lock", []
    with (
        held_by_another(file) as process,
        pytest.raises(Refused) as caught,
        locked(str(file), "steward x", told.append),
    ):
        pytest.fail("two hold it")

    [said] = told
    assert said.startswith(f"waiting for pid {process.pid} (")
    assert said.endswith("): steward promote scorer")
    assert caught.value.message.startswith(f"waited 0.3 seconds for pid {process.pid}")
    assert "STEWARD_LOCK_TIMEOUT" in caught.value.hint


def test_a_lock_of_a_dead_process_is_taken_over_at_once(tmp_path: Path) -> None:
    file, told = tmp_path / "steward/lock", []
    with held_by_another(file) as process:
        process.kill()
        process.wait()
        assert holder(str(file)).pid == process.pid
        with locked(str(file), "steward x", told.append):
            assert holder(str(file)).pid == os.getpid()

    assert told == []
    assert holder(str(file)).pid == 0


def test_a_lock_whose_text_names_a_dead_process_is_only_a_text(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    file.write_text(json.dumps(Holder(1, "root", "elsewhere", "steward x")._asdict()))
    assert str(holder(str(file))) == "pid 1 (root on elsewhere): steward x"
    with locked(str(file), "steward y", pytest.fail):
        pass
    for text in ("", "{", "[]", '{"pid": "x"}', "\xff"):
        file.write_bytes(text.encode("latin-1"))
        assert str(holder(str(file))) == "another steward"


def test_a_lock_file_that_was_taken_away_and_made_anew_is_not_held_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STEWARD_LOCK_TIMEOUT", "0.2")
    file = tmp_path / "steward/lock"
    with held_by_another(file):
        file.unlink()
        with (
            locked(str(file), "steward x", pytest.fail),
            pytest.raises(Refused),
            locked(str(file), "y", lambda _: None),
        ):
            pytest.fail("two hold it")


@pytest.mark.parametrize("text", ["soon", "nan", "-1", "inf", "1e999"])
def test_a_timeout_that_is_no_number_of_seconds_is_told(repo: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("STEWARD_LOCK_TIMEOUT", text)
    with pytest.raises(BadUsage, match=f"'{text}'"):
        tidy(repo / "registry", "steward x")


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
@pytest.mark.parametrize(
    ("git_s", "folder", "file"), [(0o2775, 0o2775, 0o664), (0o2770, 0o2775, 0o664), (0o755, 0o755, 0o644)]
)
def test_a_clone_that_a_group_shares_is_one_that_all_of_it_can_lock(
    repo: Path, git_s: int, folder: int, file: int
) -> None:
    (repo / ".git").chmod(git_s)
    hook(repo, "pre-commit", "cp -p .git/steward/journal.json ../journal.json")
    before = os.umask(0o022)
    try:
        apply(a_plan(edit(repo / "registry")), repo / "registry", command="steward suspend scorer")
    finally:
        os.umask(before)

    ours = repo / ".git/steward"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (ours, ours / "lock", repo.parent / "journal.json")] == [
        folder, file, file,
    ]  # fmt: skip


def test_the_lock_is_of_the_whole_clone(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEWARD_LOCK_TIMEOUT", "0.1")
    git(repo, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "tree"))
    with held_by_another(repo / ".git/steward/lock"), pytest.raises(Refused, match="waited"):
        tidy(tmp_path / "tree/registry", "steward x")


@pytest.mark.skipif(sys.platform == "win32", reason="hooks are shell scripts")
def test_a_commit_whose_steward_was_killed_is_waited_for(repo: Path) -> None:
    hook(repo, "pre-commit", "touch ../in-hook; while [ ! -e ../go-on ]; do sleep 0.02; done")
    child = os.fork()
    if child == 0:
        try:
            apply(a_plan(edit(repo / "registry")), repo / "registry", command="steward suspend scorer")
        finally:
            os._exit(1)
    while not (repo.parent / "in-hook").exists():
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    threading.Timer(0.3, (repo.parent / "go-on").touch).start()

    told: list[str] = []
    tidied = tidy(repo / "registry", "steward next", told.append)

    assert told[0].startswith(f"waiting for pid {child} (")
    assert "its commit had been made" in tidied[0]
    assert git(repo, "rev-list", "--count", "HEAD").strip() == "2"
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])


MOVE = (
    "import sys; from pathlib import Path\n"
    "from modelsteward.domain.plan import Change, Plan\n"
    "from modelsteward.store.applying import apply, writing\n"
    "root, who, moves, card = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]\n"
    "for i in range(moves):\n"
    "    with writing(root, f'steward {who}'):\n"
    "        text = (root / card).read_text()\n"
    "        count = int(text.rpartition('# ')[2]) + 1\n"
    "        changes = (Change(card, text, text.rpartition('# ')[0] + f'# {count}\\n'),\n"
    "                   Change(f'holds/{who}-{i}.yaml', None, f'{count}\\n'))\n"
    "        apply(Plan('x', (), f'{who} {i}', changes), root, command=f'steward {who}')\n"
)


def test_eight_processes_lose_no_move_and_double_none(repo: Path) -> None:
    root = repo / "registry"
    write(root, {CARD: HOUSE[CARD] + "# 0\n"})
    git(repo, "commit", "--quiet", "--all", "--message", "A counter")
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MOVE, str(root), f"p{k}", str(MOVES), CARD], stderr=subprocess.PIPE, text=True
        )
        for k in range(8)
    ]
    for process in started:
        assert (process.communicate()[1], process.returncode) == ("", 0)

    assert (root / CARD).read_text().endswith(f"# {8 * MOVES}\n")
    subjects = git(repo, "log", "--format=%s", "--reverse").splitlines()[2:]
    assert sorted(subjects) == sorted(f"p{k} {i}" for k in range(8) for i in range(MOVES))
    counts = [int((root / f"holds/{who}-{i}.yaml").read_text()) for who, i in (line.split() for line in subjects)]
    assert counts == list(range(1, 8 * MOVES + 1))
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])


def test_a_plan_made_without_the_lock_is_refused_when_another_was_quicker(repo: Path) -> None:
    root = repo / "registry"
    slow, quick = a_plan(edit(root)), a_plan(edit(root, new="stage: deprecated"))
    apply(quick, root, command="steward deprecate")

    with pytest.raises(Refused, match=r"has changed since this was planned"):
        apply(slow, root, command="steward suspend")
    assert "stage: deprecated" in str(on_disk(root)[CARD])


def test_a_push_that_comes_second_leaves_nothing_that_claims_to_have_happened(repo: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(repo), "hub.git")
    for who in ("one", "two"):
        git(tmp_path, "clone", "--quiet", "hub.git", who)
        apply(
            a_plan(Change(f"holds/{who}.yaml", None, "x\n")), tmp_path / who / "registry", command=f"steward hold {who}"
        )
    git(tmp_path / "one", "push", "--quiet")
    refused = subprocess.run(["git", "push", "--quiet"], cwd=tmp_path / "two", capture_output=True, check=False)
    assert refused.returncode
    assert git(tmp_path / "hub.git", "log", "--format=%s").count("\n") == 2
    git(tmp_path / "two", "pull", "--quiet", "--rebase")
    git(tmp_path / "two", "push", "--quiet")
    assert git(tmp_path / "hub.git", "tag") == ""
    assert len(git(tmp_path / "hub.git", "for-each-ref").splitlines()) == 1
    with writing(tmp_path / "two/registry", "steward x") as tidied:
        assert tidied == ()
