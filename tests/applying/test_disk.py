"""A disk that is full, or may not be written to: everything is put back, or is by the next command once there is room."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

import pytest

from modelsteward.errors import NotCommitted, Refused, StewardError
from modelsteward.store.applying import apply, tidy
from tests.applying.cutting import Stepping
from tests.applying.helpers import (
    AFTER,
    BEFORE,
    CARD,
    DATA,
    a_plan,
    as_read,
    copied,
    edit,
    hook,
    left_over,
    of_others,
    on_disk,
    others_work,
)
from tests.conftest import git, write

NEEDS_ROOM = ("write ", "mkdir ", "link ")


@pytest.fixture
def busy(repo: Path) -> Path:
    others_work(repo)
    return repo


def fails(number: int, code: int, *, on: bool, top: Path, needs: tuple[str, ...] = ()) -> bool:
    """Apply with the step of this number failing (and with `on`, all later ones that need room); whether it was met."""
    count = 0

    def step(what: str) -> None:
        nonlocal count
        if what.startswith("after ") or (needs and not what.startswith(needs)):
            return
        count += 1
        if count == number or (on and count > number):
            raise OSError(code, os.strerror(code), what.partition(" ")[2])

    with Stepping(step):
        try:
            apply(a_plan(), top / "registry", command="steward suspend")
        except StewardError as error:
            assert type(error) in (Refused, NotCommitted)
            assert error.hint
            assert git(top, "rev-list", "--count", "HEAD").strip() == "2"
    return count >= number


def each_failure(template: Path, code: int, *, on: bool, needs: tuple[str, ...] = ()) -> int:
    mine = of_others(template)
    for number in range(1, 400):
        top = copied(template, template.parent / "copy")
        met = fails(number, code, on=on, top=top, needs=needs)
        assert as_read(top / "registry") in (BEFORE, AFTER), number
        tidy(top / "registry", "steward next")
        assert left_over(top) == [], number
        assert on_disk(top / "registry") in (BEFORE, AFTER), number
        assert (git(top, "rev-list", "--count", "HEAD").strip() == "3") == (on_disk(top / "registry") == AFTER), number
        assert of_others(top) == mine, number
        if not met:
            return number
    return 0


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS], ids=["full", "read-only"])
def test_a_step_that_fails_leaves_it_before_or_after(busy: Path, code: int) -> None:
    assert each_failure(busy, code, on=False) > 20


def test_a_disk_that_stays_full_leaves_it_before_or_after(busy: Path) -> None:
    assert each_failure(busy, errno.ENOSPC, on=True, needs=NEEDS_ROOM) > 5


def test_ctrl_c_at_any_step_leaves_it_before_or_after(busy: Path) -> None:
    mine = of_others(busy)
    for number in range(1, 400):
        top = copied(busy, busy.parent / "copy")
        if not interrupted(number, top):
            assert number > 40
            return
        assert as_read(top / "registry") in (BEFORE, AFTER), number
        tidy(top / "registry", "steward next")
        assert (left_over(top), of_others(top)) == ([], mine), number
        assert on_disk(top / "registry") in (BEFORE, AFTER), number
    pytest.fail("it never came to its end")


def interrupted(number: int, top: Path) -> bool:
    """Apply with Ctrl-C at the step of this number; whether it was met."""
    count = 0

    def step(what: str) -> None:
        nonlocal count
        count += not what.startswith("after ")
        if count == number and not what.startswith("after "):
            raise KeyboardInterrupt

    with Stepping(step), suppress(KeyboardInterrupt, StewardError):
        apply(a_plan(), top / "registry", command="steward suspend")
    return count >= number


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits a process that it forks")
def test_a_real_limit_of_size_leaves_it_before_or_after(busy: Path) -> None:
    import resource

    mine = of_others(busy)
    met = set()
    for most in (0, 10, 100, 250, 500, 800, 1200, 1800, 2500, 4000, 100_000):
        top = copied(busy, busy.parent / "copy")
        child = os.fork()
        if child == 0:
            code = 0
            try:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
                apply(a_plan(), top / "registry", command="steward suspend")
            except StewardError as error:
                code = int(error.exit_code)
            except BaseException:
                code = 99
            finally:
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        met.add(code)
        assert as_read(top / "registry") == (AFTER if code == 0 else BEFORE), (most, code)
        tidy(top / "registry", "steward next")
        assert (left_over(top), of_others(top)) == ([], mine), most
    assert met <= {0, 4, 5}
    assert {0, 5} <= met


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_told(repo: Path) -> None:
    folder = (repo / "registry" / CARD).parent
    plan = a_plan(edit(repo / "registry"))
    folder.chmod(0o555)
    try:
        with pytest.raises(NotCommitted, match="permission denied; everything was put back"):
            apply(plan, repo / "registry", command="steward suspend")
    finally:
        folder.chmod(0o755)
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])


@pytest.mark.parametrize("branch", [None, "side"])
def test_a_git_that_fails_once_files_are_touched_took_no_commit(repo: Path, branch: str | None) -> None:
    write(repo, {".gitattributes": "*.yaml filter=broken\n"})
    git(repo, "config", "filter.broken.clean", "awk '/stage: suspended/ {exit 7} {print}'")
    git(repo, "config", "filter.broken.required", "true")
    git(repo, "config", "filter.broken.smudge", "cat")
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "A filter")
    plan = a_plan(edit(repo / "registry"))

    with pytest.raises(NotCommitted, match="clean filter 'broken' failed; everything was put back") as caught:
        apply(plan, repo / "registry", command="steward suspend", branch=branch)
    assert caught.value.exit_code == 5
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])
    assert git(repo, "branch", "--format=%(refname:short)") == "main\n"


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_a_files_permissions_stay(repo: Path) -> None:
    path = repo / "registry" / CARD
    path.chmod(0o664)
    git(repo, "status")
    apply(a_plan(edit(repo / "registry")), repo / "registry", command="steward suspend")
    assert path.stat().st_mode & 0o777 == 0o664


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
@pytest.mark.parametrize("mode", [0o664, 0o600, 0o444])
def test_permissions_come_back_with_what_is_put_back(repo: Path, mode: int) -> None:
    """Of a file that was edited, and of one that was gone already."""
    places = [repo / "registry" / file for file in (CARD, DATA)]
    for path in places:
        path.chmod(mode)
    hook(repo, "pre-commit", "exit 1")
    with pytest.raises(NotCommitted):
        apply(a_plan(), repo / "registry", command="steward suspend")
    assert on_disk(repo / "registry") == BEFORE
    assert [path.stat().st_mode & 0o777 for path in places] == [mode, mode]


def test_a_full_disk_is_told_with_the_file(repo: Path) -> None:
    def step(what: str) -> None:
        if what.startswith("open ") and ".1.2.0.yaml.steward-" in what:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), what.partition(" ")[2])

    plan = a_plan(edit(repo / "registry"))
    with Stepping(step), pytest.raises(NotCommitted) as caught:
        apply(plan, repo / "registry", command="steward suspend")
    assert caught.value.message.endswith(": no space left on device; everything was put back")
    assert (git(repo, "status", "--porcelain"), left_over(repo)) == ("", [])


def test_where_nothing_can_be_put_back_readers_see_the_last_commit_until_there_is_room(busy: Path) -> None:
    root, full = busy / "registry", False

    def step(what: str) -> None:
        nonlocal full
        full = full or "update-index" in what
        if full and what.startswith(NEEDS_ROOM):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Stepping(step), pytest.raises(NotCommitted, match="could not be put back: no space left on device"):
        (busy / ".git/hooks/pre-commit").parent.mkdir(exist_ok=True)
        (busy / ".git/hooks/pre-commit").write_text("#!/bin/sh\nexit 1\n")
        (busy / ".git/hooks/pre-commit").chmod(0o755)
        apply(a_plan(), root, command="steward suspend")

    assert on_disk(root) == AFTER
    assert as_read(root) == BEFORE
    [told] = tidy(root, "steward next")
    assert "its commit had not been made, so 4 files were put back" in told
    assert on_disk(root) == BEFORE
