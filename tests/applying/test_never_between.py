"""A process that is killed anywhere leaves the registry before the move or after it, and the next one tidies up."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from modelsteward.errors import NotCommitted
from modelsteward.store import settling
from modelsteward.store.applying import apply, tidy
from tests.applying.cutting import Stepping, cut
from tests.applying.helpers import (
    AFTER,
    BEFORE,
    a_plan,
    as_read,
    copied,
    left_over,
    locks,
    of_others,
    on_disk,
    others_work,
    when_git_has_its_locks,
)
from tests.conftest import git

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes that it forks")

MOST = 400
"""Steps after which something is wrong with the test."""


@pytest.fixture
def busy(repo: Path) -> Path:
    """A repository with a registry, and a person's other work."""
    others_work(repo)
    return repo


def move(top: Path, **named: object) -> Callable[[], object]:
    return lambda: apply(a_plan(), top / "registry", command="steward suspend scorer", **named)  # type: ignore[arg-type]


def each_cut(template: Path, *, group: bool, **named: object) -> None:
    """Cut a move at its first step, its second and so on, and look at what is left each time."""
    mine = of_others(template)
    for number in range(1, MOST):
        top = copied(template, template.parent / "copy")
        how = cut(move(top, **named), number, group=group)
        if how.finished:
            assert number > 30
            return
        look(top, mine, f"step {number}: {how.step}", **named)
    pytest.fail("it never came to its end")


def look(top: Path, mine: tuple[str, ...], where: str, branch: str | None = None, commit: bool = True) -> None:
    """What must hold after any cut."""
    root = top / "registry"
    assert as_read(root) in (BEFORE, AFTER), where
    cut_off = (top / ".git/steward/journal.json").exists()
    told = tidy(root, "steward next")
    assert bool(told) == cut_off, where
    assert left_over(top) == [], where
    after = on_disk(root)
    assert after == as_read(root), where
    assert after in (BEFORE, AFTER), where
    made = git(top, "rev-list", "--count", "--all").strip() == "3"
    assert made == (after == AFTER) or branch, where
    assert branch is None or (after == BEFORE and bool(git(top, "branch", "--list", branch)) == made), where
    git(top, "fsck", "--no-dangling", "--no-progress")
    if commit or after == BEFORE:
        assert of_others(top) == mine, where
    if told:
        assert ("its commit had been made" if made else "its commit had not been made") in told[0], where
    assert tidy(root, "steward next") == ()


def test_a_move_killed_at_any_step_is_before_or_after(busy: Path) -> None:
    each_cut(busy, group=False)


def test_a_move_killed_at_any_step_with_all_it_started_is_before_or_after(busy: Path) -> None:
    each_cut(busy, group=True)


def test_a_move_killed_while_git_commits_is_before_or_after(busy: Path) -> None:
    mine = of_others(busy)
    whole: list[str] = []
    first = copied(busy, busy.parent / "copy")
    with Stepping(whole.append):
        move(first)()
    number = next(i for i, step in enumerate(whole, 1) if step.startswith("after") and "'commit'" in step)
    for tenths in range(0, 150, 10):
        top = copied(busy, busy.parent / "copy")
        how = cut(move(top), number, group=True, wait=tenths / 10_000)
        assert "'commit'" in how.step
        look(top, mine, f"{tenths / 10} ms into git commit")


def test_a_git_that_is_killed_with_its_locks_held_leaves_none_to_the_next(
    busy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "_QUIET", 0.2)
    mine = of_others(busy)
    when_git_has_its_locks(busy, "kill -9 $PPID")

    with pytest.raises(NotCommitted, match="git did not take the commit"):
        move(busy)()

    assert (on_disk(busy / "registry"), of_others(busy), left_over(busy)) == (BEFORE, mine, [])
    (busy / ".git/hooks/reference-transaction").unlink()
    move(busy)()
    assert on_disk(busy / "registry") == AFTER


def test_a_steward_killed_while_its_git_has_the_locks_is_tidied_up(busy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "_QUIET", 0.2)
    mine = of_others(busy)
    when_git_has_its_locks(busy, "kill -9 $STEWARD_MOVER; kill -9 $PPID")
    cut(move(busy), MOST, group=True)
    assert locks(busy) == [".git/HEAD.lock", ".git/refs/heads/main.lock"]

    (busy / ".git/hooks/reference-transaction").unlink()
    look(busy, mine, "within git")


def test_tidying_that_is_killed_at_any_step_is_tidied_by_the_next(busy: Path) -> None:
    mine = of_others(busy)
    whole: list[str] = []
    first = copied(busy, busy.parent / "copy")
    with Stepping(whole.append):
        move(first)()
    for word in ("'commit'", "'rev-list'"):
        number = next(i for i, step in enumerate(whole, 1) if step.startswith("before") and word in step)
        template = copied(busy, busy.parent / "cut")
        cut(move(template), number, group=True)
        for again in range(1, MOST):
            top = busy.parent / "copy"
            shutil.rmtree(top)
            shutil.copytree(template, top, symlinks=True)
            how = cut(lambda top=top: tidy(top / "registry", "steward next"), again, group=True)  # type: ignore[misc]
            look(top, mine, f"tidying, step {again}: {how.step}")
            if how.finished:
                assert again > 15
                break
