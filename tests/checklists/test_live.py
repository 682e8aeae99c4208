"""Items that the registry answers, wait for a day or are owed, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checklists.test_commands import DAY, FILE, REF, finish, for_people, items, opened, repo, tick

__all__ = ["repo"]
from tests.conftest import Steward, git

CARD = "registry/models/no-show/2.0.0.yaml"


def commit(repo: Path, file: str, old: str, new: str) -> None:
    path = repo / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    git(repo, "commit", "--quiet", "--all", "--message", "A change")


def the(steward: Steward, name: str) -> dict[str, object]:
    return next(item for item in items(steward) if item["id"] == name)


def done(steward: Steward, *arguments: str) -> str:
    ran = steward("checklist", REF, *arguments, "--today", DAY, "--yes")
    assert ran.code == 0, ran.out + ran.err
    return ran.out


def test_what_the_registry_sees_is_written_when_the_list_is_made(repo: Path, steward: Steward) -> None:
    opened(steward)
    text = (repo / FILE).read_text()
    assert "answered_by: trigger" in text
    assert "by: registry" in text
    shown = the(steward, "ret-trigger")
    assert (shown["state"], shown["by"], shown["on"]) == ("done", "registry", DAY)
    screen = steward("checklist", REF, "--today", DAY).out
    assert "[*] ret-trigger" in screen
    assert "of them answered by the registry" in screen.splitlines()[0]


def test_an_answer_that_turns_opens_its_item_and_refresh_writes_that(repo: Path, steward: Steward) -> None:
    opened(steward)
    commit(repo, CARD, ", reason: Old.", "")
    shown = the(steward, "ret-trigger")
    assert (shown["state"], shown["reopened"], shown["answer"]) == ("open", True, False)
    assert "and it was done before" in steward("checklist", REF, "--today", DAY).out
    found = steward("check", "--today", DAY).out
    assert "CL112" in found
    assert "ret-trigger was answered on 2030-01-10 by the registry, which now says" in found
    assert "1 item open again" in done(steward, "refresh")
    assert "CL112" not in steward("check", "--today", DAY).out
    commit(repo, CARD, "sunset: 2029-12-31", "sunset: 2029-12-31, reason: Old.")
    assert "1 answer written" in done(steward, "refresh")


@pytest.mark.parametrize("verb", ["tick", "skip"])
def test_nobody_ticks_or_skips_what_the_registry_sees_done(repo: Path, steward: Steward, verb: str) -> None:
    opened(steward)
    said = {"tick": "--evidence", "skip": "--reason"}[verb]
    ran = steward("checklist", REF, verb, "ret-trigger", said, "x", "--by", "data-science", "--today", DAY, "--yes")
    assert (ran.code, "as the registry itself sees: lifecycle.reason" in ran.err) == (4, True)


def test_what_it_sees_not_done_is_skipped_and_not_ticked_and_the_move_waits(repo: Path, steward: Steward) -> None:
    opened(steward)
    commit(repo, CARD, ", reason: Old.", "")
    arguments = ("--by", "data-science", "--today", DAY, "--yes")
    ran = steward("checklist", REF, "tick", "ret-trigger", "--evidence", "x", *arguments)
    assert ran.code == 4
    assert "is answered by the registry, and is not done" in ran.err
    assert "steward set no-show@2.0.0 lifecycle.reason=TEXT" in ran.err
    done(steward, "skip", "ret-trigger", "--reason", "Nobody knows any more.", "--by", "data-science")
    assert the(steward, "ret-trigger")["state"] == "skipped"


def test_a_list_made_before_takes_its_answers_from_the_pack_and_a_persons_tick_gives_way(
    repo: Path, steward: Steward
) -> None:
    opened(steward)
    path = repo / FILE
    text = path.read_text()
    start = text.index("  - id: ret-consumers-moved")
    block = text[start : text.index("  - id: ", start + 5)]
    ticked = "  - id: ret-consumers-moved\n    text: Move them.\n    gate: true\n    state: done\n"
    ticked += "    evidence: All moved.\n    by: data-science\n    'on': 2030-01-09\n\n"
    path.write_text(text.replace(block, ticked))
    use = repo / "registry/use-cases/outreach.yaml"
    use.write_text(use.read_text() + f"fallback: {{main: {REF}}}\n")
    git(repo, "commit", "--quiet", "--all", "--message", "As it was")
    shown = the(steward, "ret-consumers-moved")
    assert (shown["state"], shown["answered_by"], shown["reopened"]) == ("open", "idle", True)
    refused = steward("retire", REF, "--today", DAY, "--yes")
    assert "ret-consumers-moved: it is the fallback of use:outreach" in refused.out


def test_the_move_writes_the_answers_and_the_list_asks_nothing_afterwards(repo: Path, steward: Steward) -> None:
    opened(steward)
    commit(repo, CARD, ", reason: Old.", "")
    done(steward, "refresh")
    finish_but = [item["id"] for item in items(steward) if item["id"] == "ret-trigger"]
    assert finish_but
    commit(repo, CARD, "sunset: 2029-12-31", "sunset: 2029-12-31, reason: Old.")
    finish(steward)
    assert steward("retire", REF, "--today", DAY, "--yes").code == 0
    commit(repo, CARD, "reason: Old.", "reason: null")
    shown = the(steward, "ret-trigger")
    assert (shown["state"], shown["by"], shown["sees"]) == ("done", "registry", None)
    assert "CL112" not in steward("check", "--today", DAY).out


def test_the_reason_that_the_move_is_given_answers_what_brought_it_about(repo: Path, steward: Steward) -> None:
    commit(repo, CARD, ", reason: Old.", "")
    gates = [one["id"] for one in for_people(opened(steward)) if one["gate"]]
    tick(steward, *gates)
    assert the(steward, "ret-trigger")["state"] == "open"
    ran = steward("retire", REF, "--reason", "Something better.", "--today", DAY, "--yes")
    assert ran.code == 0, ran.err
    shown = the(steward, "ret-trigger")
    assert (shown["state"], "Something better." in str(shown["evidence"])) == ("done", True)


def test_an_item_waits_for_its_day_and_is_asked_again(repo: Path, steward: Steward) -> None:
    opened(steward)
    said = done(steward, "wait", "ret-access", "--until", "+P20D", "--reason", "Keys end with the month.")
    assert "it stays open, and is asked again from 2030-01-30 on" in said
    shown = the(steward, "ret-access")
    assert (shown["state"], shown["waiting"], shown["until"]) == ("open", True, "2030-01-30")
    assert "ret-access" in steward("retire", REF, "--today", DAY, "--yes").out
    assert "CL113" not in steward("check", "--today", "2030-01-29").out
    assert "ret-access waited until 2030-01-30" in steward("check", "--today", "2030-01-30").out
    assert "CL105" not in steward("check", "--today", DAY).out
    done(steward, "tick", "ret-access", "--evidence", "Both are gone.", "--by", "data-science")
    assert the(steward, "ret-access")["until"] is None


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["wait", "ret-access", "--reason", "x"], 2, "--until 2027-01-31"),
        (["wait", "ret-access", "--until", DAY, "--reason", "x"], 2, "has come already"),
        (["wait", "ret-access", "--until", "+P3D"], 2, "what ret-access waits for"),
        (["assign", "ret-access"], 2, "given to nobody"),
        (["assign", "ret-access", "--due", "2020-01-01"], 2, "is past"),
        (["assign", "ret-access", "--to", "data-sience"], 4, "did you mean `data-science`?"),
        (["tick", "ret-access", "--to", "data-science"], 2, "takes no --to"),
        (["wait"], 2, "takes an item"),
    ],
)
def test_what_is_not_said_is_asked_for(
    repo: Path, steward: Steward, arguments: list[str], code: int, words: str
) -> None:
    opened(steward)
    ran = steward("checklist", REF, *arguments, "--today", DAY, "--yes")
    assert (ran.code, words in ran.out + ran.err) == (code, True), ran.out + ran.err


def test_what_is_owed_is_listed_by_team_and_the_soonest_first(repo: Path, steward: Steward) -> None:
    opened(steward)
    done(steward, "assign", "ret-access", "--to", "data-science", "--due", "2030-01-12")
    done(steward, "assign", "ret-archive", "--due", "2030-01-11")
    owed = json.loads(steward("checklist", "--owed-by", "data-science", "--format", "json", "--today", DAY).out)
    assert [item["id"] for item in owed["items"]][:2] == ["ret-archive", "ret-access"]
    assert owed["overdue"] == 0
    late = steward("checklist", "--owed-by", "data-science", "--today", "2030-01-13")
    assert "ret-access gate  overdue since 2030-01-12 (1 day ago)" in late.out
    assert "- [ ] `ret-access` **gate** of `no-show@2.0.0`, **overdue since" in steward(
        "checklist", "--today", "2030-01-13", "--format", "markdown"
    ).out  # fmt: skip
    found = steward("check", "--today", "2030-01-13").out
    assert "ret-access, a gate, was due on 2030-01-12 (1 day ago)" in found
    assert "data-science (" in found
    by_team = steward("checklist", REF, "--by-team", "--today", "2030-01-13").out
    assert by_team.index("\ndata-science\n") < by_team.index("ret-access")
    assert "2 overdue" in by_team.splitlines()[0]
    assert steward("checklist", "--owed-by", "nobody-here", "--today", DAY).code == 4


def test_what_is_owed_is_told_from_what_is_known_already(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(steward)
    first = steward("checklist", "--today", DAY)
    monkeypatch.setattr("modelsteward.api.desk.load", None)  # which reads every file anew
    again = steward("checklist", "--today", DAY)

    assert (again.code, again.out) == (0, first.out)
    git(repo, "sparse-checkout", "set", "--no-cone", "/*", "!/registry/use-cases/")
    assert "not checked out (sparse checkout), and so not looked at" in steward("checklist", "--today", DAY).err
    assert steward("checklist", REF, "--mine", "--today", DAY).code == 2


def test_what_is_mine_is_told_by_who_git_says_i_am(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(steward)
    assert "open for data-science" in steward("checklist", "--mine", "--today", DAY).out
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "stranger@elsewhere.example")
    assert "is in no team of steward.yaml" in steward("checklist", "--mine", "--today", DAY).err


def test_a_data_set_is_not_retired_and_a_use_has_no_list(repo: Path, steward: Steward) -> None:
    ran = steward("checklist", "data:rows@1.0.0", "make", "--purpose", "retirement", "--today", DAY, "--yes")
    assert (ran.code, "are withdrawn or destroyed, not retired" in ran.err) == (4, True)
    assert "has no checklist" in steward("checklist", "use:outreach", "--today", DAY).err
    assert "destruction checklist of data:rows@1.0.0" in steward("checklist", "data:rows@1.0.0", "--today", DAY).out
