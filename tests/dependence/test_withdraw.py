"""`steward withdraw`: data taken out of use, and the work that follows; what is exempt, and for how long."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import TODAY, Steward, git
from tests.dependence.houses import built
from tests.rules.worlds import messages, problems

pytestmark = pytest.mark.usefixtures("clinic")
WHY = ("--reason", "Consent was withdrawn", "--today", TODAY, "--yes")
CASE = """\
card: case/1
id: case-1
purpose: withdrawal
data: ["data:appointments@2.1.0"]
opened: 2029-12-01
"""


def test_one_commit_says_when_and_why(steward: Steward, clinic: Path) -> None:
    ran = steward("withdraw", "data:appointments@2.1.0", *WHY)
    assert (ran.code, ran.err) == (0, "")
    assert git(clinic, "show", "--format=%s", "--name-only").split("\n") == [
        "withdraw data:appointments@2.1.0: Consent was withdrawn", "", "datasets/appointments/2.1.0.yaml", "",
    ]  # fmt: skip
    text = (clinic / "datasets/appointments/2.1.0.yaml").read_text()
    assert "status: withdrawn" in text
    assert f"{TODAY}" in text
    assert "Steward-Reason: Consent was withdrawn" in git(clinic, "log", "-1", "--format=%b")
    found = json.loads(steward("check", "--format", "json", "--today", TODAY).out)["findings"]
    errors = {(finding["code"], finding["ref"]) for finding in found if finding["code"] in ("DT102", "DT112", "DT114")}
    assert errors == {("DT102", "no-show@2.0.0"), ("DT102", "lite@1.0.0"), ("DT112", "data:features@1.0.0")}


def test_the_plan_lists_the_work_with_owners(steward: Steward) -> None:
    notes = json.loads(steward("withdraw", "data:appointments@2.1.0", "--format", "json", *WHY[:4]).out)["notes"]
    told = {note.partition(" ")[0]: note for note in notes}
    assert "surely holds it and serves use:reminders (science (science@example.org))" in told["no-show@2.0.0"]
    assert "steward deprecate no-show@2.0.0 --because data" in told["no-show@2.0.0"]
    assert "possibly holds it and serves use:tablet (mobile (mobile@example.org))" in told["lite@1.0.0"]
    assert "steward withdraw data:features@1.0.0" in told["data:features@1.0.0"]
    assert "no-show@1.0.0" not in told, "it is destroyed"
    assert "points@1.0.0" not in told


def test_a_version_that_cannot_be_read_is_told_and_not_passed_over(steward: Steward, clinic: Path) -> None:
    card = clinic / "datasets/appointments/2.0.0.yaml"
    card.write_text(card.read_text() + "  oops: [\n")
    git(clinic, "commit", "--quiet", "--all", "--message", "A slip")
    ran = steward("withdraw", "data:appointments", *WHY)
    assert ran.code == 0, ran.err
    mend = "mend it (steward validate datasets/appointments/2.0.0.yaml), and run this again"
    assert f"data:appointments@2.0.0 cannot be read, and is left: {mend}" in " ".join(ran.out.split())


def test_a_name_alone_withdraws_every_version_in_one_commit(steward: Steward, clinic: Path) -> None:
    before = git(clinic, "rev-parse", "HEAD")
    assert steward("withdraw", "data:appointments", "data:visits@1.0.0", *WHY).code == 0
    changed = git(clinic, "diff", "--name-only", before.strip(), "HEAD").split()
    assert changed == [
        "datasets/appointments/2.0.0.yaml",
        "datasets/appointments/2.1.0.yaml",
        "datasets/visits/1.0.0.yaml",
    ]
    assert git(clinic, "rev-list", "--count", f"{before.strip()}..HEAD").strip() == "1"


def test_nothing_is_withdrawn_twice(steward: Steward, clinic: Path) -> None:
    steward("withdraw", "data:appointments@2.1.0", *WHY)
    commit = git(clinic, "rev-parse", "HEAD")
    ran = steward("withdraw", "data:appointments@2.1.0", "--reason", "Again", "--today", "2030-02-01", "--yes")
    assert ran.code == 0
    assert f"data:appointments@2.1.0 is withdrawn already since {TODAY}: Consent was withdrawn" in ran.out
    assert "nothing to change" in ran.out
    assert git(clinic, "rev-parse", "HEAD") == commit


def test_what_was_withdrawn_by_hand_gets_its_reason(steward: Steward, clinic: Path) -> None:
    card = clinic / "datasets/visits/1.0.0.yaml"
    card.write_text(card.read_text().replace("status: active", "status: withdrawn"))
    git(clinic, "commit", "--quiet", "--all", "--message", "By hand")
    assert steward("withdraw", "data:visits@1.0.0", *WHY).code == 0
    assert "reason: Consent was withdrawn" in card.read_text()


def test_what_is_destroyed_is_left_and_refused_where_it_is_asked_for(steward: Steward, clinic: Path) -> None:
    card = clinic / "datasets/appointments/2.0.0.yaml"
    card.write_text(card.read_text().replace("status: active", "status: destroyed"))
    git(clinic, "commit", "--quiet", "--all", "--message", "Gone")
    refused = steward("withdraw", "data:appointments@2.0.0", *WHY)
    assert refused.code == 4
    assert "is destroyed: there is nothing left to withdraw" in refused.err
    ran = steward("withdraw", "data:appointments", *WHY)
    assert ran.code == 0
    assert "data:appointments@2.0.0 is destroyed, and left as it is" in ran.out
    assert "status: destroyed" in card.read_text()


def test_the_case_must_be_there(steward: Steward, clinic: Path) -> None:
    refused = steward("withdraw", "data:appointments@2.1.0", "--case", "case-2", *WHY)
    assert refused.code == 4
    assert "there is no case case-2" in refused.err
    (clinic / "cases").mkdir()
    (clinic / "cases/case-1.yaml").write_text(CASE)
    git(clinic, "add", ".")
    git(clinic, "commit", "--quiet", "--message", "A case")
    assert "did you mean `case-1`?" in steward("withdraw", "data:appointments@2.1.0", "--case", "case-2", *WHY).err
    ran = steward("withdraw", "data:appointments", "--case", "case-1", *WHY)
    assert ran.code == 0
    assert "case-1 does not name data:appointments@2.0.0" in ran.out
    assert "case: case-1" in (clinic / "datasets/appointments/2.1.0.yaml").read_text()
    assert "Steward-Case: case-1" in git(clinic, "log", "-1", "--format=%b")


def test_a_case_that_cannot_be_read_is_not_called_missing(steward: Steward, clinic: Path) -> None:
    (clinic / "cases").mkdir()
    (clinic / "cases/case-1.yaml").write_text(CASE + "  oops: [\n")
    git(clinic, "add", ".")
    git(clinic, "commit", "--quiet", "--message", "A slip")
    refused = steward("withdraw", "data:appointments@2.1.0", "--case", "case-1", *WHY)
    assert (refused.code, "case-1 cannot be read" in refused.err) == (4, True)


def test_what_a_case_exempts_may_be_kept_until_its_day(steward: Steward, clinic: Path) -> None:
    decision = (
        "decisions: [{ref: no-show@2.0.0, decision: keep, until: 2030-03-01, role: dpo, by: Ada, on: 2029-12-02}]\n"
    )
    (clinic / "cases").mkdir()
    (clinic / "cases/case-1.yaml").write_text(CASE + decision)
    git(clinic, "add", ".")
    git(clinic, "commit", "--quiet", "--message", "A case")
    notes = json.loads(steward("withdraw", "data:appointments@2.1.0", "--format", "json", *WHY[:4]).out)["notes"]
    assert any(note.startswith("no-show@2.0.0") and "may be kept until 2030-03-01, by case-1" in note for note in notes)
    steward("withdraw", "data:appointments@2.1.0", *WHY)
    for day, refs in (
        (TODAY, {"lite@1.0.0"}),
        ("2030-03-01", {"lite@1.0.0"}),
        ("2030-03-02", {"lite@1.0.0", "no-show@2.0.0"}),
    ):
        found = json.loads(steward("check", "--format", "json", "--today", day).out)["findings"]
        assert {finding["ref"] for finding in found if finding["code"] == "DT102"} == refs, day


WRONG = {
    ("data:appointments@2.1.0", "--yes"): (2, "say it with --reason TEXT"),
    ("data:appointments@2.1.0", "--reason", " ", "--yes"): (2, "why is the data withdrawn?"),
    ("data:apointments", *WHY): (4, "did you mean `data:appointments`?"),
    ("data:appointments@9.0.0", *WHY): (4, "its versions are"),
    ("no-show@2.0.0", *WHY): (2, "only data is withdrawn"),
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_cannot_be_withdrawn_is_refused_and_changes_nothing(
    steward: Steward, clinic: Path, words: tuple[str, ...]
) -> None:
    ran = steward("withdraw", *words)
    assert (ran.code, WRONG[words][1] in ran.err) == (WRONG[words][0], True)
    assert git(clinic, "status", "--short") == ""


def test_a_dry_run_changes_nothing(steward: Steward, clinic: Path) -> None:
    assert steward("withdraw", "data:appointments", "--dry-run", *WHY[:4]).code == 0
    assert git(clinic, "status", "--short") == ""


# The rule: what was built on withdrawn data is a finding until it is destroyed, or while it is exempt.

WORLD = """
m@1.0.0: {{lineage: {{datasets: ["data:f@1.0.0"]}}}}
data:f@1.0.0: {{status: active, derived_from: ["data:d@1.0.0"]}}
data:d@1.0.0: {{status: withdrawn}}
cases/c.yaml:
  {{card: case/1, id: c, purpose: erasure, data: ["data:d@1.0.0"], opened: 2029-12-01, decisions: [{decisions}]}}
