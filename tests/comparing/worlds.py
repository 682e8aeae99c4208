"""Registries in which a choice is to be made, and one whose cards hold awkward text."""

from __future__ import annotations

from datetime import date

from modelsteward.domain.approvals import requirements_digest
from modelsteward.domain.findings import Finding, Place, Severity
from modelsteward.domain.registry import Registry
from modelsteward.store.packs import read_packs
from modelsteward.usecases.compare import Asked, compare
from modelsteward.usecases.compared import Compared
from tests.rules.worlds import world

TODAY = date(2030, 1, 1)
SEAL = f"sha256:{'1' * 64}"

NOTES = f"""
registry:
  teams: {{team: {{contact: team@example.org, members: [{{name: Ada, git: [ada@example.org], roles: [lead, safety]}}]}}}}
  suites: {{faithful: {{about: Holds notes against recordings., metrics: {{unsupported: {{better: lower, unit: share}}}}}}}}
  approvals: {{roles: {{high: [safety]}}}}
vendor:h/big:
  observations: [{{source: "https://h.example/ends", read_on: 2029-12-01, ends: 2030-09-30}}]
  prices: [{{source: "https://h.example/prices", read_on: 2029-12-01, unit: 1M tokens, usd_input: 2.5, usd_output: 10}}]
big@1.0.0:
  summary: A large model of a vendor.
  origin: vendor
  hosting: [vendor_api]
  source: {{host: h, model: big, snapshot: "2029-05-01"}}
  license: LicenseRef-H
  artifacts: []
  interface: {{modalities: {{input: [text], output: [text]}}, languages: [en, "no"], context_window: 128000}}
  seal: "{SEAL}"
small@2.0.0:
  summary: A small model of our own.
  stage: staging
  lifecycle: <absent>
  seal: "{SEAL}"
  interface: {{modalities: {{input: [text], output: [text]}}, languages: [en], context_window: 32000}}
  lineage: {{parents: [], datasets: ["data:notes@1.0.0"]}}
  cost: {{unit: 1k requests, usd: 1.5, source: "platform bill, November", read_on: 2029-12-15}}
hear@1.0.0: {{cost: {{unit: minute, usd: 0.002, source: platform bill, read_on: 2029-12-15}}}}
data:notes@1.0.0: {{contains: {{personal: true, health: true}}, derived_from: []}}
use:notes:
  summary: Writes the draft of a note.
  risk: {{own: high, eu_tier: minimal}}
  serving: {{speech: hear@1.0.0, language: big@1.0.0}}
  candidates: {{language: [small@2.0.0]}}
  volume:
    speech: {{requests_per_month: 1000, units: {{minute: 12}}}}
    language: {{requests_per_month: 20000, input_tokens: 3000, output_tokens: 500}}
  requires:
    budget_usd_per_month: 200
    approvals: [lead]
    suites:
      - {{suite: faithful, metric: unsupported, threshold: 0.05, better: lower, max_age: P6M, slots: [language], slices: ["lang:no"]}}
      - {{suite: hearing, metric: wer, threshold: 0.2, better: lower, slots: [speech]}}
records/models/big/1.0.0/2029-10-01-evaluation-00000001.yaml:
  {{card: evaluation/1, ref: big@1.0.0, use: "use:notes", on: 2029-10-01, by: job, suite: faithful, seal: "{SEAL}", dataset: held-out,
    tool: judge 1.2, results: [{{metric: unsupported, value: 0.02, samples: 1000}}, {{metric: unsupported, value: 0.03, samples: 90, slice: "lang:no"}},
    {{metric: latency, value: 1.9, low: 1.8, high: 2.0, unit: s}}]}}
records/models/small/2.0.0/2029-12-20-evaluation-00000002.yaml:
  {{card: evaluation/1, ref: small@2.0.0, use: "use:notes", on: 2029-12-20, by: job, suite: faithful, seal: "{SEAL}", dataset: held-out,
    tool: judge 1.2, results: [{{metric: unsupported, value: 0.06, samples: 1000}}, {{metric: latency, value: 0.6, low: 0.5, high: 0.7, unit: s}},
    {{metric: rouge, value: 0.5, low: 0.48, high: 0.52}}]}}
records/models/big/1.0.0/2029-11-01-approval-00000003.yaml:
  {{card: approval/1, ref: big@1.0.0, use: "use:notes", on: 2029-11-01, by: ada@example.org, role: lead, decision: approved,
    seal: "{SEAL}", requirements: "DIGEST"}}
records/models/big/1.0.0/2028-11-01-approval-00000004.yaml:
  {{card: approval/1, ref: big@1.0.0, use: "use:notes", on: 2028-11-01, by: ada@example.org, role: safety, decision: approved,
    seal: "{SEAL}", requirements: "DIGEST"}}
records/models/small/2.0.0/2029-12-21-approval-00000005.yaml:
  {{card: approval/1, ref: small@2.0.0, use: "use:notes", on: 2029-12-21, by: ada@example.org, role: lead, decision: rejected,
    seal: "{SEAL}", requirements: "DIGEST"}}
"""
"""A vendor's model serves one of two slots, and a model of our own might."""

AWKWARD = "50% of `ow|ner` <b>bold</b> [here](https://evil.example) @everyone #12 \\u202egnp.exe \\e[31mred\\e[0m ##[error]x | y"
"""Markup, mentions, a bar, marks of direction and escape sequences, as YAML writes them in double quotes."""

AWKWARD_NOTES = (
    NOTES.replace("summary: A small model of our own.", f'summary: "{AWKWARD}"')
    .replace("summary: Writes the draft of a note.", f'summary: "{AWKWARD}"')
    .replace('source: "platform bill, November"', f'source: "{AWKWARD}"')
    .replace("tool: judge 1.2", f'tool: "{AWKWARD}"')
    .replace("dataset: held-out", f'dataset: "{AWKWARD}"')
    .replace("metric: rouge", f'metric: "{AWKWARD}"')
    .replace("languages: [en]", f'languages: ["{AWKWARD}"]')
)


def finding(file: str, message: str, severity: Severity = Severity.WARNING) -> Finding:
    """What a rule says about a file."""
    return Finding("TM112", "A title", severity, message, "move on", file, "x", place=Place(7))


FINDINGS = (
    finding("models/big/1.0.0.yaml", "its vendor ends it"),
    finding("models/hear/1.0.0.yaml", "about something else"),
)


def signed(example: str) -> str:
    """The same; its approvals are of what the use requires now."""
    registry = world(example.replace("DIGEST", f"sha256:{'0' * 64}"))
    return example.replace("DIGEST", requirements_digest(registry.uses["use:notes"].card))


def compared(example: str, first: str, second: str, use: str | None = None, slot: str | None = None,
             findings: tuple[Finding, ...] = ()) -> Compared:  # fmt: skip
    """Two versions of an example side by side."""
    registry: Registry = world(signed(example))
    return compare(registry, read_packs(), Asked(first, second, use, slot), TODAY, findings)
