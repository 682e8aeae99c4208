"""A registry in git whose retired model has real files on this machine, ready to be destroyed."""

from __future__ import annotations

import hashlib
import os
import platform
from pathlib import Path

import yaml

from modelsteward.store.packs import read_packs
from tests.conftest import git, write

REF = "scorer@1.2.0"
DAY = "2030-01-02"
HOST = platform.node()
LIST = "registry/checklists/scorer/1.2.0/destruction.yaml"

STEWARD = """\
card: registry/1
name: Test house
timezone: UTC
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
stage: retired
summary: Scores what comes in.
owner: data-science
origin: in-house
hosting: [self]
model_class: ml
license: Apache-2.0
lineage: {{parents: [], datasets: ["data:rows@1.0.0"]}}
artifacts:
{artifacts}
lifecycle: {{released: 2029-06-01, retired: 2029-12-15, reason: Replaced., replacement: null}}
"""

DATA = """\
card: dataset/1
name: rows
version: 1.0.0
summary: Rows of nobody in particular.
owner: data-science
origin: in-house
contains: {personal: false}
derived_from: []
location: null
replicas: []
status: active
"""


def digest(data: bytes) -> str:
    """As a card has it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def artifact(path: Path | str, data: bytes, role: str = "weights", more: str = "") -> str:
    """An artifact of a card, with the file it names."""
    if isinstance(path, Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return f"  - {{role: {role}, uri: '{path}', digest: '{digest(data)}', bytes: {len(data)}, replicas: []{more}}}"


def checklist(*, done: tuple[str, ...] | None = None, ref: str = REF) -> str:
    """A destruction checklist with every gate of its pack, those of the phases given done; all where None."""
    items = []
    for item in read_packs().items("destruction").items:
        if item.gate:
            ticked = done is None or item.phase in done
            value = {"id": item.id, "phase": item.phase, "text": "See to it.", "gate": True}
            value |= {"state": "done", "evidence": "Seen.", "by": "data-science"} if ticked else {"state": "open"}
            items.append(value)
    card = {"card": "checklist/1", "ref": ref, "purpose": "destruction", "opened": "2029-12-20", "closed": None}
    return str(yaml.safe_dump({**card, "items": items}, sort_keys=False)).replace("'2029-12-20'", "2029-12-20")


def make(root: Path, artifacts: list[str], *, files: dict[str, str] | None = None, listed: str | None = None) -> Path:
    """The registry in `registry/` of a repository with one commit."""
    card = MODEL.format(artifacts="\n".join(artifacts))
    texts = {
        "registry/steward.yaml": STEWARD,
        "registry/models/scorer/1.2.0.yaml": card,
        "registry/datasets/rows/1.0.0.yaml": DATA,
        LIST: checklist() if listed is None else listed,
        **(files or {}),
    }
    write(root, {name: text for name, text in texts.items() if text})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    return root


def records(root: Path, kind: str, ref: str = REF) -> list[dict[str, object]]:
    """The records of a kind about a version, as they are committed, by name."""
    assert git(root, "status", "--short", "--", "registry") == ""
    folder = root / "registry" / "records" / "models" / ref.replace("@", "/")
    found = sorted(folder.glob(f"*-{kind}-*.yaml"), key=os.path.basename)
    return [yaml.safe_load(file.read_text()) for file in found]


def erase(steward, *more: str, day: str = DAY):  # type: ignore[no-untyped-def]
    """Erase without being asked."""
    return steward("destroy", REF, "--execute", "--yes", "--confirm", REF, "--today", day, *more)