"""
KEEP = "{ref: m@1.0.0, decision: keep, until: 2030-01-01, role: dpo, by: Ada, on: 2029-12-02}"
DECISIONS = {
    "none": ("", False),
    "kept until today": (KEEP, True),
    "kept until yesterday": (KEEP.replace("2030-01-01", "2029-12-31"), False),
    "kept, nobody says how long": (KEEP.replace("until: 2030-01-01, ", ""), False),
    "kept, no role decided": (KEEP.replace("role: dpo, ", ""), False),
    "kept, and then to be erased": (f"{KEEP}, {KEEP.replace('keep', 'erase')}", False),
    "erased, and then to be kept": (f"{KEEP.replace('keep', 'erase')}, {KEEP}", True),
    "another is kept": (KEEP.replace("m@1.0.0", "m@2.0.0"), False),
}


@pytest.mark.parametrize(("decisions", "exempt"), DECISIONS.values(), ids=DECISIONS)
@pytest.mark.parametrize("stage", ["production", "retired"])
def test_an_exemption_ends_the_finding_for_a_time(decisions: str, exempt: bool, stage: str) -> None:
    example = WORLD.format(decisions=decisions).replace("m@1.0.0: {", f"m@1.0.0: {{stage: {stage}, ", 1)
    assert (messages("DT102", example) == []) == exempt


def test_a_case_about_other_data_exempts_nothing() -> None:
    example = WORLD.format(decisions=KEEP).replace('data: ["data:d@1.0.0"]', 'data: ["data:e@1.0.0"]')
    assert len(messages("DT102", example)) == 1


def test_past_its_end_the_finding_is_back_and_says_so() -> None:
    example = WORLD.format(decisions=KEEP)
    (message,) = messages("DT102", example, date(2030, 1, 4))
    assert "built on withdrawn data (what exempted it, c, ended 3 days ago)" in message


def test_without_a_day_an_exemption_counts() -> None:
    """The hook knows no day; and an exemption that is over is no news to it."""
    assert problems("DT102", WORLD.format(decisions=KEEP), None) == []
    assert len(problems("DT102", WORLD.format(decisions=""), None)) == 1


ANOTHER = """
cases/b.yaml:
  {{card: case/1, id: b, purpose: erasure, data: ["data:d@1.0.0"], opened: 2029-12-01, closed: 2029-12-20, decisions: [
   {{ref: m@1.0.0, decision: {decision}, by: Ada, on: {on}}}]}}
