"""A healthy registry of any size, the same for the same seed: what the benchmarks are run on.

    python benchmarks/generate.py /tmp/registry 10000

Each group of 20 model cards is one service as an organisation would keep it: four models (trained here, open
weights, a fine-tune of those, a vendor's) with five versions each, the use they serve, and the data behind them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TODAY = "2026-11-24"
"""The day on which the registry is healthy."""
GROUP = 20
SOURCES = 10

_TOPICS = ("no-show", "sepsis-risk", "triage", "bed-demand", "ambient-notes", "coding-help", "readmission", "staffing")
_TEAMS = ("clinical-data-science", "ml-platform", "imaging", "operations")
_ADJECTIVES = ("appointment", "admission", "referral", "discharge", "transfer", "follow-up")
_FIELDS = ("age", "lead_days", "visits", "distance_km", "prior_stays", "ward_load", "day_of_week")
_TASKS = {"score": "tabular-classification"}
_LIMITS = ("trained on one region", "few cases under 18", "weak on rare diagnoses", "not tested at night")


class Version(NamedTuple):
    """One of the five states that a model's versions are in."""

    number: str
    stage: str
    dates: dict[str, str]


_DATES = ("released", "review_by", "deprecated", "sunset", "retired", "destroyed")
_VERSIONS = tuple(
    Version(number, stage, dict(zip(_DATES, dates.split(), strict=True)))
    for number, stage, dates in (
        ("2.1.0", "production", "2026-08-01 2027-07-01 null null null null"),
        ("2.0.0", "deprecated", "2026-01-10 2027-07-01 2026-08-01 2027-06-30 null null"),
        ("1.1.0", "retired", "2025-05-02 null 2025-12-01 2026-06-30 2026-07-01 null"),
        ("1.0.0", "retired", "2024-09-15 null 2025-05-02 2025-12-31 2026-01-02 null"),
        ("3.0.0", "staging", "null null null null null null"),
    )
)


