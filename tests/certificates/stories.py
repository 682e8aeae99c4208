"""A destroyed version as an example: its card, what was erased and seen, and what was made from it."""

from __future__ import annotations

from modelsteward.domain.registry import Registry
from modelsteward.rules.examples import TODAY
from modelsteward.usecases.certifying import Issue
from tests.rules.worlds import world

W, I8, TOK, PART, TENSOR, OTHER = (f"sha256:{pair * 32}" for pair in ("a1", "a2", "b1", "c1", "d1", "e1"))
PLACE, COPY = "s3://m/model.onnx", "/srv/models/m.onnx"
SEAL = "sha256:18f04c9cbc1b4bd045ec29d4492317f0a0170518c6e1a587ef5b0ec6eefa428c"
COMMIT = "c0" * 20

CARD = f"""
m@1.0.0:
  stage: {{stage}}
  seal: '{SEAL}'
  lineage: {{{{parents: [], datasets: ['data:d@1.0.0']}}}}
  artifacts:
    - {{{{role: weights, uri: '{PLACE}', digest: '{W}', bytes: 9, replicas: ['{COPY}']}}}}
    - {{{{role: weights, uri: 's3://m/int8/', digest: '{I8}', bytes: 9, replicas: []}}}}
    - {{{{role: tokenizer, uri: 's3://m/tok.json', digest: '{TOK}', bytes: 9, replicas: []}}}}
  lifecycle: {{{{retired: 2029-12-01, destroyed: {{destroyed}}}}}}
data:d@1.0.0: {{{{contains: {{{{personal: true, health: true}}}}, lawful_basis: GDPR Art. 6(1)(e)}}}}
"""
ERASURE = f"""
records/models/m/1.0.0/2029-12-20-erasure-11111111.yaml:
  card: erasure/1
  ref: m@1.0.0
  on: 2029-12-20
  by: ada@example.org
  started: '2029-12-20T09:00:00+01:00'
  finished: '2029-12-20T09:05:00+01:00'
  tool: steward 9
  inventory:
    - place: s3://m/int8/
      digest: '{I8}'
      files:
        - {{path: model.safetensors, digest: '{PART}', bytes: 9, tensors: [{{name: w, digest: '{TENSOR}', bytes: 8}}]}}
        - {{path: tokenizer.json, digest: '{OTHER}', bytes: 9}}
  places:
    - {{place: '{PLACE}', version: v2, digest: '{W}', outcome: erased, method: purge, technique: Version deleted.}}
    - {{place: '{PLACE}', version: v1, digest: '{OTHER}', outcome: erased, method: purge, technique: Version deleted.}}
    - {{place: '{COPY}', digest: '{W}', outcome: erased, method: clear, technique: File deleted.}}
    - {{place: s3://m/int8/, outcome: erased, method: purge, technique: Versions deleted.}}
    - {{place: s3://m/tok.json, outcome: was gone}}
"""


def verification(day: str, places: str, more: str = "", finished: str = "", name: str = "11111111") -> str:
    """A record of one look."""
    ended = f"finished: '{finished}', " if finished else ""
    return (
        f"records/models/m/1.0.0/{day}-verification-{name}.yaml: {{card: verification/1, ref: m@1.0.0, on: {day}, "
        f"by: bo@example.org, {ended}places: [{places}]{more}}}\n"
    )


def seen(place: str, result: str = "gone", day: str = "2029-12-21", more: str = "") -> str:
    """One place in it."""
    return f"{{place: '{place}', looked_on: {day}, result: {result}{more}}}"


ALL_GONE = verification(
    "2029-12-21",
    ", ".join(map(seen, (PLACE, COPY, "s3://m/int8/", "s3://m/tok.json"))),
    ", scanned: [{root: /srv, files: 7, hashed: 1}], not_checked: ['/srv/locked: permission denied']",
)
CHECKLIST = """
checklists/m/1.0.0/destruction.yaml:
  card: checklist/1
  ref: m@1.0.0
  purpose: destruction
  opened: 2029-12-02
  items:
    - {id: des-decided, phase: authorise, text: Decide., state: done, evidence: Minutes 7., by: team, on: 2029-12-03}
    - {id: des-accepted, phase: verify, text: Accept., state: done, evidence: All is empty., by: audit, on: 2029-12-22}
  decisions:
    - {ref: n@1.0.0, decision: keep, role: legal, reason: Other rows., by: eve@example.org, on: 2029-12-04}
n@1.0.0: {lineage: {parents: [{ref: m@1.0.0, relation: distilled}], datasets: []}}
"""


def card(stage: str = "retired", destroyed: str = "null") -> str:
    """The version's card."""
    return CARD.format(stage=stage, destroyed=destroyed)


def story(*parts: str) -> Registry:
    """The registry of some parts; all of them where none are named."""
    return world("".join(parts or (card(), ERASURE, ALL_GONE, CHECKLIST)))


def issue(registry: Registry, ref: str = "m@1.0.0") -> Issue:
    """What a certificate is asked of."""
    entry = registry.made(ref)
    assert entry is not None
    return Issue(registry, entry.card, TODAY, "ada@example.org", "steward 9", COMMIT, None, least="purge")
