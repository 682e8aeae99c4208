"""What docs/evaluations.md says is so: every command in it runs, with the files it shows."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from modelsteward.api.reports import FORMATS
from modelsteward.cli.record_evaluation import Format
from tests.conftest import MODEL, USE, Steward, git, write
from tests.evaluations.reports import CARD, DRIFT, LM_EVAL, PACKED, STORE

PAGE = (Path(__file__).parent.parent.parent / "docs" / "evaluations.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]


@pytest.fixture
def clinic(repo: Path) -> Path:
    """A registry with what the page speaks of, and the reports where it has them."""
    model = MODEL.replace("scorer", "no-show").replace("1.2.0", "2.2.0")
    suites, use, *_ = blocks("yaml")
    (slow,) = re.findall(r"auroc: .*\n", suites)
    write(repo, {
        "registry/models/no-show/2.2.0.yaml": model,
        "registry/use-cases/outreach-reminders.yaml": USE.replace("scoring", "outreach-reminders") + use,
        "models.yaml": "mockllm/model: no-show@2.2.0\n",
        "scores.csv": blocks("csv")[0],
        "scores.json": blocks("json")[0],
    })  # fmt: skip
    policy = repo / "registry" / "steward.yaml"
    policy.write_text(policy.read_text(encoding="utf-8") + suites, encoding="utf-8")
    assert slow.strip() == "auroc: {better: higher}"
    for source, place in (
        (LM_EVAL, "out/results.json"), (PACKED, "logs/policy_questions.eval"), (DRIFT, "drift.json"),
        (STORE, "mlflow.db"), (CARD, "README.md"), (PACKED, "reports/deep/one.eval"),
    ):  # fmt: skip
        (repo / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, repo / place)
    git(repo, "add", ".")
    git(repo, "commit", "--quiet", "--message", "What the page speaks of")
    return repo


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_runs(clinic: Path, steward: Steward, command: str) -> None:
    (clinic / "mapping.yaml").write_text(next(block for block in blocks("yaml") if "scores.csv" in block))
    _, *arguments = shlex.split(command)
    ran = steward(*arguments, "--today", "2026-11-30", "--yes")
    named = "mlflow.db" in command  # two of its runs cannot go on record
    assert ran.code == (4 if named else 0), ran.err + ran.out
    assert "committed" in ran.out


def test_json_of_one_s_own_is_read_as_the_page_says(clinic: Path, steward: Steward) -> None:
    (clinic / "mapping.yaml").write_text(next(block for block in blocks("yaml") if "scores.json" in block))
    ran = steward(
        "record", "evaluation", "--from", "scores.json", "--mapping", "mapping.yaml", "--today", "2026-11-30", "--yes"
    )
    assert ran.code == 0, ran.err + ran.out
    (record,) = (clinic / "registry/records/models/no-show/2.2.0").iterdir()
    assert '{metric: auroc, value: 0.78, better: higher, slice: "age:65+", samples: 120}' in record.read_text()


def test_the_command_and_the_reader_know_the_same_formats() -> None:
    from typing import get_args

    assert get_args(Format) == FORMATS


def test_a_page_full_of_new_records_is_counted_by_folder(repo: Path, steward: Steward) -> None:
    figures = [f"s{i}" for i in range(30)]
    rows = "suite,a\n" + "".join(f"{suite},{i}\n" for i, suite in enumerate(figures))
    write(repo, {"scores.csv": rows, "mapping.yaml": "from: {suite: suite}\nmetrics: {a: {}}\n"})
    ran = steward("record", "evaluation", "scorer@1.2.0", "--from", "scores.csv", "--mapping", "mapping.yaml",
                  "--on", "2026-11-01", "--today", "2026-11-30", "--dry-run")  # fmt: skip
    assert ran.code == 0, ran.err
    assert ran.out.count(" (new)") == 20
    assert "registry/records/models/scorer/1.2.0/ (10 more files; --format json shows all)" in ran.out