def registry(models: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Every file of a registry with this many model cards: its path and its text."""
    if models % GROUP or models <= 0:
        raise ValueError(f"the number of model cards is a multiple of {GROUP}")
    rng = random.Random(seed)
    yield "steward.yaml", _policy()
    groups = models // GROUP
    for k in range(min(groups, SOURCES)):
        yield f"datasets/source-{k}/1.0.0.yaml", _dataset(f"source-{k}", "[]", rng)
    for group in range(groups):
        topic = f"{_TOPICS[group % len(_TOPICS)]}-{group:04d}"
        yield f"datasets/{topic}/2.1.0.yaml", _dataset(topic, f'["data:source-{group % SOURCES}@1.0.0"]', rng, "2.1.0")
        for kind in ("score", "base", "writer", "gateway"):
            for version in _VERSIONS:
                name = f"{topic}-{kind}"
                yield f"models/{name}/{version.number}.yaml", _model(topic, kind, version, rng)
        yield f"vendors/example-cloud/{topic}-gateway.yaml", _facts(f"{topic}-gateway")
        yield f"use-cases/{topic}.yaml", _use(topic, rng)


def write(folder: Path, models: int, seed: int = 1) -> Path:
    """Write such a registry into a new folder, and give it back."""
    for path, text in registry(models, seed):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return folder


def _policy() -> str:
    teams = "".join(
        f"  {team}:\n    contact: {team}@hospital.example\n    members:\n"
        f"      - {{name: Ada of {team}, git: [ada.{team}@hospital.example]}}\n"
        for team in _TEAMS
    )
    return f"card: registry/1\nname: A generated registry\ntimezone: UTC\nteams:\n{teams}"


def _model(topic: str, kind: str, version: Version, rng: random.Random) -> str:
    name = f"{topic}-{kind}"
    steady = random.Random(name)  # what callers rely on is the same in all versions, as their numbers say
    thing = steady.choice(_ADJECTIVES)
    fields = "".join(f"    {field}: {{type: integer, minimum: 0}}\n" for field in sorted(steady.sample(_FIELDS, 3)))
    origin = {"base": "open", "gateway": "vendor"}.get(kind, "in-house")
    return f"""# A generated card, for benchmarks.
card: model/1
name: {name}
version: {version.number}
stage: {version.stage}
summary: Estimates how a patient's {thing} will go, and says how sure it is.
owner: {rng.choice(_TEAMS)}
origin: {origin}                    # in-house | open | vendor
hosting: [{"vendor_api" if origin == "vendor" else "self"}]
model_class: {"ml" if kind == "score" else "generative"}
{_source(name, kind, version)}{_licence(origin)}task: {_TASKS.get(kind, "text-generation")}
interface:
  inputs:
{fields}    visits_total:
      type: integer
      minimum: 0
  outputs:
    p_{kind}: {{type: number, minimum: 0, maximum: 1}}
intended_use:
  primary: Rank {thing} cases for a call by the {steady.choice(("front desk", "ward", "care team"))}.
  out_of_scope:
    - denying a {thing}
    - judging a patient
  limitations:
    - {rng.choice(_LIMITS)}
{_lineage(topic, kind, version)}{_artifacts(name, origin, version, rng)}serves:
  aliases: [{name}]
  deployments: [{name}-{version.number.replace(".", "-")}]
  upstream: null
cost: {{unit: 1k predictions, usd: {rng.randrange(1, 90) / 1000}, source: finance, read_on: 2026-11-01}}
{_lifecycle(name, version)}"""


def _source(name: str, kind: str, version: Version) -> str:
    if kind == "base":
        return f"source:\n  hub: huggingface.co\n  repository: example/{name}\n  revision: v{version.number}\n"
    if kind == "gateway":
        return (
            f"source:\n  host: example-cloud\n  model: {name}\n  snapshot: v{version.number}\n"
            f"  region: eastus2\n  deployment: {name}\n"
        )
    return "source: null\n"


def _licence(origin: str) -> str:
    if origin == "vendor":
        return "license: LicenseRef-Vendor-Terms\nlicense_text: https://example-cloud.example/terms\n"
    return "license: Apache-2.0\n"


def _lineage(topic: str, kind: str, version: Version) -> str:
    base = f"{{ref: {topic}-base@{version.number}, relation: fine-tune}}"
    parents = f"[{base}]" if kind == "writer" else "[]"
    data = f'["data:{topic}@2.1.0"]' if kind in ("score", "writer") else "[]"
    return f"lineage:\n  parents: {parents}\n  datasets: {data}\n"


def _artifacts(name: str, origin: str, version: Version, rng: random.Random) -> str:
    if origin == "vendor":
        return "artifacts: []\n"
    return f"""artifacts:
  - role: weights
    uri: "s3://models/{name}/{version.number}/model.safetensors"
    digest: "sha256:{rng.getrandbits(256):064x}"
    bytes: {rng.randrange(10**6, 10**10)}
    format: safetensors
    encrypted_since_creation: true
    key: "kms:{name}"
    replicas: []
"""


def _lifecycle(name: str, version: Version) -> str:
    dates = "".join(f"  {key}: {day}\n" for key, day in version.dates.items())
    ending = version.dates["sunset"] != "null"
    replacement = f"{name}@2.1.0" if ending else "null"
    reason = f"{name} 2.1.0 is better on every group it was tested on." if ending else "null"
    return f"lifecycle:\n{dates}  destroy_by: null\n  replacement: {replacement}\n  reason: {reason}\n"


def _dataset(name: str, derived_from: str, rng: random.Random, version: str = "1.0.0") -> str:
    return f"""card: dataset/1
name: {name}
version: {version}
summary: Visits and what came of them, without names.
owner: {rng.choice(_TEAMS)}
origin: in-house
purpose: Planning of care.
license: LicenseRef-Internal
lawful_basis: GDPR Art. 6(1)(e)
contains: {{personal: true, health: true, biometric: false, children: false, unlawful_source: false}}
derived_from: {derived_from}
quality:
  rows: {rng.randrange(10**4, 10**7)}
  curated_rows: {rng.randrange(100, 9000)}
  checks:
    - ranges and units compared with the source system
location: s3://data/{name}/{version}/
digest: "sha256:{rng.getrandbits(256):064x}"
retention: {{delete_by: 2031-12-31, basis: hospital records schedule}}
status: active
"""


def _facts(model: str) -> str:
    return f"""card: vendor/1
host: example-cloud
model: {model}
observations:
  - source: https://example-cloud.example/lifecycle
    read_on: 2026-11-01
    released: 2024-09-01
    not_before: 2028-01-01
"""


def _use(topic: str, rng: random.Random) -> str:
    slots = {"main": "score", "notes": "writer", "speech": "base", "chat": "gateway"}
    serving = "".join(f"  {slot}: {topic}-{kind}@2.1.0\n" for slot, kind in slots.items())
    served = "".join(
        f"  - {{slot: {slot}, ref: {topic}-{kind}@2.0.0, from: 2026-01-10, to: 2026-07-31, why: promoted}}\n"
        f"  - {{slot: {slot}, ref: {topic}-{kind}@2.1.0, from: 2026-08-01, to: null, why: promoted}}\n"
        for slot, kind in slots.items()
    )
    return f"""card: usecase/1
name: {topic}
status: live
summary: Helps the front desk to plan the day.
owner: {rng.choice(_TEAMS)}
purpose: Planning of care.
sectors: [healthcare]
jurisdictions: [US-AZ, EU]
organisation_roles: [deployer, controller]
risk: {{own: medium, eu_tier: minimal, eu_route: none}}
consequential_decision: false
affects: [patients, staff]
consumers: {{internal: [scheduling], external: [], contact: scheduling@hospital.example}}
placed_on_market: 2026-01-10
serving:
{serving}served:
{served}"""


def main() -> None:
    """The command line of this file."""
    parser = argparse.ArgumentParser(description="Write a healthy registry of N model cards into a new folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("models", type=int, help=f"how many model cards: a multiple of {GROUP}")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write(asked.folder, asked.models, asked.seed)
    print(f"wrote {asked.models} model cards to {asked.folder}; healthy on {TODAY}")


if __name__ == "__main__":
    main()
