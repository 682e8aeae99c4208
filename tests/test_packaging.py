"""The wheel holds all that steward needs, and what users copy is well-formed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


def run(*command: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_built_wheel_works_without_the_repository(house: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT))
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "unpacked")
        assert not [name for name in archive.namelist() if not name.startswith("modelsteward")]
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "unpacked")}
    where = run(sys.executable, "-c", "import modelsteward; print(modelsteward.__file__)", cwd=house, env=env)
    assert str(tmp_path) in where
    run(sys.executable, "-m", "modelsteward", "check", "--today", "2030-01-01", cwd=house, env=env)
    run(sys.executable, "-m", "modelsteward", "export", "schema", "--to", str(tmp_path / "s"), cwd=house, env=env)
    licences = "from modelsteward.store.packs import read_packs; print(len(read_packs().licences))"
    assert int(run(sys.executable, "-c", licences, cwd=house, env=env)) > 3


def test_the_workflow_and_the_action_are_well_formed(tmp_path: Path) -> None:
    bin_ = Path(sys.executable).parent
    checker = str(bin_ / "check-jsonschema")
    run(checker, "--builtin-schema", "vendor.github-actions", "action.yml")
    run(checker, "--builtin-schema", "vendor.github-workflows", "examples/github.yml")
    run(checker, "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", "examples/gitlab-ci.yml")
    run(checker, "--builtin-schema", "vendor.github-workflows", "examples/github-vendors.yml")
    run(str(bin_ / "actionlint"), "-shellcheck=", "examples/github.yml", "examples/github-vendors.yml")


def test_the_action_passes_nothing_into_a_shell_unquoted() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_actions_script_ends_with_stewards_exit_code(house: Path, tmp_path: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    script = next(step["run"] for step in action["runs"]["steps"] if step.get("id") == "check")
    for today, code in (("2030-01-01", 0), ("2031-01-01", 1)):
        env = {
            **os.environ, "REGISTRY": ".", "WITHIN": "", "FAIL_ON": "error", "TODAY": today,
            "SARIF": str(tmp_path / "out.sarif"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_OUTPUT": str(tmp_path / "output"), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }  # fmt: skip
        command = ["bash", "-e", "-o", "pipefail", "-c", script]
        done = subprocess.run(command, cwd=house, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert f"exit-code={code}" in (tmp_path / "output").read_text()
        assert ("::error" in done.stdout) == bool(code)
    assert (tmp_path / "summary.md").read_text()
    assert (tmp_path / "out.sarif").read_text().startswith("{")


def test_the_action_tells_a_pull_request_of_what_it_changes_and_code_scanning_of_everything(
    repo: Path, tmp_path: Path
) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    step = next(step for step in action["runs"]["steps"] if step.get("id") == "check")
    assert step["env"]["SINCE"] == "${{ inputs.since }}"
    for since, code in (("", 1), ("HEAD", 0), ("no-such-commit", 4)):
        env = {
            **os.environ, "REGISTRY": ".", "WITHIN": "", "FAIL_ON": "error", "TODAY": "2031-01-01", "SINCE": since,
            "SARIF": str(tmp_path / "out.sarif"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_OUTPUT": str(tmp_path / "output"), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }  # fmt: skip
        command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, cwd=repo, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert ("::error" in done.stdout) == (code == 1)
        assert json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"]
