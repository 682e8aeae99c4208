"""The emergency: a model harms at two in the morning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Steward, git, write
from tests.scenarios.conftest import Do, clean, subjects
from tests.scenarios.houses import hospital

NIGHT = "2030-01-10"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = hospital(tmp_path / "repo")
    monkeypatch.chdir(root)
    return root


def test_the_emergency(repo: Path, do: Do, steward: Steward) -> None:
    done = do(NIGHT, "suspend", "no-show@2.1.0", "--reason", "It calls the wrong patients.")
    assert "main of use:outreach is answered by its fallback no-show@2.0.0 now" in done.out
    assert subjects(repo)[0] == "suspend no-show@2.1.0: production -> suspended"
    assert git(repo, "show", "--numstat", "--format=").split() == ["2", "2", "registry/models/no-show/2.1.0.yaml"]

    resolved = do(NIGHT, "resolve", "outreach")
    assert resolved.out == "no-show@2.0.0\n"
    assert "It calls the wrong patients." in resolved.err

    done = do(NIGHT, "incident", "open", "no-show@2.1.0", "--severity", "serious", "--id", "inc-1")
    assert "promote and destroy of no-show@2.1.0 wait until it is closed" in done.out
    assert "no-show@2.1.0 is suspended: it serves nothing now" in done.out
    assert "inc-1  serious, open since 2030-01-10 (today)" in do(NIGHT, "incident", "list").out
    again = steward("promote", "no-show@2.1.0", "production", "--for", "outreach", "--today", NIGHT, "--yes")
    assert again.code == 4, again.out
    assert "serious incident inc-1 is open since 2030-01-10" in steward(
        "resume", "no-show@2.1.0", "--reason", "It seems fine.", "--today", NIGHT, "--dry-run"
    ).out  # fmt: skip

    morning = steward("check", "--today", NIGHT)
    assert morning.code == 0, "other teams' work goes on"
    assert "US103" in morning.out
    assert "US119" in morning.out

    others = steward("promote", "no-show@2.3.0", "production", "--for", "outreach", "--today", NIGHT, "--dry-run")
    assert "inc-1" not in others.out, "it is about one version"

    do("2030-01-11", "rollback", "outreach", "--reason", "2.1.0 calls the wrong patients.")
    assert do("2030-01-11", "resolve", "outreach").out == "no-show@2.0.0\n"
    done = do("2030-01-12", "incident", "close", "inc-1", "--reason", "A unit was missing; 2.2.0 asks for it.")
    assert "no-show@2.1.0 stays suspended: steward resume no-show@2.1.0" in done.out
    assert subjects(repo)[0] == "incident inc-1: close, serious, about no-show@2.1.0"
    do("2030-01-12", "resume", "no-show@2.1.0", "--reason", "The unit is asked for.")
    again = steward("promote", "no-show@2.1.0", "production", "--for", "outreach", "--today", "2030-01-12", "--dry-run")
    assert "incident" not in " ".join(line for line in again.out.splitlines() if "failed" in line)
    assert clean(repo)


def test_what_an_open_incident_is_about_is_not_destroyed(repo: Path, do: Do, steward: Steward) -> None:
    card = repo / "registry/models/no-show/2.0.0.yaml"
    card.write_text(
        card.read_text()
        .replace("stage: production", "stage: retired")
        .replace("lifecycle: {", "lifecycle: {retired: 2029-12-01, ")
    )
    use = repo / "registry/use-cases/outreach.yaml"
    use.write_text(use.read_text().replace("fallback:\n  main: no-show@2.0.0\n", ""))
    git(repo, "commit", "--quiet", "--all", "--message", "2.0.0 is retired")
    do(NIGHT, "incident", "open", "no-show@2.0.0", "--severity", "minor", "--id", "inc-2")
    do(NIGHT, "checklist", "no-show@2.0.0", "make")
    held = steward("destroy", "no-show@2.0.0", "--today", NIGHT, "--dry-run")
    assert "minor incident inc-2 is open since 2030-01-10" in held.out
    assert "steward incident close inc-2 --reason TEXT" in held.out
    do(NIGHT, "incident", "close", "inc-2", "--reason", "It was the phone line.")
    assert "incident inc-2" not in steward("destroy", "no-show@2.0.0", "--today", NIGHT, "--dry-run").out


def test_a_suspension_for_one_use_leaves_the_others_alone(repo: Path, do: Do, steward: Steward) -> None:
    text = (repo / "registry/use-cases/outreach.yaml").read_text()
    write(repo / "registry", {"use-cases/overbooking.yaml": text.replace("name: outreach", "name: overbooking")})
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Another use")
    do(NIGHT, "suspend", "no-show@2.1.0", "--for", "overbooking", "--reason", "Not fair here.")
    assert do(NIGHT, "resolve", "overbooking").out == "no-show@2.0.0\n"
    assert do(NIGHT, "resolve", "outreach").out == "no-show@2.1.0\n"
    assert "is suspended for this use" in steward("check", "--today", NIGHT).out
    do(NIGHT, "resume", "no-show@2.1.0", "--for", "overbooking", "--reason", "Measured anew.")
    assert do(NIGHT, "resolve", "overbooking").out == "no-show@2.1.0\n"
    assert "suspended" not in (repo / "registry/use-cases/overbooking.yaml").read_text()


def test_nothing_answers_where_there_is_no_fallback(repo: Path, do: Do, steward: Steward) -> None:
    do(NIGHT, "set", "use:outreach", "--remove", "fallback")
    done = do(NIGHT, "suspend", "no-show@2.1.0", "--reason", "Harm.")
    assert "nothing answers main of use:outreach now" in done.out
    silent = steward("resolve", "outreach", "--today", NIGHT)
    assert silent.code == 4
    assert "may not serve: it is suspended since 2030-01-10: Harm." in silent.err


def test_a_resumed_version_is_where_it_was(repo: Path, do: Do) -> None:
    before = (repo / "registry/models/no-show/2.1.0.yaml").read_text()
    do(NIGHT, "suspend", "no-show@2.1.0", "--reason", "Harm.")
    do(NIGHT, "resume", "no-show@2.1.0", "--reason", "It was the phone line.")
    assert (repo / "registry/models/no-show/2.1.0.yaml").read_text() == before
