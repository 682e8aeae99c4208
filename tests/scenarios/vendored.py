"""A clinic whose letters and inbox are written by a vendor's model, and what feeds say of that model's end.

The days are real: the Azure schedule as of 2026-07-07 (MicrosoftDocs/azure-ai-docs at 00bb5540, CC-BY-4.0) and the price
tables of LiteLLM 1.90.0 and 1.109.1 (MIT), whose dates for `azure/gpt-4o-2024-08-06` are 2026-02-27 and 2027-04-14. The
answer for the region is made up.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import git, write

_STEWARD_YAML = """\
card: registry/1
name: Clinic
requires: ">=0.1"
teams:
  letters:
    contact: letters@clinic.example
    members:
      - {name: Lena, git: [lena@clinic.example]}
  inbox:
    contact: inbox@clinic.example
    members:
      - {name: Idris, git: [idris@clinic.example]}
  platform:
    contact: platform@clinic.example
    members:
      - {name: Ada, git: [ada@house.example]}
      - {name: Mei, git: [mei@clinic.example], roles: [clinical-safety]}
roles:
  clinical-safety: Says that a use is safe for patients.
suites:
  letters:
    about: Pharmacists read drafted letters against the chart.
    metrics: {right_share: {better: higher, unit: share}}
  inbox:
    about: Staff say whether they could send the draft.
    metrics: {useful_share: {better: higher, unit: share}}
"""

_MODEL = """\
card: model/1
name: {name}
version: {version}
stage: {stage}
summary: A language model that a vendor runs.
owner: platform
origin: vendor
hosting: [vendor_api]
source: {source}
license: LicenseRef-Vendor
license_text: https://vendor.example/terms
task: text-generation
artifacts: []
lifecycle: {life}
"""

_USE = """\
card: usecase/1
name: {name}
status: live
summary: Drafts text that a person reads and signs.
owner: {owner}
jurisdictions: [US]
risk: {{own: {risk}, eu_tier: {tier}}}
serving: {{main: gpt-4o@1.0.0}}
served:
  - {{slot: main, ref: gpt-4o@1.0.0, from: 2025-06-01, to: null, why: promoted}}
requires:
  suites:
    - {{suite: {suite}, metric: {metric}, threshold: 0.9}}
  approvals: [clinical-safety]
"""

LETTERS, INBOX = "use:discharge-letters", "use:inbox-drafts"
SERVED = "{released: 2025-06-01, review_by: 2027-06-01}"


def clinic(root: Path) -> Path:
    """A repository with the registry in `registry/`, committed."""
    models = {
        "gpt-4o/1.0.0": ("production", '{host: azure-openai, model: gpt-4o, snapshot: "2024-08-06", region: eastus}', SERVED),
        "gpt-5.1/1.0.0": ("staging", '{host: azure-openai, model: gpt-5.1, snapshot: "2025-11-13", region: eastus}', "{}"),
        "claude/1.2.0": ("staging", "{host: anthropic, model: claude-sonnet-4-6}", "{}"),
    }  # fmt: skip
    files = {
        f"models/{at}.yaml": _MODEL.format(
            name=at.partition("/")[0], version=at.partition("/")[2], stage=stage, source=source, life=life
        )
        for at, (stage, source, life) in models.items()
    }
    uses = {
        "discharge-letters": ("letters", "high", "high", "letters", "right_share"),
        "inbox-drafts": ("inbox", "low", "minimal", "inbox", "useful_share"),
    }
    files |= {
        f"use-cases/{name}.yaml": _USE.format(name=name, owner=owner, risk=risk, tier=tier, suite=suite, metric=metric)
        for name, (owner, risk, tier, suite, metric) in uses.items()
    }
    write(root / "registry", {"steward.yaml": _STEWARD_YAML, **files})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "A registry")
    return root


def price_table(path: Path, ends: str | None) -> Path:
    """LiteLLM's price table as far as it matters here."""
    day = {"deprecation_date": ends} if ends else {}
    ground = {"mode": "chat", "max_input_tokens": 128000, "max_output_tokens": 16384}
    path.write_text(json.dumps({
        "sample_spec": {"litellm_provider": "one of https://docs.litellm.ai/docs/providers", "mode": "chat"},
        "azure/gpt-4o-2024-08-06": {"litellm_provider": "azure", **ground, **day},
        "azure/gpt-5.1-2025-11-13": {"litellm_provider": "azure", **ground, "deprecation_date": "2027-05-15"},
        "claude-sonnet-4-6": {"litellm_provider": "anthropic", **ground},
    }))  # fmt: skip
    return path


def schedule(path: Path) -> Path:
    """Azure's retirement schedule, which names no region."""
    path.write_text(
        "model,version,lifecycle,retirement_date,replacement\n"
        "gpt-4o,2024-08-06,Deprecated,2026-10-01,gpt-5.1\n"
        "gpt-5.1,2025-11-13,GA,2027-05-15,\n"
    )
    return path
