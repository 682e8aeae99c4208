"""A registry of scenario-size: appointments, what was derived from it, and the models that it reached."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from modelsteward.rules.examples import spread

DIGEST = f"sha256:{'ab' * 32}"

HOUSE = f"""
registry:
  teams:
    science: {{contact: science@example.org, members: []}}
    mobile: {{contact: mobile@example.org, members: []}}
    care: {{contact: care@example.org, members: []}}
  roles: {{dpo: Says what data may be used for.}}
data:appointments@2.0.0: {{owner: science, derived_from: [], digest: "{DIGEST[:-2]}cd"}}
data:appointments@2.1.0: {{owner: science, derived_from: ["data:visits@1.0.0"]}}
data:features@1.0.0: {{owner: science, derived_from: ["data:appointments@2.1.0"]}}
data:visits@1.0.0: {{owner: science, derived_from: []}}
no-show@1.0.0:
  owner: science
  stage: destroyed
  lifecycle: {{released: 2028-01-01, retired: 2029-01-01, destroyed: 2029-02-01}}
  lineage: {{datasets: ["data:appointments@2.0.0"]}}
no-show@2.0.0:
  owner: science
  lineage: {{datasets: ["data:features@1.0.0"]}}
  artifacts:
    - role: weights
      uri: s3://m/no-show/2.0.0/model.onnx
      format: onnx
      bytes: 10
      digest: "{DIGEST}"
      replicas: ["gs://backup/no-show/2.0.0"]
lite@1.0.0: {{owner: mobile, lineage: {{parents: [{{ref: no-show@2.0.0, relation: distilled}}]}}}}
points@1.0.0: {{owner: care}}
writer@1.0.0:
  owner: care
  origin: vendor
  hosting: [vendor_api]
  lineage: <absent>
  artifacts: []
  source: {{host: azure-openai, model: gpt-4o}}
use:reminders:
  owner: care
  jurisdictions: [US-AZ, EU]
  serving: {{main: no-show@2.0.0}}
  fallback: {{main: lite@1.0.0}}
  served:
    - {{slot: main, ref: no-show@1.0.0, from: 2028-01-01, to: 2029-05-31}}
    - {{slot: main, ref: no-show@2.0.0, from: 2029-06-01, to: null}}
use:tablet: {{owner: mobile, serving: {{main: lite@1.0.0}}, fallback: {{main: points@1.0.0}}}}
use:letters: {{owner: care, status: ended, serving: {{main: writer@1.0.0}}}}
"""
CERTIFICATE = """\
card: certificate/1
ref: no-show@1.0.0
on: 2029-02-01
by: ada@example.org
places: [{place: "s3://m/model.onnx", method: purge, looked_on: 2029-02-01, result: gone}]
not_checked: ["tape 7"]
"""


def built(root: Path, example: str = HOUSE) -> Path:
    """The registry's files in a folder."""
    files = spread(yaml.safe_load(example))
    for path, value in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(json.loads(json.dumps(value, default=str)), sort_keys=False))
    record = root / "records/models/no-show/1.0.0/2029-02-01-certificate-12345678.yaml"
    record.parent.mkdir(parents=True)
    record.write_text(CERTIFICATE)
    return root
