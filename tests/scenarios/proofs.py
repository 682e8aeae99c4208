"""A model at its end whose bytes lie in more places than its card knows.

Its weights lie in a bucket that keeps versions, twice, and the store locks the older one; a quantised child lies in a
file. Beside that there are a copy under another name, one in a zip, and one behind a folder that nobody may read.
"""

from __future__ import annotations

import hashlib
import random
import zipfile
from pathlib import Path
from typing import NamedTuple

from tests.conftest import git, write
from tests.s3.houses import House

REF = "no-show@1.4.0"
CHILD = "no-show-lite@1.0.0"
KEY = "no-show/1.4.0/model.onnx"
WEIGHTS = random.Random(14).randbytes(90_000)
SMALL = random.Random(15).randbytes(30_000)
NEXT = random.Random(20).randbytes(1_000)


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


STEWARD = """\
card: registry/1
name: Sonora clinic
requires: ">=0.1"
teams:
  data-science:
    contact: data-science@house.example
    members:
      - {name: Ada, git: [ada@house.example]}
  counsel:
    contact: counsel@house.example
    members:
      - {name: Lea, git: [lea@house.example], roles: [legal]}
roles:
  legal: Says what must be kept.
holds: {lift: [legal]}
"""

DATA = """\
card: dataset/1
name: appointments
version: 1.0.0
summary: Appointments of four years.
owner: data-science
origin: in-house
contains: {personal: true, special_category: false, health: false, biometric: false, children: false,
  unlawful_source: false}
lawful_basis: GDPR Art. 6(1)(e)
derived_from: []
location: s3://data/appointments/1.0.0/
retention: {delete_by: 2040-01-01, basis: Schedule 7}
status: active
"""

MODEL = """\
card: model/1
name: {name}
version: {version}
stage: {stage}
summary: {summary}
owner: data-science
origin: in-house
hosting: [self]
model_class: ml
gpai: false
license: Apache-2.0
lineage: {lineage}
artifacts:
  - {{role: weights, uri: "{uri}", digest: "{digest}", bytes: {size}, format: onnx{more}, replicas: []}}
serves: {{aliases: [], deployments: []}}
lifecycle: {dates}
"""

USE = """\
card: usecase/1
name: outreach
status: live
summary: Calls those who are likeliest to miss their appointment.
owner: data-science
sectors: [healthcare]
jurisdictions: [NL]
organisation_roles: [deployer]
risk: {own: low, eu_tier: minimal, eu_route: none}
consequential_decision: false
context: []
placed_on_market: 2028-01-01
consumers: {internal: [call-centre], external: []}
serving: {main: no-show@2.0.0}
served:
  - {slot: main, ref: no-show@1.4.0, from: 2028-01-01, to: 2029-06-01, why: promoted, left: displaced}
  - {slot: main, ref: no-show@2.0.0, from: 2029-06-01, to: null, why: promoted, after: no-show@1.4.0}
"""


class Places(NamedTuple):
    """Where bytes lie beside the bucket."""

    small: Path
    """The quantised child's file, which its card names."""
    renamed: Path
    zipped: Path
    closed: Path
    """A folder that nobody may read, with a copy in it."""

    @property
    def home(self) -> Path:
        return self.renamed.parents[1]


def _cards(bucket: str, places: Places) -> dict[str, str]:
    trained = '{parents: [], datasets: ["data:appointments@1.0.0"]}'
    old = MODEL.format(
        name="no-show", version="1.4.0", stage="production", summary="Estimates the chance of a missed appointment.",
        lineage=trained, uri=f"s3://{bucket}/{KEY}", digest=digest(WEIGHTS), size=len(WEIGHTS),
        more=", versioned: true", dates="{released: 2028-01-01, review_by: 2028-12-31}",
    )  # fmt: skip
    new = MODEL.format(
        name="no-show", version="2.0.0", stage="production", summary="Estimates the chance of a missed appointment.",
        lineage=trained, uri="s3://elsewhere/no-show/2.0.0/model.onnx", digest=digest(NEXT), size=len(NEXT), more="",
        dates="{released: 2029-06-01, review_by: 2030-05-31}",
    )  # fmt: skip
    lite = MODEL.format(
        name="no-show-lite", version="1.0.0", stage="staging", summary="The same, for telephones.",
        lineage=f"{{parents: [{{ref: {REF}, relation: quantized}}], datasets: []}}", uri=places.small,
        digest=digest(SMALL), size=len(SMALL), more="", dates="{}",
    )  # fmt: skip
    return {
        "steward.yaml": STEWARD,
        "datasets/appointments/1.0.0.yaml": DATA,
        "models/no-show/1.4.0.yaml": old,
        "models/no-show/2.0.0.yaml": new,
        "models/no-show-lite/1.0.0.yaml": lite,
        "use-cases/outreach.yaml": USE,
    }


def build(root: Path, disk: Path, store: House) -> Places:
    """The registry in `registry/` of a repository, and the bytes that it knows of and does not."""
    places = Places(
        disk / "models/no-show-lite.onnx", disk / "home/ada/old-thing.bin", disk / "home/bo/2028.zip",
        disk / "home/eve/private",
    )  # fmt: skip
    files = {places.small: SMALL, places.renamed: WEIGHTS, places.closed / "model.onnx": WEIGHTS,
             disk / "home/ada/notes.txt": b"to do"}  # fmt: skip
    for path, data in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    places.zipped.parent.mkdir(parents=True)
    with zipfile.ZipFile(places.zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("models/keep.onnx", WEIGHTS)
    places.closed.chmod(0)
    bucket = store.make(ObjectLockEnabledForBucket=True)
    store.put(KEY, WEIGHTS, ObjectLockLegalHoldStatus="ON")
    store.put(KEY, WEIGHTS)
    write(root / "registry", _cards(bucket, places))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    return places
