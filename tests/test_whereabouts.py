"""Where steward is started, and where its output goes: a bare repository, a folder that is gone, a full disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Steward, git

FULL = Path("/dev/full")
STEWARD = f"{sys.executable} -m modelsteward"


@pytest.mark.parametrize("command", ["list", "check", "promote scorer@1.2.0 staging --yes", "suspend x@1.0.0 --yes"])
@pytest.mark.parametrize("below", ["", "objects", "refs/heads"])
def test_a_bare_repository_is_told_apart_from_a_folder_without_a_registry(
    repo: Path, tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch, command: str, below: str
) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(repo), "hub.git")
    monkeypatch.chdir(tmp_path / "hub.git" / below)

    ran = steward(*command.split())

    assert ran.code == 3
    assert f"{tmp_path}/hub.git is a bare repository, which has no files" in ran.err
    assert f"work in a clone of it: git clone {tmp_path}/hub.git" in ran.err


def test_a_bare_repository_that_is_named_is_told_as_well(repo: Path, tmp_path: Path, steward: Steward) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(repo), "hub.git")
    ran = steward("-C", str(tmp_path / "hub.git"), "check")
    assert (ran.code, "is a bare repository" in ran.err) == (3, True)


def test_git_s_own_folder_of_a_work_tree_is_no_bare_repository(
    repo: Path, tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repo / ".git/objects")
    assert steward("list").code == 0
    git(tmp_path, "init", "--quiet", "other")
    monkeypatch.chdir(tmp_path / "other/.git/objects")
    ran = steward("list")
    assert (ran.code, "there is no registry here" in ran.err) == (3, True)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed")
@pytest.mark.parametrize("command", ["list", "suspend scorer@1.2.0 --yes", "validate x.yaml"])
def test_a_folder_that_is_gone_is_told(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    ran = steward(*command.split())

    assert (ran.code, "the folder this was started in is gone" in ran.err) == (3, True)


@pytest.mark.skipif(not FULL.exists(), reason="writes to a device that is always full")
@pytest.mark.parametrize("command", ["list", "rules", "check", "--help", "--version", "list --format json"])
def test_output_for_which_there_is_no_room_is_no_bug(house: Path, command: str) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(
            [*STEWARD.split(), *command.split()], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 141
    assert done.stderr.splitlines()[0] == "steward: the output cannot be written: no space left on device"
    with FULL.open("w") as full:
        done = subprocess.run([*STEWARD.split(), *command.split()], stdout=full, stderr=full, text=True, check=False)
    assert done.returncode == 141


@pytest.mark.skipif(os.name != "posix", reason="closes a pipe that is written to")
@pytest.mark.parametrize("command", ["list", "rules", "check", "--help", "list --format json"])
def test_a_reader_that_went_away_is_told_in_the_exit_code(house: Path, command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        done = subprocess.run([*STEWARD.split(), *command.split()], stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (141, b"")
