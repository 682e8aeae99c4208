"""A repository whose registry changes by hand or by steward, and its story as lines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import Steward, git, write

SCHEMA = Draft202012Validator(
    json.loads((resources.files("modelsteward.report") / "log.schema.json").read_text(encoding="utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)
DRAFT = """\
card: model/1
name: scorer
version: {version}
stage: {stage}
summary: Scores what comes in.
owner: data-science
origin: in-house
license: Apache-2.0
artifacts:
  - {{role: weights, uri: s3://models/scorer/{version}/model.onnx, digest: "sha256:{digest}"}}
"""


@dataclass
class Told:
    """The repository, and ways to change it and to read its story."""

    root: Path
    steward: Steward
    day: int = 1

    def put(self, file: str, text: str) -> None:
        write(self.root / "registry", {file: text})

    def change(self, file: str, old: str, new: str) -> None:
        path = self.root / "registry" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, text
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")

    def commit(self, message: str = "By hand") -> str:
        self.day += 1
        when = f"--date=2029-12-{self.day:02d}T12:00:00+00:00"
        git(self.root, "add", "--all")
        git(self.root, "commit", "--quiet", "--allow-empty", when, "--message", message)
        return self.head()

    def head(self) -> str:
        return git(self.root, "rev-parse", "HEAD").strip()

    def draft(self, version: str, stage: str = "draft") -> None:
        self.put(f"models/scorer/{version}.yaml", DRAFT.format(version=version, stage=stage, digest=version[0] * 64))

    def serve(self, ref: str, was: str, day: str = "2029-12-10") -> None:
        """Another champion for `scoring`, as `promote` would write it."""
        file = "use-cases/scoring.yaml"
        self.change(file, f"serving: {{main: {was}}}", f"serving: {{main: {ref}}}")
        self.change(file, "to: null, ", f"to: {day}, left: displaced, ")
        path = self.root / "registry" / file
        line = f"  - {{slot: main, ref: {ref}, from: {day}, to: null, why: promoted, after: {was}}}\n"
        path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8", newline="")

    def document(self, *arguments: str) -> dict[str, Any]:
        ran = self.steward("log", *arguments, "--format", "json")
        assert ran.code == 0, ran.err
        found: dict[str, Any] = json.loads(ran.out)
        SCHEMA.validate(found)
        return found

    def events(self, *arguments: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.document(*arguments)["events"]
        return found

    def what(self, *arguments: str) -> list[str]:
        """What is told of a ref, the newest first, without what came with the first commit."""
        return [
            ("merge: " if event["merge"] else "") + event["what"]
            for event in self.events(*arguments)
            if event["subject"] != "A registry"
        ]


@pytest.fixture
def told(repo: Path, steward: Steward) -> Told:
    return Told(repo, steward)
