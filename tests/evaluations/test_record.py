"""`steward record evaluation`, through the door: what goes on record, what does not, and what is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import HOUSE, MODEL, TODAY, Ran, Steward, git, write
from tests.evaluations.reports import CARD, DRIFT, FAILED, INSPECT, LM_EVAL, STORE, value

REF = "scorer@1.2.0"
RECORDS = Path("registry/records/models/scorer/1.2.0")


def record(steward: Steward, *more: str, ref: str | None = REF) -> Ran:
    return steward("record", "evaluation", *([ref] if ref else []), "--today", TODAY, *more, "--yes")


def records(root: Path, folder: Path = RECORDS) -> list[dict[str, Any]]:
    """What is on record of a version, in order of file."""
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((root / folder).glob("*.yaml"))]


def commits(root: Path) -> int:
    return len(git(root, "log", "--format=%s").splitlines())


def test_figures_are_typed(repo: Path, steward: Steward) -> None:
    ran = record(
        steward, "--use", "scoring", "--suite", "holdout", "--metric", "auroc=0.81 [0.78,0.84] n=400",
        "--metric", "auroc=0.78 slice=age:65+", "--note", "Twice.", "--tool", "scikit-learn 1.5", "--dataset", "data:rows@1.0.0",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    (made,) = records(repo)
    assert list(made) == ["card", "ref", "use", "on", "by", "seal", "suite", "results", "dataset", "tool", "note"]
    assert made["use"] == "use:scoring"
    assert (str(made["on"]), made["by"]) == (TODAY, "ada@house.example")
    assert made["seal"].startswith("sha256:")
    assert made["results"] == [
        {"metric": "auroc", "value": 0.81, "low": 0.78, "high": 0.84, "samples": 400},
        {"metric": "auroc", "value": 0.78, "slice": "age:65+"},
    ]
    assert git(repo, "log", "-1", "--format=%B").splitlines()[:5] == [
        "record evaluation of scorer@1.2.0: holdout", "", "Steward-Action: record evaluation",
        "Steward-Ref: scorer@1.2.0", "Steward-Suite: holdout",
    ]  # fmt: skip
    assert steward("validate").code == 0


def test_a_report_that_lies_here_is_named_with_its_digest(repo: Path, steward: Steward) -> None:
    (repo / "report.html").write_text("auroc 0.81")
    record(steward, "--suite", "s", "--metric", "auroc=0.81", "--report", "report.html")
    record(steward, "--suite", "s", "--metric", "auroc=0.82", "--report", "https://reports.example/2")
    with_digest = [made for made in records(repo) if "report_digest" in made]
    assert [made["report"] for made in with_digest] == ["report.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "nothing is to be recorded"),
        (["--suite", "s"], 2, "nothing is to be recorded"),
        (["--metric", "a=1"], 2, "a figure is of a suite, and none is named"),
        (["--metric", "a=1", "--suite", "a=b"], 2, "a figure is of a suite, and none is named"),
        (["--metric", "a=1", "--suite", "s", "--suite", "t"], 2, "--suite is said 2 times"),
        (["--metric", "a=1", "--from", "x.json"], 2, "--metric, --from and --dir do not go together"),
        (["--metric", "a=1", "--suite", "s", "--as", "json"], 2, "are for reports"),
        (["--metric", "a=b", "--suite", "s"], 2, "`a=b` is no metric"),
        (["--metric", "a=1", "--suite", " "], 2, "a suite has no empty name"),
        (["--metric", "a=1", "--suite", "s", "--by", " "], 4, "`by` cannot be an empty text"),
        (["--metric", "a=1", "--suite", "s", "--on", "soon"], 2, "`soon` is no day"),
        (["--metric", "a=1", "--suite", "s", "--on", "2030-06-01"], 4, "2030-06-01, which has not come yet"),
        (["--metric", "a=1", "--suite", "s", "--for", "scorin"], 4, "did you mean `use:scoring`?"),
        (["--metric", "a=81 unit=share", "--suite", "s"], 4, "a is 81, and its unit, share, goes from 0 to 1"),
        (["--metric", "a=1 [2,3]", "--suite", "s"], 4, "a is 1, outside its own interval"),
        (["--metric", "a=2 [3,1]", "--suite", "s"], 4, "the interval of a goes from 3 down to 1"),
        (["--metric", "a=1", "--metric", "a=2", "--suite", "s"], 4, "a is here twice"),
        (["--metric", "a=1 better=lower", "--metric", "a=2 slice=x better=higher", "--suite", "s"], 4, "in another result when lower"),
        (["--from", "nothing.json"], 4, "nothing.json: there is no such file"),
        (["--dir", "nothing"], 2, "there is no folder nothing"),
        (["--dir", "registry/use-cases"], 2, "no report lies in registry/use-cases"),
        (["--from", str(FAILED)], 4, "the run failed: ValueError('the service is away')"),
        (["--from", str(DRIFT)], 4, "it does not say which suite it is of"),
        (["--from", str(DRIFT), "--suite", "drift"], 4, "it does not say when it was measured"),
        (["--from", str(LM_EVAL), "--suite", "s"], 4, "it holds 4 suites, and --suite names one"),
        (["--from", str(LM_EVAL), "--only", "clinic_triag"], 4, "did you mean `clinic_triage`?"),
        (["--from", str(LM_EVAL), "--as", "nothing"], 2, "nothing"),
        (["--from", str(LM_EVAL), "--mapping", "nothing.yaml"], 2, "nothing.yaml cannot be read: no such file"),
        (["--from", str(LM_EVAL), "--from", str(INSPECT), "--report", "s3://x"], 2, "--report names one place for several"),
        (["--from", "registry"], 4, "--dir takes every report below a folder"),
        (["--from", str(STORE), "--run-id", "nothing"], 4, "it has no run nothing"),
    ],
)  # fmt: skip
def test_what_cannot_go_on_record_is_told_and_nothing_changes(
    repo: Path, steward: Steward, arguments: list[str], code: int, said: str
) -> None:
    ran = record(steward, *arguments)
    assert ran.code == code, ran.out
    assert said in ran.err + ran.out
    assert (commits(repo), git(repo, "status", "--porcelain")) == (1, "")


@pytest.mark.parametrize(
    ("ref", "said"), [("scorre@1.2.0", "did you mean `scorer@1.2.0`?"), ("use:scoring", ""), ("data:rows@1.0.0", "")]
)
def test_only_a_version_can_be_evaluated(repo: Path, steward: Steward, ref: str, said: str) -> None:
    ran = record(steward, "--metric", "a=1", "--suite", "s", ref=ref)
    assert ran.code == 4
    assert said in ran.err
    assert record(steward, "--metric", "a=1", "--suite", "s", ref=None).code == 2


def test_a_report_is_one_commit_with_a_record_for_each_suite(repo: Path, steward: Steward) -> None:
    ran = record(steward, "--from", str(LM_EVAL), "--report", "s3://reports/1.json")
    assert ran.code == 0, ran.err
    made = records(repo)
    assert sorted(one["suite"] for one in made) == ["clinic", "clinic_booking", "clinic_letters", "clinic_triage"]
    assert {one["tool"] for one in made} == {"lm-eval 0.4.13"}
    assert {one["report"] for one in made} == {"s3://reports/1.json"}
    assert len({one["report_digest"] for one in made}) == 1
    assert commits(repo) == 2


def test_the_same_report_adds_nothing_and_says_so(repo: Path, steward: Steward) -> None:
    record(steward, "--from", str(LM_EVAL))
    shutil.copy(LM_EVAL, repo / "again.json")
    ran = record(steward, "--from", str(repo / "again.json"), "--from", str(LM_EVAL))
    assert (ran.code, commits(repo)) == (0, 2)
    assert "8 evaluations are on record already" in ran.out
    assert "nothing to change" in ran.out


def test_a_report_without_a_day_is_not_made_newer_by_saying_another(repo: Path, steward: Steward) -> None:
    assert record(steward, "--from", str(DRIFT), "--suite", "drift", "--on", "2029-11-01").code == 0
    again = record(steward, "--from", str(DRIFT), "--suite", "drift", "--on", "2029-12-01")
    assert again.code == 4
    assert "the same report is on record as of 2029-11-01, and says nothing of 2029-12-01" in again.err
    assert len(records(repo)) == 1
    same = record(steward, "--from", str(DRIFT), "--suite", "drift", "--on", "2029-11-01")
    assert "1 evaluation is on record already" in same.out
    assert record(steward, "--from", str(DRIFT), "--suite", "other", "--on", "2029-12-01").code == 0


def test_a_suite_that_is_nearly_one_that_is_known_is_told(repo: Path, steward: Steward) -> None:
    policy = repo / "registry/steward.yaml"
    policy.write_text(policy.read_text() + "suites: {holdout: {about: Rows that were kept back.}}\n")
    git(repo, "commit", "-qam", "a suite")
    near = record(steward, "--suite", "holdot", "--metric", "auroc=0.81")
    assert "nobody has defined a suite `holdot`: did you mean `holdout`?" in near.out
    for suite in ("holdout", "something else"):
        assert "nobody has defined" not in record(steward, "--suite", suite, "--metric", "auroc=0.81").out


def test_the_same_report_for_another_use_is_another_record(repo: Path, steward: Steward) -> None:
    record(steward, "--from", str(INSPECT))
    assert record(steward, "--from", str(INSPECT), "--use", "scoring").code == 0
    assert [one.get("use") for one in records(repo)].count("use:scoring") == 1
    assert "on record already" in record(steward, "--from", str(INSPECT), "--use", "scoring").out


def test_the_same_report_twice_at_once_is_one_record(repo: Path, steward: Steward) -> None:
    ran = record(steward, "--from", str(INSPECT), "--from", str(INSPECT))
    assert ran.code == 0
    assert len(records(repo)) == 1


def test_a_run_that_says_otherwise_than_its_record_is_refused(repo: Path, steward: Steward) -> None:
    record(steward, "--from", str(INSPECT))
    said = value(INSPECT)
    said["results"]["scores"][0]["metrics"]["accuracy"]["value"] = 0.75
    (repo / "other.json").write_text(json.dumps(said))
    ran = record(steward, "--from", "other.json")
    assert (ran.code, commits(repo)) == (4, 2)
    assert "match/accuracy is 0.75, and by the record of" in ran.err
    assert "of the same run 0.625" in ran.err


def test_suites_get_other_names_and_one_alone_can_be_taken(repo: Path, steward: Steward) -> None:
    assert (
        record(steward, "--from", str(LM_EVAL), "--suite", "clinic_triage=triage", "--only", "clinic_triage").code == 0
    )
    assert [one["suite"] for one in records(repo)] == ["triage"]
    assert record(steward, "--from", str(DRIFT), "--suite", "drift", "--on", "2029-12-01").code == 0
    assert {one["suite"] for one in records(repo)} == {"triage", "drift"}


def test_metrics_get_other_names(repo: Path, steward: Steward) -> None:
    given = ("--from", str(DRIFT), "--suite", "drift", "--on", "2029-12-01", "--rename")
    assert record(steward, *given, "drifted_columns=moved").code == 0
    (one,) = records(repo)
    names = {result["metric"] for result in one["results"]}
    assert "moved" in names
    assert "drifted_columns" not in names
    wrong = record(steward, *given, "drifted_colums=moved")
    assert (wrong.code, "did you mean `drifted_columns" in wrong.err) == (2, True), wrong.err
    assert record(steward, *given, "drifted_columns").code == 2


def test_what_is_no_number_is_left_out_where_that_was_allowed_and_the_record_says_so(
    repo: Path, steward: Steward
) -> None:
    assert "auroc is not a number (NaN)" in record(steward, "--from", str(STORE)).out
    ran = record(steward, "--from", str(STORE), "--skip-broken")
    assert "left out, auroc: is not a number (NaN)" in ran.out
    noted = [one["note"] for one in records(repo) if "note" in one]
    assert noted == ["Left out: auroc: is not a number (NaN); loss: is infinite."]


def test_of_many_reports_the_good_go_on_record_and_the_others_are_named(repo: Path, steward: Steward) -> None:
    folder = repo / "reports"
    (folder / "deep").mkdir(parents=True)
    shutil.copy(LM_EVAL, folder / "deep" / "results.json")
    shutil.copy(FAILED, folder / "failed.json")
    (folder / "half.json").write_text('{"results": ')
    (folder / "package.json").write_text('{"name": "something else"}')
    (folder / "README.md").write_text("# What lies here\n")
    (folder / ".hidden.json").write_text("{")
    (folder / "notes.txt").write_text("no report")
    git(repo, "add", "reports")
    git(repo, "commit", "--quiet", "--message", "Reports")
    ran = record(steward, "--dir", "reports", "--report", "s3://reports/")
    assert ran.code == 4
    assert len(records(repo)) == 4
    assert commits(repo) == 3
    assert {one["report"] for one in records(repo)} == {"s3://reports/deep/results.json"}
    assert "left out: reports/failed.json: status: the run failed" in ran.out
    assert "left out: reports/half.json: line 1, column 13: it is not JSON" in ran.out
    assert "passed over: reports/package.json: it is no report that steward knows" in ran.out
    assert "passed over: reports/README.md" in ran.out
    assert "hidden" not in ran.out
    assert "2 reports or parts of reports are not on record" in ran.err
    (folder / "failed.json").unlink()
    (folder / "half.json").unlink()
    again = record(steward, "--dir", "reports")
    assert again.code == 0
    assert "4 evaluations are on record already" in again.out


def test_a_program_is_told_of_what_was_left_out(repo: Path, steward: Steward) -> None:
    ran = record(steward, "--from", str(STORE), "--format", "json")
    plan = json.loads(ran.out)
    assert ran.code == 4
    assert (plan["applied"], len(plan["changes"])) == (True, 1)
    assert sum("left out" in note for note in plan["notes"]) == 2


def test_a_dry_run_and_a_branch_leave_the_work_tree_alone(repo: Path, steward: Steward) -> None:
    ran = steward("record", "evaluation", REF, "--from", str(INSPECT), "--today", TODAY, "--dry-run")
    assert (ran.code, commits(repo)) == (0, 1)
    assert "nothing was changed" in ran.out
    assert record(steward, "--from", str(INSPECT), "--branch", "evidence").code == 0
    assert (records(repo), commits(repo)) == ([], 1)
    assert "evaluation" in git(repo, "show", "--name-only", "--format=", "evidence")


def named(repo: Path, *models: str) -> None:
    """A report of Inspect for each model, and a second version that callers know."""
    second = MODEL.replace("1.2.0", "1.3.0").replace(
        "summary:", "serves: {aliases: [score-me], upstream: azure/gpt-4o}\nsummary:"
    )
    write(repo, {"registry/models/scorer/1.3.0.yaml": second})
    for i, model in enumerate(models):
        said = value(INSPECT)
        said["eval"] |= {"model": model, "run_id": f"run-{i}"}
        write(repo, {f"reports/{i}.json": json.dumps(said)})
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "More")


@pytest.mark.parametrize("model", ["score-me", "openai/score-me", "azure/gpt-4o", "scorer@1.3.0"])
def test_a_report_finds_its_version_by_the_names_that_callers_use(repo: Path, steward: Steward, model: str) -> None:
    named(repo, model)
    ran = record(steward, "--dir", "reports", ref=None)
    assert ran.code == 0, ran.out
    assert len(records(repo, RECORDS.parent / "1.3.0")) == 1


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("scorer", "its model `scorer` could be any of scorer@1.2.0, scorer@1.3.0"),
        ("score-mee", "no version here goes by `score-mee`, the model it is about (did you mean `score-me`?"),
        ("mockllm/model", "no version here goes by `mockllm/model`"),
    ],
)
def test_a_report_about_no_version_that_is_known_is_left_out(
    repo: Path, steward: Steward, model: str, said: str
) -> None:
    named(repo, model, "score-me")
    ran = record(steward, "--dir", "reports", ref=None)
    assert ran.code == 4
    assert said in ran.out
    assert len(records(repo, RECORDS.parent / "1.3.0")) == 1


def test_a_file_says_which_model_is_which_version(repo: Path, steward: Steward) -> None:
    named(repo, "mockllm/model", "scorer")
    write(repo, {"models.yaml": "mockllm/model: scorer@1.2.0\nscorer: scorer@1.9.0\n"})
    ran = record(steward, "--dir", "reports", "--models", "models.yaml", ref=None)
    assert ran.code == 4
    assert "--models, scorer: nothing is called `scorer@1.9.0` here" in ran.out
    assert len(records(repo)) == 1


def test_a_report_that_names_no_model_needs_a_ref(repo: Path, steward: Steward) -> None:
    ran = record(steward, "--from", str(DRIFT), "--suite", "drift", "--on", "2029-12-01", ref=None)
    assert ran.code == 4
    assert "it does not say which model it is about" in ran.err


def test_the_day_is_that_of_the_registry_s_time_zone(repo: Path, steward: Steward) -> None:
    write(repo, {"registry/steward.yaml": HOUSE["steward.yaml"] + "timezone: Pacific/Auckland\n"})
    git(repo, "commit", "--quiet", "--all", "--message", "Moved")
    said = value(INSPECT)
    said["stats"]["completed_at"] = "2029-11-30T20:00:00+00:00"
    (repo / "log.json").write_text(json.dumps(said))
    record(steward, "--from", "log.json")
    assert str(records(repo)[0]["on"]) == "2029-12-01"


def test_a_unit_or_direction_that_the_suite_has_otherwise_is_refused(repo: Path, steward: Steward) -> None:
    suites = "suites: {policy_questions: {about: Asks., metrics: {match/accuracy: {better: higher, unit: '%'}}}}\n"
    write(repo, {"registry/steward.yaml": HOUSE["steward.yaml"] + suites})
    git(repo, "commit", "--quiet", "--all", "--message", "Defined")
    ran = record(steward, "--from", str(INSPECT))
    assert (ran.code, commits(repo)) == (4, 2)
    assert "match/accuracy is in share, and steward.yaml has it in %" in ran.err
    assert "suite policy_questions" in ran.err


def test_a_model_card_and_its_entries_are_found_in_a_folder(repo: Path, steward: Steward) -> None:
    shutil.copytree(CARD.parent, repo / "hub")
    ran = record(steward, "--dir", "hub", "--on", "2026-11-01")
    assert ran.code == 0, ran.out
    assert len(records(repo)) == 4


def test_escape_sequences_of_a_report_do_not_reach_the_terminal(repo: Path, steward: Steward) -> None:
    said = value(FAILED)
    said["error"]["message"] = "\x1b[31mred\x1b]0;title\x07"
    (repo / "log.json").write_text(json.dumps(said))
    for ran in (record(steward, "--from", "log.json"), record(steward, "--dir", ".")):
        assert ran.code == 4
        assert "red" in ran.err + ran.out
        assert "\x1b" not in ran.err + ran.out
        assert "\x07" not in ran.err + ran.out


def test_a_version_of_a_registry_that_is_included_is_evaluated_at_home(repo: Path, steward: Steward) -> None:
    policy = "card: registry/1\nname: Guest\n"
    guest = MODEL.replace("scorer", "guest")
    write(repo, {"other/steward.yaml": policy, "other/models/guest/1.2.0.yaml": guest})
    write(repo, {"registry/steward.yaml": HOUSE["steward.yaml"] + "include: {other: ../other}\n"})
    named(repo, "guest", "score-me")
    ran = record(steward, "--dir", "reports", ref=None)
    assert ran.code == 4
    assert "guest@1.2.0 belongs to a registry that is included (record it there)" in ran.out
    assert len(records(repo, RECORDS.parent / "1.3.0")) == 1
    assert "guest" in record(steward, "--from", str(INSPECT), ref="guest@1.2.0").err


def test_records_can_be_written_and_left_to_be_committed_later(repo: Path, steward: Steward) -> None:
    ran = record(steward, "--from", str(INSPECT), "--no-commit")
    assert ran.code == 0, ran.err
    assert (len(records(repo)), commits(repo)) == (1, 1)
    assert "on record already" in record(steward, "--from", str(INSPECT), "--no-commit").out
