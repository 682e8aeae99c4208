"""Scenarios: what must work from end to end, with real git and the real command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran, Steward, git

Do = Callable[..., Ran]


@pytest.fixture
def do(steward: Steward) -> Do:
    """Run a command that is to succeed, on a given day; `--yes` is added to what changes something."""

    def run(day: str, command: str, *arguments: str) -> Ran:
        looks = command in ("check", "list", "show", "resolve", "validate", "log", "timeline", "diff") or (
            command in ("incident", "case") and arguments[0] in ("list", "show")
        )
        days = () if command in ("validate", "log", "diff") else ("--today", day)
        done = steward(command, *arguments, *days, *(() if looks else ("--yes",)))
        assert done.code == 0, done.out + done.err
        return done

    return run


def subjects(root: Path, most: int = 20) -> list[str]:
    """The commits' first lines, the newest first."""
    return git(root, "log", f"-{most}", "--format=%s").splitlines()


def clean(root: Path) -> bool:
    """Whether nothing is edited, staged or left over."""
    return git(root, "status", "--porcelain") == ""
