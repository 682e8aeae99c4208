"""The tools' own reports, and registries to put them on record in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from modelsteward.api.reports import How, read_report
from modelsteward.domain.imported import Imported, Measured, Report
from modelsteward.store.packs import read_packs
from modelsteward.usecases.evaluating import Recorded, Terms, plan_evaluations
from tests.rules.worlds import world

FIXTURES = Path(__file__).parent.parent / "fixtures" / "evaluations"
LM_EVAL = FIXTURES / "lm_eval" / "results.json"
INSPECT = FIXTURES / "inspect" / "policy_questions.json"
PACKED = FIXTURES / "inspect" / "policy_questions.eval"
GROUPED = FIXTURES / "inspect" / "by_language.json"
FAILED = FIXTURES / "inspect" / "failed.json"
DRIFT = FIXTURES / "evidently" / "drift.json"
STORE = FIXTURES / "mlflow" / "mlflow.db"
RUNS = FIXTURES / "mlflow" / "mlruns"
RUN = FIXTURES / "mlflow" / "run.json"
CARD = FIXTURES / "hub" / "README.md"
ENTRIES = FIXTURES / "hub" / ".eval_results" / "clinic.yaml"
JSON = (LM_EVAL, INSPECT, GROUPED, FAILED, DRIFT, RUN)

NOW = date(2030, 1, 1)


def value(path: Path) -> Any:
    """What a report in JSON says."""
    return json.loads(path.read_text(encoding="utf-8"))


def read(path: Path, **how: Any) -> Report:
    """A report, as steward reads it."""
    return read_report(path, None, How(**how))


def one(path: Path, **how: Any) -> Imported:
    """The one suite of a report in which nothing is unfit."""
    report = read(path, **how)
    assert report.unfit == ()
    (imported,) = report.imported
    return imported


def figures(imported: Imported) -> dict[tuple[str, str | None], Measured]:
    """What was measured, by metric and slice."""
    return {(figure.metric, figure.slice): figure for figure in imported.results}


def planned(reports: list[Report], example: str = "m@1.0.0: {}", **terms: Any) -> Recorded:
    """What would go on record of some reports, in a registry that an example describes."""
    return plan_evaluations(
        world(example), reports, Terms(**{"ref": "m@1.0.0", **terms}), read_packs(), NOW, "ada@example.org"
    )


def why_not(path: Path, **how: Any) -> str:
    """Why a report cannot be taken in: the place and what is the case."""
    report = read(path, **how)
    assert report.imported == ()
    (unfit,) = report.unfit
    return f"{unfit.place}: {unfit.message}" if unfit.place else unfit.message
