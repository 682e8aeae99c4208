"""The programs that are measured, each from PyPI at a fixed version in an environment of its own; steward from here."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Iterable, Mapping
from pathlib import Path

from timing import environment

PINNED = {"check-jsonschema": "0.39.0", "gto": "1.10.1", "mlflow": "3.17.2"}
ROOT = Path(__file__).parents[1]
_SCRIPTS = "Scripts" if os.name == "nt" else "bin"
_MADE = "made"
"""A file that says that an environment was made to its end."""


def installed(names: Iterable[str], folder: Path, given: Mapping[str, str | None]) -> dict[str, str]:
    """The program of each name: the one given, the one that is in its environment already, or a fresh one."""
    return {name: given.get(name) or str(_peer(name, folder)) for name in names}


def steward_in(folder: Path) -> str:
    """steward as it is here, in an environment with nothing else; always installed anew."""
    home = folder / "steward"
    if not (home / _MADE).exists():
        venv.create(home, with_pip=True, clear=True)
        _pip(home, str(ROOT))
        (home / _MADE).write_text("")
    else:
        _pip(home, "--force-reinstall", "--no-deps", str(ROOT))
    return str(home / _SCRIPTS / "steward")


def _peer(name: str, folder: Path) -> Path:
    home = folder / f"{name}-{PINNED[name]}"
    if not (home / _MADE).exists():
        print(f"installing {name} {PINNED[name]} …", file=sys.stderr)
        venv.create(home, with_pip=True, clear=True)
        _pip(home, f"{name}=={PINNED[name]}")
        (home / _MADE).write_text("")
    return home / _SCRIPTS / name


def _pip(home: Path, *what: str) -> None:
    quietly = ["install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([home / _SCRIPTS / "python", "-m", "pip", *quietly, *what], check=True)


def python_of(program: str) -> str:
    """The interpreter beside a program."""
    return str(Path(program).parent / ("python.exe" if os.name == "nt" else "python"))


def takes(steward: str, command: str, option: str) -> bool:
    """Whether a command of this steward knows an option, as its help says."""
    told = subprocess.run([steward, command, "--help"], capture_output=True, text=True, check=True, env=environment())
    return option in told.stdout
