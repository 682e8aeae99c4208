"""A commit stands by itself: it is judged by what is committed, and by how things are when it is made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from modelsteward.cli import changing
from tests.conftest import Steward, git, write
from tests.scenarios.houses import hospital

DAY = "2030-01-07"
PROMOTE = ("promote", "no-show@2.2.0", "production", "--for", "outreach", "--today", DAY)
INCIDENT = "card: incident/1\nid: i\nrefs: [no-show@2.2.0]\nseverity: serious\nopened: 2029-12-31\nby: ada\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = hospital(tmp_path / "repo")
    monkeypatch.chdir(root)
    return root


def commit(repo: Path, files: dict[str, str]) -> None:
    write(repo / "registry", files)
    git(repo, "add", "--all")
    git(repo, "commit", "--quiet", "--message", "More")


class Person:
    """Somebody at the terminal, who does something before the answer."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self.meanwhile = meanwhile

    def readline(self) -> str:
        self.meanwhile()
        return "y\n"


def test_what_happens_while_a_person_is_asked_is_judged_too(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changing, "person_is_there", lambda: True)
    head = git(repo, "rev-parse", "HEAD")
    monkeypatch.setattr("sys.stdin", Person(lambda: commit(repo, {"incidents/i.yaml": INCIDENT})))
    ran = steward(*PROMOTE)
    assert (ran.code, "the registry changed while you were asked" in ran.err) == (4, True)
    assert git(repo, "rev-parse", "HEAD^") == head
    monkeypatch.setattr("sys.stdin", Person(lambda: None))
    assert steward("suspend", "no-show@2.2.0", "--reason", "Harm.", "--today", DAY).code == 0


def test_evidence_that_is_not_committed_does_not_count(repo: Path, steward: Steward) -> None:
    commit(repo, {"incidents/i.yaml": INCIDENT})
    closed = INCIDENT + "closed: 2029-12-31\n"
    write(repo / "registry", {"incidents/i.yaml": closed})
    for where in ((), ("--branch", "side")):
        ran = steward(*PROMOTE, "--yes", *where)
        assert (ran.code, "serious incident i is open" in ran.out) == (4, True)
        assert "note: what is not committed does not count: incidents/i.yaml" in ran.out
    git(repo, "commit", "--quiet", "--all", "--message", "Close it")
    assert steward(*PROMOTE, "--yes").code == 0


def test_what_was_never_committed_is_not_built_upon_and_named(repo: Path, steward: Steward) -> None:
    text = (repo / "registry/models/no-show/2.3.0.yaml").read_text()
    write(repo / "registry", {"models/new/2.3.0.yaml": text.replace("name: no-show", "name: new")})
    ran = steward("deprecate", "no-show@2.1.0", "--sunset", "+P400D", "--replacement", "new@2.3.0", "--reason", "Old.",
                  "--today", DAY, "--yes")  # fmt: skip
    assert ran.code == 4
    assert "what is not committed does not count: models/new/2.3.0.yaml" in ran.err


def test_without_a_commit_what_lies_on_the_disk_counts(repo: Path, steward: Steward) -> None:
    text = (repo / "registry/models/no-show/2.3.0.yaml").read_text()
    write(repo / "registry", {"models/new/2.3.0.yaml": text.replace("name: no-show", "name: new")})
    ran = steward("deprecate", "no-show@2.1.0", "--sunset", "+P400D", "--replacement", "new@2.3.0", "--reason", "Old.",
                  "--today", DAY, "--yes", "--no-commit")  # fmt: skip
    assert ran.code == 0, ran.out + ran.err


def test_moves_without_a_commit_can_follow_each_other(repo: Path, steward: Steward) -> None:
    loose = ("--today", DAY, "--yes", "--no-commit")
    register = ("register", "new", "--summary", "New.", "--owner", "data-science", "--origin", "in-house",
                "--hosting", "self", "--license", "MIT")  # fmt: skip
    for command in (register, ("promote", "new@1.0.0", "staging"), ("suspend", "new@1.0.0", "--reason", "Harm.")):
        ran = steward(*command, *loose)
        assert ran.code == 0, ran.out + ran.err
    assert "stage: suspended" in (repo / "registry/models/new/1.0.0.yaml").read_text()
    assert len(git(repo, "log", "--format=%h").split()) == 1


def test_a_branch_is_made_from_what_is_committed_whatever_is_edited(repo: Path, steward: Steward) -> None:
    card = repo / "registry/models/no-show/2.2.0.yaml"
    card.write_text(card.read_text() + "# not done yet\n")
    refused = steward(*PROMOTE, "--yes")
    assert (refused.code, "has changes that are not committed" in refused.err) == (4, True)
    assert steward(*PROMOTE, "--yes", "--branch", "side").code == 0
    assert "not done yet" not in git(repo, "show", "side:registry/models/no-show/2.2.0.yaml")
    assert git(repo, "status", "--porcelain") == " M registry/models/no-show/2.2.0.yaml\n"


def test_an_open_incident_outside_a_sparse_checkout_counts(repo: Path, steward: Steward) -> None:
    commit(repo, {"incidents/i.yaml": INCIDENT})
    git(repo, "sparse-checkout", "set", "--no-cone", "/*", "!/registry/incidents/")
    assert not (repo / "registry/incidents").exists()
    ran = steward(*PROMOTE, "--yes")
    assert (ran.code, "serious incident i is open" in ran.out) == (4, True)


def test_a_registry_that_was_never_committed_takes_no_commits(repo: Path, steward: Steward) -> None:
    git(repo, "rm", "--quiet", "--cached", "registry/steward.yaml")
    git(repo, "commit", "--quiet", "--message", "Forget it")
    ran = steward(*PROMOTE, "--yes")
    assert (ran.code, "steward.yaml was never committed" in ran.err) == (4, True)


def test_a_dry_run_says_when_git_would_not_take_it(repo: Path, steward: Steward) -> None:
    git(repo, "switch", "--quiet", "--detach")
    ran = steward(*PROMOTE, "--dry-run")
    assert (ran.code, "as things are it would be refused: no branch is checked out" in ran.err) == (0, True)


def test_a_program_is_given_the_plan_that_git_did_not_take(repo: Path, steward: Steward) -> None:
    hook = repo / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    ran = steward(*PROMOTE, "--yes", "--format", "json")
    assert (ran.code, json.loads(ran.out)["applied"]) == (5, False)


@pytest.mark.parametrize(
    "command",
    [
        ("review", "no-show@2.1.0", "--until", "2030-06-01"),
        (
            "register",
            "new",
            "--summary",
            "New.",
            "--owner",
            "data-science",
            "--origin",
            "in-house",
            "--hosting",
            "self",
        ),
        ("set", "no-show@2.1.0", "summary=Other."),
        ("promote", "no-show@2.2.0", "production", "--for", "outreach"),
    ],
    ids=lambda command: command[0],
)
def test_the_reason_for_any_change_is_told_to_git(repo: Path, steward: Steward, command: tuple[str, ...]) -> None:
    ran = steward(*command, "--reason", "Because.", "--today", DAY, "--yes")
    assert ran.code == 0, ran.out + ran.err
    assert git(repo, "log", "-1", "--format=%(trailers:key=Steward-Reason,valueonly)").strip() == "Because."
