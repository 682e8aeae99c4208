"""Several registries that include each other, in one folder."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import yaml

from tests.index.histories import House, files_of

Worlds = Mapping[str, bytes]


def including(files: Worlds, **guests: str) -> dict[str, bytes]:
    """The files of a registry, with an `include` in its steward.yaml."""
    policy = yaml.safe_load(files["steward.yaml"]) | {"include": guests}
    return {**files, "steward.yaml": yaml.safe_dump(policy, sort_keys=False).encode()}


def registry(folder: Path, example: str = "", **guests: str) -> House:
    """A registry that an example describes, in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    house = House(folder)
    house.become(including(files_of(example or "{}"), **guests))
    return house


def git(folder: Path, *args: str) -> str:
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *args], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> str:
    """A repository there with everything committed; the commit."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", ".")
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", "state")
    return git(folder, "rev-parse", "HEAD")


def gits(trace: Path) -> Counter[str]:
    """How many gits of each name were started while GIT_TRACE2_EVENT named this folder."""
    lines = (json.loads(line) for file in trace.iterdir() for line in file.read_text(encoding="utf-8").splitlines())
    return Counter(line["name"] for line in lines if line["event"] == "cmd_name")
