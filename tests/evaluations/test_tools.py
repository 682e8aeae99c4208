"""What is read of the tools' own reports, which `tests/fixtures/evaluations/make.py` makes."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from modelsteward.domain.imported import Measured
from modelsteward.interop.inspect_ai import header_of
from modelsteward.interop.mlflow import Wanted
from tests.evaluations.reports import (
    CARD,
    DRIFT,
    ENTRIES,
    FAILED,
    FIXTURES,
    GROUPED,
    INSPECT,
    LM_EVAL,
    PACKED,
    RUN,
    RUNS,
    STORE,
    figures,
    one,
    read,
    value,
    why_not,
)


def written(tmp_path: Path, said: Any, name: str = "report.json") -> Path:
    (tmp_path / name).write_text(json.dumps(said), encoding="utf-8")
    return tmp_path / name


def test_each_task_of_lm_eval_is_a_suite_and_so_is_each_group() -> None:
    suites = {imported.suite: imported for imported in read(LM_EVAL).imported}
    assert list(suites) == ["clinic_triage", "clinic_booking", "clinic_letters", "clinic"]
    triage = suites["clinic_triage"]
    assert triage.tool == "lm-eval 0.4.13"
    assert triage.made == datetime.fromtimestamp(value(LM_EVAL)["date"], UTC)
    assert triage.model == value(LM_EVAL)["model_name"]
    assert list(figures(triage)) == [("acc", None), ("acc_norm", None)]
    acc = figures(triage)["acc", None]
    said = value(LM_EVAL)["results"]["clinic_triage"]
    assert (acc.value, acc.unit, acc.better, acc.samples) == (said["acc,none"], "share", "higher", 24)
    assert acc.low == pytest.approx(said["acc,none"] - 1.96 * said["acc_stderr,none"], abs=1e-4)
    assert acc.high == pytest.approx(said["acc,none"] + 1.96 * said["acc_stderr,none"], abs=1e-4)
    assert figures(suites["clinic"])["acc", None].samples == 36, "those of its tasks together"


def test_an_error_of_nothing_is_no_interval() -> None:
    """All cases came out alike: that says little, and not that the value is known exactly."""
    letters = next(imported for imported in read(LM_EVAL).imported if imported.suite == "clinic_letters")
    assert letters.results == (Measured("exact_match", 0.0, "share", "higher", samples=12),)


def test_a_filter_of_lm_eval_is_part_of_the_metric_s_name(tmp_path: Path) -> None:
    said = value(LM_EVAL)
    said["results"] = {
        "gsm8k": {"alias": "gsm8k", "exact_match,strict-match": 0.5, "exact_match,flexible-extract": 0.6}
    }
    (imported,) = read(written(tmp_path, said)).imported
    assert list(figures(imported)) == [("exact_match/strict-match", None), ("exact_match/flexible-extract", None)]


def test_a_group_of_lm_eval_without_figures_is_a_heading(tmp_path: Path) -> None:
    said = value(LM_EVAL)
    said["results"]["clinic"] = {"alias": "clinic", " ": ""}
    assert "clinic" not in {imported.suite for imported in read(written(tmp_path, said)).imported}


@pytest.mark.parametrize("arguments", ["pretrained=clinic/no-show,dtype=auto", {"pretrained": "clinic/no-show"}])
def test_older_reports_of_lm_eval_name_the_model_among_its_arguments(tmp_path: Path, arguments: Any) -> None:
    said = value(LM_EVAL)
    del said["model_name"]
    said["config"]["model_args"] = arguments
    assert read(written(tmp_path, said)).imported[0].model == "clinic/no-show"


@pytest.mark.parametrize("path", [INSPECT, PACKED], ids=["json", "eval"])
def test_a_log_of_inspect_is_read_in_either_form(path: Path) -> None:
    imported = one(path)
    assert (imported.suite, imported.dataset, imported.tool) == (
        "policy_questions", "policy-questions", "Inspect AI 0.3.285",
    )  # fmt: skip
    assert imported.model == "mockllm/model"
    assert imported.run
    assert imported.made is not None
    found = figures(imported)
    assert list(found) == [("match/accuracy", None), ("includes/accuracy", None)]
    accuracy = found["match/accuracy", None]
    assert (accuracy.value, accuracy.unit, accuracy.better, accuracy.samples) == (0.625, "share", "higher", 8)
    assert accuracy.low == pytest.approx(0.625 - 1.96 * 0.18298, abs=1e-3)


def test_groups_of_inspect_are_slices() -> None:
    found = figures(one(GROUPED))
    assert found["by_language/mean", "language:es"].value == pytest.approx(1 / 3)
    assert found["by_language/mean", "language:en"].value == pytest.approx(0.8)
    assert ("by_language/accuracy", None) in found


def test_a_run_of_inspect_that_failed_says_why() -> None:
    assert why_not(FAILED) == "status: the run failed: ValueError('the service is away')"


@pytest.mark.parametrize(
    ("status", "said"),
    [("started", "is not finished"), ("cancelled", "was cancelled"), ("odd", "has the status 'odd'")],
)
def test_a_run_of_inspect_that_is_not_done_counts_for_nothing(tmp_path: Path, status: str, said: str) -> None:
    assert why_not(written(tmp_path, value(INSPECT) | {"status": status})) == f"status: the run {said}"


def test_a_log_of_inspect_that_was_invalidated_counts_for_nothing(tmp_path: Path) -> None:
    assert why_not(written(tmp_path, value(INSPECT) | {"invalidated": True})) == "invalidated: the log was invalidated"


def test_a_drift_report_of_evidently_has_its_columns_as_slices() -> None:
    imported = one(DRIFT)
    assert (imported.suite, imported.made, imported.model) == ("", None, None), "it says none of these"
    found = figures(imported)
    assert found["drifted_columns", None] == Measured("drifted_columns", pytest.approx(1 / 3), "share", "lower")
    assert found["drifted_columns_count", None].value == 1
    age = found["value_drift", "column:age"]
    assert (age.unit, age.better) == ("K-S p_value", "higher")
    assert age.value < 0.05
    assert found["value_drift", "column:language"].unit == "chi-square p_value"


def test_other_metrics_of_evidently_go_by_their_type(tmp_path: Path) -> None:
    kind = "evidently:metric_v2:"
    metrics = [
        {"config": {"type": f"{kind}MissingValueCount", "column": "age"}, "value": {"count": 3, "share": 0.01}},
        {"config": {"type": f"{kind}MAE"}, "value": {"mean": 2.5, "std": 0.5}},
        {"config": {"type": f"{kind}ValueDrift", "column": "age", "method": "Wasserstein"}, "value": 0.3},
        {"config": {"type": f"{kind}RowCount"}, "value": 100},
    ]
    found = figures(one(written(tmp_path, {"metrics": metrics, "tests": []})))
    assert {key: figure.value for key, figure in found.items()} == {
        ("missing_value_count", "column:age"): 3,
        ("missing_value", "column:age"): 0.01,
        ("mae/mean", None): 2.5,
        ("mae/std", None): 0.5,
        ("value_drift", "column:age"): 0.3,
        ("row_count", None): 100,
    }
    assert found["value_drift", "column:age"].better == "lower", "a distance"


def test_a_model_card_s_index_is_a_suite_for_each_data_set() -> None:
    first, second = read(CARD).imported
    assert (first.suite, first.model, first.report) == (
        "clinic/no-show (test)", "no-show", "https://evaluations.example/no-show",
    )  # fmt: skip
    assert {key: figure.value for key, figure in figures(first).items()} == {
        ("auroc", None): 0.8125,
        ("brier", None): 0.121,
    }
    assert (second.suite, figures(second)["exact_match", None].value) == ("clinic/letters", 0.5)
    assert first.made is None, "a model card does not say when"


def test_a_value_with_its_error_in_one_text_is_no_number(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(CARD.read_text().replace("'0.5'", "20.0 ± 1.2"), encoding="utf-8")
    place = "model-index[0].results[1].metrics[0].value"
    assert why_not(tmp_path / "README.md") == f"{place}: exact_match is `20.0 ± 1.2`, which is no number"


def test_entries_of_eval_results_are_one_value_each() -> None:
    first, second = read(ENTRIES).imported
    assert (first.suite, first.made, first.by, first.report) == (
        "clinic/policy-questions", date(2026, 10, 2), "clinic", "https://evaluations.example/policy",
    )  # fmt: skip
    assert first.results == (Measured("score", 0.905),)
    assert (second.suite, second.by) == ("clinic/policy-questions (spanish)", None)


@pytest.mark.parametrize("path", [STORE, RUNS], ids=["sqlite", "files"])
def test_both_stores_of_mlflow_say_the_same(path: Path) -> None:
    report = read(path)
    (imported,) = report.imported
    assert {key: figure.value for key, figure in figures(imported).items()} == {
        ("auroc", None): 0.8125,
        ("latency_ms", None): 12.5,
    }, "the last value of each"
    assert (imported.suite, imported.by, imported.made) == (
        "no-show", "evaluation-job", datetime(2026, 9, 21, 14, 14, 20, tzinfo=UTC),
    )  # fmt: skip
    assert imported.digest is not None
    assert sorted(error.message for error in report.unfit) == [
        "auroc is not a number (NaN)", "the run is not finished",
    ]  # fmt: skip


def test_a_run_as_json_is_the_run_of_the_store() -> None:
    (stored,) = read(STORE).imported
    written_out = one(RUN)
    assert set(written_out.results) == set(stored.results)
    assert written_out.suite == "", "the name of the experiment is not in it"
    assert written_out.by == "evaluation-job"


def test_what_mlflow_s_server_gives_is_read_too(tmp_path: Path) -> None:
    said = value(RUN)
    data = {key: [{"key": k, "value": v} for k, v in said["data"][key].items()] for key in ("metrics", "tags")}
    assert one(written(tmp_path, {"run": {"info": said["info"], "data": data}})).results == one(RUN).results


def test_the_infinite_of_an_sqlite_store_is_known_again(tmp_path: Path) -> None:
    """MLflow keeps it there as the largest number that there is."""
    (found,) = (run for run in read(STORE, skip=True).imported if run.left_out)
    assert found.left_out == ("auroc: is not a number (NaN)", "loss: is infinite")
    assert found.results == (Measured("accuracy", 0.5),)


def test_the_digest_of_a_run_does_not_change_when_the_store_gets_another(tmp_path: Path) -> None:
    shutil.copy(STORE, tmp_path / "mlflow.db")
    with sqlite3.connect(tmp_path / "mlflow.db") as store:
        store.execute("DELETE FROM runs WHERE status = 'RUNNING'")
    store.close()
    (before,), (after,) = read(STORE).imported, read(tmp_path / "mlflow.db").imported
    assert read(STORE).digest != read(tmp_path / "mlflow.db").digest
    assert before.digest == after.digest


def test_runs_of_mlflow_are_chosen_by_id_and_experiment() -> None:
    (done,) = read(STORE).imported
    assert read(STORE, wanted=Wanted((str(done.run),))).unfit == ()
    assert len(read(STORE, wanted=Wanted(experiment="no-show")).unfit) == 2
    assert why_not(STORE, wanted=Wanted(("nothing",))) == "it has no run nothing"
    (unfit,) = read(STORE, wanted=Wanted(experiment="no-shaw")).unfit
    assert (unfit.message, unfit.hint) == ("it has no such run", "its experiments are no-show")


def test_tags_of_mlflow_say_which_version_and_suite(tmp_path: Path) -> None:
    said = value(RUN)
    said["data"]["tags"] |= {"steward.ref": "no-show@2.1.0", "steward.suite": "holdout", "steward.dataset": "d"}
    imported = one(written(tmp_path, said))
    assert (imported.model, imported.suite, imported.dataset) == ("no-show@2.1.0", "holdout", "d")


@pytest.mark.parametrize(("path", "kind"), [(LM_EVAL, "inspect"), (CARD, "eval-results"), (STORE, "evidently")])
def test_a_report_of_another_kind_than_was_said_is_told(path: Path, kind: str) -> None:
    assert why_not(path, format=kind).startswith(f"it is no {kind} file: it reads as ")


def test_no_report_names_the_machine_it_was_made_on() -> None:
    for path in FIXTURES.rglob("*"):
        if path.is_file() and "making" not in path.parts and path.suffix not in (".py", ".pyc"):
            held = header_of(path) if path.suffix == ".eval" else path.read_bytes()
            assert b"/root" not in held, path
            assert b"/tmp" not in held, path
            assert b"/home" not in held, path


def test_what_two_sources_say_of_one_data_set_is_not_one_run(tmp_path: Path) -> None:
    other = (
        CARD.read_text(encoding="utf-8")
        .replace("clinic/letters", "clinic/no-show\n      split: test")
        .replace("exact_match", "auroc")
    )
    (tmp_path / "README.md").write_text(other, encoding="utf-8")
    first, second = read(tmp_path / "README.md").imported
    assert first.suite == second.suite
    assert (first.run, second.run) == ("https://evaluations.example/no-show", "the card itself")