"""


@pytest.mark.parametrize(
    ("decision", "on", "exempt"),
    [
        ("erase", "2029-12-03", False),
        ("retrain", "2029-12-02", False),
        ("erase", "2029-12-01", True),
        ("not affected", "2029-12-03", True),
    ],
)
def test_what_another_case_later_lets_go_is_exempt_no_more(decision: str, on: str, exempt: bool) -> None:
    example = WORLD.format(decisions=KEEP) + ANOTHER.format(decision=decision, on=on)
    assert (messages("DT102", example) == []) == exempt


def test_derived_data_may_be_exempt_too() -> None:
    """The case decides of each thing it reaches, data among it; the model that was trained on it is a thing apart."""
    example = WORLD.format(decisions=KEEP.replace("m@1.0.0", "'data:f@1.0.0'"))
    assert messages("DT112", example) == []
    assert len(messages("DT102", example)) == 1
    (message,) = messages("DT112", example, date(2030, 1, 4))
    assert "derived from withdrawn data (what exempted it, c, ended 3 days ago): data:d@1.0.0" in message


@pytest.mark.parametrize(("status", "count"), [("active", 0), ("withdrawn", 1), ("destroyed", 0)])
def test_what_is_withdrawn_should_say_why(status: str, count: int) -> None:
    assert len(messages("DT114", f"data:d@1.0.0: {{status: {status}}}")) == count


def test_data_of_a_registry_that_is_included_is_withdrawn_at_its_home(steward: Steward, clinic: Path) -> None:
    built(clinic.parent / "other", "data:scans@1.0.0: {}")
    policy = clinic / "steward.yaml"
    policy.write_text(policy.read_text() + "include: {labs: ../other}\n")
    git(clinic, "commit", "--quiet", "--all", "--message", "Include")
    for what in ("data:scans@1.0.0", "data:scans"):
        ran = steward("withdraw", what, *WHY)
        assert ran.code == 4
        assert "belongs to the registry labs" in ran.err
    assert git(clinic, "status", "--short") == ""
