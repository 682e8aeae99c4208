"""A registry in which one data set has reached several models, for a request to reach them too."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import git, write

STEWARD = """\
card: registry/1
name: Test house
teams:
  data-science:
    contact: data-science@house.example
    members:
      - {name: Ada, git: [ada@house.example], roles: [data-protection]}
  ward:
    contact: ward@house.example
    members:
      - {name: Bo, git: [bo@house.example]}
roles:
  data-protection: Says that personal data may be used this way.
  safety: Says that a use is safe.
"""

_DATA = """\
card: dataset/1
name: {name}
version: {version}
summary: Rows about people.
owner: data-science
origin: in-house
contains: {{personal: true}}
lawful_basis: GDPR Art. 6(1)(e)
derived_from: {sources}
location: s3://data/{name}/{version}/
retention: {{delete_by: 2040-01-01, basis: Schedule 7}}
status: active
"""

_MODEL = """\
card: model/1
name: {name}
version: {version}
stage: {stage}
summary: Estimates something.
owner: {owner}
origin: in-house
hosting: [self]
license: Apache-2.0
lineage: {lineage}
artifacts:
  - {{role: weights, uri: "s3://models/{name}/{version}/m.onnx", digest: "sha256:{digest}", bytes: 1024, format: onnx}}
lifecycle: {dates}
"""

_USE = """\
card: usecase/1
name: outreach
status: live
summary: Calls those who may miss their appointment.
owner: ward
jurisdictions: [{places}]
risk: {{own: low, eu_tier: minimal}}
serving: {{main: no-show@2.0.0}}
served:
  - {{slot: main, ref: no-show@2.0.0, from: 2029-06-01, to: null, why: promoted}}
"""


def data(name: str, version: str, *sources: str) -> str:
    """A data set's card."""
    return _DATA.format(name=name, version=version, sources=f"[{', '.join(f'{chr(34)}{s}{chr(34)}' for s in sources)}]")


def model(name: str, version: str, lineage: str, stage: str = "production", owner: str = "data-science") -> str:
    """A version's card."""
    ends = (
        ", deprecated: 2029-07-01, sunset: 2031-01-01, replacement: null, reason: Old." if stage == "deprecated" else ""
    )
    dates = f"{{released: 2029-06-01, review_by: 2030-06-01{ends}}}"
    digest = f"{name}{version}".encode().hex().ljust(64, "0")[:64]
    return _MODEL.format(
        name=name, version=version, lineage=lineage, stage=stage, owner=owner, digest=digest, dates=dates
    )


def trained(*refs: str) -> str:
    """A lineage of data alone."""
    names = ", ".join(f'"{ref}"' for ref in refs)
    return f"{{parents: [], datasets: [{names}]}}"


def made(ref: str, relation: str) -> str:
    """A lineage of one parent."""
    return f"{{parents: [{{ref: {ref}, relation: {relation}}}], datasets: []}}"


FILES = {
    "steward.yaml": STEWARD,
    "datasets/visits/1.0.0.yaml": data("visits", "1.0.0"),
    "datasets/visits/2.0.0.yaml": data("visits", "2.0.0"),
    "datasets/features/1.0.0.yaml": data("features", "1.0.0", "data:visits@2.0.0"),
    "datasets/other/1.0.0.yaml": data("other", "1.0.0"),
    "models/no-show/1.0.0.yaml": model("no-show", "1.0.0", trained("data:visits@1.0.0"), "deprecated"),
    "models/no-show/2.0.0.yaml": model("no-show", "2.0.0", trained("data:features@1.0.0")),
    "models/student/1.0.0.yaml": model("student", "1.0.0", made("no-show@2.0.0", "distilled"), owner="ward"),
    "models/stranger/1.0.0.yaml": model("stranger", "1.0.0", trained("data:other@1.0.0")),
    "use-cases/outreach.yaml": _USE.format(places="DE"),
}
"""What `data:visits` reaches: two versions of it, what was derived, two models and a student."""

REACHED = (
    "data:features@1.0.0", "data:visits@1.0.0", "data:visits@2.0.0", "no-show@1.0.0", "no-show@2.0.0", "student@1.0.0",
)  # fmt: skip


def home(root: Path, more: dict[str, str] | None = None, places: str = "DE") -> Path:
    """A repository with the registry in `registry/`, committed."""
    files = {**FILES, "use-cases/outreach.yaml": _USE.format(places=places), **(more or {})}
    write(root / "registry", files)
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    return root
