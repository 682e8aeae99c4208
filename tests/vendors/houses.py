"""A registry whose models come from vendors, what is on file about these, and what comes with steward."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from modelsteward.domain.tariff import Tariff
from modelsteward.domain.vendors.feeds import Fact, Feed
from modelsteward.rules.examples import spread
from modelsteward.store import shipped
from tests.conftest import TODAY as TODAY_TEXT
from tests.conftest import write

TODAY = date.fromisoformat(TODAY_TEXT)
PAGE, TABLE = "https://vendor.example/ends", "https://table.example"

HOUSE = f"""
registry:
  teams:
    care: {{contact: care@example.org, members: []}}
    letters: {{contact: letters@example.org, members: []}}
host:azure-openai: {{readings: [{{source: "{PAGE}", read_on: 2029-12-20}}]}}
vendor:azure-openai/gpt-4o:
  observations:
    - {{source: "{PAGE}", read_on: 2029-06-01, snapshot: "2029-01-01", ends: 2030-06-01}}
    - {{source: "{PAGE}", read_on: 2029-12-01, snapshot: "2029-01-01", ends: 2030-03-01, state: Deprecated,
       deprecated: 2029-11-01, released: 2029-01-01, replacement: gpt-5, alternatives: [gpt-4o-mini, gpt-6],
       aliases: [gpt-4o-january]}}
    - {{source: "{TABLE}", read_on: 2029-12-10, snapshot: "2029-01-01", ends: 2030-09-01, context_window: 128000}}
    - {{source: "{PAGE}", read_on: 2029-12-01, snapshot: "2029-05-01", not_before: 2031-01-01}}
    - {{source: "{PAGE}", read_on: 2029-12-01, snapshot: "2028-01-01", ends: 2029-10-01, status: retired}}
  prices: [{{source: "{TABLE}", read_on: 2029-12-10, unit: 1M tokens, usd_input: 2.5, usd_output: 10}}]
vendor:azure-openai/gpt-5:
  observations:
    - {{source: "{PAGE}", read_on: 2029-12-01, snapshot: "2029-08-01", ends: 2031-06-01, released: 2029-08-01}}
    - {{source: "{PAGE}", read_on: 2029-12-01, snapshot: "2029-03-01", ends: 2030-02-01}}
  prices: [{{source: "{TABLE}", read_on: 2029-12-10, unit: 1k tokens, usd_input: 0.00125, usd_output: 0.01}}]
vendor:azure-openai/gpt-4o-mini:
  observations: [{{source: "{PAGE}", read_on: 2029-12-01, snapshot: "2029-07-01", not_before: 2031-01-01,
                  context_window: 64000}}]
  prices: [{{source: "{TABLE}", read_on: 2029-12-10, unit: 1M tokens, usd_input: 0.15, usd_output: 0.6}}]
writer@1.0.0:
  owner: care
  origin: vendor
  hosting: [vendor_api]
  artifacts: []
  source: {{host: azure, model: gpt-4o, snapshot: "2029-01-01"}}
  serves: {{aliases: [letters-model], deployments: [letters-prod], upstream: azure/letters-prod}}
  lifecycle: {{released: 2029-06-01, review_by: 2030-06-01, migration_lead: P60D}}
writer@2.0.0:
  owner: care
  origin: vendor
  hosting: [vendor_api]
  artifacts: []
  source: {{host: azure-openai, model: gpt-5, snapshot: "2029-08-01"}}
poet@1.0.0:
  stage: retired
  owner: care
  origin: vendor
  hosting: [vendor_api]
  artifacts: []
  source: {{host: anthropic, model: claude-1}}
odd@1.0.0: {{origin: vendor, hosting: [vendor_api], artifacts: [], source: {{host: small-host, model: odd-7b}}}}
own@1.0.0: {{owner: care}}
use:letters:
  owner: letters
  serving: {{main: writer@1.0.0}}
  candidates: {{main: [own@1.0.0]}}
  requires:
    suites:
      - {{suite: letters, metric: accuracy, threshold: 0.8, better: higher}}
records/models/writer/2.0.0/2029-12-01-evaluation-00000001.yaml:
  card: evaluation/1
  ref: writer@2.0.0
  use: use:letters
  suite: letters
  "on": 2029-12-01
  by: ada@example.org
  results: [{{metric: accuracy, value: 0.9}}]
"""

SHIPPED = Feed(
    "the facts of 2029-12-24",
    (
        Fact("azure-openai", "gpt-4o", TABLE, "2028-01-01", ends=date(2031, 1, 1)),  # what is on file says otherwise
        Fact("azure-openai", "gpt-4o", TABLE, "2027-01-01", ends=date(2028, 1, 1)),
        Fact("azure-openai", "text-embedding-3", TABLE),
        Fact("openai", "gpt-4o", TABLE, "2029-01-01", ends=date(2032, 1, 1), price=Tariff("1M tokens", None, 3, 12)),
        Fact("openai", "gpt-6-latest", TABLE),
        Fact("anthropic", "claude-1", TABLE, ends=date(2029, 2, 1), replacement="claude-2"),
        Fact("anthropic", "claude-2", TABLE, released=date(2029, 5, 1), context_window=200_000),
        Fact("aws-bedrock", "anthropic.claude-2", TABLE, "v1:0", region="us", ends=date(2030, 2, 1)),
        Fact("aws-bedrock", "anthropic.claude-2", TABLE, "v1:0", region="eu", ends=date(2031, 2, 1)),
    ),
    read_on=date(2029, 12, 24),
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The registry as a folder in which tests run, with the facts that come with steward."""
    root = tmp_path / "registry"
    files = spread(yaml.safe_load(HOUSE))
    write(root, {name: json.dumps(value, default=str) for name, value in files.items()})
    monkeypatch.chdir(root)
    bring(monkeypatch, SHIPPED)
    return root


def bring(monkeypatch: pytest.MonkeyPatch, feed: Feed) -> None:
    """Let these facts come with steward."""

    def of(hosts: Iterable[str] | None = None) -> Feed:
        wanted = None if hosts is None else set(hosts)
        return feed._replace(facts=tuple(fact for fact in feed.facts if wanted is None or fact.host in wanted))

    monkeypatch.setattr(shipped, "shipped_feed", of)


def valid(text: str) -> Any:
    """A JSON answer, once it is seen to be as its published schema says."""
    source = (resources.files("modelsteward.report") / "vendors.schema.json").read_text(encoding="utf-8")
    schema = Draft202012Validator(json.loads(source), format_checker=Draft202012Validator.FORMAT_CHECKER)
    schema.check_schema(schema.schema)
    document = json.loads(text)
    schema.validate(document)
    return document
