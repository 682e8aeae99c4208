"""The ground that rules' examples stand on: what an example leaves out is as in these healthy cards.

An example is YAML: each key a ref (`m@1.0.0`, `data:d@1.0.0`, `use:u`, `registry`, `waiver:w`,
`vendor:host/model`) or the path of a record or state file; each value what differs from the ground.
`<absent>` takes a key away.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from modelsteward.domain.kinds import path_of

TODAY = date(2030, 1, 1)
"""The day on which examples are judged."""

ABSENT = "<absent>"

GROUND: dict[str, dict[str, Any]] = {
    "model": {
        "card": "model/1",
        "stage": "production",
        "summary": "Estimates a chance.",
        "owner": "team",
        "origin": "in-house",
        "hosting": ["self"],
        "license": "Apache-2.0",
        "lineage": {"parents": [], "datasets": []},
        "artifacts": [
            {
                "role": "weights",
                "uri": "s3://m/model.onnx",
                "format": "onnx",
                "bytes": 1048576,
                "digest": "sha256:d1862ae48691b5986e25ce8a77626f8989ec4c2c106e69a6a004f829c8c4d0df",
            },
        ],
        "lifecycle": {"released": "2029-06-01", "review_by": "2030-06-01"},
    },
    "dataset": {
        "card": "dataset/1",
        "summary": "Rows.",
        "owner": "team",
        "origin": "in-house",
        "contains": {"personal": False},
        "location": "s3://d/rows/",
        "status": "active",
    },
    "usecase": {
        "card": "usecase/1",
        "status": "live",
        "summary": "Helps someone.",
        "owner": "team",
        "jurisdictions": ["US"],
        "risk": {"own": "low", "eu_tier": "minimal"},
    },
    "waiver": {
        "card": "waiver/1",
        "rule": "AR101",
        "ref": "m@1.0.0",
        "reason": "The vendor sends the digest in January.",
        "on": "2029-12-01",
        "until": "2030-02-01",
        "by": "ada@example.org",
    },
    "vendor": {
        "card": "vendor/1",
        "observations": [{"source": "https://vendor.example", "read_on": "2029-12-01"}],
    },
    "host": {
        "card": "host/1",
        "readings": [{"source": "https://vendor.example", "read_on": "2029-12-01"}],
    },
    "registry": {
        "card": "registry/1",
        "name": "Example",
        "teams": {
            "team": {"contact": "team@example.org", "members": [{"name": "Ada", "git": ["ada@example.org"]}]},
        },
    },
}


def spread(example: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """An example's files with their whole contents, steward.yaml always among them."""
    files = {"steward.yaml": GROUND["registry"]}
    for key, patch in example.items():
        path, ground = _ground(key)
        files[path] = _patched(ground, patch)
    return files


def _ground(key: str) -> tuple[str, dict[str, Any]]:
    if key.startswith("waiver:"):
        ident = key.partition(":")[2]
        return f"waivers/{ident}.yaml", GROUND["waiver"] | {"id": ident}
    if key.startswith("vendor:"):
        host, _, model = key.partition(":")[2].partition("/")
        return f"vendors/{host}/{model}.yaml", GROUND["vendor"] | {"host": host, "model": model}
    if key.startswith("host:"):
        host = key.partition(":")[2]
        return f"vendors/{host}.yaml", GROUND["host"] | {"host": host}
    path = path_of(key) if "/" not in key else None
    if path is None:
        return key, {}
    if key == "registry":
        return path, GROUND["registry"]
    kind = {"data": "dataset", "use": "usecase", "": "model"}[key.rpartition(":")[0]]
    name, _, version = key.rpartition(":")[2].partition("@")
    return path, GROUND[kind] | {"name": name} | ({"version": version} if version else {})


def _patched(ground: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    merged = dict(ground)
    for key, value in patch.items():
        if value == ABSENT:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _patched(merged[key], value)
        else:
            merged[key] = value
    return merged
