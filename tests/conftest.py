"""What all tests stand on: no one's git settings, no one's environment, and a small registry to break."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from modelsteward.api import checking, clock
from modelsteward.cli.main import main
from modelsteward.store import packs

TODAY = "2030-01-01"

STEWARD_YAML = """\
card: registry/1
name: Test house
requires: ">=0.1"
teams:
  data-science:
    contact: data-science@house.example
    members:
      - {name: Ada, git: [ada@house.example]}
"""

MODEL = """\
card: model/1
name: scorer
version: 1.2.0
stage: production
summary: Scores what comes in.
owner: data-science
origin: in-house
hosting: [self]
license: Apache-2.0
lineage: {parents: [], datasets: ["data:rows@1.0.0"]}
artifacts:
  - role: weights
    uri: s3://models/scorer/1.2.0/model.onnx
    digest: sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
    bytes: 1024
    format: onnx
lifecycle: {released: 2029-06-01, review_by: 2030-05-01}
"""

DATASET = """\
card: dataset/1
name: rows
version: 1.0.0
summary: Rows of nobody in particular.
owner: data-science
origin: in-house
contains: {personal: false}
location: s3://data/rows/1.0.0/
digest: sha256:fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9
status: active
"""

USE = """\
card: usecase/1
name: scoring
status: live
summary: Orders the queue.
owner: data-science
jurisdictions: [US]
risk: {own: low, eu_tier: minimal}
serving: {main: scorer@1.2.0}
served:
  - {slot: main, ref: scorer@1.2.0, from: 2029-06-01, to: null, why: promoted}
"""

HOUSE = {
    "steward.yaml": STEWARD_YAML,
    "models/scorer/1.2.0.yaml": MODEL,
    "datasets/rows/1.0.0.yaml": DATASET,
    "use-cases/scoring.yaml": USE,
}


@pytest.fixture(autouse=True)
def _no_ones_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing from outside decides a test; inside a hook, git's own variables would redirect every git started here."""
    for name in [
        name for name in os.environ if name.startswith(("GIT_", "STEWARD_REG", "STEWARD_DEB", "STEWARD_JOBS"))
    ]:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path_factory.getbasetemp()))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ada@house.example")
        monkeypatch.setenv(f"GIT_{who}_DATE", "2029-12-01T12:00:00+00:00")


@pytest.fixture(autouse=True)
def _packs_that_are_not_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests judge by days on which the packs that come with steward will long have been looked over again."""
    head = packs.pack_head
    monkeypatch.setattr(packs, "pack_head", lambda name: head(name)._replace(review_by=date(2099, 1, 1)))


@pytest.fixture(autouse=True)
def _a_day_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is given no day asks the clock; what a test finds does not rest on when it is run."""
    for asking in (clock, checking):
        monkeypatch.setattr(asking, "day_in", lambda timezone: date(2026, 11, 24))


def write(root: Path, files: dict[str, str]) -> None:
    """Write texts below a folder, as they are."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))


def git(root: Path, *arguments: str) -> str:
    """Run git in a folder; what it printed."""
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small healthy registry, the folder tests run in; outside git."""
    root = tmp_path / "registry"
    write(root, HOUSE)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same registry in `registry/` of a git repository with one commit; tests run at its top."""
    root = tmp_path / "repo"
    write(root / "registry", HOUSE)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    monkeypatch.chdir(root)
    return root


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str


Steward = Callable[..., Ran]


@pytest.fixture
def steward(capsys: pytest.CaptureFixture[str]) -> Iterator[Steward]:
    """Run the command line in this process."""

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        code = main(list(arguments))
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
