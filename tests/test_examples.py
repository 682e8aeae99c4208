"""The reports in `examples/`: what the sample registry has on record came out of them, by the commands that they show."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from modelsteward.store.composer import compose
from tests.conftest import Steward, git

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "examples" / "evaluations"
README = (REPORTS / "README.md").read_text(encoding="utf-8")
*GIVEN, LEFT = re.findall(r"^steward (record evaluation .*)$", README, re.MULTILINE)
"""The commands that put reports on record, and the one that is left to whoever reads."""
MADE = [path for path in REPORTS.rglob("*") if path.suffix in (".json", ".md") and path.name != "README.md"]


def record(path: Path) -> dict[str, Any]:
    value, faults = compose(path.read_text(encoding="utf-8"))
    assert faults == []
    assert isinstance(value, dict)
    return value


def by_run(records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(records, key=lambda told: (told["ref"], told["suite"], str(told["on"])))


RECORDS = {
    path.name: told
    for path in sorted((ROOT / "registry" / "records").rglob("*-evaluation-*.yaml"))
    if "report_digest" in (told := record(path))
}


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample registry and its reports, in a repository of their own; tests run at its top."""
    copytree(ROOT / "registry", tmp_path / "registry")
    copytree(REPORTS, tmp_path / "examples" / "evaluations")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "The samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_s_report_lies_where_it_says_and_is_what_it_was(name: str) -> None:
    told = RECORDS[name]
    assert told["report_digest"] == f"sha256:{sha256((ROOT / told['report']).read_bytes()).hexdigest()}"


def test_every_report_but_the_one_that_is_left_is_on_record() -> None:
    named = {told["report"] for told in RECORDS.values()}
    made = {path.relative_to(ROOT).as_posix() for path in MADE}
    assert len(made) == 16
    assert {report for report in made - named if report not in LEFT} == set()
    assert named == made - {"examples/evaluations/notes-claude-sonnet-4-6.json"}


def test_a_report_that_is_on_record_adds_nothing_when_it_is_recorded_again(copy: Path, steward: Steward) -> None:
    assert len(GIVEN) == 10
    for command in GIVEN:
        ran = steward(*shlex.split(command), "--dry-run", "--format", "json", "--today", "2026-11-24")
        assert (ran.code, json.loads(ran.out)["changes"]) == (0, []), ran.err
    assert git(copy, "status", "--porcelain") == ""


def test_the_readme_s_commands_make_the_records_that_the_registry_has(copy: Path, steward: Steward) -> None:
    for name in RECORDS:
        (path,) = (copy / "registry" / "records").rglob(name)
        path.unlink()
    git(copy, "commit", "--quiet", "--all", "--message", "Nothing recorded")
    for command in GIVEN:
        ran = steward(*shlex.split(command), "--yes", "--today", "2026-11-24")
        assert ran.code == 0, ran.err
    made = [record(path) for path in (copy / "registry" / "records").rglob("*-evaluation-*.yaml")]
    assert by_run(told for told in made if "report_digest" in told) == by_run(RECORDS.values())


def test_the_report_that_is_left_can_be_put_on_record(copy: Path, steward: Steward) -> None:
    ran = steward(*shlex.split(LEFT), "--yes")
    assert ran.code == 0, ran.err
    (path,) = (copy / "registry" / "records").rglob("2026-12-10-evaluation-*.yaml")
    told = record(path)
    assert (told["ref"], told["suite"], told["use"]) == (
        "claude-sonnet-4-6@1.0.0", "notes-faithfulness", "use:ambient-notes",
    )  # fmt: skip
    (result,) = told["results"]
    assert result["metric"] == "unsupported_statements_per_note"
    assert 0 < result["low"] < result["value"] < result["high"] < 0.2


@pytest.mark.parametrize("path", MADE, ids=lambda path: path.relative_to(REPORTS).as_posix())
def test_no_report_tells_of_the_machine_it_was_made_on(path: Path) -> None:
    assert not re.search(r"/(?:tmp|root|home|usr|var)/", path.read_text(encoding="utf-8"))


def test_the_reports_are_small() -> None:
    assert sum(path.stat().st_size for path in MADE) < 150_000
