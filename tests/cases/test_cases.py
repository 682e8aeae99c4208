"""Cases about data, at the door: opened with a clock, decided in a role, extended, closed when all is decided."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modelsteward.api.desk import Desk
from modelsteward.usecases.casework import matters_of_case
from tests.cases.homes import REACHED, data, home, made, model, trained
from tests.conftest import Steward, git, write

DAY = "2030-01-10"
FILE = "registry/cases/c.yaml"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = home(tmp_path / "repo")
    monkeypatch.chdir(root)
    return root


def opened(steward: Steward, *more: str, received: str = "2030-01-02") -> str:
    """Open a case about all of `data:visits`; what was printed."""
    ran = steward("case", "open", "erasure", "--covers", "data:visits", "--received", received, "--id", "c",
                  "--today", DAY, "--yes", *more)  # fmt: skip
    assert ran.code == 0, ran.out + ran.err
    return ran.out


def decided(steward: Steward, ref: str, decision: str = "erase", *more: str, today: str = DAY) -> str:
    """Decide something as Ada, who holds the role; what was printed."""
    ran = steward("case", "decide", "c", ref, decision, "--as", "data-protection", "--reason", "It goes.",
                  "--today", today, "--yes", *more)  # fmt: skip
    assert ran.code == 0, ran.out + ran.err
    return ran.out


def shown(steward: Steward, today: str = DAY) -> dict[str, object]:
    found: dict[str, object] = json.loads(steward("case", "show", "c", "-f", "json", "--today", today).out)
    return found


def test_a_case_is_one_file_without_a_word_about_a_person(repo: Path, steward: Steward) -> None:
    ran = steward("case", "open", "erasure", "--covers", "data:visits", "--today", DAY, "--yes")
    ident = re.search(r"case (\S+): open, erasure of data:visits, due 2030-02-10", ran.out)
    assert ident
    assert re.fullmatch(r"case-2030-[0-9a-f]{6}", ident[1])
    assert git(repo, "show", "--name-only", "--format=").split() == [f"registry/cases/{ident[1]}.yaml"]
    assert (repo / f"registry/cases/{ident[1]}.yaml").read_text() == (
        f'card: case/1\nid: {ident[1]}\npurpose: erasure\ndata: ["data:visits"]\nopened: 2030-01-10\nlaw: gdpr\n'
        "due: 2030-02-10\nclosed: null\nby: ada@house.example\n"
    )
    assert steward("validate").code == 0


def test_it_tells_how_much_time_there_is_and_what_it_reaches(repo: Path, steward: Steward) -> None:
    out = opened(steward)
    assert "Art. 12(3), for Art. 17: 1 month from 2030-01-02, that is until 2030-02-02" in out
    assert "it reaches 3 data sets and 3 models, 5 surely and 1 possibly" in out


def test_what_it_reaches_is_shown_with_how_sure_that_is_and_the_days_left(repo: Path, steward: Steward) -> None:
    opened(steward)
    text = steward("case", "show", "c", "--today", DAY).out
    assert "due 2030-02-02, in 23 days: General Data Protection Regulation (EU) 2016/679, Art. 12(3)" in text
    assert "6 things to decide: 0 decided, 6 open" in text
    assert "  no-show@2.0.0  production, surely, data-science\n" in text
    assert "trained on data:features@1.0.0, derived from data:visits@2.0.0" in text
    assert "  student@1.0.0  production, possibly, ward\n" in text
    assert "only possibly: what a model remembers may pass through its answers" in text
    assert "stranger" not in text
    known = shown(steward)
    matters = known["matters"]
    assert isinstance(matters, list)
    assert sorted(one["ref"] for one in matters) == sorted(REACHED)
    assert known["days_left"] == 23


def test_a_version_alone_reaches_less_surely(repo: Path, steward: Steward) -> None:
    ran = steward("case", "open", "erasure", "--covers", "data:visits@1.0.0", "--id", "c", "--today", DAY, "--yes")
    assert ran.code == 0, ran.err
    matters = shown(steward)["matters"]
    assert isinstance(matters, list)
    sure = {one["ref"]: one["certainty"] for one in matters}
    assert (sure["no-show@1.0.0"], sure["no-show@2.0.0"]) == ("surely", "possibly")


@pytest.mark.parametrize(
    ("places", "more", "law", "due"),
    [
        ("DE", [], "gdpr", "2030-02-02"),
        ("EU", [], "gdpr", "2030-02-02"),
        ("NO", [], "gdpr", "2030-02-02"),
        ("UK", [], "uk-gdpr", "2030-02-02"),
        ("US-CA", [], "ccpa", "2030-02-16"),
        ("US-CA, FR", [], "gdpr", "2030-02-02"),
        ("US-AZ", [], None, None),
        ("JP", [], None, None),
        ("US-AZ", ["--law", "ccpa"], "ccpa", "2030-02-16"),
        ("DE", ["--law", "ccpa"], "ccpa", "2030-02-16"),
        ("DE", ["--due", "2030-01-20"], "gdpr", "2030-01-20"),
        ("US-AZ", ["--due", "2030-03-01"], None, "2030-03-01"),
        ("US-AZ", ["--law", "hipaa"], "hipaa", None),
        ("US-AZ", ["--law", "hipaa", "--due", "2030-03-01"], "hipaa", "2030-03-01"),
    ],
)  # fmt: skip
def test_the_clock_is_the_laws_that_is_named_else_the_soonest_where_the_data_is_used(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch,
    places: str, more: list[str], law: str | None, due: str | None,
) -> None:  # fmt: skip
    monkeypatch.chdir(home(tmp_path / "there", places=places))
    out = opened(steward, *more)
    known = shown(steward)
    assert (known["law"], known["due"]) == (law, due)
    assert ("--due DATE" in out) == (due is None), "what is not known is said, and how to say it"
    assert steward("validate").code == 0


def test_hipaa_gives_no_right_to_erasure_and_that_is_said(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home(tmp_path / "there", places="US-AZ"))
    assert "none to have them erased" in opened(steward)


def test_an_order_has_the_day_that_it_sets_and_no_laws(repo: Path, steward: Steward) -> None:
    ran = steward("case", "open", "order", "--covers", "data:visits", "--id", "c", "--today", DAY, "--yes")
    assert "no last day to answer is known: a court, an authority or a contract sets it" in ran.out
    assert shown(steward)["law"] is None
    assert "no last day to answer is known" in steward("case", "show", "c", "--today", DAY).out


def test_a_law_that_speaks_of_other_cases_sets_no_day_for_this_one(repo: Path, steward: Steward) -> None:
    """A court that orders data to be erased under the GDPR sets the day itself, be it later than a person may wait."""
    order = ["case", "open", "order", "--covers", "data:visits", "--law", "gdpr", "--today", DAY, "--yes"]
    ran = steward(*order, "--id", "d")
    assert "gdpr, Art. 12(3), for Art. 17, sets no day for order\nnote: give the last day with --due DATE" in ran.out
    assert steward(*order, "--id", "c", "--due", "2030-05-01").code == 0
    assert (shown(steward)["law"], shown(steward)["due"]) == ("gdpr", "2030-05-01")
    assert "CA108" not in steward("check", "--today", DAY).out
    later = steward("case", "extend", "c", "--until", "2030-09-01", "--reason", "It agreed.", "--today", DAY, "--yes")
    assert later.code == 0, later.err


def test_a_use_that_does_not_say_where_it_is_used_is_named(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = home(tmp_path / "there")
    monkeypatch.chdir(root)
    use = root / "registry/use-cases/outreach.yaml"
    use.write_text(use.read_text().replace("jurisdictions: [DE]\n", ""))
    git(root, "commit", "--quiet", "--all", "--message", "Where nobody knows")
    out = opened(steward)
    assert "use:outreach does not say where: other laws may apply" in out
    assert shown(steward)["due"] is None


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["open", "erasure"], 2, "Missing option '--covers'"),
        (["open", "deletion", "--covers", "data:visits"], 2, "is not one of 'erasure', 'order', 'withdrawal'"),
        (["open", "erasure", "--covers", "data:visit"], 4, "did you mean `data:visits`?"),
        (["open", "erasure", "--covers", "visits"], 4, "did you mean `data:visits`?"),
        (["open", "erasure", "--covers", "no-show@2.0.0"], 4, "is no data set"),
        (["open", "erasure", "--covers", "data:visits@3.0.0"], 4, "its versions are 1.0.0, 2.0.0"),
        (["open", "erasure", "--covers", "data:visits", "--law", "gdp"], 4, "did you mean `gdpr`?"),
        (["open", "erasure", "--covers", "data:visits", "--law", "lgpd"], 4, "those known are gdpr, uk-gdpr, ccpa or hipaa"),
        (["open", "erasure", "--covers", "data:visits", "--received", "2030-01-11"], 2, "is still to come"),
        (["open", "erasure", "--covers", "data:visits", "--due", "2030-01-01"], 2, "before it was received"),
        (["open", "erasure", "--covers", "data:visits", "--due", "2030-03-01"], 4, "gives until 2030-02-10"),
        (["open", "erasure", "--covers", "data:visits", "--id", "A b"], 2, "is no id"),
        (["show", "c"], 4, "there is no case c here\n  none was opened yet"),
        (["close", "c"], 4, "there is no case c here"),
        (["extend", "../c", "--reason", "x"], 2, "is no id"),
        (["decide", "c", "no-show@2.0.0", "burn"], 2, "is not one of"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_what_cannot_be_meant_is_told_and_changes_nothing(
    repo: Path, steward: Steward, words: list[str], code: int, told: str
) -> None:
    ran = steward("case", *words, "--today", DAY, *(() if words[0] == "show" else ("--yes",)))
    assert (ran.code, told in " ".join(ran.err.split()) or told in ran.err) == (code, True), ran.err
    assert git(repo, "log", "--format=%s") == "A registry\n"


def test_a_decision_is_appended_with_role_reason_and_person(repo: Path, steward: Steward) -> None:
    opened(steward)
    out = decided(steward, "no-show@2.0.0", "retrain")
    assert "make a version without the data, and let it take over" in out
    assert "that carries nothing out: steward" in out
    assert "5 decisions left" in out
    text = (repo / FILE).read_text()
    assert (
        "decisions:\n  - ref: no-show@2.0.0\n    decision: retrain\n    role: data-protection\n    reason: It goes.\n"
        '    by: ada@house.example\n    "on": 2030-01-10\n'
    ) in text
    assert "Steward-Role: data-protection" in git(repo, "log", "-1", "--format=%B")
    again = decided(steward, "no-show@2.0.0", "keep", "--until", "+P6M")
    assert "no-show@2.0.0 was decided before (retrain): the last word counts" in again
    assert "decision: retrain" in (repo / FILE).read_text(), "what was decided before stays on record"
    (one,) = [one for one in shown(steward)["matters"] if one["ref"] == "no-show@2.0.0"]  # type: ignore[attr-defined]
    assert (one["decision"]["decision"], one["decision"]["until"]) == ("keep", "2030-07-10")
    log = steward("log", "no-show@2.0.0").out
    assert "case c: retrain: It goes." in log
    assert "case c: keep until 2030-07-10: It goes." in log
    assert "the message says" not in log


def test_not_affected_is_written_as_the_schema_has_it(repo: Path, steward: Steward) -> None:
    opened(steward)
    decided(steward, "student@1.0.0", "not-affected")
    assert "decision: not affected\n" in (repo / FILE).read_text()
    assert steward("validate").code == 0


def test_a_name_alone_decides_every_version_that_is_reached(repo: Path, steward: Steward) -> None:
    opened(steward)
    out = decided(steward, "no-show")
    assert "case c: erase no-show@1.0.0, and 1 more" in out
    assert "2 decided, 4 open" in steward("case", "show", "c", "--today", DAY).out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["no-show@2.0.0", "erase", "--as", "data-protection"], 2, "none is given"),
        (["no-show@2.0.0", "erase", "--reason", "x"], 2, "name it with --as ROLE"),
        (["no-show@2.0.0", "keep", "--as", "data-protection", "--reason", "x"], 2, "name its last day with --until"),
        (["no-show@2.0.0", "keep", "--as", "data-protection", "--reason", "x", "--until", "2030-01-09"], 2, "is past"),
        (["no-show@2.0.0", "erase", "--as", "data-protection", "--reason", "x", "--until", "+P1Y"], 2, "has no end"),
        (["no-show@2.0.0", "erase", "--as", "data-protction", "--reason", "x"], 4, "did you mean `data-protection`?"),
        (["no-show@2.0.0", "erase", "--as", "safety", "--reason", "x"], 4, "nobody holds it: give it to a member"),
        (["no-show@9.0.0", "erase", "--as", "data-protection", "--reason", "x"], 4, "its versions are"),
        (["stranger", "erase", "--as", "data-protection", "--reason", "x", "--yse"], 2, "No such option"),
        (["data:visits@1.0.0", "retrain", "--as", "data-protection", "--reason", "x"], 2, "data is not trained"),
        (["no-show@2.0.0", "erase", "--as", "data-protection", "--reason", "for mrn: 00123456"], 4, "1 gate fails"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_a_decision_that_cannot_be_is_refused(
    repo: Path, steward: Steward, words: list[str], code: int, told: str
) -> None:
    opened(steward)
    ran = steward("case", "decide", "c", *words, "--today", DAY, "--yes")
    assert (ran.code, told in ran.err) == (code, True), ran.err
    assert "decisions" not in (repo / FILE).read_text()


def test_who_does_not_hold_the_role_is_told_who_does(
    repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(steward)
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "bo@house.example")
    ran = steward("case", "decide", "c", "student@1.0.0", "erase", "--as", "data-protection", "--reason", "x", "--yes")
    assert ran.code == 4
    assert "bo@house.example does not hold the role data-protection" in ran.err
    assert "it is held by Ada (ada@house.example)" in ran.err
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "ADA@House.example")
    decided(steward, "student@1.0.0")


def test_what_a_case_does_not_reach_may_be_decided_and_that_is_said(repo: Path, steward: Steward) -> None:
    opened(steward)
    assert "the case does not reach stranger@1.0.0 as the cards stand" in decided(steward, "stranger@1.0.0")
    assert "the cards do not lead to it from the data" in steward("case", "show", "c", "--today", DAY).out


def test_it_closes_only_when_each_is_decided(repo: Path, steward: Steward) -> None:
    opened(steward)
    for ref in ("data:visits", "data:features@1.0.0", "no-show"):
        decided(steward, ref)
    ran = steward("case", "close", "c", "--today", DAY, "--yes")
    assert ran.code == 4
    assert "student@1.0.0 (possibly holds the data) is not decided" in ran.out
    assert "steward case decide c student@1.0.0" in ran.out
    assert "no-show@2.0.0" not in ran.out.partition("registry/cases/c.yaml")[0]
    assert "that was the last one: steward case close c" in decided(steward, "student@1.0.0", "keep", "--until", "+P6M")
    ran = steward("case", "close", "c", "--today", DAY, "--yes")
    assert ran.code == 0, ran.out + ran.err
    assert "to go by decision, and not gone yet: data:features@1.0.0 (active)" in ran.out
    assert "student@1.0.0 is kept until 2030-07-10: then it is to be decided anew" in ran.out
    text = (repo / FILE).read_text()
    assert "closed: 2030-01-10\n" in text
    assert all(f"  - {ref}\n" in text for ref in REACHED)
    assert "closed_by: ada@house.example\n" in text
    assert "CA1" not in steward("check", "--today", DAY).out
    assert steward("case", "list").out == "no case open\n"
    again = steward("case", "close", "c", "--today", DAY, "--yes")
    assert (again.code, "c was closed on 2030-01-10 by ada@house.example" in again.err) == (4, True)
    late = steward("case", "decide", "c", "no-show@2.0.0", "erase", "--as", "data-protection", "--reason", "x", "--yes")
    assert (late.code, "c was closed" in late.err) == (4, True)


def test_an_exemption_that_ends_is_found_and_decided_anew_though_the_case_is_closed(
    repo: Path, steward: Steward
) -> None:
    opened(steward)
    for ref in ("data:visits", "data:features@1.0.0", "no-show"):
        decided(steward, ref, "not-affected")
    decided(steward, "student@1.0.0", "keep", "--until", "2030-03-01")
    assert steward("case", "close", "c", "--today", DAY, "--yes").code == 0
    assert "CA104" not in steward("check", "--today", "2030-03-01").out
    ran = steward("check", "--today", "2030-03-02")
    assert ran.code == 1
    assert "student@1.0.0 could be kept until 2030-03-01 (1 day ago), and it is in production" in ran.out
    assert "the exemption ended on 2030-03-01" in steward("case", "show", "c", "--today", "2030-03-02").out
    decided(steward, "student@1.0.0", "keep", "--until", "2030-09-01", today="2030-03-02")
    assert "CA104" not in steward("check", "--today", "2030-03-02").out


def test_an_exemption_past_its_end_holds_the_closing_up(repo: Path, steward: Steward) -> None:
    opened(steward)
    for ref in ("data:visits", "data:features@1.0.0", "no-show"):
        decided(steward, ref)
    decided(steward, "student@1.0.0", "keep", "--until", "2030-01-12")
    ran = steward("case", "close", "c", "--today", "2030-01-13", "--yes")
    assert ran.code == 4
    assert "student@1.0.0 (possibly holds the data) is not decided: the exemption ended on 2030-01-12" in ran.out


def test_what_comes_after_a_case_was_closed_is_not_its_business(repo: Path, steward: Steward) -> None:
    opened(steward)
    for ref in ("data:visits", "data:features@1.0.0", "no-show", "student"):
        decided(steward, ref)
    assert steward("case", "close", "c", "--today", DAY, "--yes").code == 0
    write(repo / "registry", {"datasets/visits/3.0.0.yaml": data("visits", "3.0.0"),
                              "models/no-show/3.0.0.yaml": model("no-show", "3.0.0", trained("data:visits@3.0.0"))})  # fmt: skip
    assert "CA1" not in steward("check", "--today", DAY).out
    assert "6 things to decide: 6 decided, 0 open" in steward("case", "show", "c", "--today", DAY).out


def test_what_comes_while_it_is_open_is_reached(repo: Path, steward: Steward) -> None:
    opened(steward)
    decided(steward, "no-show")
    assert "CA103" in steward("check", "--today", DAY).out
    write(repo / "registry", {"models/no-show/3.0.0.yaml": model("no-show", "3.0.0", trained("data:visits@1.0.0"))})
    assert "2 decided, 5 open" in steward("case", "show", "c", "--today", DAY).out


def test_a_case_that_is_late_fails_the_build_and_one_that_is_due_warns(repo: Path, steward: Steward) -> None:
    opened(steward)
    soon = steward("check", "--today", "2030-02-02")
    assert (soon.code, "CA102" in soon.out, "CA101" in soon.out) == (0, True, False)
    late = steward("check", "--today", "2030-02-03")
    assert (late.code, "CA101" in late.out) == (1, True)
    assert "it was to be answered by 2030-02-02 (1 day ago), and is open" in late.out


def test_more_time_is_taken_once_in_time_with_a_reason_and_stays_on_record(repo: Path, steward: Steward) -> None:
    opened(steward)
    assert steward("case", "extend", "c", "--today", DAY, "--yes").code == 2
    late = steward("case", "extend", "c", "--reason", "Complex.", "--today", "2030-02-03", "--yes")
    assert (late.code, "it is too late to take more time" in late.err) == (4, True)
    far = steward("case", "extend", "c", "--reason", "Complex.", "--until", "2030-05-01", "--today", DAY, "--yes")
    assert (far.code, "permits a day until 2030-04-02" in far.err) == (4, True)
    ran = steward("case", "extend", "c", "--reason", "Complex.", "--today", "2030-02-02", "--yes")
    assert ran.code == 0, ran.err
    assert "whoever asked must be told of it, with the reason, before the old day is over" in ran.out
    known = shown(steward)
    assert known["due"] == "2030-04-02"
    assert known["extensions"] == [
        {"on": "2030-02-02", "was": "2030-02-02", "until": "2030-04-02", "reason": "Complex.", "by": "ada@house.example"}
    ]  # fmt: skip
    again = steward("case", "extend", "c", "--reason", "Complex.", "--today", "2030-02-02", "--yes")
    assert (again.code, "was extended already" in again.err) == (4, True)
    assert "CA108" not in steward("check", "--today", "2030-02-03").out
    for asked in ("data:visits", "data:visits@1.0.0", ""):
        log = steward("log", *filter(None, [asked])).out
        assert "case c has time until 2030-04-02: Complex." in log
        assert "the message says" not in log
    assert "case c" not in steward("log", "data:other").out


def test_a_day_that_was_moved_by_hand_is_found(repo: Path, steward: Steward) -> None:
    opened(steward)
    text = (repo / FILE).read_text()
    write(repo, {FILE: text.replace("due: 2030-02-02", "due: 2030-03-02")})
    ran = steward("validate", FILE)
    assert (ran.code, "CA108" in ran.out) == (1, True)
    write(repo, {FILE: text.replace("law: gdpr", "law: gdrp")})
    assert "CA109" in steward("validate", FILE).out


@pytest.mark.parametrize(
    ("due", "on", "until", "found"),
    [
        ("2030-03-02", "2030-01-05", "2030-03-02", False),
        ("2030-04-02", "2030-02-02", "2030-04-02", False),
        ("2030-04-02", "2030-01-05", "2030-03-02", True),  # moved on by hand after it was extended
        ("2030-05-02", "2030-01-05", "2030-05-02", True),  # more than there is
        ("2030-03-02", "2030-02-03", "2030-03-02", True),  # taken when the first time was over
    ],
)
def test_time_that_was_taken_is_held_to_its_day(
    repo: Path, steward: Steward, due: str, on: str, until: str, found: bool
) -> None:
    opened(steward)
    more = f"due: {due}\nextensions: [{{on: {on}, was: 2030-02-02, until: {until}, reason: Many., by: ada}}]"
    write(repo, {FILE: (repo / FILE).read_text().replace("due: 2030-02-02", more)})
    assert ("CA108" in steward("validate", FILE).out) == found


def test_an_order_gets_more_time_from_whoever_gave_it(repo: Path, steward: Steward) -> None:
    steward(
        "case", "open", "order", "--covers", "data:visits", "--due", "2030-02-01", "--id", "c", "--today", DAY, "--yes"
    )
    assert steward("case", "extend", "c", "--reason", "The court agreed.", "--today", DAY, "--yes").code == 2
    back = steward("case", "extend", "c", "--reason", "x", "--until", "2030-01-20", "--today", DAY, "--yes")
    assert (back.code, "is no later than 2030-02-01" in back.err) == (2, True)
    for day in ("2030-03-01", "2030-04-01"):
        ran = steward("case", "extend", "c", "--reason", "The court agreed.", "--until", day, "--today", DAY, "--yes")
        assert ran.code == 0, ran.err
    assert shown(steward)["due"] == "2030-04-01"


@pytest.mark.parametrize("reached", ["[]", "[no-show@2.0.0]"])
def test_a_case_closed_by_hand_says_not_what_it_reached(repo: Path, steward: Steward, reached: str) -> None:
    opened(steward)
    decided(steward, "no-show@2.0.0")
    text = (repo / FILE).read_text()
    write(repo, {FILE: text.replace("closed: null", f"closed: 2030-01-10\nreached: {reached}")})
    found = steward("check", "--today", DAY)
    assert (found.code, "CA105" in found.out) == (1, True)


def test_a_case_closed_by_hand_and_a_decision_of_nobody_in_charge_are_found(repo: Path, steward: Steward) -> None:
    opened(steward)
    decided(steward, "no-show@2.0.0", "keep", "--until", "+P1Y")
    text = (repo / FILE).read_text()
    write(repo, {FILE: text.replace("closed: null", "closed: 2030-01-10")})
    found = steward("check", "--today", DAY)
    assert (found.code, "CA105" in found.out) == (1, True)
    write(repo, {FILE: text.replace("\n    by: ada@house.example", "\n    by: bo@house.example")})
    found = steward("check", "--today", DAY)
    assert "bo@house.example does not hold the role data-protection" in found.out
    write(repo, {FILE: text.replace("    role: data-protection\n", "")})
    assert "an exemption needs an end and a role, and has no role" in steward("check", "--today", DAY).out


def test_models_whose_origins_nobody_wrote_down_are_named_apart_and_hold_nothing_up(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = {"models/dark/1.0.0.yaml": model("dark", "1.0.0", "{parents: []}")}
    monkeypatch.chdir(home(tmp_path / "there", more))
    out = opened(steward)
    assert "those of which nobody can tell: steward case show c" in out
    text = steward("case", "show", "c", "--today", DAY).out
    assert "Nobody can tell of these\n  dark@1.0.0\n" in text
    for ref in ("data:visits", "data:features@1.0.0", "no-show", "student"):
        decided(steward, ref)
    ran = steward("case", "close", "c", "--today", DAY, "--yes")
    assert ran.code == 0, ran.out
    assert "of which models nobody can tell: steward trace data:visits" in ran.out
    assert "dark@1.0.0" in steward("trace", "data:visits").out


def test_what_is_destroyed_needs_no_decision(tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    root = home(tmp_path / "there")
    monkeypatch.chdir(root)
    card = root / "registry/models/student/1.0.0.yaml"
    text = card.read_text().replace("stage: production", "stage: destroyed")
    card.write_text(text.replace("lifecycle: {", "lifecycle: {retired: 2029-11-01, destroyed: 2029-12-01, "))
    git(root, "commit", "--quiet", "--all", "--message", "Gone")
    opened(steward)
    assert "5 things to decide: 0 decided, 5 open; 1 gone already" in steward("case", "show", "c", "--today", DAY).out


def test_a_case_is_shown_and_listed_for_pages_with_text_of_cards_kept_quiet(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = '"<b>|[x](http://evil) @all \\e[31m"'
    root = home(tmp_path / "there")
    write(root / "registry", {"cases/c.yaml": (
        'card: case/1\nid: c\npurpose: erasure\ndata: ["data:visits"]\nopened: 2030-01-02\ndue: 2030-02-02\nclosed: null\n'
        f"by: {hostile}\ndecisions: [{{ref: student@1.0.0, decision: erase, reason: {hostile}, by: ada, on: 2030-01-03}}]\n"
    )})  # fmt: skip
    monkeypatch.chdir(root)
    page = steward("case", "show", "c", "-f", "markdown", "--today", DAY).out
    assert "erase|retrain|keep|not-affected --as ROLE --reason TEXT`" in page, "a command is read as it is typed"
    prose = re.sub("`[^`]*`", "", page)
    assert "### : erasure of " in prose
    assert not re.findall(r"<b>|\[x\]\(|@all|\x1b", prose), prose
    assert all(line.count("|") - line.count("\\|") == 7 for line in page.splitlines() if line.startswith("| "))
    text = steward("case", "show", "c", "--today", DAY).out
    assert "\x1b" not in text
    assert "\\x1b[31m" in text
    assert "| `c` | erasure | `data:visits` | 2030-01-02 | due 2030-02-02 (in 23 days) | 1 of 6 |" in steward(
        "case", "list", "-f", "markdown", "--today", DAY
    ).out  # fmt: skip
    (row,) = json.loads(steward("case", "list", "-f", "json", "--today", DAY).out)["cases"]
    assert (row["id"], row["decided"], row["total"]) == ("c", 1, 6)


@pytest.mark.parametrize("kind", ["case", "incident"])
def test_what_cannot_be_read_is_not_called_closed(repo: Path, steward: Steward, kind: str) -> None:
    """It may be open, and no list can tell."""
    file = f"{kind}s/x.yaml"
    write(repo / "registry", {file: f"card: {kind}/1\nid: x\n  oops\n"})
    said = f"not listed, for it cannot be read: {file} (`steward validate {file}` says why)"
    assert steward(kind, "list").out == f"no {kind} open\n{said}\n"
    assert json.loads(steward(kind, "list", "-f", "json").out)["unreadable"] == [file]
    page = steward(kind, "list", "-f", "markdown").out
    assert f"no {kind} open.\n\nnot listed, for it cannot be read: `{file}`" in page


def test_a_narrow_terminal_has_room(repo: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(steward)
    monkeypatch.setenv("COLUMNS", "60")
    lines = steward("case", "show", "c", "--today", DAY).out.splitlines()
    assert [line for line in lines if len(line) > 60 and not line.startswith("next:")] == []
    assert all(len(line) <= 60 for line in steward("case", "list", "--today", DAY).out.splitlines())


def test_a_case_of_an_included_registry_is_shown_and_changed_at_home(
    tmp_path: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = home(tmp_path / "there")
    policy = root / "registry/steward.yaml"
    policy.write_text(policy.read_text() + "include: {lab: ../lab}\n")
    write(root / "lab", {
        "steward.yaml": "card: registry/1\nname: Lab\n",
        "cases/l.yaml": 'card: case/1\nid: l\npurpose: erasure\ndata: ["data:cells@1.0.0"]\nopened: 2030-01-02\nclosed: null\n',
        "datasets/cells/1.0.0.yaml": data("cells", "1.0.0"),
    })  # fmt: skip
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A lab")
    monkeypatch.chdir(root)
    assert "a case of the registry lab" in steward("case", "show", "l", "--today", DAY).out
    assert "in the registry lab" in steward("case", "list", "--today", DAY).out
    ran = steward("case", "close", "l", "--today", DAY, "--yes")
    assert (ran.code, "l is a case of the registry lab (../lab)" in ran.err) == (4, True), ran.err


def test_a_case_that_cannot_be_read_says_what_tells_why(repo: Path, steward: Steward) -> None:
    write(repo, {FILE: "card: case/1\nid: c\n"})
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "Half a case")
    for words in (["show", "c"], ["close", "c", "--yes"]):
        ran = steward("case", *words)
        assert (ran.code, "steward validate cases/c.yaml" in ran.err) == (4, True), ran.err


def test_what_is_read_for_a_decision_is_enough(repo: Path, steward: Steward) -> None:
    """Only what the data leads to is read, step by step; the answers are those of the whole registry."""
    write(repo / "registry", {
        "models/grandchild/1.0.0.yaml": model("grandchild", "1.0.0", made("student@1.0.0", "adapter")),
        "models/grandchild/2.0.0.yaml": model("grandchild", "2.0.0", made('"grandch\\x69ld@1.0.0"', "merge")),
        "datasets/features/2.0.0.yaml": data("features", "2.0.0"),
    })  # fmt: skip
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "More")
    opened(steward)
    decided(steward, "no-show")
    for covered in ("data:visits", "data:visits@1.0.0"):
        near = Desk(repo / "registry").around(covered, far=True)
        whole = Desk(repo / "registry").whole()
        card: Any = whole.of_kind("case")[0].card
        card = card.model_copy(update={"data": (covered,)})
        found = [matters_of_case(registry, card, date(2030, 1, 10)) for registry in (near, whole)]
        assert found[0] == found[1]
        assert len(found[1]) > len(REACHED)
