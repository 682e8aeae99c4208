"""Scenarios: what must work from end to end, with real git and the real command line."""

from __future__ import annotations

import json
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


def see_to(steward: Steward, ref: str, purpose: str, day: str, phase: str | None = None) -> None:
    """Do what a checklist's gate items ask of a person, and say so; of one phase, or all that are open."""
    given = ("--purpose", purpose, "--today", day)
    shown = json.loads(steward("checklist", ref, "-f", "json", *given).out)
    mine = [one["id"] for one in shown["items"] if one["gate"] and phase in (None, one["phase"])]
    open_ = [item for item in mine if item in shown["gates_open"]]
    said = ("--evidence", "Minutes 14.", "--by", "data-science")
    ran = steward("checklist", ref, "tick", *open_, *said, *given, "--yes")
    assert ran.code == 0, ran.err
