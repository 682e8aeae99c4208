"""`steward record training`, through the door, on a repository of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TODAY, Steward, git

CARD = "registry/use-cases/scoring.yaml"


@pytest.fixture
def record(repo: Path, steward: Steward) -> Any:
    """Put training on the card of a use."""
    return lambda *words: steward("record", "training", "scoring", *words, "--today", TODAY)


def say(repo: Path, text: str) -> None:
    """Add to the use's card, and commit that."""
    path = repo / CARD
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    git(repo, "commit", "--quiet", "--all", "--message", "Said")


def test_a_line_is_one_commit_that_adds_one_line(repo: Path, record: Any, steward: Steward) -> None:
    say(repo, "training:\n  required: true\n  completed:\n    - {group: nurses, on: 2028-01-01}  # the first\n")
    ran = record("--group", "nurses", "--people", "11", "--of", "12", "--on", "2029-12-01", "--evidence", "x", "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert git(repo, "show", "--numstat", "--format=%s").split("\n") == [
        "record training for use:scoring: nurses, 11 of 12, 2029-12-01", "", f"1\t0\t{CARD}", "",
    ]  # fmt: skip
    assert "{group: nurses, on: 2028-01-01}  # the first" in (repo / CARD).read_text(encoding="utf-8")
    assert "not all of them have completed it yet, which US123 tells" in ran.out
    assert "11 of 12 people" in steward("check", "--today", TODAY).out


def test_a_use_that_said_nothing_of_training_requires_it_from_then_on(repo: Path, record: Any) -> None:
    ran = record("--group", "nurses", "--yes")
    assert ran.code == 0
    assert "from now on it says that training is required" in ran.out
    assert (
        (repo / CARD)
        .read_text(encoding="utf-8")
        .endswith('training:\n  required: true\n  completed:\n    - {group: nurses, "on": 2030-01-01}\n')
    )


def test_where_nobody_need_be_trained_the_line_is_added_and_that_is_said(repo: Path, record: Any) -> None:
    say(repo, "training: {required: false}\n")
    ran = record("--group", "nurses", "--dry-run")
    assert ran.code == 0
    assert "by its card nobody need be trained" in ran.out


def test_what_is_on_the_card_already_is_not_added_again(repo: Path, record: Any) -> None:
    say(repo, "training: {required: true, completed: [{group: nurses, on: 2029-12-01}]}\n")
    ran = record("--group", "nurses", "--on", "2029-12-01", "--yes")
    assert ran.code == 4
    assert "says so already: nurses on 2029-12-01" in ran.err
    assert record("--group", "nurses", "--on", "2029-12-02", "--yes").code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--group", " "], "the group has no name"),
        (["--group", "nurses", "--on", "2030-01-02"], "2030-01-02 has not come yet"),
        (["--group", "nurses", "--people", "3", "--of", "2"], "3 of 2 cannot be"),
        (["--group", "nurses", "--people", "-1"], "greater than or equal to 0"),
        (["--group", "nurses", "--on", "yesterday"], "`yesterday` is no day"),
        ([], "--group"),
    ],
    ids=["no name", "a day to come", "more than there are", "less than none", "no day", "no group"],
)
def test_what_cannot_be_is_bad_usage(record: Any, words: list[str], told: str) -> None:
    ran = record(*words, "--yes")
    assert ran.code == 2
    assert told in ran.err


def test_an_ended_use_and_one_that_is_not_there_are_refused(repo: Path, record: Any, steward: Steward) -> None:
    assert steward("record", "training", "scorng", "--group", "x", "--yes", "--today", TODAY).code == 4
    path = repo / CARD
    path.write_text(path.read_text(encoding="utf-8").replace("status: live", "status: ended"), encoding="utf-8")
    git(repo, "commit", "--quiet", "--all", "--message", "Ended")
    ran = record("--group", "nurses", "--yes")
    assert ran.code == 4
    assert "has ended" in ran.err
