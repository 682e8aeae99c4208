"""What each command imports: exact, where a timing would only be likely."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "git", "jsonschema", "license_expression", "pydantic", "rich", "semver", "tabulate", "typer", "yaml", "zoneinfo",
    "difflib", "multiprocessing", "concurrent.futures", "importlib.metadata", "subprocess",
}  # fmt: skip


def loaded(root: Path, *arguments: str) -> set[str]:
    """Which heavy modules a fresh interpreter holds after running a command."""
    script = (
        "import sys; from modelsteward.cli.main import main; code = main(sys.argv[1:]); "
        f"print('LOADED', code, *sorted(m for m in {sorted(HEAVY)!r} if m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=root, capture_output=True, text=True, check=True
    )
    word, code, *modules = done.stdout.splitlines()[-1].split()
    assert (word, code) == ("LOADED", "0"), done.stdout + done.stderr
    return set(modules)


def test_the_version_needs_nothing(house: Path) -> None:
    assert loaded(house, "--version") == set()


def test_help_needs_typer_alone(house: Path) -> None:
    assert loaded(house, "--help") <= {
        "typer",
        "difflib",
        "importlib.metadata",
        "subprocess",
    }  # what typer itself brings


@pytest.mark.parametrize("arguments", [["models/scorer/1.2.0.yaml"], []], ids=["one card", "whole registry"])
def test_validating_needs_typer_yaml_and_pydantic(house: Path, arguments: list[str]) -> None:
    heavy = loaded(house, "validate", *arguments)
    assert {"typer", "yaml", "pydantic"} <= heavy
    assert not heavy & {"git", "rich", "semver", "tabulate", "license_expression", "jsonschema", "multiprocessing"}


def test_checking_never_starts_git(house: Path) -> None:
    assert not loaded(house, "check", "--today", "2030-01-01") & {"git", "rich", "tabulate", "license_expression"}
