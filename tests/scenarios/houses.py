"""The registry that scenarios start from: two versions that wait in staging, one that serves, one to fall back on."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import DATASET, STEWARD_YAML, git, write

_MODEL = """\
card: model/1
name: no-show
version: {version}
stage: {stage}
summary: Estimates the chance of a missed appointment.
owner: data-science
origin: in-house
hosting: [self]
license: Apache-2.0
lineage: {{parents: [], datasets: ["data:rows@1.0.0"]}}
artifacts:
  - role: weights
    uri: s3://models/no-show/{version}/model.onnx
    digest: sha256:{digest}
    bytes: 1024
    format: onnx
lifecycle: {dates}
"""

_USE = """\
card: usecase/1
name: outreach
status: live
summary: Calls those who are likeliest to miss their appointment.
owner: data-science
jurisdictions: [US]
risk: {own: low, eu_tier: minimal}
# Who answers now, and who answered when.
serving:
  main: no-show@2.1.0
fallback:
  main: no-show@2.0.0
served:
  - {slot: main, ref: no-show@2.0.0, from: 2029-01-01, to: 2029-06-01, why: promoted, left: displaced}
  - {slot: main, ref: no-show@2.1.0, from: 2029-06-01, to: null, why: promoted, after: no-show@2.0.0}
"""

RELEASED = {"2.0.0": "2029-01-01", "2.1.0": "2029-06-01"}


def model(version: str, stage: str) -> str:
    """A version's card."""
    day = RELEASED.get(version)
    dates = f"{{released: {day}, review_by: 2030-05-01}}" if day else "{}"
    digest = version.replace(".", "")[0] + version.replace(".", "") * 21
    return _MODEL.format(version=version, stage=stage, dates=dates, digest=digest)


def hospital(root: Path) -> Path:
    """A repository with the registry in `registry/`, committed."""
    cards = {"2.0.0": "production", "2.1.0": "production", "2.2.0": "staging", "2.3.0": "staging"}
    files = {f"models/no-show/{version}.yaml": model(version, stage) for version, stage in cards.items()}
    write(
        root / "registry",
        {"steward.yaml": STEWARD_YAML, "datasets/rows/1.0.0.yaml": DATASET, "use-cases/outreach.yaml": _USE, **files},
    )
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    return root
