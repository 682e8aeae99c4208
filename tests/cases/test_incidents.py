"""Incidents: opened at once, reported, closed with what came of them, and never in the way of others."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cases.homes import home
from tests.conftest import Steward, git, write

DAY = "2030-01-10"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = home(tmp_path / "repo")
    monkeypatch.chdir(root)
    return root


def opened(steward: Steward, *more: str) -> str:
    """Open an incident about the champion; its id."""
    ran = steward("incident", "open", "no-show@2.0.0", "--severity", "serious", "--today", DAY, "--yes", *more)
    assert ran.code == 0, ran.out + ran.err
    found = re.search(r"incident (\S+): open", ran.out)
    assert found
    return found[1]


def test_an_incident_is_one_file_in_one_commit(repo: Path, steward: Steward) -> None:
    ident = opened(steward, "--ticket", "https://tickets.example/311")
    assert re.fullmatch(r"inc-2030-[0-9a-f]{6}", ident)
    assert git(repo, "show", "--name-only", "--format=").split() == [f"registry/incidents/{ident}.yaml"]
    text = (repo / f"registry/incidents/{ident}.yaml").read_text()
    for line in ("refs: [no-show@2.0.0]", "severity: serious", "opened: 2030-01-10", "closed: null",
                 "ticket: https://tickets.example/311", "by: ada@house.example"):  # fmt: skip
        assert f"{line}\n" in text
    assert f"Steward-Incident: {ident}" in git(repo, "log", "-1", "--format=%B")
    assert steward("validate").code == 0


def test_a_serious_one_offers_to_stop_what_still_answers_and_names_the_use(repo: Path, steward: Steward) -> None:
    assert steward("suspend", "no-show@1.0.0", "--reason", "Harm.", "--today", DAY, "--yes").code == 0
    ran = steward("incident", "open", "no-show@2.0.0", "student@1.0.0", "no-show@1.0.0", "--severity", "serious",
                  "--today", DAY, "--dry-run")  # fmt: skip
    assert (
        "no-show@2.0.0 serves main of use:outreach, and goes on: steward suspend no-show@2.0.0 --reason TEXT" in ran.out
    )
    assert "student@1.0.0 may serve, and serves nothing now" in ran.out
    assert "no-show@1.0.0 is suspended: it serves nothing now" in ran.out
    minor = steward("incident", "open", "no-show@2.0.0", "--severity", "minor", "--today", DAY, "--dry-run")
    assert "suspend" not in minor.out


def test_two_people_who_open_two_things_get_two_files(repo: Path, steward: Steward) -> None:
    """On two branches: a merge of running numbers would keep one and lose the other."""
    git(repo, "branch", "other")
    first = opened(steward, "--ticket", "A-1")
    git(repo, "switch", "--quiet", "other")
    second = opened(steward, "--ticket", "A-2")
    assert first != second
    git(repo, "merge", "--quiet", "main", "--message", "Both")
    assert [row["id"] for row in json.loads(steward("incident", "list", "-f", "json").out)["incidents"]] == sorted(
        [first, second]
    )


def test_the_same_thing_twice_is_two_incidents(repo: Path, steward: Steward) -> None:
    assert opened(steward) != opened(steward)


def test_what_waits_for_an_incident_names_the_command_that_closes_it(repo: Path, steward: Steward) -> None:
    ident = opened(steward)
    write(repo / "registry", {"use-cases/second.yaml": (repo / "registry/use-cases/outreach.yaml").read_text()
                              .replace("name: outreach", "name: second").split("serving:")[0]})  # fmt: skip
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Another use")
    ran = steward("promote", "no-show@2.0.0", "production", "--for", "second", "--today", DAY, "--yes")
    assert ran.code == 4
    assert f"serious incident {ident} is open since 2030-01-10" in ran.out
    assert f"steward incident close {ident} --reason TEXT" in ran.out
    assert f"steward incident close {ident} --reason TEXT" in "".join(steward("check", "--today", DAY).out.splitlines())
    closed = steward("incident", "close", ident, "--reason", "A unit was missing.", "--today", "2030-01-12", "--yes")
    assert closed.code == 0, closed.out + closed.err
    again = steward("promote", "no-show@2.0.0", "production", "--for", "second", "--today", "2030-01-12", "--yes")
    assert re.search("passed +incident +no open incident names the version", again.out)


def test_closing_says_what_came_of_it_and_by_whom(repo: Path, steward: Steward) -> None:
    ident = opened(steward)
    steward("suspend", "no-show@2.0.0", "--reason", "Harm.", "--today", DAY, "--yes")
    ran = steward("incident", "close", ident, "--outcome", "A unit was missing.", "--today", "2030-01-12", "--yes")
    assert ran.code == 0, ran.out + ran.err
    assert "no-show@2.0.0 stays suspended: steward resume no-show@2.0.0" in ran.out
    text = (repo / f"registry/incidents/{ident}.yaml").read_text()
    assert (
        "closed: 2030-01-12\noutcome: A unit was missing.\nby: ada@house.example\nclosed_by: ada@house.example\n"
        in text
    )
    assert "Steward-Reason: A unit was missing." in git(repo, "log", "-1", "--format=%B")
    told = steward("log", "no-show@2.0.0").out
    assert f"incident {ident} closed 2030-01-12: A unit was missing." in told
    assert "closed_by" not in told, "what closing writes is told once"


def test_another_incident_that_is_still_open_is_named(repo: Path, steward: Steward) -> None:
    first, second = opened(steward), opened(steward)
    ran = steward("incident", "close", first, "--reason", "Done.", "--today", DAY, "--yes")
    assert f"1 incident about no-show@2.0.0 still open: {second}" in ran.out


def test_a_report_to_the_authority_is_put_on_record_once(repo: Path, steward: Steward) -> None:
    ident = opened(steward, "--known", "2030-01-08")
    assert steward("incident", "report", ident, "--on", "2030-01-07", "--today", DAY, "--yes").code == 2
    assert steward("incident", "report", ident, "--on", "2030-01-11", "--today", DAY, "--yes").code == 2
    assert steward("incident", "report", ident, "--on", "2030-01-09", "--today", DAY, "--yes").code == 0
    assert "reported: 2030-01-09\n" in (repo / f"registry/incidents/{ident}.yaml").read_text()
    again = steward("incident", "report", ident, "--today", DAY, "--yes")
    assert (again.code, "was reported on 2030-01-09" in again.err) == (4, True)


def test_a_serious_one_of_which_nobody_says_that_it_was_reported_is_told_after_15_days(
    repo: Path, steward: Steward
) -> None:
    ident = opened(steward)
    assert "CA107" not in steward("check", "--today", "2030-01-25").out
    ran = steward("check", "--today", "2030-01-26")
    assert (ran.code, "CA107" in ran.out) == (0, True), "a warning, which stops nobody"
    assert steward("incident", "report", ident, "--today", "2030-01-26", "--yes").code == 0
    assert "CA107" not in steward("check", "--today", "2030-01-26").out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["open", "no-shw@2.0.0", "--severity", "minor"], 4, "did you mean `no-show@2.0.0`?"),
        (["open", "no-show", "--severity", "minor"], 4, "no-show has several versions"),
        (["open", "no-show@2.0.0"], 2, "Missing option '--severity'"),
        (["open", "--severity", "minor"], 2, "Missing argument 'REF...'"),
        (["open", "no-show@2.0.0", "--severity", "bad"], 2, "is not one of 'minor', 'major', 'serious'"),
        (["open", "no-show@2.0.0", "--severity", "minor", "--known", "2031-01-01"], 2, "2031-01-01 is still to come"),
        (["open", "no-show@2.0.0", "--severity", "minor", "--known", "soon"], 2, "`soon` is no day"),
        (["open", "no-show@2.0.0", "--severity", "minor", "--id", "../x"], 2, "`../x` is no id"),
        (["open", "no-show@2.0.0", "--severity", "minor", "--id", "Inc 1"], 2, "is no id"),
        (["close", "inc-1"], 4, "there is no incident inc-1 here\n  none was opened yet"),
        (["close", "../../steward"], 2, "is no id"),
        (["report", "inc-1"], 4, "there is no incident inc-1 here"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_what_cannot_be_meant_is_told_and_changes_nothing(
    repo: Path, steward: Steward, words: list[str], code: int, told: str
) -> None:
    ran = steward("incident", *words, "--today", DAY, "--yes")
    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert git(repo, "log", "--format=%s") == "A registry\n"


def test_an_incident_is_closed_once_and_with_a_word(repo: Path, steward: Steward) -> None:
    ident = opened(steward)
    silent = steward("incident", "close", ident, "--today", DAY, "--yes")
    assert (silent.code, "nothing is said" in silent.err) == (2, True)
    assert steward("incident", "close", ident, "--reason", " ", "--today", DAY, "--yes").code == 2
    assert steward("incident", "close", ident, "--reason", "Done.", "--today", DAY, "--yes").code == 0
    again = steward("incident", "close", ident, "--reason", "Done.", "--today", DAY, "--yes")
    assert (again.code, f"{ident} was closed on 2030-01-10 by ada@house.example" in again.err) == (4, True)
    near = steward("incident", "close", f"{ident}x", "--reason", "Done.", "--yes")
    assert f"did you mean `{ident}`?" in near.err


def test_an_id_that_is_taken_is_refused(repo: Path, steward: Steward) -> None:
    opened(steward, "--id", "inc-7")
    ran = steward("incident", "open", "no-show@2.0.0", "--severity", "minor", "--id", "inc-7", "--today", DAY, "--yes")
    assert (ran.code, "there is an incident inc-7 already: incidents/inc-7.yaml" in ran.err) == (4, True)


@pytest.mark.parametrize("option", ["--ticket", "--id"])
def test_no_person_is_named_in_it(repo: Path, steward: Steward, option: str) -> None:
    value = {"--ticket": "mrn: 00123456", "--id": "mrn-00123456"}[option]
    ran = steward("incident", "open", "no-show@2.0.0", "--severity", "minor", option, value, "--today", DAY, "--yes")
    assert ran.code == 4
    assert "HY102" in ran.out
    outcome = steward(
        "incident", "close", opened(steward), "--reason", "It was mrn: 00123456.", "--today", DAY, "--yes"
    )
    assert (outcome.code, "HY102" in outcome.out, "00123456" in outcome.out) == (4, True, False)


def test_errors_in_other_cards_hold_no_incident_up(repo: Path, steward: Steward) -> None:
    write(repo / "registry", {"models/no-show/2.0.0.yaml": (repo / "registry/models/no-show/2.0.0.yaml").read_text()
                              .replace("owner: data-science", "owner: nobody")})  # fmt: skip
    git(repo, "commit", "--quiet", "--all", "--message", "An owner that is none")
    assert steward("validate").code == 1
    opened(steward)


def test_a_list_tells_the_worst_first_and_keeps_text_of_cards_quiet(repo: Path, steward: Steward) -> None:
    hostile = r'"[x](http://evil) @all \e[31m<b>"'
    write(repo / "registry", {
        "incidents/a.yaml": "card: incident/1\nid: a\nrefs: [student@1.0.0]\nseverity: minor\nopened: 2029-01-01\nby: bo\n",
        "incidents/b.yaml": f"card: incident/1\nid: b\nrefs: [no-show@2.0.0]\nseverity: serious\nopened: 2029-05-01\nby: bo\nticket: {hostile}\n",
        "incidents/c.yaml": "card: incident/1\nid: c\nrefs: [no-show@2.0.0]\nseverity: serious\nopened: 2029-05-01\nclosed: 2029-06-01\nby: bo\n",
    })  # fmt: skip
    text = steward("incident", "list", "--today", DAY).out
    assert text.index("b  serious") < text.index("a  minor")
    assert "\x1b" not in text
    assert "c  serious" not in text
    assert text.endswith("\n2 incidents open\n")
    every = steward("incident", "list", "--all", "--today", DAY).out
    assert every.endswith("\n2 incidents open, 1 closed\n")
    table = steward("incident", "list", "-f", "markdown", "--today", DAY).out
    assert "| `b` | serious | open since 2029-05-01 (254 days ago) | `no-show@2.0.0` |" in table
    prose = re.sub("`[^`]*`", "", table)
    assert not {"<b>", "[x](", "@all"} & set(re.findall(r"<b>|\[x\]\(|@all", prose)), prose
    rows = json.loads(steward("incident", "list", "-f", "json", "--all", "--today", DAY).out)
    assert (rows["format"], [row["id"] for row in rows["incidents"]]) == ("steward-incidents/1", ["b", "a", "c"])


def test_no_incident_is_said(repo: Path, steward: Steward) -> None:
    assert steward("incident", "list").out == "no incident open\n"
    assert steward("incident", "list", "-f", "markdown").out == "no incident open.\n"
